"""Heartbeats as a figure needs them: the usable ones of a measured window, and those that follow each other."""

import numpy as np

from pacing.model.arrays import FloatArray, frozen
from pacing.model.assessment import Assessment
from pacing.model.cleaned import BeatState
from pacing.model.recording import Beats

ADJACENT_MS = 1.5  # design: clocks of files are rounded to about a millisecond
VARIABILITY = ("hrv_rmssd", "hrv_sdnn")


def variability_window(assessment: Assessment) -> tuple[float, float] | None:
    """The stretch [s, s] that the session's variability numbers were taken from; None where there are none."""
    found = (assessment.measurement(name) for name in VARIABILITY)
    return next((m.window for m in found if m is not None and m.value is not None and m.window is not None), None)


def usable_beats(assessment: Assessment, window: tuple[float, float]) -> Beats | None:
    """The beats inside `window` [s, s] that were not rejected; None where the session has no beats."""
    cleaned = assessment.cleaned
    if cleaned.beats is None or cleaned.beat_state is None:
        return None
    time_s = cleaned.beats.time_s
    kept = (time_s >= window[0]) & (time_s <= window[1]) & (cleaned.beat_state != BeatState.REJECTED)
    return Beats(time_s[kept], cleaned.beats.rr_ms[kept])


def adjacent_pairs(beats: Beats) -> tuple[FloatArray, FloatArray]:
    """Each interval and the next one [ms], where the two follow each other without a gap.

    Examples
    --------
    >>> before, after = adjacent_pairs(Beats([1.0, 1.9, 5.0], [1000.0, 900.0, 800.0]))
    >>> before.tolist(), after.tolist()
    ([1000.0], [900.0])
    """
    begins_s = beats.time_s[1:] - beats.rr_ms[1:] / 1000.0
    touching = np.abs(begins_s - beats.time_s[:-1]) * 1000.0 <= ADJACENT_MS
    return frozen(beats.rr_ms[:-1][touching]), frozen(beats.rr_ms[1:][touching])
