"""Means over windows that are shifted by many amounts at once, for the draws of an interval."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray

TAIL_S = 20.0  # design: the end of a recording goes on as its last 20 s did
LEAD_S = 60.0  # design: how far beyond its samples a curve can be asked


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A heart-rate curve that can be averaged over any window: `time_s` and its integral since the first [bpm s]."""

    time_s: FloatArray
    integral: FloatArray

    def mean(self, start_s: FloatArray, stop_s: FloatArray) -> FloatArray:
        """Mean [bpm] over [start_s, stop_s], element by element."""
        area = np.interp(stop_s, self.time_s, self.integral) - np.interp(start_s, self.time_s, self.integral)
        means: FloatArray = area / (stop_s - start_s)
        return means


def curve_through(time_s: FloatArray, bpm: FloatArray) -> Curve:
    """The straight-line curve through samples (n >= 1), going on level before the first and as lately after the last.

    Examples
    --------
    >>> curve = curve_through(np.array([0.0, 10.0]), np.array([60.0, 80.0]))
    >>> float(curve.mean(np.array([0.0]), np.array([10.0]))[0])
    70.0
    """
    tail = time_s >= time_s[-1] - TAIL_S
    slope = 0.0
    if tail.sum() > 1:
        into_s = time_s[tail] - time_s[tail].mean()
        slope = float((into_s * bpm[tail]).sum() / (into_s**2).sum())
    last_bpm = float(bpm[tail].mean() + slope * (time_s[-1] - time_s[tail].mean()))
    times = np.concatenate([[time_s[0] - LEAD_S], time_s, [time_s[-1] + LEAD_S / 2, time_s[-1] + LEAD_S]])
    level = last_bpm + slope * TAIL_S / 2
    values = np.concatenate([[bpm[0]], bpm, [level, level]])
    steps = 0.5 * (values[1:] + values[:-1]) * np.diff(times)
    return Curve(times, np.concatenate([[0.0], np.cumsum(steps)]))
