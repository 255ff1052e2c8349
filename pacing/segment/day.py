"""A whole day: the quietest stretch, and bouts of activity that stand out from its level."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.segment.runs import runs, without_short

MINUTE_S = 60.0
QUIET_MIN = 30  # design: the night's level is the lowest half-hour median
ABOVE_NIGHT_BPM = 20.0  # design: what is less above the night's level is sitting or standing about
WAKING_SHARE = 0.25  # design: a quarter of the minutes awake are spent sitting, whatever else the day was
ABOVE_WAKING_BPM = 12.0  # design: and a doing stands out from sitting by this
SHORTEST_BOUT_MIN = 5  # design
SHORTEST_BREAK_MIN = 3  # design: shorter breaks belong to the bout
NEAR_NIGHT_BPM = 8.0  # design: rest lies within this of the night's level
LEAST_QUIET_MIN = 120  # design: with fewer minutes of heart rate there is no day to compare with


def phases_of_day(seconds: FloatArray, bpm: FloatArray) -> Phases:
    """The longest rest, and every bout of activity, of a day.

    Minute means are compared with the night's level (the lowest median of half an hour) and with the level of sitting
    awake (the lower quartile of the minutes more than 8 bpm above the night's). A bout is at least 5 min that lie 20
    bpm or more above the first and 12 bpm or more above the second, breaks of less than 3 min included; the rest is the
    longest stretch of at least 30 min within 8 bpm of the night's level. Recoveries are left out: in a day nobody knows
    what came after a bout.
    """
    minute, mean = _minutes(seconds, bpm)
    if minute.size < LEAST_QUIET_MIN:
        return Phases()
    medians = np.median(np.lib.stride_tricks.sliding_window_view(mean, QUIET_MIN), axis=1)
    night_bpm = float(medians.min())
    asleep = mean <= night_bpm + NEAR_NIGHT_BPM
    bound_bpm = night_bpm + ABOVE_NIGHT_BPM
    if not asleep.all():
        bound_bpm = max(bound_bpm, float(np.quantile(mean[~asleep], WAKING_SHARE)) + ABOVE_WAKING_BPM)
    found = [(PhaseKind.EXERCISE, stretch) for stretch in _stretches(minute, mean >= bound_bpm, SHORTEST_BOUT_MIN)]
    quiet = _stretches(minute, asleep, QUIET_MIN)
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
