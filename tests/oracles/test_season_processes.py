"""Trends and payback on made-up seasons: seldom a change or a link on nothing, and intervals that hold the truth."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from pacing.history.post_exertion import payback
from pacing.history.trend import Change, before_and_after, season_step, theil_sen, trend_of
from pacing.model.longitudinal import PaybackAnswer
from tests.oracles.season_processes import Array, diaries, sessions

RUNS = 100
LEVEL, SPREAD = 62.0, 4.0
FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)
SIZES, SHARED = (12, 16, 24, 40), (0.0, 0.2, 0.4, 0.6)
CHANCE = 2.5 * np.sqrt(0.05 * 0.95 / RUNS)  # of a share of 5 % in so many runs


def usual_or_long(usual: Iterable[object], every: Iterable[object]) -> list[Any]:
    """Each of them; what is not usual is left to the long run."""
    chosen = list(usual)
    return [pytest.param(one, marks=() if one in chosen else pytest.mark.long) for one in every]


ENDS_OF_SHARED = usual_or_long((SHARED[0], SHARED[-1]), SHARED)


def series(row: Array) -> list[tuple[datetime, float]]:
    return [(FIRST + timedelta(days=3 * place), LEVEL + SPREAD * float(value)) for place, value in enumerate(row)]


def by_chance(runs: int, deviations: float = 2.0) -> float:
    """By how much a share of 5 % may miss in so many runs."""
    return deviations * float(np.sqrt(0.05 * 0.95 / runs))


ALL_KINDS = [(size, shared) for size in SIZES for shared in SHARED]
ENDS = [
    (size, shared) for size, shared in ALL_KINDS if size in (SIZES[0], SIZES[-1]) and shared in (SHARED[0], SHARED[-1])
]


@pytest.mark.parametrize(("runs", "kinds"), [(60, ENDS), pytest.param(400, ALL_KINDS, marks=pytest.mark.long)])
def test_on_nothing_a_change_is_seen_at_most_once_in_twenty_and_slopes_hold_zero(
    runs: int, kinds: list[tuple[int, float]]
) -> None:
    """In every kind of season about so; over all of them, where chance is small, clearly not more."""
    changed, dated, held = np.array([_changed_dated_held(size, shared, runs) for size, shared in kinds]).T
    assert max(changed) <= 0.05 + by_chance(runs, 2.5)
    assert changed.mean() <= 0.05 + by_chance(len(kinds) * runs)
    assert (dated <= changed).all()
    assert 0.93 - by_chance(runs, 2.5) <= min(held)
    assert max(held) <= min(0.97 + by_chance(runs, 2.5), 0.995)
    assert abs(held.mean() - 0.95) <= 0.01 + by_chance(len(kinds) * runs)


def _changed_dated_held(size: int, shared: float, runs: int) -> tuple[float, float, float]:
    """Shares of seasons on nothing: called changed, a step dated, and the slope's interval holds zero."""
    found = [trend_of("hr_rest", series(row)) for row in sessions(size, shared, runs)]
    slopes = [one.slope_per_30_days for one in found if one.slope_per_30_days]
    return (
        float(np.mean([one.change is not Change.WITHIN_USUAL for one in found])),
        float(np.mean([one.change_point is not None for one in found])),
        float(np.mean([low <= 0.0 <= high for _, low, high in slopes])),
    )


@pytest.mark.parametrize("shared", ENDS_OF_SHARED)
def test_a_step_is_dated_on_nothing_at_most_once_in_twenty(shared: float) -> None:
    assert np.mean([season_step(row) is not None for row in sessions(40, shared, 150)]) <= 0.05 + CHANCE


@pytest.mark.parametrize("shared", ENDS_OF_SHARED)
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
    assert np.mean(held) >= 0.94 - CHANCE
    assert np.mean(seen) > 0.5


@pytest.mark.parametrize("memory", usual_or_long([0.8], [0.5, 0.8]))
def test_payback_links_nothing_at_most_once_in_twenty(memory: float) -> None:
    found = [payback(one.scores, one.exertion) for one in diaries(2 * RUNS, 120, 0.0, memory)]
    assert np.mean([one.answer is PaybackAnswer.LINK_SEEN for one in found]) <= 0.05 + CHANCE / 2


@pytest.mark.parametrize(
    "rise_and_memory", usual_or_long([(1.0, 0.8), (2.0, 0.5)], [(1.0, 0.5), (1.0, 0.8), (2.0, 0.5), (2.0, 0.8)])
)
def test_the_rise_after_exertion_is_told_whole_and_held_by_its_interval(rise_and_memory: tuple[float, float]) -> None:
    (rise, memory) = rise_and_memory
    runs, held, told, true, seen = RUNS, [], [], [], []
    for one in diaries(runs, 120, rise, memory):
        found = payback(one.scores, one.exertion)
        assert found.low is not None
        assert found.change is not None
        assert found.high is not None
        held.append(found.low <= one.true_rise <= found.high)
        told.append(found.change)
        true.append(one.true_rise)
        seen.append(found.answer is PaybackAnswer.LINK_SEEN)
    assert np.mean(held) >= 0.93 - 0.02
    assert np.mean(told) == pytest.approx(np.mean(true), rel=0.1)
    assert np.mean(seen) >= 0.65
