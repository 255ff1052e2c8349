"""Stops that heart rate contradicts: the channel fell silent, the person went on."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.segment.bout import Bout

BEFORE_S = 10.0  # design: heart rate before a stop
FROM_S, UNTIL_S = 45.0, 120.0  # design: and after it, past the lag of every sensor
LEAST_KNOWN = 20  # design: fewer seconds with heart rate contradict nothing
LARGEST_RISE_BPM = 10.0  # design: a heart that beats so much faster than before has not been let off


def without_false_stops(bouts: tuple[Bout, ...], seconds: FloatArray, bpm: FloatArray) -> tuple[Bout, ...]:
    """The bouts, joined over every break in which heart rate rose by more than 10 bpm.

    A recovery need not be quick, and may stall; but when heart rate 45 to 120 s after a stop (or up to the next bout)
    lies more than 10 bpm above the 10 s before it, the person was not resting: pedals turned without a sensor, a
    bicycle was carried, a rower's watch missed the strokes.
    """
    joined: list[Bout] = []
    for bout in bouts:
        last = joined[-1] if joined else None
        if last is not None and last.stop is not None and _rises(seconds, bpm, last.stop.time_s, bout.start.time_s):
            joined[-1] = Bout(last.start, bout.stop)
        else:
            joined.append(bout)
    if joined and joined[-1].stop is not None and _rises(seconds, bpm, joined[-1].stop.time_s, float(seconds[-1])):
        joined[-1] = Bout(joined[-1].start, None)
    return tuple(joined)


def _rises(seconds: FloatArray, bpm: FloatArray, stop_s: float, next_s: float) -> bool:
    first, stop, late, end = np.searchsorted(
        seconds, (stop_s - BEFORE_S, stop_s, stop_s + FROM_S, min(stop_s + UNTIL_S, next_s))
    )
    before, after = (part[np.isfinite(part)] for part in (bpm[first:stop], bpm[late:end]))
    if not before.size or after.size < LEAST_KNOWN:
        return False
    return bool(after.mean() - before.mean() > LARGEST_RISE_BPM)
