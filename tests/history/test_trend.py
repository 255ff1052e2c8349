"""Trends speak only beyond the person's own noise."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import scipy

from pacing.history.trend import Change, before_and_after, season_step, theil_sen, trend_of

FIRST = datetime(2026, 1, 1, 10, tzinfo=UTC)


def _series(values: np.ndarray) -> list[tuple[datetime, float]]:
    return [(FIRST + timedelta(days=3 * place), float(value)) for place, value in enumerate(values)]


def test_noise_alone_is_within_the_usual_variation_nearly_always() -> None:
    rng = np.random.default_rng(1)
    runs = 60  # more of them, with memory: tests/oracles
    changed = sum(
        trend_of("hr_recovery_120", _series(30 + 4 * rng.standard_normal(20))).change is not Change.WITHIN_USUAL
        for _ in range(runs)
    )
    assert changed / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_a_lasting_step_is_seen_and_dated() -> None:
    rng = np.random.default_rng(2)
    values = 30 + 2 * rng.standard_normal(24)
    values[12:] -= 10
    found = trend_of("hr_recovery_120", _series(values))
    assert found.change is Change.LOWER
    assert found.change_point == (FIRST + timedelta(days=36)).date()
    assert found.slope_per_30_days is not None
    assert found.slope_per_30_days[0] < 0


def test_a_lasting_slope_is_told_from_none() -> None:
    rng = np.random.default_rng(2)
    found = trend_of("hr_recovery_120", _series(30 + 2 * rng.standard_normal(24) - np.linspace(0.0, 10.0, 24)))
    assert found.slope_per_30_days is not None
    assert found.slope_per_30_days[2] < 0


def test_a_change_point_is_rarely_seen_in_noise() -> None:
    rng = np.random.default_rng(3)
    found = [season_step(rng.standard_normal(24)) for _ in range(100)]
    assert sum(place is not None for place in found) <= 4


@pytest.mark.parametrize("before", [4, 7, 12, 16, 20])
@pytest.mark.parametrize("size", [-12.0, 12.0])
def test_a_step_is_dated_where_it_is(before: int, size: float) -> None:
    values = 100.0 + np.random.default_rng(7).standard_normal(24)
    values[before:] += size
    assert season_step(values) == before


def test_few_sessions_are_not_enough() -> None:
    found = trend_of("hr_rest", _series(np.arange(7.0)))
    assert found.change is Change.NOT_ENOUGH
    assert found.level is None


def test_the_slope_is_that_of_scipy() -> None:
    rng = np.random.default_rng(4)
    day = np.sort(rng.integers(0, 200, 30)).astype(float)
    values = 0.1 * day + rng.standard_normal(30)
    expected = scipy.stats.theilslopes(values, day)
    slope, low, high = theil_sen(day, values)
    assert slope / 30 == pytest.approx(expected.slope)
    assert low / 30 == pytest.approx(expected.low_slope, abs=0.003)
    assert high / 30 == pytest.approx(expected.high_slope, abs=0.003)


@pytest.mark.parametrize(
    ("slope", "memory", "each"),
    [  # the usual run has every pair of two of them, the long one all of them
        pytest.param(slope, memory, each, marks=[] if (slope > 0) ^ (memory > 0) ^ (each > 10) else [pytest.mark.long])
        for slope in (0.0, 0.3)
        for memory in (0.0, 0.4)
        for each in (10, 20)
    ],
)
def test_before_and_after_covers_the_true_step_whatever_the_slow_change(slope: float, memory: float, each: int) -> None:
    rng = np.random.default_rng(6)
    day = (FIRST + timedelta(days=3 * each)).date()
    runs, covered = 120, 0
    for _ in range(runs):
        noise = rng.standard_normal(2 * each)
        for place in range(1, noise.size):
            noise[place] = memory * noise[place - 1] + np.sqrt(1 - memory**2) * noise[place]
        values = 30 + 3 * noise + slope * np.arange(noise.size)
        values[each:] += 2
        found = before_and_after(_series(values), day)
        assert found is not None
        covered += found[1] <= 2 <= found[2]
    assert 0.90 <= covered / runs <= 0.995


def test_too_few_sessions_on_a_side_have_no_before_and_after() -> None:
    day = date(2026, 1, 31)
    assert before_and_after(_series(np.arange(5.0)), day) is None
