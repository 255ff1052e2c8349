"""Rows of a night that begin in the evening belong to the day of waking, by the clock of the place."""

from datetime import date
from pathlib import Path

import pytest

from pacing.read.archive import find_sources
from pacing.read.read import read_daily
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile


@pytest.mark.parametrize(
    ("stamp", "zone", "day"),
    [
        ("2026-06-01T17:59:00", "Europe/Berlin", date(2026, 6, 1)),
        ("2026-06-01T18:00:00", "Europe/Berlin", date(2026, 6, 2)),
        ("2026-06-01T16:30:00Z", "Europe/Berlin", date(2026, 6, 2)),
        ("2026-06-01T16:30:00Z", None, date(2026, 6, 1)),
        ("2026-06-01T18:30:00+02:00", None, date(2026, 6, 2)),
    ],
)
def test_five_minutes_of_sleep_belong_to_the_day_of_waking(
    tmp_path: Path, stamp: str, zone: str | None, day: date
) -> None:
    path = tmp_path / "Heart Rate Variability Details - 2026-06-01.csv"
    path.write_text(
        f"timestamp,rmssd,coverage,low_frequency,high_frequency\n{stamp},40,0.9,500,300\n", encoding="utf-8"
    )
    (source,) = find_sources(path)
    assert isinstance(source, SourceFile)
    (value,) = read_daily(source, ReadOptions(time_zone=zone))
    assert (value.day, value.value, value.source) == (day, 40.0, "Fitbit")
