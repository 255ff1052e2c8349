"""Clock readings in cells."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.read.text.clock_shape import plan_of
from pacing.read.text.instants import read_instant
from pacing.read.text.rows import split_rows
from pacing.read.text.timestamps import ClockReadings, day_month_pairs, parse_clock

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001


def readings(*cells: str, order: str = "") -> ClockReadings:
    return parse_clock(split_rows("\n".join(cells).encode() + b"\n", "|").cells(0), order)


def second(text: str) -> float:
    return (dt.datetime.fromisoformat(text) - EPOCH).total_seconds()


@pytest.mark.parametrize(
    ("cell", "order", "expected"),
    [
        ("4/1/2016 7:54:00 AM", "mdy", "2016-04-01T07:54:00"),
        ("4/1/2016 7:54:00 PM", "dmy", "2016-01-04T19:54:00"),
        ("04/12/2016 12:00:01 AM", "mdy", "2016-04-12T00:00:01"),
        ("04/12/2016 12:00:01 PM", "mdy", "2016-04-12T12:00:01"),
        ("2025-07-01 20:15:32.766", "", "2025-07-01T20:15:32.766"),
        ("2025-07-01T20:15", "", "2025-07-01T20:15:00"),
        ("01.07.2025 20:15:32", "", "2025-07-01T20:15:32"),
        ("30-06-23/14:09:00.516", "dmy", "2023-06-30T14:09:00.516"),
        ("08 August 2017 18:51:01", "", "2017-08-08T18:51:01"),
        ("Jul 1, 2025 8:15:32 p.m.", "", "2025-07-01T20:15:32"),
        ("1. März 2020, 10:00:00", "", "2020-03-01T10:00:00"),
        ("20250701T201532", "", "2025-07-01T20:15:32"),
        ("2026-03-01", "ydm", "2026-01-03T00:00:00"),
    ],
)
def test_a_written_time_is_read_as_meant(cell: str, order: str, expected: str) -> None:
    found = readings(cell, order=order)
    assert found.second.tolist() == [pytest.approx(second(expected), abs=1e-6)]
    assert found.dated.all()
    assert not found.junk.any()


@pytest.mark.parametrize(
    ("cell", "offset_s"),
    [
        ("2021-11-18 18:00:00 -0600", -21600.0),
        ("2019-10-16T12:08:58.041+02:00", 7200.0),
        ("2020-01-01T00:00:00Z", 0.0),
        ("2020-01-01 00:00:00 UTC", 0.0),
    ],
)
def test_a_written_offset_is_kept(cell: str, offset_s: float) -> None:
    found_s = readings(cell).offset_s
    assert found_s is not None
    assert found_s.tolist() == [offset_s]


@pytest.mark.parametrize("cell", ["2026-02-30 10:00:00", "12:61:00", "13:00:00 PM", "hello", "2024-13-01", "1/2/2024"])
def test_what_is_no_time_is_junk_and_never_a_time(cell: str) -> None:
    found = readings(cell)
    assert np.isnan(found.second).all()
    assert found.junk.all()


def test_rows_written_in_different_ways_are_each_read() -> None:
    found = readings("2024-05-01 10:00:00", "2024-05-01T10:00:01Z", "", "junk", "2024-05-01 10:00:02.5")
    base = second("2024-05-01T10:00:00")
    assert (found.second - base).tolist()[:2] == [0.0, 1.0]
    assert (found.second - base)[4] == 2.5
    assert found.junk.tolist() == [False, False, False, True, False]


def test_a_date_that_changes_or_returns_among_rows_written_alike_is_read_in_each_row() -> None:
    days = ["2024-05-01", "2024-05-01", "2024-05-02", "2024-02-30", "2024-05-01"]
    found = readings(*(f"{day} 23:59:5{number}" for number, day in enumerate(days)))
    expected = [second(f"{day}T23:59:5{number}") if day != "2024-02-30" else np.nan for number, day in enumerate(days)]
    assert np.array_equal(found.second, expected, equal_nan=True)
    assert found.junk.tolist() == [False, False, False, True, False]


def test_only_dates_whose_order_is_open_are_asked_about() -> None:
    cells = split_rows(b"3/4/2024\n2024-03-04\n03.04.2024\n5 May 2024\n", "|").cells(0)
    assert day_month_pairs(cells) == {(3, 4, 2024)}


@given(
    st.datetimes(dt.datetime(1971, 1, 1), dt.datetime(2099, 12, 31)),  # noqa: DTZ001
    st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p"]),
)
def test_every_instant_written_by_the_standard_library_is_read_back(instant: dt.datetime, form: str) -> None:
    whole = instant if "%f" in form else instant.replace(microsecond=0)
    found = readings(whole.strftime(form), order="mdy")
    assert found.second[0] == pytest.approx((whole - EPOCH).total_seconds(), abs=1e-6)


@pytest.mark.parametrize(
    ("cell", "is_time"),
    [
        ("12:59:60", True),  # a leap second
        ("12:59:61", False),
        ("12:60:00", False),
        ("24:00:00", True),
        ("25:00:00", False),
        ("12:59:00 PM", True),
        ("0:30:00 AM", False),
        ("2024-12-31", True),
        ("2024-12-32", False),
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("2024-00-01", False),
        ("2024-01-00", False),
        ("1970-01-01", True),
        ("1969-12-31", False),
        ("2100-12-31", True),
        ("2101-01-01", False),
        ("1904-01-02 08:00", False),
        ("123/45/6789", False),
        ("2024/2025/01", False),
        ("May 2024/2025", False),
    ],
)
def test_times_end_where_clocks_and_calendars_end(cell: str, is_time: bool) -> None:
    assert bool(readings(cell, order="dmy").junk[0]) is not is_time


@pytest.mark.parametrize(
    ("cell", "dated"),
    [
        ("1899-12-30 08:00", False),
        ("1899-12-31 08:00", False),
        ("1900-01-00 08:00", False),
        ("1900-01-01 08:00", False),
        ("1904-01-01 08:00", False),
        ("2024-01-01 08:00", True),
    ],
)
def test_the_first_day_of_a_spreadsheet_is_no_date(cell: str, dated: bool) -> None:
    found = readings(cell)
    assert found.dated.tolist() == [dated]
    assert found.second[0] % 86_400 == 28_800
    assert dated or found.second[0] == 28_800


@pytest.mark.parametrize(
    "cell", ["1899-12-29 08:00", "1900-01-02 08:00", "1900-02-01 08:00", "1904-02-01 08:00", "1904-01-02 08:00"]
)
def test_another_day_of_long_ago_is_no_time(cell: str) -> None:
    assert readings(cell).junk.all()


@pytest.mark.parametrize(
    ("cell", "offset_s"), [("2024-01-01T08:00:00+05:30", 19_800.0), ("2024-01-01T08:00:00-0330", -12_600.0)]
)
def test_an_offset_has_minutes_too(cell: str, offset_s: float) -> None:
    found_s = readings(cell).offset_s
    assert found_s is not None
    assert found_s.tolist() == [offset_s]
    assert read_instant(cell)[1] == offset_s


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("24/03/04", "ymd", "2024-03-04"),
        ("24/03/04", "dmy", "2004-03-24"),
        ("04/03/24", "mdy", "2024-04-03"),
        ("04/03/2024", "ymd", None),  # the year stands where none was said to stand
        ("24/03/04", "ydm", None),
        ("2017 August 08", "", "2017-08-08"),
        ("Tue, 2017 August 08", "", "2017-08-08"),
        ("Tue, 2017-08-09", "ydm", "2017-09-08"),
        ("08 August 2017", "", "2017-08-08"),
        ("8 August 17", "", "2017-08-08"),
    ],
)
def test_a_year_is_known_by_its_place_or_its_four_digits(cell: str, order: str, day: str | None) -> None:
    found = readings(cell, order=order).second
    assert np.isnan(found).all() if day is None else found.tolist() == [second(day)]


@pytest.mark.parametrize("zone", ["Z", "z", "UTC", " GMT", "+00:00"])
def test_greenwich_has_many_names(zone: str) -> None:
    assert read_instant(f"2024-01-01T08:00:00{zone}") == (second("2024-01-01T08:00:00"), 0.0)


def test_no_cells_hold_no_times() -> None:
    assert parse_clock(split_rows(b"", "|").cells(0), "").second.size == 0


@pytest.mark.parametrize("cell", [b"999/99/9999", b"9999/9999/99", b"99/99/99999", b"99/99", b"99/99/99/9999"])
def test_numbers_that_are_no_date_are_not_taken_for_one(cell: bytes) -> None:
    assert plan_of(cell) is None
