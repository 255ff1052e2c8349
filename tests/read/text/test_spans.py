"""Times since the start, written as hours:minutes:seconds."""

import numpy as np
import pytest

from pacing.read.text.rows import split_rows
from pacing.read.text.timestamps import read_spans, unwrap_midnight


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("00:00:05", 5.0), ("1:02:03.5", 3723.5), ("02:03", 123.0), ("90:00", 5400.0), ("7", 7.0), ("00:00:04,8", 4.8)],
)
def test_a_span_is_counted_in_seconds(cell: str, seconds: float) -> None:
    assert read_spans(split_rows(f"{cell}\n".encode(), ";"), 0, ".").tolist() == [pytest.approx(seconds)]


@pytest.mark.parametrize("cell", ["", "x", "1-2", "00:00:05 PM", "9" * 20])
def test_what_is_no_span_is_none(cell: str) -> None:
    assert np.isnan(read_spans(split_rows(f"{cell};\n".encode(), ";"), 0, ".")).all()


def test_times_of_day_go_on_after_midnight() -> None:
    assert unwrap_midnight(np.array([86390.0, 86399.0, 0.0, 5.0])).tolist() == [86390, 86399, 86400, 86405]


def test_spans_of_different_lengths_are_each_read_to_their_end() -> None:
    rows = split_rows(b"1:02:03,80\n59,81\n5:00,82\n9", ",")
    assert read_spans(rows, 0, ".").tolist() == [3723.0, 59.0, 300.0, 9.0]


@pytest.mark.parametrize(("cell", "is_span"), [("0" * 14 + ":5", True), ("0" * 15 + ":5", False)])
def test_no_span_is_longer_than_sixteen_characters(cell: str, is_span: bool) -> None:
    assert bool(np.isfinite(read_spans(split_rows(f"{cell}\n".encode(), ";"), 0, "."))[0]) is is_span


@pytest.mark.parametrize(("fall_s", "days"), [(43_200.0, 0), (43_201.0, 1)])
def test_a_clock_that_goes_back_by_over_half_a_day_has_passed_midnight(fall_s: float, days: int) -> None:
    found = unwrap_midnight(np.array([80_000.0, np.nan, 80_000.0 - fall_s, 80_001.0 - fall_s]))
    assert found[[0, 2, 3]].tolist() == [80_000.0, 80_000.0 - fall_s + 86_400 * days, 80_001.0 - fall_s + 86_400 * days]
    assert np.isnan(found[1])
