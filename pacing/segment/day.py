"""A whole day: the quietest stretch, and bouts of activity that stand out from its level."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.segment.runs import runs, without_short

MINUTE_S = 60.0
QUIET_MIN = 30  # design: the night's level is the lowest half-hour median
ABOVE_NIGHT_BPM = 30.0  # design: standing and pottering about stay below this over the night's level
SHORTEST_BOUT_MIN = 5  # design
SHORTEST_BREAK_MIN = 3  # design: shorter breaks belong to the bout
NEAR_NIGHT_BPM = 8.0  # design: rest lies within this of the night's level
LEAST_QUIET_MIN = 120  # design: with fewer minutes of heart rate there is no day to compare with


def phases_of_day(seconds: FloatArray, bpm: FloatArray) -> Phases:
    """The longest rest, and every bout of activity, of a day.

    Minute means are compared with the night's level (the lowest median of half an hour). A bout is at least 5 min that
    lie 30 bpm or more above it, breaks of less than 3 min included; the rest is the longest stretch of at least 30 min
    within 8 bpm of it. Recoveries are left out: in a day nobody knows what came after a bout.
    """
    minute, mean = _minutes(seconds, bpm)
    if minute.size < LEAST_QUIET_MIN:
        return Phases()
    medians = np.median(np.lib.stride_tricks.sliding_window_view(mean, QUIET_MIN), axis=1)
    night_bpm = float(medians.min())
    found = [
        (PhaseKind.EXERCISE, stretch)
        for stretch in _stretches(minute, mean >= night_bpm + ABOVE_NIGHT_BPM, SHORTEST_BOUT_MIN)
    ]
    quiet = _stretches(minute, mean <= night_bpm + NEAR_NIGHT_BPM, QUIET_MIN)
    if quiet:
        found.append((PhaseKind.REST, max(quiet, key=lambda stretch: stretch[1] - stretch[0])))
    found.sort(key=lambda item: item[1])
    return Phases(tuple(Phase(kind, start, stop, PhaseOrigin.HEART_RATE, MINUTE_S) for kind, (start, stop) in found))


def _minutes(seconds: FloatArray, bpm: FloatArray) -> tuple[FloatArray, FloatArray]:
    usable = np.isfinite(bpm)
    number, place = np.unique(np.floor(seconds[usable] / MINUTE_S), return_inverse=True)
    mean = np.bincount(place, weights=bpm[usable]) / np.bincount(place)
    return number * MINUTE_S, mean


def _stretches(minute_s: FloatArray, yes: np.ndarray, shortest_min: int) -> list[tuple[float, float]]:
    """[start, stop) [s] of the stretches of `yes`, split where minutes are missing."""
    joined = ~without_short(~yes, SHORTEST_BREAK_MIN)
    found = []
    for first, stop in runs(joined):
        edges = np.flatnonzero(np.diff(minute_s[first:stop]) > MINUTE_S * SHORTEST_BREAK_MIN) + first + 1
        for begin, end in zip([first, *edges.tolist()], [*edges.tolist(), stop], strict=True):
            if end - begin >= shortest_min:
                found.append((float(minute_s[begin]), float(minute_s[end - 1]) + MINUTE_S))
    return found
