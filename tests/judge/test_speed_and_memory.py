"""A month of one value a second is judged at once, in memory that grows with its length. Not in the default run."""

import time
import tracemalloc
from datetime import UTC, datetime

import numpy as np
import pytest

from pacing.judge.session import judge_session
from pacing.model.cleaned import Cleaned, Coverage, SampleState
from pacing.model.person import Conditions, LimitSetting, Person
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor, Source

DAY_S = 86_400
PERSON = Person(resting_bpm=60, limits=(LimitSetting("fixed", bpm=100),))


def worn(days: int) -> tuple[Recording, Cleaned]:
    """Days of a watch that was off for a twentieth of the time."""
    rng = np.random.default_rng(1)
    count = days * DAY_S
    time_s = np.arange(float(count))
    daily = 75 + 15 * np.sin(2 * np.pi * time_s / DAY_S)
    bpm = np.rint(daily + np.repeat(rng.normal(0, 10, count // 60), 60) + rng.normal(0, 1.5, count))
    bpm[np.repeat(rng.random(count // 600) < 0.05, 600)] = np.nan
    heart_rate = HeartRate(time_s, bpm)
    source = Source("month.csv", "0" * 64, "csv/plain", sensor=Sensor.OPTICAL)
    start = datetime(2026, 5, 1, 9, tzinfo=UTC)
    made = Recording(RecordingKind.DAY, heart_rate, None, (), (), start, float(count), None, source)
    states = np.where(np.isnan(bpm), SampleState.MISSING, SampleState.MEASURED)
    return made, Cleaned(heart_rate, states, 1.0, False, None, None, (), Coverage(0.95, 600.0, count, None, None))


@pytest.mark.performance
def test_a_month_of_seconds_is_judged_within_a_second_of_computing() -> None:
    month = worn(30)
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        assert len(judge_session(*month, (), PERSON, Conditions()).days) == 31
        seconds.append(time.process_time() - begun)
    assert min(seconds) < 1.0


@pytest.mark.performance
def test_memory_grows_with_the_length_of_the_recording_and_no_faster() -> None:
    peaks = []
    for days in (5, 10, 20):
        made = worn(days)
        tracemalloc.start()
        judge_session(*made, (), PERSON, Conditions())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < 2.2 * peaks[1] < 2.2**2 * peaks[0]
