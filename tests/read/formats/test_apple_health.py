"""Workouts of an Apple Health export: whose heart rate they take, and that they never take another's silently."""

from io import BytesIO

import pytest

from pacing.model.recording import MarkerKind, Recording, RecordingKind, Sensor
from pacing.read.formats import apple_health
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile


def _record(source: str, clock: str, bpm: int) -> str:
    stamp = f"2026-03-14 {clock} +0100"
    return (
        f'<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="{source}" unit="count/min" '
        f'startDate="{stamp}" endDate="{stamp}" value="{bpm}"/>'
    )


def _workout(source: str, start: str, stop: str, inner: str = "") -> str:
    return (
        f'<Workout workoutActivityType="HKWorkoutActivityTypeTraditionalStrengthTraining" sourceName="{source}" '
        f'startDate="2026-03-14 {start} +0100" endDate="2026-03-14 {stop} +0100">{inner}</Workout>'
    )


def _sessions(*elements: str) -> list[Recording]:
    data = f'<?xml version="1.0"?><HealthData locale="en">{"".join(elements)}</HealthData>'.encode()
    found = read_source(SourceFile("export.xml", lambda: BytesIO(data)), ReadOptions())
    return [recording for recording in found if recording.kind is RecordingKind.ACTIVITY]


WATCH = [_record("Watch", f"10:{minute:02d}:00", 90 + minute) for minute in range(10)]


def test_a_workout_is_a_session_that_ends_at_its_stop_with_the_recovery_after_it() -> None:
    (session,) = _sessions(*WATCH, _workout("Watch", "10:01:00", "10:04:00"))
    assert session.heart_rate.bpm.tolist() == [91, 92, 93, 94, 95, 96, 97, 98, 99]
    assert [(m.kind, m.time_s) for m in session.markers] == [(MarkerKind.STOP, 180.0)]
    assert session.sport == "traditional strength training"


def test_the_next_workout_takes_its_own_samples() -> None:
    first, second = _sessions(
        *WATCH, _workout("Watch", "10:00:00", "10:02:00"), _workout("Watch", "10:03:00", "10:09:00")
    )
    assert first.heart_rate.bpm.tolist() == [90, 91, 92, 93]
    assert second.heart_rate.bpm.tolist() == [93, 94, 95, 96, 97, 98, 99]


def test_a_workout_of_another_app_takes_the_watchs_heart_rate_and_says_so() -> None:
    (session,) = _sessions(*WATCH, _workout("Running app", "10:01:00", "10:04:00"))
    assert "another source" in " ".join(session.source.remarks)
    (own,) = _sessions(*WATCH, _workout("Watch", "10:01:00", "10:04:00"))
    assert "another source" not in " ".join(own.source.remarks)


def test_its_own_source_is_taken_before_one_with_more_samples() -> None:
    strap = [_record("Strap", f"10:0{minute}:30", 60) for minute in range(1, 4)]
    (session,) = _sessions(*WATCH, *strap, _workout("Strap", "10:01:00", "10:04:00"))
    assert set(session.heart_rate.bpm.tolist()) == {60.0}


def test_a_workout_without_heart_rate_is_no_session() -> None:
    assert _sessions(*WATCH, _workout("Watch", "12:00:00", "12:30:00")) == []


def test_an_impossible_workout_is_no_session() -> None:
    assert _sessions(*WATCH, _workout("Watch", "10:05:00", "10:01:00"), _workout("Watch", "late", "later")) == []


def test_pauses_of_the_workout_are_kept_once_each_and_none_outside_it() -> None:
    pause = '<WorkoutEvent type="HKWorkoutEventTypePause" date="2026-03-14 10:02:00 +0100"/>'
    late = '<WorkoutEvent type="HKWorkoutEventTypeResume" date="2026-03-14 10:30:00 +0100"/>'
    (session,) = _sessions(*WATCH, _workout("Watch", "10:01:00", "10:04:00", pause + pause + late))
    assert [m.kind for m in session.markers] == [MarkerKind.PAUSE, MarkerKind.STOP]


def _all(*elements: str) -> tuple[Recording, ...]:
    data = f'<?xml version="1.0"?><HealthData locale="en">{"".join(elements)}</HealthData>'.encode()
    return read_source(SourceFile("export.xml", lambda: BytesIO(data)), ReadOptions())


def test_a_watch_is_optical_and_a_source_without_a_product_has_no_device() -> None:
    watch = [_record("Jane&#8217;s Apple Watch", f"10:{minute:02d}:00", 90) for minute in range(10)]
    of_watch = _all(*watch, _workout("Jane&#8217;s Apple Watch", "10:01:00", "10:04:00"))
    of_app = _all(*[record.replace("Jane&#8217;s Apple Watch", "Some app") for record in watch],
                  _workout("Some app", "10:01:00", "10:04:00"))  # fmt: skip
    assert [(one.source.device, one.source.sensor) for one in of_watch] == [("Apple Watch", Sensor.OPTICAL)] * 2
    assert [(one.source.device, one.source.sensor) for one in of_app] == [(None, Sensor.UNKNOWN)] * 2


def test_several_sources_are_said_to_overlap_and_one_is_not() -> None:
    def overlap(recordings: tuple[Recording, ...]) -> list[bool]:
        return ["overlap in time" in " ".join(one.source.remarks) for one in recordings]

    strap = [record.replace('"Watch"', '"Strap"') for record in WATCH]
    assert (overlap(_all(*WATCH)), overlap(_all(*WATCH, *strap))) == ([False], [True, True])


def test_heart_rate_in_another_unit_is_brought_to_minutes_and_what_cannot_be_read_is_counted() -> None:
    hertz = [record.replace("count/min", "count/s").replace(f'"{90 + n}"', '"1.5"') for n, record in enumerate(WATCH)]
    broken = (WATCH[0].replace('value="90"', 'value="high"'), WATCH[0].replace("2026-03-14 10", "soon 10"))
    furlongs = WATCH[0].replace("count/min", "furlongs")
    (recording,) = _all(*hertz, *broken, furlongs)
    assert recording.heart_rate.bpm.tolist() == [90.0] * 10
    assert recording.source.damage == "Heart-rate records that could not be read, left out: 3."


def test_no_more_sources_are_told_apart_than_a_person_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apple_health, "MOST_SOURCES", 2)
    records = [record.replace('"Watch"', f'"S{number % 3}"') for number, record in enumerate(WATCH)]
    assert sorted(one.heart_rate.bpm.size for one in _all(*records)) == [4, 6]


@pytest.mark.parametrize(
    ("start", "stop", "kind", "sport"),
    [
        ("10:01:00", "10:04:00", "Running", "running"),
        ("10:01:00", "10:04:00", "Running2", None),
        ("10:01:00", "10:04:00", "L&#228;ufe", None),
        ("10:04:00", "10:04:00", "Running", ""),
        ("10:04:00", "10:01:00", "Running", ""),
    ],
)
def test_a_workout_lasts_some_time_and_is_called_by_a_plain_word(
    start: str, stop: str, kind: str, sport: str | None
) -> None:
    found = _sessions(*WATCH, _workout("Watch", start, stop).replace("TraditionalStrengthTraining", kind))
    assert [one.sport for one in found] == ([] if sport == "" else [sport])
