"""When a table that can be taken apart still holds no course of heart rate."""

from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pacing.errors import NoHeartRateError
from pacing.read.assembly.draft import RecordingBuilder
from pacing.read.assembly.series import Series
from pacing.read.source import SourceFile
from pacing.read.table.dialect import Column
from pacing.read.table.extra_columns import _dated, _numbers
from pacing.read.table.layout import _decimal, _is_units_row, sport_above
from pacing.read.table.table_checks import _collapsed, _crowded, _one_a_day, require_readable

SOURCE = SourceFile("x.csv", lambda: BytesIO(b""))
HOUR = 3600.0


def at(*times_s: float) -> Series:
    return Series(np.array(times_s), np.full(len(times_s), 70.0))


@pytest.mark.parametrize(
    ("series", "crowded"),
    [
        (at(*np.repeat(60.0 * np.arange(10), 3)), True),  # three in each whole minute
        (at(*np.repeat(60.0 * np.arange(10), 3)[:29]), False),  # too few to tell
        (at(*np.repeat(60.0 * np.arange(16), 2)), False),
        (at(*np.repeat(60.0 * np.arange(10), 3), 600.0), False),  # eleven moments of 31 values
        (at(*np.repeat(60.0 * np.arange(10), 3)[:-1], 541.0), False),  # one stands at a second
    ],
)
def test_several_values_at_each_whole_minute_have_lost_their_seconds(series: Series, crowded: bool) -> None:
    assert _crowded(series, 60.0) is crowded


@pytest.mark.parametrize(
    ("moments", "each", "collapsed"), [(2, 20, True), (2, 19, False), (1, 30, True), (1, 29, False)]
)
def test_twenty_values_at_each_moment_have_lost_their_times(moments: int, each: int, collapsed: bool) -> None:
    times_s = np.repeat(1.7e9 + 1e5 * np.arange(float(moments)), each)
    assert _collapsed(at(*times_s)) is collapsed
    assert not _collapsed(at(*times_s, np.nan))


@pytest.mark.parametrize(
    ("times_s", "daily"),
    [
        ([0.0, 6 * HOUR, 12 * HOUR], True),
        ([0.0, 6 * HOUR - 1, 12 * HOUR - 2], False),
        ([12 * HOUR, 6 * HOUR, 0.0], True),
        ([0.0, 24 * HOUR], False),  # two values show no rhythm
    ],
)
def test_values_six_hours_apart_are_summaries(times_s: list[float], daily: bool) -> None:
    draft = RecordingBuilder(SOURCE, "made", heart_rate=at(*times_s))
    assert _one_a_day(draft) is daily
    assert not _one_a_day(replace(draft, beats=at(1.0)))


@pytest.mark.parametrize(
    ("untimed", "said"),
    [(41, 'their times, such as "soon", are written in no known way'), (40, "80 could not be read.")],
)
def test_most_lost_rows_say_why_they_were_lost(untimed: int, said: str) -> None:
    table: Any = SimpleNamespace(rows=100, left_out=80, tail=0, untimed=untimed)
    layout: Any = SimpleNamespace(sample=[("soon", "70")])
    plan: Any = SimpleNamespace(time=0, date=None, calendar=False)
    with pytest.raises(NoHeartRateError, match=said):
        require_readable(SOURCE, layout, plan, table)


def test_lines_after_the_last_row_are_no_lost_rows_but_no_row_is_no_table() -> None:
    plan: Any = SimpleNamespace(time=0, date=None, calendar=False)
    layout: Any = SimpleNamespace(sample=[])
    tail: Any = SimpleNamespace(rows=100, left_out=60, tail=10, untimed=0)
    require_readable(SOURCE, layout, plan, tail)
    for rows, said in ((10, "10 rows 10 could not be read"), (0, "holds no whole row")):
        table: Any = SimpleNamespace(rows=rows, left_out=rows, tail=rows, untimed=0)
        with pytest.raises(NoHeartRateError, match=said):
            require_readable(SOURCE, layout, plan, table)


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        (("s", "bpm"), True),
        (("s", "", ""), True),
        (("s", "bpm", "", ""), False),  # two more than the table has columns
        (("", ""), False),
        (("10:00", "bpm"), False),
        (("s", "7"), False),
        (("m/s2", "1/min"), True),
        (("12", "x"), False),
    ],
)
def test_a_row_of_units_holds_words_and_no_values(cells: tuple[str, ...], units: bool) -> None:
    assert _is_units_row(cells, 2) is units


@pytest.mark.parametrize(
    ("cells", "delimiter", "decimal"),
    [
        (("1,5", "2"), ";", ","),
        (("1,5", "2.5"), ";", "."),
        (("1,5", "2,5", "3.5"), ";", ","),
        (("1,5", "2,5", "3.5"), ",", "."),  # beside commas between cells a point decides
        (("1,5", "2,5"), ",", ","),
        (("1", "2"), ";", "."),
    ],
)
def test_the_decimal_mark_is_the_one_most_numbers_have(cells: tuple[str, ...], delimiter: str, decimal: str) -> None:
    assert _decimal((cells,), delimiter) == decimal


@pytest.mark.parametrize(
    ("above", "sport"),
    [
        (("Sport,Walking",), "walking"),
        (("Sport;Nordic_Walking",), "nordic walking"),
        (("Name,Sport,Date", "Ann,Running,today"), "running"),  # beneath the cell
        (("Name,Sport,Date", "Ann,Running"), None),
        (("Sport,Date", "Running,today"), "date"),  # a pair: beside it
        (("Sport",), None),
        (("Sport,12",), None),
        (("Sport," + "a" * 30,), "a" * 30),
        (("Sport," + "a" * 31,), None),
        (("Name,Sport",), None),
        (("x",) * 39 + ("Sport,Walking",), "walking"),
        (("x",) * 40 + ("Sport,Walking",), None),
    ],
)
def test_the_sport_stands_beside_or_beneath_its_name(above: tuple[str, ...], sport: str | None) -> None:
    assert sport_above(above) == sport


@pytest.mark.parametrize(
    ("cells", "numbers", "dated"),
    [
        (("1", "x"), True, False),  # half of them
        (("1", "x", "y"), False, True),
        (("1", "2", "x"), True, False),
        (("1700000000", "1"), True, False),
        (("1700000000", "1700000001", "1"), True, True),  # instants of ten digits
        (("170000000", "170000001"), True, False),
    ],
)
def test_half_of_the_cells_decide_what_a_column_holds(cells: tuple[str, ...], numbers: bool, dated: bool) -> None:
    layout: Any = SimpleNamespace(sample=[(cell,) for cell in cells])
    assert _numbers(layout, Column("#0", "cadence")) is numbers
    assert _dated(layout, Column("#0", "time")) is dated
