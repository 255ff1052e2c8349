"""The order of days and months, where the dates themselves decide it."""

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from pacing.errors import UnitError
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.table.clock import _days_follow, _field_clock, _unit_from_intervals
from pacing.read.table.dialect import ClockKind


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


def read(header: str, *rows: str) -> Recording:
    text = "\n".join((header, *rows, ""))
    (recording,) = read_source(SourceFile("x.csv", lambda: BytesIO(text.encode())), ReadOptions())
    return recording


def stepping(step: float, header: str = "time", count: int = 40) -> Recording:
    return read(f"{header},heart_rate", *(f"{number * step:.3f},{70 + number % 7}" for number in range(count)))


@pytest.mark.parametrize(("step", "is_read"), [(60.0, True), (60.1, False), (0.05, True), (0.049, False)])
def test_unnamed_steps_of_a_twentieth_to_sixty_are_seconds(step: float, is_read: bool) -> None:
    if is_read:
        recording = stepping(step)
        assert recording.duration_s == pytest.approx(39 * step)
        assert any("it was taken as seconds" in remark for remark in recording.source.remarks)
    else:
        with pytest.raises(UnitError, match="has no unit, and its steps of"):
            stepping(step)


@pytest.mark.parametrize(("unit", "seconds"), [("ms", 0.001), ("min", 60.0), ("h", 3600.0), ("1/1024 s", 1 / 1024)])
def test_a_named_unit_is_believed(unit: str, seconds: float) -> None:
    assert stepping(1.0, f"time ({unit})").duration_s == pytest.approx(39 * seconds, abs=1e-6)


@pytest.mark.parametrize(
    ("first", "unit_s"),
    [(1_700_000_000, 1.0), (1_700_000_000_000, 1e-3), (1_700_000_000_000_000, 1e-6)],
)
def test_large_numbers_are_instants_by_their_digits(first: int, unit_s: float) -> None:
    rows = (f"{first + round(number / unit_s)},{70 + number % 7}" for number in range(40))
    recording = read("time,heart_rate", *rows)
    assert recording.began is not None
    assert recording.began.year == 2023
    assert recording.duration_s == pytest.approx(39.0)


@pytest.mark.parametrize(
    ("step", "rr", "unit"),
    [
        (0.8, 800.0, "s"),  # a thousandth of the intervals, within a factor of three
        (800.0, 0.8, "ms"),
        (0.8, 0.8, "s"),  # as large as they are: small intervals are seconds
        (800.0, 800.0, "ms"),
        (5.1, 5.1, "ms"),
        (4.9, 4.9, "s"),
        (2.39, 800.0, "s"),
        (2.41, 800.0, ""),
        (0.241, 800.0, "s"),
        (0.239, 800.0, ""),
        (2399.0, 0.8, "ms"),
        (2401.0, 0.8, ""),
        (241.0, 0.8, "ms"),
        (239.0, 0.8, ""),
        (2399.0, 800.0, "ms"),
        (2401.0, 800.0, ""),
        (241.0, 800.0, "ms"),
        (239.0, 800.0, ""),
        (1.0, 0.0, ""),
    ],
)
def test_intervals_beside_a_time_tell_its_unit(step: float, rr: float, unit: str) -> None:
    layout: Any = SimpleNamespace(position=lambda _: 1, sample=[("0", str(rr)), ("1", f"{rr};{rr}"), ("2",)])
    assert _unit_from_intervals(layout, "rr", step) == unit


@pytest.mark.parametrize(
    ("form", "last_hour", "header", "elapsed"),
    [
        ("{}:00:{:02d}", 23, "time", False),
        ("{}:00:{:02d}", 24, "time", True),  # no clock shows more
        ("{}:00:{:02d}", 23, "elapsed", True),
        ("{}:{:02d}", 24, "time", True),
    ],
)
def test_times_of_two_or_three_fields_are_spans_where_no_clock_shows_them(
    form: str, last_hour: int, header: str, elapsed: bool
) -> None:
    rows = [f"{form.format(last_hour - (number < 10), number % 60)},{70 + number % 7}" for number in range(20)]
    recording = read(f"{header},heart_rate", *rows)
    assert recording.heart_rate.bpm.size == 20
    clock, _ = _field_clock(SourceFile("x.csv", BytesIO), header, "", [row.partition(",")[0] for row in rows])
    assert (clock.kind is ClockKind.SPAN) is elapsed


def test_two_fields_that_may_be_hours_and_minutes_are_asked_about() -> None:
    with pytest.raises(UnitError, match="minutes:seconds or hours:minutes"):
        read("time,heart_rate", *(f"{number}:00,70" for number in range(20)))


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("13/01/2026", "14/01/2026"), "day, month, year"),
        (("01/13/2026", "01/14/2026"), "month, day, year"),
        (("11/12/2026", "12/12/2026"), "day, month, year"),  # only so do the days follow each other
    ],
)
def test_the_order_of_a_date_is_that_which_can_be(days: tuple[str, str], order: str) -> None:
    recording = read("time,heart_rate", *(f"{day} 10:00:{second:02d},70" for day in days for second in range(30)))
    assert any(f"Dates were read as {order}" in remark for remark in recording.source.remarks)


def test_dates_that_contradict_each_other_or_decide_nothing_are_refused() -> None:
    for days, why in (
        (("13/01/2026", "01/13/2026"), "contradict"),
        (("01/02/2026", "05/03/2026"), "nothing in the file"),
    ):
        with pytest.raises(UnitError, match=why):
            read("time,heart_rate", *(f"{day} 10:00:{second:02d},70" for day in days for second in range(30)))
