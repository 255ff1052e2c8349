"""Long lines are thinned without losing gaps or extremes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.report.plot_data import broken_at_gaps, decimated


def test_a_gap_is_never_drawn_across() -> None:
    _, value = broken_at_gaps(np.array([0.0, 1.0, 600.0, 601.0]), np.array([70.0, 71.0, 80.0, 81.0]))
    assert np.isnan(value).sum() == 1
    assert np.isnan(value[2])


@given(st.integers(0, 2**32 - 1), st.integers(10, 60))
def test_thinning_keeps_the_extremes_and_the_order(seed: int, bins: int) -> None:
    value = np.random.default_rng(seed).normal(90, 10, 3000)
    value[700:1400] = np.nan
    time_s, thin = decimated(np.arange(3000.0), value, bins)
    assert thin.size <= 3 * bins
    assert np.nanmax(thin) == np.nanmax(value)
    assert np.nanmin(thin) == np.nanmin(value)
    assert (np.diff(time_s) > 0).all()
    inside = (time_s > 750) & (time_s < 1350)
    assert np.isnan(thin[inside]).all()


def test_a_short_line_stays_as_it_is() -> None:
    time_s, value = decimated(np.arange(5.0), np.arange(5.0))
    assert time_s.tolist() == value.tolist() == [0, 1, 2, 3, 4]


def test_a_constant_line_with_a_hole_of_days_is_drawn_by_its_samples() -> None:
    time_s = np.concatenate([np.arange(2000.0), np.arange(2000.0) + 10 * 86400])
    thin_s, _ = decimated(*broken_at_gaps(time_s, np.full(4000, 80.0)), 100)
    assert thin_s.size < 400
