"""Courses of heart rate worked out by hand: first-order answers to steps."""

import numpy as np

from pacing.model.arrays import FloatArray


def course(
    time_s: FloatArray, bouts: tuple[tuple[float, float], ...], *, rest: float = 70.0, level: float = 125.0
) -> FloatArray:
    """Heart rate [bpm, whole] at `rest` and, within each (start, stop) of `bouts`, on its way to `level`.

    Time constants 40 s up and 55 s down; a ripple of 1 bpm, so that it is not without life.
    """
    bpm = np.empty(time_s.size)
    value = level if bouts and bouts[0][0] <= time_s[0] else rest
    before = time_s[0]
    for place, now in enumerate(time_s):
        working = any(start <= before < stop for start, stop in bouts)
        aim, tau_s = (level, 40.0) if working else (rest, 55.0)
        value = aim + (value - aim) * np.exp(-(now - before) / tau_s)
        bpm[place], before = value, now
    return np.asarray(np.round(bpm + np.sin(time_s / 3.0)), dtype=np.float64)


def moving(time_s: FloatArray, bouts: tuple[tuple[float, float], ...], value: float = 1.3) -> FloatArray:
    """`value` within the bouts, with 3 % unsteadiness, and 0 outside."""
    working = np.zeros(time_s.size, dtype=np.bool_)
    for start, stop in bouts:
        working |= (time_s >= start) & (time_s < stop)
    return np.asarray(np.where(working, value * (1.0 + 0.03 * np.sin(time_s)), 0.0), dtype=np.float64)
