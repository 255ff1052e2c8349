"""The order of days and months, where the dates themselves decide it."""

import pytest

from pacing.read.table.clock import _days_follow


@pytest.mark.parametrize(
    ("dates", "follows"),
    [
        ([(30, 4, 2026), (1, 5, 2026), (2, 5, 2026)], True),
        ([(31, 12, 25), (1, 1, 2026)], True),
        ([(31, 12, 25), (1, 1, 26)], True),
        ([(31, 12, 99), (1, 1, 1999)], False),
        ([(1, 5, 2026), (3, 5, 2026)], False),
    ],
)
def test_days_follow_each_other_also_over_a_year_of_two_digits(
    dates: list[tuple[int, int, int]], follows: bool
) -> None:
    assert _days_follow(dates, "dmy") is follows
    assert _days_follow([(month, day, year) for day, month, year in dates], "mdy") is follows
