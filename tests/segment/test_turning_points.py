"""Tops and bottoms without ripples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.segment.heart_rate import turning_points


@given(st.lists(st.integers(40, 200), max_size=80), st.integers(1, 40))
def test_turning_points_alternate_and_differ_by_the_least_change(values: list[int], least: int) -> None:
    series = np.array(values, dtype=np.float64)
    turns = turning_points(series, least)
    assert turns == sorted(turns)
    steps = np.diff(series[turns])
    assert (np.abs(steps) >= least).all()
    assert (steps[1:] * steps[:-1] < 0).all()


def test_a_series_without_large_changes_has_none() -> None:
    assert turning_points(np.array([70.0, 75.0, 71.0]), 10.0) == []
