"""Channels of the records, native or by an app, and never a position."""

import struct
from typing import Any

import numpy as np
import pytest

from tests.read.fit.fit_bytes import BYTE, SINT16, T0, UINT8, UINT16, UINT32, FitBytes, read_one


def _developer(
    name: str,
    unit: str,
    values: list[int],
    *,
    native: int | None = None,
    scale: int | None = None,
    heart_rate: int | None = 90,
) -> FitBytes:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.message("developer_data_id", 1, developer_data_index=0)
    extra: dict[str, Any] = {} if scale is None else {"scale": scale}
    fit.message(
        "field_description", 2, developer_data_index=0, field_definition_number=7, fit_base_type_id=UINT16,
        field_name=name, units=unit, native_mesg_num=20, native_field_num=native, **extra,
    )  # fmt: skip
    fit.define(3, 20, [(253, 4, UINT32), (3, 1, UINT8)], developer=[(7, 2, 0)])
    for second, value in enumerate(values):
        fit.data(3, struct.pack("<IBH", T0 + second, 255 if heart_rate is None else heart_rate, value))
    return fit


def test_an_enhanced_value_wins_and_the_plain_one_fills_what_it_lacks() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second, (plain, enhanced) in enumerate(((2.0, 2.5), (2.0, None), (None, 70.0))):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=80, speed=plain, enhanced_speed=enhanced)
    channel = read_one(fit.file()).channel("speed")
    assert channel is not None
    assert (channel.unit, channel.value.tolist()) == ("m/s", [2.5, 2.0, 70.0])


def test_known_channels_have_their_names_and_units_and_leave_out_what_is_not_there() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    values: dict[str, Any] = {
        "power": 200,
        "cadence": 85,
        "grade": -3.5,
        "distance": 10.5,
        "altitude": 321.2,
        "temperature": 21,
    }
    values |= {"saturated_hemoglobin_percent": 65.5, "enhanced_respiration_rate": 18.25}
    fit.message("record", 1, timestamp=T0, heart_rate=80, position_lat=500_000_000, position_long=90_000_000, **values)
    gone: dict[str, Any] = dict.fromkeys(values)
    fit.message("record", 1, timestamp=T0 + 1, heart_rate=80, position_lat=1, position_long=1, **gone)
    found = {channel.name: (channel.unit, channel.value.tolist()) for channel in read_one(fit.file()).channels}
    assert found == {
        "power": ("W", [200]),
        "cadence": ("1/min", [85]),
        "grade": ("%", [-3.5]),
        "distance": ("m", [10.5]),
        "altitude": ("m", [pytest.approx(321.2)]),
        "muscle_oxygen": ("%", [65.5]),
        "temperature": ("degC", [21]),
        "respiration_rate": ("1/min", [18.25]),
    }


def test_a_developer_field_that_stands_for_heart_rate_is_the_heart_rate_where_there_is_none() -> None:
    recording = read_one(_developer("Strap HR", "bpm", [70, 71, 72], native=3, heart_rate=None).file())
    assert recording.heart_rate.bpm.tolist() == [70, 71, 72]
    assert any("developer field «Strap HR»" in remark for remark in recording.source.remarks)


def test_a_native_heart_rate_of_zeros_gives_way_to_a_developer_field() -> None:
    recording = read_one(_developer("Strap HR", "bpm", [70, 71, 72], native=3, heart_rate=0).file())
    assert recording.heart_rate.bpm.tolist() == [70, 71, 72]


def test_the_native_heart_rate_wins_over_a_developer_field() -> None:
    recording = read_one(_developer("Strap HR", "bpm", [70, 71, 72], native=3).file())
    assert recording.heart_rate.bpm.tolist() == [90, 90, 90]


@pytest.mark.parametrize("name", ["SmO2 Sensor 1 on Left Quad", "Muscle Oxygen", "Saturated Hemoglobin"])
def test_oxygen_of_the_muscle_is_found_by_the_apps_name_for_it(name: str) -> None:
    channel = read_one(_developer(name, "%", [655, 650], scale=10).file()).channel("muscle_oxygen")
    assert channel is not None
    assert channel.value.tolist() == [65.5, 65.0]


def test_other_developer_fields_keep_their_own_name_and_unit() -> None:
    channel = read_one(_developer("Form Power", "Watts", [60, 65535, 62]).file()).channel("Form Power")
    assert channel is not None
    assert (channel.unit, channel.time_s.tolist(), channel.value.tolist()) == ("Watts", [0, 2], [60, 62])


@pytest.mark.parametrize(
    ("name", "unit"), [("Latitude", "deg"), ("GPS spread", ""), ("x", "semicircles"), ("start_lon", "")]
)
def test_no_position_gets_through_as_a_developer_field(name: str, unit: str) -> None:
    assert read_one(_developer(name, unit, [1, 2, 3]).file()).channels == ()


def test_a_developer_index_used_again_means_the_new_field_from_there_on() -> None:
    fit = _developer("First", "u", [1, 2])
    fit.message(
        "field_description", 2, developer_data_index=0, field_definition_number=7, fit_base_type_id=UINT16,
        field_name="Second", units="v",
    )  # fmt: skip
    fit.define(3, 20, [(253, 4, UINT32), (3, 1, UINT8)], developer=[(7, 2, 0)])
    fit.data(3, struct.pack("<IBH", T0 + 2, 90, 3))
    found = {channel.name: channel.value.tolist() for channel in read_one(fit.file()).channels}
    assert found == {"First": [1, 2], "Second": [3]}


def test_developer_fields_nobody_described_and_fields_of_no_size_are_passed_over() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.define(3, 20, [(253, 4, UINT32), (3, 1, UINT8)], developer=[(7, 2, 0), (8, 0, 0)])
    fit.data(3, struct.pack("<IBH", T0, 90, 5))
    recording = read_one(fit.file())
    assert recording.heart_rate.bpm.tolist() == [90]
    assert recording.channels == ()


def test_packed_speed_and_distance_are_unpacked_over_their_roll_over() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.define(1, 20, [(253, 4, UINT32), (3, 1, UINT8), (8, 3, BYTE)])
    for second, (speed, ticks) in enumerate(((250, 4000), (300, 100), (None, None), (310, 200))):
        packed = b"\xff\xff\xff" if speed is None or ticks is None else (speed | ticks << 12).to_bytes(3, "little")
        fit.data(1, struct.pack("<IB", T0 + second, 80) + packed)
    recording = read_one(fit.file())
    speed_channel, distance = recording.channel("speed"), recording.channel("distance")
    assert speed_channel is not None
    assert distance is not None
    assert speed_channel.value.tolist() == [2.5, 3.0, 3.1]
    assert np.diff(distance.value).tolist() == [(4096 - 4000 + 100) / 16, 100 / 16]


def test_signed_values_keep_their_sign() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.define(1, 20, [(253, 4, UINT32), (3, 1, UINT8), (9, 2, SINT16)]).data(1, struct.pack("<IBh", T0, 80, -450))
    channel = read_one(fit.file()).channel("grade")
    assert channel is not None
    assert channel.value.tolist() == [-4.5]
