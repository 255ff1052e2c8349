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
