"""Which device and sensor wrote a file."""

from typing import Any

import pytest

from pacing.model.recording import Sensor
from tests.read.fit.fit_bytes import T0, FitBytes, read_one


def _with(*infos: dict[str, Any], **file_id: Any) -> FitBytes:
    fit = FitBytes().message("file_id", 0, type="activity", **file_id)
    for info in infos:
        fit.message("device_info", 1, timestamp=T0, **info)
    return fit.message("record", 2, timestamp=T0, heart_rate=80)


STRAP = {"device_index": 1, "device_type": 120, "source_type": "antplus", "manufacturer": "garmin", "product": 3299}
BLUETOOTH_STRAP = {
    "device_index": 2,
    "device_type": 1,
    "source_type": "bluetooth_low_energy",
    "manufacturer": "polar_electro",
}
WRIST = {"device_index": 3, "device_type": 10, "source_type": "local", "manufacturer": "garmin", "product": 3121}
GPS = {"device_index": 4, "device_type": 0, "source_type": "local", "manufacturer": "garmin", "product": 3121}


@pytest.mark.parametrize(
    ("infos", "sensor"),
    [
        ((), Sensor.UNKNOWN),
        ((GPS,), Sensor.UNKNOWN),
        ((STRAP,), Sensor.STRAP),
        ((BLUETOOTH_STRAP,), Sensor.STRAP),
        ((WRIST, GPS), Sensor.OPTICAL),
        ((WRIST, STRAP), Sensor.STRAP),
        (({**BLUETOOTH_STRAP, "product_name": "Polar Verity Sense"},), Sensor.OPTICAL),
        (({**STRAP, "sensor_position": "left_arm"},), Sensor.OPTICAL),
        (({**STRAP, "product_name": "TICKR FIT"},), Sensor.OPTICAL),
    ],
)
def test_the_sensor_is_told_only_as_far_as_the_file_tells(infos: tuple[dict[str, Any], ...], sensor: Sensor) -> None:
    assert read_one(_with(*infos).file()).source.sensor is sensor


@pytest.mark.parametrize(
    ("file_id", "device"),
    [
        ({"manufacturer": "garmin", "product": 3121}, "garmin edge_530"),
        ({"manufacturer": "coros", "product": 802, "product_name": "COROS PACE 2"}, "coros COROS PACE 2"),
        ({"manufacturer": "zwift", "product": 0}, "zwift"),
        ({"manufacturer": "wahoo_fitness", "product": 28}, "wahoo_fitness product 28"),
        ({}, None),
    ],
)
def test_the_device_is_named_by_maker_and_model(file_id: dict[str, Any], device: str | None) -> None:
    assert read_one(_with(**file_id).file()).source.device == device


def test_no_serial_number_is_shown() -> None:
    recording = read_one(
        _with({**STRAP, "serial_number": 123454321}, manufacturer="garmin", serial_number=987654321).file()
    )
    assert "123454321" not in repr(recording.source)
    assert "987654321" not in repr(recording.source)


def test_a_device_that_names_no_model_is_called_as_its_creator_is() -> None:
    strap = {**STRAP, "product_name": "HRM-Pro"}
    creator = {"device_index": 0, "source_type": "local", "product_name": "PACE 2"}
    assert read_one(_with(strap, creator, manufacturer="coros").file()).source.device == "coros PACE 2"
    assert read_one(_with(strap, manufacturer="coros").file()).source.device == "coros"
