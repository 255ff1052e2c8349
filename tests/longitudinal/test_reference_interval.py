"""The usual range holds what it says, for few sessions as for many."""

import itertools

import numpy as np
import pytest

from pacing.longitudinal.reference_interval import LEAST_SESSIONS, reference_interval
from tests.oracles.season_processes import sessions

KINDS = ("normal", "outliers", "whole numbers")
SIZES = (LEAST_SESSIONS, 14, 40)
RUNS = 400


def scatter(values: np.ndarray) -> float:
    found = reference_interval("hr_recovery_120", values)
    assert found is not None
    return found.scatter


def _rows(rng: np.random.Generator, kind: str, size: int, runs: int = RUNS) -> np.ndarray:
    rows = 30 + 4 * rng.standard_normal((runs, size))
    if kind == "outliers":
        rows[rng.random(rows.shape) < 0.05] += 12
    return np.round(rows) if kind == "whole numbers" else rows


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_a_new_session_of_an_unchanged_person_lies_inside_in_at_least_95_of_100(kind: str, size: int) -> None:
    rng = np.random.default_rng(1)
    rows = _rows(rng, kind, size + 1)
    inside = 0
    for row in rows:
        found = reference_interval("hr_recovery_120", row[:-1])
        assert found is not None
        inside += found.low <= row[-1] <= found.high
    assert 0.925 <= inside / RUNS <= (0.975 if size == 40 else 0.995)  # few cannot tell that neighbours share nothing


@pytest.mark.parametrize("runs", [40, pytest.param(400, marks=pytest.mark.long)])
def test_the_smallest_change_is_passed_by_noise_in_at_most_one_of_twenty(runs: int) -> None:
    """In every kind of series about so; over all of them, where chance is small, clearly not more."""
    passed = []
    for kind, size in itertools.product(KINDS, SIZES):
        ranges = [
            (row, reference_interval("hr_recovery_120", row))
            for row in _rows(np.random.default_rng(2), kind, size, runs)
        ]
        passed.append(
            np.mean([abs(row[-4:].mean() - row[:4].mean()) > one.smallest_change(4) for row, one in ranges if one])
        )
    assert max(passed) <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / runs)
    assert np.mean(passed) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / (runs * len(passed)))


def test_a_lasting_step_hardly_widens_the_range() -> None:
    rng = np.random.default_rng(3)
    noise = 2 * rng.standard_normal(40)
    stepped = noise + np.where(np.arange(40) < 20, 0, 10)
    assert scatter(stepped) < 0.7 * stepped.std(ddof=1)


def test_a_slow_drift_is_not_taken_for_scatter() -> None:
    rng = np.random.default_rng(5)
    noise = 3 * rng.standard_normal(400)
    assert scatter(noise + np.linspace(0, 500, 400)) == pytest.approx(3, rel=0.12)


def test_sessions_that_resemble_their_neighbours_scatter_more_than_they_show() -> None:
    """The next four sessions lie inside in about 95 of 100, though the eight or forty before them were alike."""
    for size, least in ((LEAST_SESSIONS, 0.91), (40, 0.93)):
        inside = []
        for row in sessions(size + 4, 0.6, 400):
            found = reference_interval("hr_recovery_120", row[:size])
            assert found is not None
            inside.append(np.mean((found.low <= row[size:]) & (row[size:] <= found.high)))
        assert np.mean(inside) >= least


def test_fewer_than_eight_sessions_have_no_usual_range() -> None:
    assert reference_interval("hr_rest", np.arange(7.0)) is None
    assert reference_interval("hr_rest", np.arange(8.0)) is not None


def test_equal_sessions_take_the_published_repeatability_and_say_so() -> None:
    found = reference_interval("hr_recovery_120", np.full(9, 30.1))
    assert found is not None
    assert found.scatter == pytest.approx(0.25 * 30.1)  # Buchheit 2014
    assert "published" in found.noise_from
    assert found.smallest_change(2) == pytest.approx(found.high - found.level)  # of two means of two each
    assert found.smallest_change(8) == pytest.approx((found.high - found.level) / 2)
    unknown = reference_interval("no_such_index", np.full(9, 30.1))
    assert unknown is not None
    assert (unknown.low, unknown.high) == (30.1, 30.1)
