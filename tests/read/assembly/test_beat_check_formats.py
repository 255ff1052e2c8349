"""One physical check of beats for every format that writes intervals without, or beside, a clock."""

import io
import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pacing.errors import NoHeartRateError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

BEGAN = datetime(2026, 6, 1, 8, tzinfo=UTC)


def beats_ms(count: int = 900) -> FloatArray:
    random = np.random.default_rng(5)
    rr_ms: FloatArray = np.round(800 + 40 * np.sin(np.arange(count) / 5) + 15 * random.standard_normal(count))
    return rr_ms


def suunto(rr_ms: FloatArray, seconds: int) -> bytes:
    samples = [{"TimeISO8601": (BEGAN + timedelta(seconds=k)).isoformat(), "HR": 1.25} for k in range(seconds)]
    return json.dumps({"DeviceLog": {"Samples": samples, "R-R": {"Data": rr_ms.tolist()}}}).encode()


def polar(rr_ms: FloatArray, seconds: int) -> bytes:
    rates = [{"dateTime": f"{BEGAN + timedelta(seconds=k):%Y-%m-%dT%H:%M:%S.000}", "value": 75} for k in range(seconds)]
    intervals = [{"duration": f"PT{rr / 1000:.3f}S"} for rr in rr_ms]
    exercise = {"startTime": "2026-06-01T08:00:00.000", "timezoneOffset": 0}
    return json.dumps({"exercises": [{**exercise, "samples": {"heartRate": rates, "rr": intervals}}]}).encode()


def golden_cheetah(rr_ms: FloatArray, seconds: int) -> bytes:
    at_s = np.linspace(0, seconds, rr_ms.size)
    xdata = [{"SECS": t, "VALUE": rr} for t, rr in zip(at_s.tolist(), rr_ms.tolist(), strict=True)]
    ride = {
        "STARTTIME": "2026/06/01 08:00:00 UTC",
        "SAMPLES": [{"SECS": k, "HR": 75} for k in range(seconds)],
        "XDATA": [{"NAME": "HRV", "UNIT": "msecs", "SAMPLES": xdata}],
    }
    return json.dumps({"RIDE": ride}).encode()


ONE_TCX = """<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">
<Activities><Activity Sport="Running"><Lap StartTime="2026-06-01T08:00:00Z"><Track><Trackpoint>
<Time>2026-06-01T08:00:00Z</Time><HeartRateBpm><Value>75</Value></HeartRateBpm></Trackpoint></Track></Lap>
</Activity></Activities></TrainingCenterDatabase>"""
FORMATS = {"suunto": suunto, "polar": polar, "golden_cheetah": golden_cheetah}


def read(data: bytes, name: str = "walk.json") -> Recording:
    (recording,) = read_source(SourceFile(name, lambda: io.BytesIO(data)), ReadOptions())
    return recording


@pytest.mark.parametrize("made", FORMATS.values(), ids=FORMATS)
def test_beats_that_fit_the_clock_are_kept_as_they_are(made: type) -> None:
    rr_ms = beats_ms()
    recording = read(made(rr_ms, int(rr_ms.sum() / 1000)))
    assert recording.beats is not None
    assert np.median(np.abs(recording.beats.rr_ms - rr_ms[-recording.beats.rr_ms.size :])) == 0


@pytest.mark.parametrize("made", FORMATS.values(), ids=FORMATS)
def test_more_beat_time_than_clock_time_leaves_the_beats_out_and_says_so(made: type) -> None:
    rr_ms = beats_ms()
    recording = read(made(rr_ms, int(rr_ms.sum() / 1600)))
    assert recording.beats is None
    assert (recording.heart_rate.bpm == 75).all()
    assert any("times the time that passed" in remark for remark in recording.source.remarks)


@pytest.mark.parametrize("made", FORMATS.values(), ids=FORMATS)
def test_counts_of_1024ths_show_beside_the_clock(made: type) -> None:
    rr_ms = beats_ms()
    recording = read(made(np.round(rr_ms * 1.024), round(rr_ms.sum() / 1000)))
    assert recording.beats is not None
    assert recording.beats.rr_ms.mean() == pytest.approx(rr_ms.mean(), abs=1.0)
    assert any("1/1024 s" in remark for remark in recording.source.remarks)


def test_seconds_written_where_milliseconds_belong_show_beside_the_clock() -> None:
    rr_ms = beats_ms()
    recording = read(suunto(rr_ms / 1000, int(rr_ms.sum() / 1000)))
    assert recording.beats is not None
    assert recording.beats.rr_ms.mean() == pytest.approx(rr_ms.mean(), abs=1.0)


@pytest.mark.parametrize("copied", [np.repeat, np.tile], ids=["each twice", "the list twice"])
def test_a_list_that_holds_every_beat_twice_is_read_once(copied: type) -> None:
    rr_ms = beats_ms()
    recording = read("\n".join(["# rr_ms", *map(str, copied(rr_ms, 2))]).encode(), "rr.txt")
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == rr_ms.size
    assert any("twice in the" in remark for remark in recording.source.remarks)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one.tcx", ONE_TCX),
        ("one.json", json.dumps([{"timestamp": "2026-06-01T08:00:00Z", "heart_rate": 75}] * 3)),
        ("one.csv", "timestamp,heart_rate\n2026-06-01T08:00:00Z,75\n"),
        ("oura.json", json.dumps({"data": [{"bpm": 75, "source": "awake", "timestamp": "2026-06-01T08:00:00Z"}]})),
        ("suunto.json", suunto(np.zeros(0), 1).decode()),
    ],
)
def test_a_value_alone_is_no_recording_in_any_format(name: str, text: str) -> None:
    with pytest.raises(NoHeartRateError, match="single heart rate"):
        read(text.encode(), name)
