"""Garmin's answer for one day: means of two minutes, and its first moment in UTC and in local time."""

import io
import json

import numpy as np

from pacing.clean.clean import clean_recording
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

MIDNIGHT_MS = 1_749_506_400_000  # 2025-06-10T00:00+02:00


def day(**stamps: str) -> Recording:
    values = [[MIDNIGHT_MS + 120_000 * k, 60 + k % 7] for k in range(720) if not 300 <= k < 330]
    text = json.dumps({**stamps, "heartRateValues": values})
    (recording,) = read_source(SourceFile("day.json", lambda: io.BytesIO(text.encode())), ReadOptions())
    return recording


def test_the_zone_is_the_difference_of_the_first_moment_in_both_clocks() -> None:
    stamps = {"startTimestampGMT": "2025-06-09T22:00:00.0", "startTimestampLocal": "2025-06-10T00:00:00.0"}
    recording = day(**stamps)
    assert recording.start is not None
    assert recording.start.isoformat() == "2025-06-10T00:00:00+02:00"
    assert day().start is not None
    assert day().start.isoformat() == "2025-06-09T22:00:00+00:00"  # type: ignore[union-attr]


def test_a_mean_of_two_minutes_covers_them() -> None:
    cleaned = clean_recording(day())
    assert np.isclose(cleaned.coverage.measured_share, 690 / 720, atol=0.003)
