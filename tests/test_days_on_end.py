"""Days on end are worked through piece by piece: every number is the one of all their seconds at once."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from pacing import pipeline
from pacing.clean import clean, resampling
from pacing.clean.resampling import resample, resample_days, stands_for_s, stretches_of_seconds, whole_seconds
from pacing.codec.contract import session_document
from pacing.history import traces
from pacing.internal_errors import collected
from pacing.judge import long_timeline, timeline
from pacing.model import by_second
from pacing.model import recording as recordings
from pacing.model.by_second import HeartRateBySecond
from pacing.model.person import LimitSetting, Person
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor, Source
from pacing.segment import phases

HOURS = 40


def worn(spacing_s: float, jitter_s: float, sensor: Sensor, seed: int) -> Recording:
    """A day and a half with a night, walks, hours without the watch, and a few values that no heart has."""
    random = np.random.default_rng(seed)
    time_s = np.arange(0.0, HOURS * 3600.0, spacing_s)
    time_s = np.unique(np.floor(time_s + random.uniform(0.0, 1.0 + jitter_s, time_s.size)))
    hour = time_s / 3600.0 % 24.0
    bpm = 60.0 + np.where((hour > 8.0) & (hour < 22.0), 20.0 + 25.0 * (np.sin(hour * 7.0) > 0.7), 0.0)
    bpm = np.rint(bpm + 6.0 * np.sin(time_s / 500.0) + random.normal(0.0, 1.5, time_s.size))
    bpm[random.integers(0, bpm.size, 20)] = 250.0
    off = (hour > 12.0) & (hour < 12.2) | (hour > 17.0) & (hour < 18.5) | (random.random(time_s.size) < 0.01)
    source = Source("days.csv", "0" * 64, "csv/plain", sensor=sensor)
    rate = HeartRate(time_s[~off], bpm[~off])
    start = datetime(2026, 5, 1, 21, tzinfo=UTC)
    return Recording(RecordingKind.DAY, rate, None, (), (), start, float(time_s[-1]) + 40.0, None, source)


def document(recording: Recording, resting_bpm: float | None) -> Any:
    """All that is published of a recording."""
    person = Person(resting_bpm=resting_bpm, limits=(LimitSetting("fixed", bpm=95),))
    return session_document(pipeline.assess_recording(recording, pipeline.Request(person)))


def approximately(value: Any) -> Any:
    """The same with numbers that may differ by their rounding."""
    if isinstance(value, dict):
        return {key: approximately(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [approximately(one) for one in value]
    return pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value


@pytest.mark.parametrize(
    ("spacing_s", "jitter_s", "sensor", "resting_bpm"),
    [
        (1.0, 0.0, Sensor.OPTICAL, 58.0),
        (1.0, 0.0, Sensor.STRAP, None),
        (10.0, 9.0, Sensor.UNKNOWN, None),
        (60.0, 5.0, Sensor.OPTICAL, 58.0),
        (300.0, 0.0, Sensor.OPTICAL, None),
    ],
)
def test_days_in_pieces_give_the_document_of_all_seconds_at_once(
    monkeypatch: pytest.MonkeyPatch, spacing_s: float, jitter_s: float, sensor: Sensor, resting_bpm: float | None
) -> None:
    recording = worn(spacing_s, jitter_s, sensor, 3)
    at_once = document(recording, resting_bpm)
    monkeypatch.setattr(clean, "LONGEST_KEPT_S", 3600.0)
    for module, name in (
        (resampling, "BLOCK_SECONDS"),
        (phases, "BLOCK_SECONDS"),
        (recordings, "PIECE_ROWS"),
        (by_second, "PIECE_ROWS"),
        (timeline, "PIECE_ROWS"),
        (long_timeline, "PIECE_ROWS"),
    ):
        monkeypatch.setattr(module, name, 4999)
    assert isinstance(clean.clean_recording(recording).heart_rate, HeartRateBySecond)
    assert document(recording, resting_bpm) == approximately(at_once)


def test_nobody_asks_for_all_seconds_of_days_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(series: HeartRateBySecond) -> None:
        message = f"{series.size} rows at once"
        raise AssertionError(message)

    recording = worn(10.0, 9.0, Sensor.OPTICAL, 4)
    monkeypatch.setattr(clean, "LONGEST_KEPT_S", 3600.0)
    monkeypatch.setattr(HeartRateBySecond, "time_s", property(refuse))
    monkeypatch.setattr(HeartRateBySecond, "bpm", property(refuse))
    with collected() as mistakes:
        request = pipeline.Request(Person(limits=(LimitSetting("fixed", bpm=95),)))
        assessment = pipeline.assess_recording(recording, request)
    assert not mistakes
    assert traces.trace_of(assessment).bpm.size > 1000
    assert len(assessment.days) == 3


@pytest.mark.parametrize("seed", range(40))
def test_any_rows_of_days_are_those_of_all_seconds(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(1, 300))
    time_s = np.cumsum(random.exponential(random.choice([1.0, 4.0, 20.0, 300.0]), count) + 0.01)
    time_s[count // 2 :] += random.choice([0.0, 100.0, 5000.0])
    bpm, good = np.rint(random.normal(80.0, 10.0, count)), random.random(count) > 0.1
    good[0], refused = True, random.random(count) > 0.5
    stands_s = stands_for_s(time_s[good])
    seconds = whole_seconds(time_s, stands_s=stands_s)
    value, state = resample(time_s, bpm, good, refused & ~good, seconds)
    stretches_s = stretches_of_seconds(time_s, stands_s=stands_s)
    series, states = resample_days(time_s, bpm, good, refused & ~good, stretches_s)
    np.testing.assert_array_equal(states, state)
    np.testing.assert_array_equal(series.time_s, seconds)
    np.testing.assert_array_equal(series.bpm, value)
    for first, last in np.sort(random.integers(0, seconds.size + 1, (10, 2)), axis=1).tolist():
        second_s, some = series.rows(first, last)
        np.testing.assert_array_equal(second_s, seconds[first:last])
        np.testing.assert_array_equal(some, value[first:last])
    for moment_s in [*random.uniform(-5.0, seconds[-1] + 5.0, 10), *random.choice(seconds, 10)]:
        assert series.row_at(moment_s) == np.searchsorted(seconds, moment_s)
        assert series.row_at(moment_s, after=True) == np.searchsorted(seconds, moment_s, side="right")
