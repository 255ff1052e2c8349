"""The intervals hold the truth of made-up sessions about as often as they promise; the full study is a notebook."""

from collections.abc import Sequence

import pytest

from tests.oracles.interval_coverage import INDICES, Row, coverage, study

SESSIONS = 160
LEAST = 0.93
FEWEST_TOGETHER, MOST_TOGETHER = 0.94, 0.985  # of all numbers at once: intervals may not be bought with width either
FEWEST = 40  # with fewer sessions the share itself is too unsure to hold against a bound


@pytest.fixture(scope="module")
def rows() -> Sequence[Row]:
    return study(range(20_000, 20_000 + SESSIONS))


@pytest.mark.parametrize("index_id", INDICES)
def test_the_interval_holds_the_truth_in_about_95_percent(rows: Sequence[Row], index_id: str) -> None:
    count, share = coverage(row for row in rows if row.index_id == index_id)
    assert count >= FEWEST
    # a share of 0.95 from `count` sessions errs by this much (two standard deviations)
    slack = 2 * (0.95 * 0.05 / count) ** 0.5
    assert share >= LEAST - slack


def test_all_intervals_together_hold_neither_too_little_nor_everything(rows: Sequence[Row]) -> None:
    count, share = coverage(rows)
    assert count > 10 * SESSIONS
    assert FEWEST_TOGETHER <= share <= MOST_TOGETHER


@pytest.mark.parametrize("index_id", ["hr_recovery_60", "hr_recovery_120", "hr_reserve_share"])
def test_both_tails_of_the_interval_are_missed_now_and_then(rows: Sequence[Row], index_id: str) -> None:
    given = [row for row in rows if row.index_id == index_id and not row.reason and row.truth == row.truth]
    below = sum(row.truth < row.low for row in given) / len(given)
    above = sum(row.truth > row.high for row in given) / len(given)
    assert max(below, above) < 0.08
