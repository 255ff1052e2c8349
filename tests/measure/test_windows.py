import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.recovery.exercise_end import _part_around
from pacing.measure.uncertainty import highest_mean, part_between


def test_the_highest_mean_is_not_a_single_high_sample() -> None:
    bpm = np.full(120, 100.0)
    bpm[60] = 190.0
    found = highest_mean(np.arange(120.0), bpm, 30.0, 0.9)
    assert found is not None
    assert found[1] == pytest.approx(103.0)


def test_a_window_over_a_gap_has_no_mean() -> None:
    time_s = np.concatenate([np.arange(20.0), np.arange(40.0, 60.0)])
    assert highest_mean(time_s, np.full(40, 100.0), 30.0, 0.9) is None


def test_a_tenth_of_a_window_may_be_missing() -> None:
    time_s = np.delete(np.arange(30.0), [3, 9, 15])
    found = highest_mean(time_s, np.full(27, 100.0), 30.0, 0.9)
    assert found is not None
    assert found[1:] == pytest.approx((100.0, 0.9))


@given(st.lists(st.floats(30, 220), min_size=30, max_size=90), st.floats(-20, 20))
def test_shifting_all_heart_rates_shifts_the_highest_mean(bpm: list[float], shift: float) -> None:
    values, time_s = np.array(bpm), np.arange(float(len(bpm)))
    before, after = highest_mean(time_s, values, 30.0, 0.9), highest_mean(time_s, values + shift, 30.0, 0.9)
    assert before is not None
    assert after is not None
    assert after[1] == pytest.approx(before[1] + shift, abs=1e-6)
    assert values.min() - 1e-6 <= before[1] <= values.max() + 1e-6


def test_between_leaves_its_end_out_and_around_keeps_both_ends() -> None:
    time_s = np.arange(10.0)
    assert part_between(time_s, time_s, 2.0, 5.0)[0].tolist() == [2.0, 3.0, 4.0]
    assert _part_around(time_s, time_s, 5.0, 2.0)[0].tolist() == [3.0, 4.0, 5.0, 6.0, 7.0]
