"""JSON whose keys stand in another order, or whose series lies deeper: what is held decides, not where it stands."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.json_beginning import beginning_of

BEGAN = datetime(2026, 6, 21, 8, tzinfo=UTC)
SECONDS = range(40)
ISO = [(BEGAN + timedelta(seconds=k)).isoformat().replace("+00:00", "Z") for k in SECONDS]
EPOCH = [round(BEGAN.timestamp()) + k for k in SECONDS]
BPM = [80 + k % 5 for k in SECONDS]
BOTH = list(zip(ISO, BPM, strict=True))

ANY = {
    "value before time": [{"bpm": rate, "time": at} for at, rate in BOTH],
    "other keys first": {"user": "x", "tags": [1, 2], "data": [{"hr": rate, "ts": at} for at, rate in BOTH]},
    "deep": {"payload": {"series": {"heart_rate": [{"value": rate, "timestamp": at} for at, rate in BOTH]}}},
    "value within": [{"timestamp": at, "heart_rate": {"unit": "bpm", "value": rate}} for at, rate in BOTH],
    "beside another list": {
        "steps": [{"time": at, "count": 3} for at in ISO],
        "heart_rate": [{"time": at, "bpm": rate} for at, rate in BOTH],
    },
    "lists side by side": {"meta": {"n": 40}, "timestamp": EPOCH, "heart_rate": BPM},
    "pairs": {"heartRate": [[1000 * at, rate] for at, rate in zip(EPOCH, BPM, strict=True)]},
}
PROGRAMS: dict[str, Any] = {
    "fitbit_json": [
        {"value": {"confidence": 3, "bpm": rate}, "dateTime": f"{BEGAN + timedelta(seconds=k):%m/%d/%y %H:%M:%S}"}
        for k, rate in zip(SECONDS, BPM, strict=True)
    ],
    "suunto_json": {
        "Version": 1,
        "DeviceLog": {"Header": {}, "Samples": [{"HR": rate / 60, "TimeISO8601": at} for at, rate in BOTH]},
    },
    "golden_cheetah": {
        "VERSION": 1,
        "RIDE": {
            "TAGS": {},
            "SAMPLES": [{"HR": rate, "SECS": k} for k, rate in zip(SECONDS, BPM, strict=True)],
            "STARTTIME": "2026/06/21 08:00:00 UTC",
        },
    },
}


def read(value: Any) -> Recording:
    data = json.dumps(value).encode()
    (recording,) = read_source(SourceFile("walk.json", lambda: io.BytesIO(data)), ReadOptions())
    return recording


@pytest.mark.parametrize("value", ANY.values(), ids=ANY)
def test_a_series_that_explains_itself_is_read_wherever_it_lies(value: Any) -> None:
    recording = read(value)
    assert recording.heart_rate.bpm.tolist() == BPM
    assert recording.start == BEGAN


@pytest.mark.parametrize(("reader", "value"), PROGRAMS.items(), ids=PROGRAMS)
def test_a_programs_own_format_is_known_whatever_the_order_of_its_keys(reader: str, value: Any) -> None:
    recording = read(value)
    assert recording.source.reader == reader
    assert recording.heart_rate.bpm == pytest.approx(BPM)
    assert recording.start == BEGAN


def test_objects_one_a_line_may_hold_others() -> None:
    data = "\n".join(json.dumps({"device": {"id": 1}, "ts": at, "hr": rate}) for at, rate in BOTH).encode()
    (recording,) = read_source(SourceFile("walk.jsonl", lambda: io.BytesIO(data)), ReadOptions())
    assert np.isfinite(recording.heart_rate.bpm).sum() == len(BPM)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2], "b": [{"c": "x, [y", "d', {"a": [1, 2], "b": [{"c": "x, [y"}]}),
        ('[{"a": {"b": 1}, "c": [{', [{"a": {"b": 1}}]),
        ('{"a": 1}', {"a": 1}),
        ('{"a"', None),
        ("[}", None),
        ("time,heart_rate", None),
        ("[" * 200, None),
    ],
)
def test_of_a_beginning_what_is_whole_is_kept(text: str, value: Any) -> None:
    assert beginning_of(FileHead("x", text.encode(), (text,))) == value


@pytest.mark.parametrize("beats", [None, 5, [], {}, {"Data": None}, {"Data": []}, {"Data": "800"}, {"Data": {"1": 2}}])
def test_a_log_whose_beats_are_no_list_has_heart_rate_and_no_beats(beats: Any) -> None:
    log = PROGRAMS["suunto_json"]["DeviceLog"]
    recording = read({"Version": 1, "DeviceLog": {**log, "R-R": beats}})
    assert (recording.heart_rate.bpm.tolist(), recording.beats) == (BPM, None)
    assert not any("RR" in remark for remark in recording.source.remarks)
