"""Stops that heart rate contradicts: the channel fell silent, the person went on."""

from pacing.model.arrays import FloatArray
from pacing.segment.bout import Bout
from pacing.segment.fall import fall_after

LARGEST_RISE_BPM = 10.0  # design: a heart that beats so much faster than before has not been let off


def without_false_stops(bouts: tuple[Bout, ...], seconds: FloatArray, bpm: FloatArray) -> tuple[Bout, ...]:
    """The bouts, joined over every break in which heart rate rose by more than 10 bpm.

    A recovery need not be quick, and may stall; but when heart rate 30 to 90 s after a stop (or up to the next bout)
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
    fall_bpm = fall_after(seconds, bpm, stop_s, next_s)
    return fall_bpm is not None and fall_bpm < -LARGEST_RISE_BPM
