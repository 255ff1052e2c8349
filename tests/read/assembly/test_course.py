"""What every reader that makes a draft shares: a single value is no recording, and a lonely date is left out."""

import io

import numpy as np
import pytest

from pacing.errors import NoHeartRateError
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile


def source(name: str, text: str) -> SourceFile:
    return SourceFile(name, lambda: io.BytesIO(text.encode()))


def minutes(first: str, count: int) -> list[str]:
    times = np.datetime64(first) + np.arange(count) * np.timedelta64(60, "s")
    return [f"{time}Z,{70 + k % 9}" for k, time in enumerate(times)]


def test_one_row_is_no_recording_and_no_all_clear() -> None:
    for text in ("time,heart_rate_bpm\n2026-06-01T08:00:00Z,63\n", '[{"time": "2026-06-01T08:00:00Z", "bpm": 63}]'):
        with pytest.raises(NoHeartRateError, match="a single heart rate, not its course"):
            read_source(source("day.csv", text), ReadOptions())


@pytest.mark.parametrize("stray", ["2037-01-01T00:00:00Z,80", "2009-03-01T00:00:00Z,80"])
def test_a_lonely_sample_of_another_year_is_left_out_and_said(stray: str) -> None:
    rows = minutes("2026-06-01T08:00:00", 300)
    for place in (0, 150, 300):
        text = "\n".join(["time,heart_rate_bpm", *rows[:place], stray, *rows[place:]]) + "\n"
        (recording,) = read_source(source("day.csv", text), ReadOptions())
        assert recording.heart_rate.bpm.size == 300
        assert recording.duration_s == 299 * 60
        assert any("dated a year and more from all others" in remark for remark in recording.source.remarks)


def test_two_seasons_of_one_export_both_stay() -> None:
    text = "\n".join(["time,heart_rate_bpm", *minutes("2023-06-01T08:00", 300), *minutes("2026-06-01T08:00", 300)])
    (recording,) = read_source(source("days.csv", text + "\n"), ReadOptions())
    assert recording.heart_rate.bpm.size == 600
