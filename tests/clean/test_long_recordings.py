"""Months are worked on in pieces: where a piece ends must not show."""

import numpy as np
import pytest

from pacing.clean import resampling
from pacing.clean.resampling import coverage, resample, whole_seconds
from pacing.measure.uncertainty import highest_mean
from pacing.model import recording as recordings
from pacing.model.recording import HeartRate


def sparse(spacing_s: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times, values and which are good, with some refused and a hole."""
    rng = np.random.default_rng(3)
    time_s = np.cumsum(rng.integers(1, int(2 * spacing_s), 400)).astype(np.float64)
    time_s[200:] += 900.0
    return time_s, rng.normal(80.0, 10.0, 400), rng.random(400) > 0.1


@pytest.mark.parametrize("spacing_s", [4.0, 10.0, 60.0])
def test_cleaning_in_pieces_gives_what_cleaning_at_once_gives(
    monkeypatch: pytest.MonkeyPatch, spacing_s: float
) -> None:
    time_s, bpm, good = sparse(spacing_s)
    seconds = whole_seconds(time_s, stands_s=20.0)
    at_once = resample(time_s, bpm, good, ~good, seconds)
    series = HeartRate(seconds, at_once[0])
    covered = coverage(series, at_once[1], 400)
    monkeypatch.setattr(resampling, "BLOCK_SECONDS", 7)
    in_pieces = resample(time_s, bpm, good, ~good, seconds)
    np.testing.assert_array_equal(in_pieces[0], at_once[0])
    np.testing.assert_array_equal(in_pieces[1], at_once[1])
    assert coverage(series, at_once[1], 400) == covered


def test_the_highest_mean_in_pieces_is_the_highest_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    time_s, bpm, _ = sparse(1.5)
    at_once = highest_mean(time_s, bpm, 60.0, 0.3)
    monkeypatch.setattr(recordings, "PIECE_ROWS", 7)
    assert at_once is not None
    assert highest_mean(time_s, bpm, 60.0, 0.3) == pytest.approx(at_once)
