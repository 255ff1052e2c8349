import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import fitdecode
import fitparse
import numpy as np
import pytest

from pacing.model.recording import Marker, MarkerKind
from pacing.synthetic.fit_file import BaseType, Field, FitWriter, MessageKind, fit_bytes, write_fit
from pacing.synthetic.session import (
    OPTICAL,
    Bout,
    Dropout,
    DropoutKind,
    MarkerStyle,
    SessionPlan,
    SyntheticSession,
    make_session,
)

BERLIN = timezone(timedelta(hours=2))
START = datetime(2026, 5, 4, 10, 30, tzinfo=BERLIN)
UTC_START = datetime(2026, 5, 4, 8, 30)  # noqa: DTZ001 - decoders give UTC without saying so
PLAN = SessionPlan(
    rest_s=90,
    bouts=(Bout(duration_s=150, recovery_s=80),),
    beats=True,
    cadence=True,
    power=True,
    markers=MarkerStyle.LAP,
    dropouts=(Dropout(40, 6),),
    start=START,
)


@pytest.fixture(scope="module")
def made() -> SyntheticSession:
    return make_session(PLAN, seed=21)


def parsed(data: bytes) -> fitparse.FitFile:
    file = fitparse.FitFile(io.BytesIO(data), check_crc=True)
    file.parse()
    return file


def decoded(data: bytes, name: str) -> list[dict[str, object]]:
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        return [
            {field.name: field.value for field in frame.fields}
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == name
        ]


def test_two_decoders_read_the_heart_rate_that_was_written(made: SyntheticSession) -> None:
    data = fit_bytes(made.recording)
    written = made.recording.heart_rate.bpm
    for values in (
        [m.get_value("heart_rate") for m in parsed(data).get_messages("record")],
        [row["heart_rate"] for row in decoded(data, "record")],
    ):
        read = np.array([np.nan if v is None else v for v in values], dtype=float)
        assert np.array_equal(read, written, equal_nan=True)
        assert np.isnan(read[40:46]).all()


def test_two_decoders_read_the_intervals_that_were_written(made: SyntheticSession) -> None:
    data = fit_bytes(made.recording)
    assert made.recording.beats is not None
    for messages in (
        [m.get_value("time") for m in parsed(data).get_messages("hrv")],
        [row["time"] for row in decoded(data, "hrv")],
    ):
        read = [v for values in messages for v in np.atleast_1d(values) if v is not None]  # type: ignore[arg-type]
        assert np.array(read, dtype=float) * 1000 == pytest.approx(made.recording.beats.rr_ms)


def test_movement_comes_back_in_its_units(made: SyntheticSession) -> None:
    rows = [m.get_values() for m in parsed(fit_bytes(made.recording)).get_messages("record")]
    for name, tolerance in (("speed", 0.0006), ("cadence", 0.0), ("power", 0.0)):
        channel = made.recording.channel(name)
        assert channel is not None
        assert [row[name] for row in rows] == pytest.approx(channel.value, abs=tolerance)


def test_times_laps_and_local_time_are_those_of_the_recording(made: SyntheticSession) -> None:
    file = parsed(fit_bytes(made.recording))
    records = [m.get_value("timestamp") for m in file.get_messages("record")]
    assert records[0] == UTC_START
    assert records[-1] == UTC_START + timedelta(seconds=319)
    laps = [(m.get_value("start_time"), m.get_value("intensity")) for m in file.get_messages("lap")]
    assert laps == [
        (UTC_START, "rest"),
        (UTC_START + timedelta(seconds=90), "active"),
        (UTC_START + timedelta(seconds=240), "recovery"),
    ]
    activity = next(file.get_messages("activity"))
    assert activity.get_value("local_timestamp") - activity.get_value("timestamp") == timedelta(hours=2)
    session = next(file.get_messages("session"))
    assert (session.get_value("sport"), session.get_value("total_elapsed_time")) == ("walking", 320.0)


def test_the_sensor_is_told(made: SyntheticSession) -> None:
    strap = [m.get_values() for m in parsed(fit_bytes(made.recording)).get_messages("device_info")]
    assert any(row.get("antplus_device_type") == "heart_rate" for row in strap)
    optical = make_session(replace(PLAN, beats=False, sensor=OPTICAL), 1).recording
    wrist = [m.get_values() for m in parsed(fit_bytes(optical)).get_messages("device_info")]
    assert any(row.get("source_type") == "local" and row.get("local_device_type") in (10, "whr") for row in wrist)


def test_no_number_that_tells_one_device_from_another(made: SyntheticSession) -> None:
    file = parsed(fit_bytes(made.recording))
    assert all(m.get_value("serial_number") is None for m in file.get_messages(["file_id", "device_info"]))


def test_a_gap_leaves_no_records_where_nothing_else_was_recorded() -> None:
    plan = replace(PLAN, speed=False, power=False, cadence=False, dropouts=(Dropout(30, 20, DropoutKind.GAP),))
    made = make_session(plan, 3)
    assert len(list(parsed(fit_bytes(made.recording)).get_messages("record"))) == 320 - 20


def test_the_timer_stops_where_the_person_stopped_and_the_watch_adds_its_recovery(made: SyntheticSession) -> None:
    markers = (Marker(240.0, MarkerKind.STOP), Marker(300.0, MarkerKind.RECOVERY_HR, value=88.0))
    file = parsed(fit_bytes(replace(made.recording, markers=markers)))
    events = [m.get_values() for m in file.get_messages("event")]
    stop = next(e for e in events if e["event"] == "timer" and e["event_type"] == "stop_all")
    assert stop["timestamp"] == UTC_START + timedelta(minutes=4)
    recovery = next(e for e in events if e["event"] == "recovery_hr")
    assert recovery["data"] == 88
    assert recovery["timestamp"] == UTC_START + timedelta(minutes=5)


def test_without_lap_markers_there_is_one_lap_over_all(made: SyntheticSession) -> None:
    file = parsed(fit_bytes(replace(made.recording, markers=())))
    laps = [m.get_values() for m in file.get_messages("lap")]
    assert [(lap["intensity"], lap["total_elapsed_time"]) for lap in laps] == [("active", 320.0)]


def test_the_header_says_what_is_in_the_file(made: SyntheticSession) -> None:
    data = fit_bytes(made.recording)
    assert data[0] == 14
    assert data[8:12] == b".FIT"
    assert int.from_bytes(data[4:8], "little") == len(data) - 16


def test_a_recording_without_start_or_with_an_unknown_sport_is_refused(made: SyntheticSession) -> None:
    with pytest.raises(ValueError, match="start time"):
        fit_bytes(replace(made.recording, start=None))
    with pytest.raises(ValueError, match="juggling"):
        fit_bytes(replace(made.recording, sport="juggling"))


def test_more_than_sixteen_kinds_are_refused() -> None:
    writer = FitWriter()
    for number in range(16):
        writer.add(MessageKind(number, (Field(0, BaseType.UINT8),)), (1,))
    with pytest.raises(ValueError, match="16 kinds"):
        writer.add(MessageKind(99, (Field(0, BaseType.UINT8),)), (1,))


def test_writing_to_a_path_writes_those_bytes(made: SyntheticSession, tmp_path: Path) -> None:
    write_fit(made.recording, tmp_path / "made.fit")
    assert (tmp_path / "made.fit").read_bytes() == fit_bytes(made.recording)
