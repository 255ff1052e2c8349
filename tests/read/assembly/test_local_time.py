"""Local clocks and instants, also over the change of summer time."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.errors import UsageError
from pacing.read.assembly.local_time import (
    EPOCH,
    FIRST_S,
    fixed_zone,
    offsets,
    offsets_of_instants,
    place_instants,
    place_local,
)
from pacing.read.read import read_recordings
from pacing.read.reader import ReadOptions

BERLIN = ZoneInfo("Europe/Berlin")


def local(text: str) -> float:
    return (dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) - EPOCH).total_seconds()


def test_a_clock_that_jumps_forward_in_spring_loses_no_time() -> None:
    clock = np.array([local("2026-03-29T01:59:59"), local("2026-03-29T03:00:00")])
    placed = place_local(clock, "Europe/Berlin")
    assert np.diff(placed.second).tolist() == [1.0]
    assert placed.origin is not None
    assert (placed.origin + dt.timedelta(seconds=float(placed.second[0]))).isoformat() == "2026-03-29T01:59:59+01:00"


def test_the_hour_that_occurs_twice_in_autumn_is_told_apart_by_the_order_of_rows() -> None:
    steps = ["01:59:00", "02:30:00", "02:59:00", "02:00:00", "02:30:00", "03:00:00"]
    placed = place_local(np.array([local(f"2026-10-25T{step}") for step in steps]), "Europe/Berlin")
    assert (np.diff(placed.second) / 60).tolist() == [31, 29, 1, 30, 30]


def test_newest_first_rows_in_the_doubled_hour_are_told_apart_too() -> None:
    steps = ["03:00:00", "02:30:00", "02:00:00", "02:59:00", "02:30:00", "01:59:00"]
    placed = place_local(np.array([local(f"2026-10-25T{step}") for step in steps]), "Europe/Berlin")
    assert (np.diff(placed.second) < 0).all()


def test_without_a_zone_the_start_stays_unknown_and_the_clock_is_said() -> None:
    placed = place_local(np.array([local("2026-05-01T10:00:00")]), None)
    assert placed.origin is None
    assert "2026-05-01 10:00:00" in placed.remarks[0]


def test_without_a_zone_a_clock_set_back_once_by_an_hour_goes_on() -> None:
    steps = ["02:58:00", "02:59:00", "02:00:00", "02:01:00"]
    placed = place_local(np.array([local(f"2026-10-25T{step}") for step in steps]), None)
    assert np.diff(placed.second).tolist() == [60, 60, 60]
    assert any("goes back" in remark for remark in placed.remarks)


def test_a_zone_that_does_not_exist_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        place_local(np.array([0.0]), "Europe/Atlantis")
    with pytest.raises(UsageError):
        place_instants(np.array([0.0]), None, "../../etc/passwd")


@given(st.integers(0, 4_000_000_000))
def test_offsets_agree_with_the_standard_library(second: int) -> None:
    naive = (EPOCH + dt.timedelta(seconds=second)).replace(tzinfo=BERLIN)
    expected = naive.utcoffset()
    assert expected is not None
    assert offsets(np.array([float(second)]), BERLIN)[0] == expected.total_seconds()


def test_a_clock_without_zone_is_kept_as_a_clock_and_no_instant_is_made_of_it(tmp_path: Path) -> None:
    path = tmp_path / "walk.csv"
    path.write_text("time,heart_rate\n" + "".join(f"2026-05-03 10:30:{s:02d},{90 + s}\n" for s in range(60)))
    (recording,) = read_recordings(path)
    assert recording.start is None
    assert recording.clock_start == recording.began == dt.datetime.fromisoformat("2026-05-03T10:30:00")
    (told,) = read_recordings(path, ReadOptions(time_zone="Europe/Berlin"))
    assert told.clock_start is None
    assert told.start is not None
    assert told.began == told.start
    assert told.start.isoformat() == "2026-05-03T10:30:00+02:00"


def test_a_clock_whose_day_and_month_may_be_swapped_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "walk.csv"
    path.write_text("time,heart_rate\n" + "".join(f"03/05/2026 10:30:{s:02d},{90 + s}\n" for s in range(60)))
    (recording,) = read_recordings(path)
    assert recording.began is None


def test_a_time_of_day_without_a_date_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "walk.csv"
    path.write_text("time,heart_rate\n" + "".join(f"10:30:{s:02d},{90 + s}\n" for s in range(60)))
    (recording,) = read_recordings(path)
    assert recording.began is None


def test_the_clock_above_a_polar_table_and_in_hrm_params_is_kept(tmp_path: Path) -> None:
    hrm = tmp_path / "walk.hrm"
    hrm.write_text(
        "[Params]\nVersion=106\nSMode=000000000\nDate=20141215\nStartTime=19:59:34.0\nInterval=1\n\n[HRData]\n"
        + "\n".join(["90"] * 60)
    )
    (recording,) = read_recordings(hrm)
    assert recording.clock_start == dt.datetime.fromisoformat("2014-12-15T19:59:34")
    table = tmp_path / "flow.csv"
    table.write_text(
        "Name,Sport,Date,Start time,Duration,HR max\nJane Doe,WALKING,03-05-2026,10:30:00,00:01:00,180\n"
        "Sample rate,Time,HR (bpm),Speed (km/h)\n" + "".join(f",00:00:{s:02d},{90 + s},5.0\n" for s in range(60))
    )
    (recording,) = read_recordings(table)
    assert recording.clock_start == dt.datetime.fromisoformat("2026-05-03T10:30:00")


@pytest.mark.parametrize("zone", [None, "Europe/Berlin"])
def test_times_of_1970_beside_later_ones_are_left_out_and_said(zone: str | None) -> None:
    second = np.array([1.75e9, 0.0, 1.75e9 + 120, 60.0])
    for placed in (place_instants(second, None, zone), place_local(second, zone)):
        assert np.isnan(placed.second).tolist() == [False, True, False, True]
        assert "2 values are dated 1970, the zero of computers' clocks; they were left out." in placed.remarks


def test_times_that_all_count_from_zero_stay_as_they_are() -> None:
    placed = place_instants(np.arange(5.0), None, None)
    assert placed.second.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert not any("1970" in remark for remark in placed.remarks)


@pytest.mark.parametrize(
    ("fell_s", "by_s", "words"),
    [
        (3600.0, 3600.0, "an hour"),
        (3600.0 - 360.0, 3600.0, "an hour"),
        (3600.0 - 361.0, 0.0, None),
        (3600.0 + 360.0, 3600.0, "an hour"),
        (1800.0, 1800.0, "half an hour"),
        (1800.0 - 361.0, 0.0, None),
        (600.0, 0.0, None),
    ],
)
def test_a_clock_without_zone_that_goes_back_by_an_hour_or_half_of_one_was_set_back(
    fell_s: float, by_s: float, words: str | None
) -> None:
    begin_s = local("2026-10-25T02:00:00")
    second = begin_s + np.concatenate((np.arange(10.0) * 60, 540.0 - fell_s + np.arange(10.0) * 60))
    placed = place_local(second, None)
    assert placed.second[10] == begin_s + 540.0 - fell_s + by_s
    said = [remark for remark in placed.remarks if "goes back by" in remark]
    assert len(said) == (words is not None)
    assert words is None or f"back by {words} once" in said[0]


def test_in_every_doubled_hour_the_second_time_begins_with_the_step_back() -> None:
    """Two autumns in one file: in each 2:30 stands twice."""
    zone = ZoneInfo("Europe/Berlin")
    texts = [
        *("2025-10-26T01:30:00", "2025-10-26T02:30:00", "2025-10-26T02:00:00", "2025-10-26T02:30:00"),
        "2025-10-26T04:00:00",
        *("2026-10-25T02:10:00", "2026-10-25T02:40:00", "2026-10-25T02:05:00", "2026-10-25T03:10:00"),
    ]
    found = offsets(np.array([local(text) for text in texts]), zone)
    assert found.tolist() == [7200.0, 7200.0, 3600.0, 3600.0, 3600.0, 7200.0, 7200.0, 3600.0, 3600.0]


@pytest.mark.parametrize(("fall_s", "second_time"), [(1201.0, True), (1199.0, False)])
def test_rows_out_of_order_by_less_than_twenty_minutes_are_no_change_of_the_clock(
    fall_s: float, second_time: bool
) -> None:
    at_s = local("2026-10-25T02:40:00")
    found = offsets(np.array([at_s - 2400.0, at_s, at_s - fall_s, at_s - fall_s + 3600.0]), ZoneInfo("Europe/Berlin"))
    assert found[2] == (3600.0 if second_time else 7200.0)


def test_the_first_second_of_1971_is_a_time_beside_which_1970_is_none() -> None:
    assert np.isnan(place_instants(np.array([5.0, FIRST_S]), None, None).second).tolist() == [True, False]


@pytest.mark.parametrize("offset_s", [86_400.0, -86_400.0, 1e6])
def test_an_offset_of_a_day_and_more_is_none(offset_s: float) -> None:
    assert fixed_zone(offset_s) is dt.UTC
    assert fixed_zone(86_340.0).utcoffset(None) == dt.timedelta(hours=23, minutes=59)


def test_rows_that_come_back_from_another_day_begin_the_doubled_hour_in_its_first_time() -> None:
    texts = (
        "2026-11-02T10:00:00",
        "2026-10-25T02:10:00",
        "2026-10-25T02:40:00",
        "2026-10-25T02:05:00",
        "2026-11-03T10:00:00",
    )
    found = offsets(np.array([local(text) for text in texts]), ZoneInfo("Europe/Berlin"))
    assert found.tolist() == [3600.0, 7200.0, 7200.0, 3600.0, 3600.0]


@pytest.mark.parametrize(
    ("zone", "utc", "hours"),
    [
        ("Europe/Berlin", "2026-03-29T00:59:59", 1.0),
        ("Europe/Berlin", "2026-03-29T01:00:00", 2.0),
        ("Europe/Berlin", "2026-03-29T01:59:59", 2.0),  # by a clock that was just put forward
        ("Europe/Berlin", "2026-10-25T00:59:59", 2.0),
        ("Europe/Berlin", "2026-10-25T01:00:00", 1.0),
        ("America/Santiago", "2026-04-05T03:30:00", -4.0),  # put back at midnight: the evening lasts an hour longer
        ("Asia/Kathmandu", "2026-06-01T12:00:00", 5.75),
    ],
)
def test_an_instant_has_the_offset_that_holds_at_it(zone: str, utc: str, hours: float) -> None:
    found = offsets_of_instants(np.array([local(utc), np.nan]), ZoneInfo(zone))
    assert found.tolist() == pytest.approx([hours * 3600.0, np.nan], nan_ok=True)
