"""How far heart rate falls after a moment, as the sensor gave it."""

import numpy as np

from pacing.model.arrays import FloatArray

BEFORE = 10  # design: so many known seconds before the moment ...
REACH_S = 60.0  # design: ... of the last minute
FROM_S, UNTIL_S = 30.0, 90.0  # design: heart rate after it, past the lag of every sensor
LEAST_KNOWN = 5  # design: fewer seconds with heart rate on a side tell nothing


def fall_after(seconds: FloatArray, bpm: FloatArray, at_s: float, until_s: float = np.inf) -> float | None:
    """Mean heart rate of 10 s before `at_s` less that from 30 to 90 s after it (no later than `until_s`) [bpm].

    Before: the last 10 known seconds, no more than a minute back. NaN seconds count as none; None where fewer than 5 s
    are known on a side.

    Examples
    --------
    >>> t = np.arange(200.0)
    >>> fall_after(t, np.where(t < 100, 120.0, 90.0), 100.0)
    30.0
    """
    first, stop, late, end = np.searchsorted(
        seconds, (at_s - REACH_S, at_s, at_s + FROM_S, min(at_s + UNTIL_S, until_s))
    )
    before, after = (part[np.isfinite(part)] for part in (bpm[first:stop], bpm[late:end]))
    before = before[-BEFORE:]
    if min(before.size, after.size) < LEAST_KNOWN:
        return None
    return float(before.mean() - after.mean())
