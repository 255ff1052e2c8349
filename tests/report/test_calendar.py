"""Where months begin below a calendar, and which of them carries the year."""

from datetime import date

import pytest

from pacing.report.figures.calendar import _month_ticks


@pytest.mark.parametrize(
    ("first", "weeks", "ticks", "names"),
    [
        (date(2026, 2, 2), 25, [0, 4, 9, 13, 17, 22], ["Feb 2026", "Mar", "Apr", "May", "Jun", "Jul"]),  # just room
        (date(2026, 2, 2), 26, [4, 9, 13, 17, 22], ["Mar 2026", "Apr", "May", "Jun", "Jul"]),
        (date(2025, 12, 1), 12, [0, 5, 9], ["Dec", "Jan 2026", "Feb"]),
        (date(2025, 12, 15), 26, [3, 7, 11, 16, 20, 24], ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]),  # no room for it
        (date(2026, 6, 1), 3, [0], ["Jun 2026"]),
        (date(2026, 6, 29), 2, [1], ["Jul 2026"]),
    ],
)
def test_months_are_named_where_they_begin(first: date, weeks: int, ticks: list[int], names: list[str]) -> None:
    assert _month_ticks(first, weeks) == (ticks, names)
