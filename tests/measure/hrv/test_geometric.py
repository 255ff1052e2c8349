import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.hrv.geometric import stress_index, triangle_base, triangular_index
from pacing.model.arrays import FloatArray


def base_one_by_one(counts: FloatArray) -> float:
    """The best triangle by trying every pair of feet."""
    bins = np.arange(counts.size)
    apex = int(counts.argmax())
    best = (np.inf, 0)
    for left in range(apex):
        for right in range(apex + 1, counts.size):
            shape = np.interp(bins, [left, apex, right], [0.0, counts[apex], 0.0])
            best = min(best, (float(np.sum((counts - shape) ** 2)), right - left))
    return float(best[1])


def test_a_triangle_is_its_own_best_fit() -> None:
    counts = np.array([0.0, 0, 0, 2, 4, 6, 4, 2, 0, 0])
    assert triangle_base(counts[None]).tolist() == [6.0]


@given(st.lists(st.integers(0, 30), min_size=3, max_size=14))
def test_the_base_is_the_one_found_by_trying_every_pair_of_feet(heights: list[int]) -> None:
    counts = np.array([0.0, *heights, 0.0])
    if counts.max() == 0.0:
        return
    ours, theirs = float(triangle_base(counts[None])[0]), base_one_by_one(counts)

    def error(base: float) -> float:
        apex, bins = int(counts.argmax()), np.arange(counts.size)
        found = np.inf
        for left in range(apex):
            right = left + base
            if apex < right < counts.size:
                shape = np.interp(bins, [left, apex, right], [0.0, counts[apex], 0.0])
                found = min(found, float(np.sum((counts - shape) ** 2)))
        return found

    assert error(ours) == pytest.approx(error(theirs))


def test_rows_are_independent_of_each_other() -> None:
    random = np.random.default_rng(1)
    rows = np.pad(random.integers(0, 20, (5, 12)), ((0, 0), (1, 1))).astype(np.float64)
    assert triangle_base(rows).tolist() == [float(triangle_base(row[None])[0]) for row in rows]
    assert triangular_index(rows).tolist() == [row.sum() / row.max() for row in rows]


def test_the_stress_index_of_ten_intervals_by_hand() -> None:
    """Seven of ten in 800-850 ms, range 160 ms: 70 / (2 * 0.825 * 0.16)."""
    found = stress_index(np.array([[2.0, 7.0, 1.0]]), 15, np.array([160.0]))
    assert found.tolist() == [pytest.approx(70.0 / (2 * 0.825 * 0.16))]
