"""Indices over five-minute segments of a long recording, as pure functions."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.reference import HRV_SEGMENT_S

SEGMENT_S = HRV_SEGMENT_S.value
LEAST_COVERED = 0.5  # design: a segment counts when intervals cover half of it
MS_PER_S = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Mean [ms] and standard deviation [ms] of the intervals of every segment that counts; shape (segments,)."""

    mean_ms: FloatArray
    deviation_ms: FloatArray


def segments_of(time_s: FloatArray, nn_ms: FloatArray, start_s: float) -> Segments:
    """Five-minute segments from `start_s` on; an interval belongs to the segment its end lies in.

    Parameters
    ----------
    time_s, nn_ms : shape (n,), ends [s] and lengths [ms] of usable intervals
    start_s : beginning of the first segment [s]

    Notes
    -----
    Segments that intervals cover by less than half do not count. Memory grows with the intervals, not with the time.
    """
    number = np.floor((time_s - start_s) / SEGMENT_S).astype(np.int64)
    first = np.flatnonzero(np.diff(number, prepend=number[:1] - 1))
    count = np.diff(np.append(first, number.size)).astype(np.float64)
    centre_ms = float(nn_ms.mean())
    off = nn_ms - centre_ms
    total, square = np.add.reduceat(off, first), np.add.reduceat(off * off, first)
    covered_s = (total + count * centre_ms) / MS_PER_S
    keep: BoolArray = (covered_s >= LEAST_COVERED * SEGMENT_S) & (count > 1.0)
    count, total, square = count[keep], total[keep], square[keep]
    variance = np.maximum(square - total**2 / count, 0.0) / (count - 1.0)
    return Segments(centre_ms + total / count, np.sqrt(variance))
