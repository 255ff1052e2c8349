"""Exports of phones: damaged characters, keys in any order, and what lies after a workout."""

import io
import json
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from pacing.errors import NoHeartRateError
from pacing.model.recording import MarkerKind, Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile


def read(name: str, text: str) -> tuple[Recording, ...]:
    return read_source(SourceFile(name, lambda: io.BytesIO(text.encode())), ReadOptions())


def apple(records: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="de_DE">\n' + "\n".join(records) + "\n</HealthData>"
    )


def beat(second: int, name: str = "Watch") -> str:
    at = f"2025-06-10 08:{second // 60:02d}:{second % 60:02d} +0200"
    return (
        f'<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="{name}" unit="count/min" startDate="{at}" '
        f'endDate="{at}" value="{70 + second % 9}"/>'
    )


@pytest.mark.parametrize("sign", ["\x0b", "\x01", "\x1f", "&#11;", "&#x1F;", "&#x00b;"])
@pytest.mark.parametrize("place", [0, 120, 239])
def test_control_characters_lose_no_record_and_are_said(sign: str, place: int) -> None:
    records = [beat(5 * k, f"Watch{sign}" if k == place else "Watch ") for k in range(240)]
    recordings = read("export.xml", apple(records))
    assert sum(recording.heart_rate.bpm.size for recording in recordings) == 240
    assert recordings[0].source.damage == "Characters that XML forbids, read as blanks: 1."


def test_what_apple_reckons_itself_is_named_as_not_used() -> None:
    beats = "".join(f'<InstantaneousBeatsPerMinute bpm="70" time="8:00:{k:02d},25"/>' for k in range(20))
    series = f"<HeartRateVariabilityMetadataList>{beats}</HeartRateVariabilityMetadataList>"
    others = [
        f'<Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" unit="ms" value="40">{series}</Record>',
        '<Record type="HKQuantityTypeIdentifierRestingHeartRate" unit="count/min" value="58"/>',
    ]
    (recording,) = read("export.xml", apple([*(beat(5 * k) for k in range(50)), *others]))
    said = next(remark for remark in recording.source.remarks if "not used for this recording" in remark)
    assert "single beats of the variability readings: 20" in said
    assert "resting heart rates: 1" in said


def export(**data: Any) -> str:
    return json.dumps({"data": data})


def points(first_s: int, count: int, *, clock: str = "24") -> list[dict[str, Any]]:
    times = [np.datetime64("2025-06-10T14:00:00") + np.timedelta64(first_s + 5 * k, "s") for k in range(count)]
    texts = [str(time).replace("T", " ") for time in times]
    if clock == "12":
        texts = [f"{text[:10]} {int(text[11:13]) - 12}{text[13:]}\u202fpm" for text in texts]
    return [{"date": f"{text} +0200", "Avg": 130 - k % 40, "units": "bpm"} for k, text in enumerate(texts)]


@pytest.mark.parametrize("clock", ["24", "12"])
@pytest.mark.parametrize("first", ["metrics", "symptoms", "stateOfMind", "somethingNew"])
def test_the_order_of_keys_and_the_clock_of_the_phone_do_not_matter(first: str, clock: str) -> None:
    series = [{"name": "heart_rate", "units": "count/min", "data": points(0, 60, clock=clock)}]
    data = {first: [], "metrics": series} if first != "metrics" else {"metrics": series}
    (recording,) = read("export.json", export(**data))
    assert recording.heart_rate.bpm.size == 60
    assert recording.start is not None
    assert recording.start.isoformat() == "2025-06-10T14:00:00+02:00"


def test_samples_that_lie_after_the_workout_are_its_recovery() -> None:
    workout = {"start": "2025-06-10 14:00:00 +0200", "end": "2025-06-10 14:15:00 +0200"}
    (recording,) = read("export.json", export(workouts=[{**workout, "heartRateData": points(900, 24)}]))
    assert recording.heart_rate.time_s[1] == 900
    assert np.isnan(recording.heart_rate.bpm[0])
    assert [(m.kind, m.time_s) for m in recording.markers] == [(MarkerKind.STOP, 900)]
    assert any("they are its recovery" in remark for remark in recording.source.remarks)


def test_a_workout_with_its_own_heart_rate_is_left_as_it_is() -> None:
    workout = {"start": "2025-06-10 14:00:00 +0200", "end": "2025-06-10 14:02:00 +0200"}
    (recording,) = read("export.json", export(workouts=[{**workout, "heartRateData": points(0, 40)}]))
    assert recording.heart_rate.time_s[0] == 0
    assert np.isfinite(recording.heart_rate.bpm).all()


def test_points_without_a_time_that_can_be_read_are_named() -> None:
    point = "<Trackpoint><Time>yesterday</Time><HeartRateBpm><Value>99</Value></HeartRateBpm></Trackpoint>"
    text = f"<TrainingCenterDatabase><Activities><Activity>{point * 3}</Activity></Activities></TrainingCenterDatabase>"
    with pytest.raises(NoHeartRateError, match=r"3 points of the file have no time .*yesterday"):
        read("walk.tcx", text)


def track(*times: str, offset: str = "Z") -> str:
    points = "".join(
        f"<Trackpoint><Time>{time}{offset}</Time><HeartRateBpm><Value>{90 + k}</Value></HeartRateBpm></Trackpoint>"
        for k, time in enumerate(times)
    )
    return f"<TrainingCenterDatabase><Activities><Activity>{points}</Activity></Activities></TrainingCenterDatabase>"


def test_points_without_a_time_beside_others_are_left_out_and_counted() -> None:
    (recording,) = read("walk.tcx", track("2026-06-01T10:00:00", "yesterday", "2026-06-01T10:00:02"))
    assert recording.heart_rate.bpm.tolist() == [90.0, 92.0]
    assert recording.source.damage == "Points without a readable time, left out: 1."


def test_a_track_without_a_point_is_no_activity() -> None:
    with pytest.raises(NoHeartRateError, match=r"The file has no activity\."):
        read("walk.tcx", track())


@pytest.mark.parametrize(("offset", "hours"), [("Z", 0.0), ("+02:00", 2.0), ("-03:30", -3.5)])
def test_a_track_starts_by_the_clock_it_was_written_with(offset: str, hours: float) -> None:
    (recording,) = read("walk.tcx", track("2026-06-01T10:00:00", "2026-06-01T10:00:01", offset=offset))
    assert recording.start is not None
    assert recording.start.utcoffset() == timedelta(hours=hours)
    assert recording.start.hour == 10


def test_another_rate_by_the_minute_is_no_heart_rate() -> None:
    def exported(units: str) -> str:
        named = (("respiratory_rate", "count/min"), ("heart_rate", units))
        metrics = [{"name": name, "units": unit, "data": points(0, 60)} for name, unit in named]
        return json.dumps({"data": {"metrics": metrics}})

    with pytest.raises(NoHeartRateError):
        read("export.json", exported("furlongs"))
    assert len(read("export.json", exported("count/min"))) == 1
