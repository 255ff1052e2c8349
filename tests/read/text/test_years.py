"""Dates of clocks that were never set: refused or left out with a word; never read as another year."""

import json
from io import BytesIO

import pytest

from pacing.errors import NoHeartRateError
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.years import DATE_LEFT_OUT, SET_CLOCK, impossible_year

NEVER = ["0000-00-00", "0000-01-01", "0001-01-01", "0099-12-31", "1601-01-01", "1899-12-29", "1900-01-02", "9999-12-31"]
SECONDS = range(30)


def read(text: str, name: str, options: ReadOptions = ReadOptions()) -> Recording:
    (recording,) = read_source(SourceFile(name, lambda: BytesIO(text.encode())), options)
    return recording


def one_column(day: str) -> str:
    return "timestamp,heart_rate\n" + "".join(f"{day}T00:00:{s:02d}Z,{60 + s}\n" for s in SECONDS)


def two_columns(day: str) -> str:
    return "date,time,heart_rate\n" + "".join(f"{day},00:00:{s:02d},{60 + s}\n" for s in SECONDS)


def tcx(day: str) -> str:
    beats = [f"<HeartRateBpm><Value>{60 + s}</Value></HeartRateBpm>" for s in SECONDS]
    times = [f"<Time>{day}T00:00:{s:02d}Z</Time>" for s in SECONDS]
    points = "".join(f"<Trackpoint>{at}{bpm}</Trackpoint>" for at, bpm in zip(times, beats, strict=True))
    lap = f'<Lap StartTime="{day}T00:00:00Z"><Track>{points}</Track></Lap>'
    activity = f'<Activity Sport="Running">{lap}</Activity>'
    return f'<?xml version="1.0"?><TrainingCenterDatabase><Activities>{activity}</Activities></TrainingCenterDatabase>'


def polar(day: str) -> str:
    values = [{"dateTime": f"{day}T00:00:{s:02d}", "value": 60 + s} for s in SECONDS]
    return json.dumps({"exercises": [{"startTime": f"{day}T00:00:00", "samples": {"heartRate": values}}]})


def hrm(day: str) -> str:
    rows = "\n".join(str(60 + s) for s in SECONDS)
    return f"[Params]\nVersion=106\nInterval=1\nDate={day.replace('-', '')}\nStartTime=00:00:00.0\n[HRData]\n{rows}\n"


@pytest.mark.parametrize("day", NEVER)
@pytest.mark.parametrize(
    ("make", "name"), [(one_column, "x.csv"), (two_columns, "x.csv"), (tcx, "x.tcx"), (polar, "x.json")]
)
def test_times_of_a_year_that_cannot_be_are_refused_in_one_sentence(make, name: str, day: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NoHeartRateError) as refusal:
        read(make(day), name)
    assert day in refusal.value.message
    assert refusal.value.hint == SET_CLOCK


@pytest.mark.parametrize("day", [*NEVER, "1970-01-01"])
def test_a_start_of_such_a_year_is_left_out_where_the_times_do_not_need_it(day: str) -> None:
    recording = read(hrm(day), "x.hrm")
    assert recording.heart_rate.bpm.size == len(SECONDS)
    assert (recording.start, recording.clock_start) == (None, None)
    assert DATE_LEFT_OUT in recording.source.remarks


@pytest.mark.parametrize("zone", [None, "America/New_York"])
@pytest.mark.parametrize(("make", "name"), [(one_column, "x.csv"), (two_columns, "x.csv"), (tcx, "x.tcx")])
def test_the_zero_of_computers_clocks_is_no_date(make, name: str, zone: str | None) -> None:  # type: ignore[no-untyped-def]
    recording = read(make("1970-01-01"), name, ReadOptions(time_zone=zone))
    assert recording.heart_rate.time_s.tolist() == list(SECONDS)
    assert (recording.start, recording.clock_start) == (None, None)
    assert recording.source.remarks.count(DATE_LEFT_OUT) == 1


@pytest.mark.parametrize(("make", "name"), [(one_column, "x.csv"), (tcx, "x.tcx"), (polar, "x.json"), (hrm, "x.hrm")])
def test_the_dates_of_old_watches_stay(make, name: str) -> None:  # type: ignore[no-untyped-def]
    recording = read(make("1989-12-31"), name)
    began = recording.start or recording.clock_start
    assert began is not None
    assert began.date().isoformat() == "1989-12-31"
    assert DATE_LEFT_OUT not in recording.source.remarks


def test_a_year_of_two_digits_is_still_of_this_century() -> None:
    text = "date,time,heart_rate\n" + "".join(f"25/12/24,00:00:{s:02d},{60 + s}\n" for s in SECONDS)
    began = read(text, "x.csv").clock_start
    assert began is not None
    assert began.date().isoformat() == "2024-12-25"


def test_a_single_row_of_such_a_year_is_left_out_and_counted() -> None:
    rows = [f"2026-03-14T10:00:{s:02d}Z,{60 + s}" for s in SECONDS]
    rows[7] = "0001-01-01T00:00:00Z,67"
    recording = read("\n".join(("timestamp,heart_rate", *rows, "")), "x.csv")
    assert recording.duration_s == SECONDS[-1]
    assert recording.source.damage == "1 of 30 rows could not be read and were left out."


def test_an_instant_of_the_year_one_is_none() -> None:
    assert str(read_instant("0001-01-01T00:00:00Z")[0]) == "nan"
    assert read_instant("2001-01-01T00:00:00Z")[0] == 978307200.0


@pytest.mark.parametrize(
    "text", ["1 Jan 2026", "12:30:00", "1700000000", "2026-03-14T00:00:00Z", "3/14/2026 10:00", ""]
)
def test_a_date_that_can_be_is_no_impossible_year(text: str) -> None:
    assert not impossible_year(text)


@pytest.mark.parametrize("day", ["1899-12-30", "1899-12-31", "1900-01-00", "30.12.1899"])
def test_the_day_zero_of_spreadsheets_is_no_date_but_a_time_of_day(day: str) -> None:
    rows = [f"{day} 23:{59 - (k < 60):02d}:{k % 60:02d},{70 + k % 9}" for k in range(120)]
    text = "\n".join(["time,heart_rate", *rows, f"{day} 00:00:00,71"]) + "\n"
    (recording,) = read_source(SourceFile("x.csv", lambda: BytesIO(text.encode())), ReadOptions())
    assert (recording.heart_rate.bpm.size, recording.duration_s) == (121, 120)
    assert recording.began is None
