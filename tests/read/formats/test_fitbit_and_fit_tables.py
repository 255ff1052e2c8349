"""Exports of Fitbit, and tables made of FIT files: clocks, doubtful values, and cells that hold nothing."""

import datetime as dt
import json
from io import BytesIO
from typing import Any

import pytest

from pacing.model.recording import Recording
from pacing.read.read import read_daily, read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile


def source_of(value: Any, name: str = "x.json") -> SourceFile:
    data = (value if isinstance(value, str) else json.dumps(value)).encode()
    return SourceFile(name, lambda: BytesIO(data))


def read(value: Any, name: str = "x.json") -> Recording:
    (recording,) = read_source(source_of(value, name), ReadOptions())
    return recording


@pytest.mark.parametrize(("dated", "start"), [(True, dt.datetime(2026, 3, 14, 21, 35, 10)), (False, None)])  # noqa: DTZ001
def test_a_day_of_fitbit_begins_by_its_date_and_its_clock(dated: bool, start: dt.datetime | None) -> None:
    dataset = [{"time": f"21:{35 + minute}:10", "value": 70 + minute} for minute in range(5)]
    days = [{"dateTime": "2026-03-14", "value": {}}] if dated else []
    recording = read({"activities-heart": days, "activities-heart-intraday": {"dataset": dataset}})
    assert recording.clock_start == start
    assert recording.heart_rate.time_s.tolist() == [0.0, 60.0, 120.0, 180.0, 240.0]


@pytest.mark.parametrize("doubted", [0, 1, 3])
def test_values_in_which_fitbit_has_no_confidence_are_left_out_and_counted(doubted: int) -> None:
    rows = [
        {"dateTime": f"03/14/26 10:00:{n:02d}", "value": {"bpm": 70 + n, "confidence": 0 if n < doubted else 2}}
        for n in range(10)
    ]
    recording = read(rows)
    assert recording.heart_rate.bpm[-1] == 79.0
    counted = [remark for remark in recording.source.remarks if "no confidence" in remark]
    assert len(counted) == (doubted > 0)
    assert not doubted or f"left out: {doubted} of 10." in counted[0]


@pytest.mark.parametrize(("within", "beside"), [("03/14/26", None), (None, "03/14/26"), ("03/14/26", "03/15/26")])
def test_a_resting_rate_is_of_the_day_within_it_or_else_beside_it(within: str | None, beside: str | None) -> None:
    held = {"date": within, "value": 57.5, "error": 6.7}
    (value,) = read_daily(source_of([{"dateTime": f"{beside or '03/01/26'} 00:00:00", "value": held}]), ReadOptions())
    assert (value.day, value.value) == (dt.date(2026, 3, 14), 57.5)


def test_rows_without_a_field_are_no_messages_and_cells_without_a_value_no_fields() -> None:
    records = [
        f"Data,0,record,timestamp,{1_149_238_800 + n},s,heart_rate,{80 + n},bpm,power,,watts,,7," for n in range(9)
    ]
    text = "\n".join(
        ("Type,Local Number,Message,Field 1,Value 1,Units 1", *records, "Data,0,record", "Data,0,record,x")
    )
    recording = read(text + "\n", "x.csv")
    assert recording.heart_rate.bpm.tolist() == [80.0 + n for n in range(9)]
    assert [channel.name for channel in recording.channels] == []
    assert recording.source.damage == "Rows that are no messages, left out: 2."
