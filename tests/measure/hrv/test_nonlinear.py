import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pacing.measure.hrv.nonlinear as module
from pacing.measure.hrv.nonlinear import fluctuations, sample_entropy
from pacing.model.arrays import FloatArray


def counted_one_by_one(values: FloatArray, r: float, m: int, *, closed: bool) -> tuple[list[int], list[int]]:
    templates = values.size - m
    found = []
    for length in (m, m + 1):
        points = np.array([values[i : i + length] for i in range(templates)])
        apart = np.abs(points[:, None] - points[None]).max(axis=2)
        found.append(((apart <= r) if closed else (apart < r)).sum(axis=1) - 1)
    return found[0].tolist(), found[1].tolist()


@given(
    st.lists(st.integers(700, 730), min_size=6, max_size=150),
    st.sampled_from([2.0, 3.5, 8.0]),
    st.integers(1, 3),
    st.booleans(),
)
def test_matches_are_those_counted_one_by_one(rr: list[int], r: float, m: int, closed: bool) -> None:
    values = np.array(rr, dtype=float)
    found = sample_entropy(values, r, m, closed=closed)
    assert (found.short.tolist(), found.long.tolist()) == counted_one_by_one(values, r, m, closed=closed)


def test_equal_templates_of_a_long_series_are_counted_rightly() -> None:
    values = np.random.default_rng(5).integers(780, 800, 1500).astype(np.float64)
    found = sample_entropy(values, 2.0)
    assert (found.short.tolist(), found.long.tolist()) == counted_one_by_one(values, 2.0, 2, closed=True)


def test_the_tree_counts_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).normal(800.0, 40.0, 300)
    expected = sample_entropy(values, 8.0)
    monkeypatch.setattr(module, "MOST_SET_BYTES", 0)
    found = sample_entropy(values, 8.0)
    assert (found.short.tolist(), found.long.tolist()) == (expected.short.tolist(), expected.long.tolist())


def test_which_side_r_counts_on_decides_on_a_lattice() -> None:
    values = np.tile([800.0, 810.0, 800.0, 820.0], 40)
    assert (
        sample_entropy(values, 10.0, closed=True).short.sum() > sample_entropy(values, 10.0, closed=False).short.sum()
    )


def test_without_matches_entropy_is_infinite() -> None:
    assert sample_entropy(np.arange(10.0) ** 2, 0.5).entropy == float("inf")


def test_a_template_longer_than_the_series_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="sample entropy"):
        sample_entropy(np.ones(3), 1.0)


@pytest.mark.parametrize(("exponent", "scale"), [(0.5, "noise"), (1.5, "walk")])
def test_noise_and_its_sum_scale_as_known(exponent: float, scale: str) -> None:
    noise = np.random.default_rng(2).standard_normal(20_000)
    values = noise if scale == "noise" else noise.cumsum()
    assert float(fluctuations(values, 16, 64).exponent()) == pytest.approx(exponent, abs=0.05)


@pytest.mark.parametrize("overlap", [False, True])
def test_residuals_are_those_of_a_fitted_line(overlap: bool) -> None:
    values = np.random.default_rng(3).normal(800.0, 40.0, 50)
    profile = np.cumsum(values - values.mean())
    found = fluctuations(values, 7, 7, overlap=overlap).squares[0]
    starts = range(0, 44, 3) if overlap else range(0, 49, 7)
    clock = np.arange(7)
    by_hand = []
    for start in starts:
        part = profile[start : start + 7]
        by_hand.append(np.mean((part - np.polyval(np.polyfit(clock, part, 1), clock)) ** 2))
    assert found == pytest.approx(by_hand)


def test_the_level_of_the_series_does_not_matter() -> None:
    values = np.random.default_rng(4).normal(0.0, 40.0, 500)
    near, far = (float(fluctuations(values + level, 4, 16).exponent()) for level in (0.0, 1e5))
    assert far == pytest.approx(near, abs=1e-8)


def test_windows_longer_than_the_series_are_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        fluctuations(np.ones(10), 4, 16)


def test_templates_that_are_equal_are_known_as_such_and_counted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(4).integers(0, 3, 200).astype(np.float64)
    levels, code = np.unique(values, return_inverse=True)
    plain = sample_entropy(values, 0.5)
    monkeypatch.setattr(module, "FEW_TEMPLATES", 0)
    first, inverse = module._distinct(code, levels.size, 2)
    templates = [tuple(code[at : at + 3]) for at in range(198)]
    assert len(first) == len(set(templates))
    assert [templates[first[number]] for number in inverse] == templates
    counted = sample_entropy(values, 0.5)
    monkeypatch.setattr(module, "MOST_SET_BYTES", 0)
    by_tree = sample_entropy(values, 0.5)
    assert plain.long.tolist() == counted.long.tolist() == by_tree.long.tolist()
    assert plain.short.tolist() == counted.short.tolist() == by_tree.short.tolist()
