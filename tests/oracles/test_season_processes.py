"""Trends on sessions that resemble their neighbours: seldom a change on nothing, and intervals that hold the truth."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pacing.history.trend import Change, before_and_after, change_point, theil_sen, trend_of
from tests.oracles.season_processes import Array, sessions

RUNS = 300
LEVEL, SPREAD = 62.0, 4.0
FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)
SIZES, SHARED = (12, 16, 24, 40), (0.0, 0.2, 0.4, 0.6)
CHANCE = 2.0 * np.sqrt(0.05 * 0.95 / RUNS)  # of a share of 5 % in so many runs


def series(row: Array) -> list[tuple[datetime, float]]:
    return [(FIRST + timedelta(days=3 * place), LEVEL + SPREAD * float(value)) for place, value in enumerate(row)]


@pytest.mark.parametrize("shared", SHARED)
@pytest.mark.parametrize("size", SIZES)
def test_on_nothing_a_change_is_seen_at_most_once_in_twenty_and_slopes_hold_zero(size: int, shared: float) -> None:
    found = [trend_of("hr_rest", series(row)) for row in sessions(size, shared, RUNS)]
    changed = np.mean([one.change is not Change.WITHIN_USUAL for one in found])
    dated = np.mean([one.change_point is not None for one in found])
    held = np.mean(
        [one.slope_per_30_days[1] <= 0.0 <= one.slope_per_30_days[2] for one in found if one.slope_per_30_days]
    )
    assert changed <= 0.05 + CHANCE
    assert dated <= changed
    assert held >= 0.95 - CHANCE


@pytest.mark.parametrize("shared", SHARED)
def test_a_step_is_dated_on_nothing_at_most_once_in_twenty(shared: float) -> None:
    assert np.mean([change_point(row) is not None for row in sessions(40, shared, 150)]) <= 0.05 + CHANCE


@pytest.mark.parametrize("shared", SHARED)
@pytest.mark.parametrize("size", [12, 40])
def test_before_and_after_holds_a_true_step(size: int, shared: float) -> None:
    held = []
    for row in sessions(size, shared, RUNS):
        row[size // 2 :] += 1.0
        found = before_and_after(series(row), (FIRST + timedelta(days=3 * (size // 2))).date())
        assert found is not None
        held.append(found[1] <= SPREAD <= found[2])
    assert np.mean(held) >= 0.95 - CHANCE


def test_a_true_slope_is_held_and_a_large_change_still_seen() -> None:
    drift = np.linspace(-0.5, 0.5, 40)
    held, seen = [], []
    for row in sessions(40, 0.4, RUNS):
        low, high = theil_sen(np.arange(40.0), row + drift)[1:]
        held.append(low <= 30.0 / 39.0 <= high)
        seen.append(trend_of("hr_rest", series(row + 3.0 * (np.arange(40) >= 20))).change is Change.HIGHER)
    assert np.mean(held) >= 0.95 - CHANCE
    assert np.mean(seen) > 0.5
