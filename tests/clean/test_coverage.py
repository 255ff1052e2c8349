"""How much was recorded."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.clean.resampling import coverage, resample, whole_seconds
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import BeatState, SampleState
from pacing.model.recording import HeartRate


def on(seconds: FloatArray) -> HeartRate:
    """Some heart rate on these seconds."""
    return HeartRate(seconds, np.full(seconds.size, 70.0))


def test_the_gap_and_the_share_count_holes_left_out_of_the_grid() -> None:
    found = coverage(on(np.array([0.0, 1.0, 9_999.0])), np.zeros(3, np.uint8), 3)
    assert found.measured_share == 3 / 10_000
    assert found.longest_gap_s == 9_997.0


def test_refused_seconds_at_the_beginning_and_end_are_gaps() -> None:
    state = np.array([SampleState.REJECTED] * 4 + [SampleState.MEASURED] * 3 + [SampleState.MISSING], dtype=np.uint8)
    found = coverage(on(np.arange(8.0)), state, 7)
    assert found.longest_gap_s == 4.0
    assert found.measured_share == 3 / 8


def test_nothing_recorded_is_no_coverage() -> None:
    found = coverage(on(np.zeros(0)), np.zeros(0, np.uint8), 0)
    assert (found.measured_share, found.longest_gap_s, found.beats) == (0.0, 0.0, None)


def test_corrected_and_rejected_beats_are_artefacts() -> None:
    state = np.array([BeatState.NORMAL, BeatState.CORRECTED, BeatState.REJECTED, BeatState.NORMAL], dtype=np.uint8)
    assert coverage(on(np.arange(3.0)), np.zeros(3, np.uint8), 3, 4, state).beat_artefact_share == 0.5


@given(st.integers(2, 2000), st.integers(1, 5000))
def test_a_wider_gap_never_raises_coverage(gap_s: int, wider_s: int) -> None:
    def share(gap: int) -> float:
        time_s = np.concatenate((np.arange(60.0), 59.0 + gap + np.arange(60.0)))
        seconds, good = whole_seconds(time_s), np.ones(120, dtype=np.bool_)
        _, state = resample(time_s, np.full(120, 80.0), good, ~good, seconds)
        return coverage(on(seconds), state, 120).measured_share

    assert share(gap_s + wider_s) <= share(gap_s)
