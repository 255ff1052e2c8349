"""Wrong inputs that other programs answer with a wrong number: here the right one, or a refusal naming the cause.

The series is our own: 330 beats, breathing, a slow wave and noise. Elsewhere the same faults gave 2,265 ms for one gap,
10.8 ms from averaged heart rate and 75.7 ms for one missed beat.
"""

import numpy as np
import pytest

from pacing.measure.indices.hrv_time_domain import HRV_RMSSD as RMSSD
from pacing.measure.session import measure_index
from pacing.model.measurement import Reason
from pacing.model.recording import Beats
from tests.measure.hrv_sessions import beats_of, of_series, session, sinus

CLEAN = sinus(330)
TRUTH = of_series(CLEAN)["rmssd"]


def rmssd(beats: Beats) -> float | None:
    return measure_index(RMSSD, session(beats, window="whole")).value


def test_the_clean_series() -> None:
    assert rmssd(beats_of(CLEAN)) == pytest.approx(TRUTH, rel=0.02)


def test_one_gap_of_half_a_minute() -> None:
    assert rmssd(beats_of(np.insert(CLEAN, 165, 30_000.0))) == pytest.approx(TRUTH, rel=0.02)
    time_s = np.cumsum(CLEAN) / 1000.0
    time_s[165:] += 30.0
    assert rmssd(Beats(time_s, CLEAN)) == pytest.approx(TRUTH, rel=0.02)


def test_one_missed_beat() -> None:
    joined = np.concatenate((CLEAN[:100], [CLEAN[100] + CLEAN[101]], CLEAN[102:]))
    assert rmssd(beats_of(joined)) == pytest.approx(TRUTH, rel=0.02)


def test_one_interval_missing_from_the_list() -> None:
    kept = np.arange(330) != 165
    assert rmssd(Beats((np.cumsum(CLEAN) / 1000.0)[kept], CLEAN[kept])) == pytest.approx(TRUTH, rel=0.02)


@pytest.mark.parametrize("over_s", [3, 5, 10])
def test_averaged_heart_rate(over_s: int) -> None:
    beat_s = np.cumsum(CLEAN) / 1000.0
    seconds = np.arange(over_s, beat_s[-1])
    momentary = 60_000.0 / CLEAN[np.searchsorted(beat_s, seconds[:, None] - np.arange(over_s))]
    found = measure_index(RMSSD, session(beats_of(60_000.0 / np.rint(momentary.mean(axis=1))), window="whole"))
    assert found.unavailable is Reason.NEEDS_BEATS
    assert found.advice is not None
    assert "heart rate" in found.advice
    assert "RR intervals" in found.advice


def test_twenty_beats() -> None:
    found = measure_index(RMSSD, session(beats_of(CLEAN[:20]), window="whole"))
    assert found.unavailable is Reason.TOO_SHORT


def test_constant_intervals() -> None:
    assert rmssd(beats_of(np.full(330, 950.0))) == 0.0


def test_a_slow_heart_is_not_taken_for_another_unit() -> None:
    slow = CLEAN + 150.0
    assert rmssd(beats_of(slow)) == pytest.approx(TRUTH, rel=0.02)
