import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.recovery.level_samples import cumulative_curve


def test_the_mean_of_a_line_is_its_middle() -> None:
    curve = cumulative_curve(np.arange(100.0), 2.0 * np.arange(100.0))
    assert curve.mean(np.array([10.0, 40.5]), np.array([20.0, 45.5])).tolist() == pytest.approx([30.0, 86.0])


def test_a_gap_is_crossed_in_a_straight_line() -> None:
    curve = cumulative_curve(np.array([0.0, 10.0, 30.0, 40.0]), np.array([100.0, 100.0, 80.0, 80.0]))
    assert curve.mean(np.array([18.0]), np.array([22.0]))[0] == pytest.approx(90.0)


@given(st.floats(0, 400), st.floats(1, 20))
def test_a_constant_stays_constant_everywhere(start_s: float, span_s: float) -> None:
    curve = cumulative_curve(np.arange(300.0), np.full(300, 77.0))
    assert curve.mean(np.array([start_s - 50]), np.array([start_s - 50 + span_s]))[0] == pytest.approx(77.0)


def test_one_sample_is_a_level() -> None:
    assert cumulative_curve(np.array([5.0]), np.array([66.0])).mean(np.array([0.0]), np.array([9.0]))[0] == 66.0
