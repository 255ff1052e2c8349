"""Where a falling course crosses a value, and when it does not."""

import numpy as np
import pytest
import scipy

from pacing.judge.limits.dfa_alpha1 import NoCrossingError, threshold_crossing

BPM = np.array([90.0, 100.0, 110.0, 120.0, 130.0, 140.0])
FALLING = np.array([1.20, 1.02, 0.93, 0.78, 0.66, 0.50])


def test_the_crossing_and_its_range_are_those_of_a_regression_of_heart_rate_on_the_quantity() -> None:
    found = threshold_crossing(BPM, FALLING, 0.75)
    line = scipy.stats.linregress(FALLING, BPM)
    assert found.bpm == pytest.approx(line.intercept + line.slope * 0.75)
    residual = BPM - line.intercept - line.slope * FALLING
    spread = ((FALLING - FALLING.mean()) ** 2).sum()
    error = np.sqrt((residual**2).sum() / 4 * (1 / 6 + (0.75 - FALLING.mean()) ** 2 / spread))
    assert found.half_width_bpm == pytest.approx(scipy.stats.t.ppf(0.975, 4) * error)
    assert found.points == 6


def test_too_few_points_are_said_by_their_number() -> None:
    with pytest.raises(NoCrossingError, match="5 windows; 6 are needed"):
        threshold_crossing(BPM[:5], FALLING[:5], 0.75)


@pytest.mark.parametrize("value", [0.4, 0.5, 1.2, 1.3])
def test_points_on_one_side_cross_nothing(value: float) -> None:
    with pytest.raises(NoCrossingError, match="does not cross"):
        threshold_crossing(BPM, FALLING, value)


def test_a_quantity_that_rises_with_heart_rate_or_scatters_around_none_is_no_course() -> None:
    with pytest.raises(NoCrossingError, match="steadily"):
        threshold_crossing(BPM, FALLING[::-1], 0.75)
    scattered = np.array([0.9, 0.6, 1.0, 0.55, 0.95, 0.6])  # falls a little; explains a seventh of the variance
    assert 0 < np.corrcoef(BPM, scattered)[0, 1] ** 2 < 0.5
    with pytest.raises(NoCrossingError, match="steadily"):
        threshold_crossing(BPM, scattered, 0.75)


def test_half_of_the_variance_is_enough() -> None:
    noisy = np.array([1.10, 0.70, 1.05, 0.80, 0.60, 0.55])
    assert np.corrcoef(BPM, noisy)[0, 1] ** 2 > 0.5
    assert 90 < threshold_crossing(BPM, noisy, 0.75).bpm < 140


def test_windows_at_one_heart_rate_are_no_course() -> None:
    with pytest.raises(NoCrossingError, match="steadily"):
        threshold_crossing(np.full(6, 110.0), FALLING, 0.75)
