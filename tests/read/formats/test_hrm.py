"""Polar's .hrm: what its parameters say of its numbers."""

from io import BytesIO

import numpy as np
import pytest

from pacing.errors import DamagedFileError, NoHeartRateError, UnitError
from pacing.model.recording import MarkerKind, Recording, RecordingKind
from pacing.read.formats import hrm
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile


def read(*rows: str, params: str = "Interval=5", laps: str = "") -> Recording:
    head = f"[Params]\n{params}\nDate=20260314\nStartTime=10:01:02.5\n"
    text = f"{head}[IntTimes]\n{laps}\n[HRData]\n" + "\n".join(rows)
    (recording,) = read_source(SourceFile("x.hrm", lambda: BytesIO(text.encode())), ReadOptions())
    return recording


def test_heart_rates_stand_so_many_seconds_apart_from_the_start_on() -> None:
    recording = read("70", "71", "72")
    assert recording.heart_rate.time_s.tolist() == [0.0, 5.0, 10.0]
    assert recording.began is not None
    assert recording.began.isoformat().startswith("2026-03-14T10:01:02.5")


def test_an_interval_of_238_means_beats() -> None:
    recording = read("800", "0", "810", params="Interval=238")
    assert recording.kind is RecordingKind.BEATS
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == [800.0, 810.0]
    assert any("no interval): 1; there is a gap" in remark for remark in recording.source.remarks)
    whole = read("800", "810", params="Interval=238")
    assert not any("no interval)" in remark for remark in whole.source.remarks)


@pytest.mark.parametrize("interval", ["7", "204", "", "999999999", "x"])
def test_an_interval_that_no_watch_has_is_refused(interval: str) -> None:
    with pytest.raises(UnitError, match="does not say what its numbers are"):
        read("70", "71", params=f"Interval={interval}")


def test_lines_shorter_than_the_first_or_of_words_are_left_out_and_longer_ones_cut() -> None:
    recording = read("70 100", "71", "x 100", "72 110 9", "73 120", params="Interval=1\nSMode=10000000")
    assert recording.heart_rate.bpm.tolist() == [70.0, 72.0, 73.0]
    assert recording.source.damage == "Lines of the heart-rate section that could not be read, left out: 2."
    with pytest.raises(NoHeartRateError):
        read()


@pytest.mark.parametrize(
    ("mode", "channels"),
    [
        ("11110000", {"speed": 10.0, "cadence": 80.0, "altitude": 500.0, "power": 200.0}),
        ("10110000", {"speed": 10.0, "altitude": 80.0, "power": 500.0}),
        ("00010000", {"power": 360.0}),
        ("11110001", {"speed": 10.0 * 1.609344, "cadence": 80.0, "altitude": 500.0 * 0.3048, "power": 200.0}),
        ("1111000", {}),
        ("11112000", {}),
    ],
)
def test_the_mode_says_which_columns_follow_the_heart_rate(mode: str, channels: dict[str, float]) -> None:
    recording = read(*["70 360 80 500 200"] * 3, params=f"Interval=1\nSMode={mode}")
    found = {channel.name: channel.value[0] for channel in recording.channels}
    assert found == pytest.approx(channels, rel=1e-6)


def test_a_column_that_is_switched_on_but_missing_is_none() -> None:
    recording = read(*["70 360"] * 3, params="Interval=1\nSMode=11110000")
    assert [channel.name for channel in recording.channels] == ["speed"]


@pytest.mark.parametrize(
    ("ends", "begins"),
    [
        (["0:00:10", "0:00:20.5", "1:01:02"], [0.0, 10.0, 20.5]),
        (["0:00:10", "0:00:20"], [0.0, 10.0]),
        (["0:00:10"], []),  # one lap is none
        (["0:00:10", "0:00:10"], []),
        (["0:00:10", "0:00:05"], []),
    ],
)
def test_laps_begin_where_the_one_before_ended(ends: list[str], begins: list[float]) -> None:
    laps = "\n".join("\n".join((end, *["0 0 0"] * 4)) for end in ends)
    markers = read("70", "71", laps=laps).markers
    assert [(marker.time_s, marker.kind) for marker in markers] == [(begin, MarkerKind.LAP) for begin in begins]


def test_a_file_far_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len("[Params]\nInterval=5\nDate=20260314\nStartTime=10:01:02.5\n[IntTimes]\n\n[HRData]\n70\n71")
    monkeypatch.setattr(hrm, "LONGEST_FILE", size)
    assert np.isfinite(read("70", "71").heart_rate.bpm).all()
    with pytest.raises(DamagedFileError, match="far too long"):
        read("70", "711")


def test_beats_begin_by_the_clock_of_the_parameters_too() -> None:
    began = read("800", "810", params="Interval=238").began
    assert began is not None
    assert began.isoformat().startswith("2026-03-14T10:01:02.5")


@pytest.mark.parametrize(
    ("head", "dated"),
    [
        ("[Params]\nInterval=5\nDate=20260314\nStartTime=10:01:02.5", True),
        ("[Params]\n[a note\nInterval=5\nDate=20260314\nStartTime=10:01:02.5", True),  # no section of its own
        ("[Params]\nInterval=5\nDate=20260314", False),
        ("[Params]\nInterval=5\nDate=2026-03-14\nStartTime=10:01:02.5", False),
    ],
)
def test_a_start_is_a_date_and_a_clock(head: str, dated: bool) -> None:
    text = f"{head}\n[HRData]\n70\n71\n72\n"
    (recording,) = read_source(SourceFile("x.hrm", lambda: BytesIO(text.encode())), ReadOptions())
    assert recording.heart_rate.bpm.tolist() == [70.0, 71.0, 72.0]
    assert (recording.began is not None) is dated
