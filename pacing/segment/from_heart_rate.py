"""Bouts of exercise from heart rate alone: the least sure evidence."""

from itertools import pairwise

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bout import Boundary, Bout

SMOOTH_S = 5  # clinical practice: falls are looked for in 5-s means
LEAST_CHANGE_BPM = 10.0  # clinical practice: a fall or rise of less is not told from what hearts do anyway
CHANGE_SHARE = 0.3  # design: and it must be this share of all the session's heart rate spans
NEAR_TOP_BPM = 3.0  # clinical practice: the fall begins where heart rate was last within 3 bpm of its top
STEEPEST_S = 60  # design: a stop shows in the steepest minute of a fall
FALL_WITHIN_S = 120  # design: after a stop 10 bpm are lost within two minutes; slower falls are drift
UNCERTAINTY_S = 10.0  # design: until measured on simulated sessions


def bouts_from_heart_rate(seconds: FloatArray, bpm: FloatArray) -> tuple[Bout, ...]:
    """Every bout of exercise that shows in heart rate: from a sustained rise to a sustained fall.

    Parameters
    ----------
    seconds, bpm : shape (n,), [s], [bpm]; NaN = not known
    """
    known = np.isfinite(bpm)
    if int(known.sum()) < STEEPEST_S:
        return ()
    time_s = seconds[known]
    smooth = np.convolve(np.pad(bpm[known], SMOOTH_S // 2, mode="edge"), np.full(SMOOTH_S, 1.0 / SMOOTH_S), "valid")
    span = float(np.quantile(smooth, 0.99) - np.quantile(smooth, 0.01))
    least = max(LEAST_CHANGE_BPM, CHANGE_SHARE * span)
    bouts: list[Bout] = []
    start: int | None = 0
    turns = turning_points(smooth, least)
    for first, last in pairwise(turns):
        if smooth[last] > smooth[first]:
            start = first if start is None or (start == 0 and not bouts) else start
            if first == 0 or not bouts:
                start = _rise(smooth, first, last)
        elif start is not None:
            stop = _fall(smooth, first, last)
            if stop is None:
                continue
            bouts.append(Bout(_at(time_s, start), _at(time_s, stop)))
            start = None
            continue
        if start is None:
            start = _rise(smooth, first, last)
    if start is not None and turns and smooth.size:
        bouts.append(Bout(_at(time_s, start), None))
    return tuple(bouts)


def _at(time_s: FloatArray, place: int) -> Boundary:
    return Boundary(float(time_s[place]), PhaseOrigin.HEART_RATE, UNCERTAINTY_S)


def turning_points(values: FloatArray, least: float) -> list[int]:
    """Places of alternating tops and bottoms that differ by at least `least`, with the first and last place.

    Examples
    --------
    >>> turning_points(np.array([0.0, 1.0, 9.0, 8.0, 9.5, 2.0, 3.0]), 5.0)
    [0, 4, 5]
    """
    turns: list[int] = []
    low = high = 0
    rising: bool | None = None
    for place, value in enumerate(values.tolist()):
        if value > values[high]:
            high = place
        if value < values[low]:
            low = place
        if rising is not False and values[high] - value >= least:
            if rising is None and low < high and values[high] - values[low] >= least:
                turns.append(low)
            turns.append(high)
            rising, low = False, place
        elif rising is not True and value - values[low] >= least:
            turns.append(low)
            rising, high = True, place
    if rising is not None:
        turns.append(high if rising else low)
    return turns


def _rise(smooth: FloatArray, first: int, last: int) -> int:
    """Where a rise begins: the last place near its bottom."""
    low = np.flatnonzero(smooth[first : last + 1] <= smooth[first] + NEAR_TOP_BPM)
    return first + int(low[-1])


def _fall(smooth: FloatArray, first: int, last: int) -> int | None:
    """Where the steepest part of a fall begins; None when it is too slow for a stop."""
    leg = smooth[first : last + 1]
    ahead = np.minimum(np.arange(leg.size) + STEEPEST_S, leg.size - 1)
    steepest = int(np.argmax(leg - leg[ahead]))
    later = leg[min(steepest + FALL_WITHIN_S, leg.size - 1)]
    if leg[steepest] - later < LEAST_CHANGE_BPM:
        return None
    top = float(leg[max(steepest - STEEPEST_S // 2, 0) : steepest + 1].max())
    high = np.flatnonzero(leg[: steepest + STEEPEST_S] >= top - NEAR_TOP_BPM)
    return first + int(high[-1])
