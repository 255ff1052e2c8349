"""Isolated jumps that no heart makes: a few samples far from everything around them."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray

HALF_WINDOW_S = 5.0  # design: a spike is at most this long; longer ones are drop-outs
SPIKE_BPM = 15.0  # design: heart rate that turns round at 3 bpm/s stays within this of its 11-s median
FASTEST_CHANGE_BPM_PER_S = 3.0  # design: twice what hearts do over many seconds, at onset or in recovery
LONGEST_SPACING_S = 15.0  # design: samples further apart say nothing about each other


def spikes(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    """Whether each sample is a spike: further from the median of its neighbours than a heart can go and return.

    A sample is compared with the median of the samples within 5 s on both sides (at least one on each side). It is a
    spike when it lies more than 15 bpm, plus 3 bpm for every second between samples, from that median. A ramp, however
    steep, and a step to a new level are never spikes: at both the median is the sample itself. The search is repeated
    until nothing more is found, so that looking twice finds nothing new.

    Parameters
    ----------
    time_s : shape (n,), [s], increasing
    bpm : shape (n,), [bpm], finite

    Returns
    -------
    shape (n,), True at spikes

    Examples
    --------
    >>> t = np.arange(11.0)
    >>> spikes(t, np.where(t == 5, 180.0, 100.0)).nonzero()[0].tolist()
    [5]
    >>> bool(spikes(t, np.where(t > 5, 180.0, 100.0)).any())
    False
    """
    found = np.zeros(bpm.size, dtype=np.bool_)
    kept = np.arange(bpm.size)
    while kept.size > 2:
        here = _far_from_neighbours(time_s[kept], bpm[kept])
        if not here.any():
            break
        found[kept[here]] = True
        kept = kept[~here]
    return found


def _far_from_neighbours(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    spacing_s = np.diff(time_s)
    usual_s = float(np.median(spacing_s))
    reach = max(1, round(HALF_WINDOW_S / usual_s))
    padded = np.pad(bpm, reach, mode="reflect" if bpm.size > reach else "edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    # The median of 11 costs far more than this bound, and hardly any sample comes near it.
    suspect = np.maximum(around.max(axis=1) - bpm, bpm - around.min(axis=1)) > SPIKE_BPM
    far = np.zeros(bpm.size, dtype=np.bool_)
    rows = np.flatnonzero(suspect)
    if rows.size:
        before_s = np.concatenate(([np.inf], spacing_s))[rows]
        after_s = np.concatenate((spacing_s, [np.inf]))[rows]
        wider_s = np.maximum(before_s, after_s)
        allowed = SPIKE_BPM + FASTEST_CHANGE_BPM_PER_S * wider_s
        far[rows] = np.abs(bpm[rows] - np.median(around[rows], axis=1)) > allowed
        far[rows[wider_s > LONGEST_SPACING_S]] = False
    return far
