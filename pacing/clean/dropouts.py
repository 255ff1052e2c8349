"""Stretches where the sensor lost the heart: an abrupt fall to a low plateau and a jump back, or a burst of noise."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray

JUMP_BPM = 18.0  # design: no heart rate averaged by a device changes so much from one second to the next
FASTEST_CHANGE_BPM_PER_S = 3.0  # design: what a wider spacing may add
LONGEST_SPACING_S = 30.0  # design: samples further apart may differ by anything
LONGEST_LOW_S = 180.0  # design: a sensor that reads low for longer may be right
LONGEST_HIGH_S = 60.0  # design: bursts of noise are short; a longer one may be effort


def dropouts(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    """Whether each sample lies in a drop-out: between an abrupt fall and an abrupt jump back (or the reverse).

    Both edges must be faster than a heart: more than 18 bpm from one sample to the next, plus 3 bpm for every second
    beyond the first. What lies between must stay beyond both edges' outer values. A low stretch may last 180 s, a high
    one 60 s. A single abrupt edge rejects nothing: it cannot be told which side is right.

    Examples
    --------
    >>> t = np.arange(60.0)
    >>> int(dropouts(t, np.where((t >= 20) & (t < 40), 60.0, 150.0)).sum())
    20
    """
    found = np.zeros(bpm.size, dtype=np.bool_)
    edges = np.flatnonzero(jumps(time_s, bpm))
    for place, first in enumerate(edges[:-1]):
        if found[first + 1]:
            continue
        falling = bpm[first + 1] < bpm[first]
        longest_s = LONGEST_LOW_S if falling else LONGEST_HIGH_S
        for last in edges[place + 1 :]:
            if time_s[last + 1] - time_s[first] > longest_s:
                break
            if (bpm[last + 1] > bpm[last]) != falling:
                continue
            inner = bpm[first + 1 : last + 1]
            outer = (bpm[first], bpm[last + 1])
            if inner.max() < min(outer) if falling else inner.min() > max(outer):
                found[first + 1 : last + 1] = True
                break
    return found


def jumps(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    """Whether heart rate changes faster than a heart can between each sample and the next; shape (n - 1,)."""
    spacing_s = np.diff(time_s)
    allowed = JUMP_BPM + FASTEST_CHANGE_BPM_PER_S * np.maximum(spacing_s - 1.0, 0.0)
    return (np.abs(np.diff(bpm)) > allowed) & (spacing_s <= LONGEST_SPACING_S)
