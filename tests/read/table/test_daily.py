"""The day of a row whose moment is written as an instant."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from pacing.read.reader import ReadOptions
from pacing.read.table.daily import _day


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-06-01T23:30:00Z", date(2026, 6, 2)),  # an instant: the zone that was asked for says the day
        ("2026-06-01T23:30:00-05:00", date(2026, 6, 1)),  # the clock it was written by
    ],
)
def test_an_offset_is_the_persons_clock_and_utc_is_only_an_instant(written: str, day: date) -> None:
    table: Any = SimpleNamespace(day=("start",), instants=True, evening_h=24.0)
    assert _day(table, {"start": written}, ReadOptions(time_zone="Europe/Berlin"))[0] == day
