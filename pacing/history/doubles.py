"""The same session recorded twice: a watch and an app, FIT and CSV, two devices at once."""

import numpy as np

from pacing.model.arrays import FloatArray

OVERLAP_SHARE = 0.8  # design: of the shorter session
OVERLAP_OF_LONGER = 0.5  # design: a walk inside a longer outing is a session of its own
AGREEMENT_BPM = 5.0  # design: median difference of two sensors on the same heart
LEAST_SHARED_S = 60  # design
LAG_S = 15  # design: clocks of two devices differ, and so do their sensors' lags


def same_session(
    start_s: float,
    time_s: FloatArray,
    bpm: FloatArray,
    other_start_s: float,
    other_time_s: FloatArray,
    other_bpm: FloatArray,
) -> bool:
    """Whether two series are one session: they overlap in time, and their heart rates agree at some small lag.

    Parameters
    ----------
    start_s, other_start_s
        Instants of time 0 [s since 1970].
    time_s, bpm, other_time_s, other_bpm
        Whole seconds since the start, and heart rate [bpm], NaN where there is none: shapes (n,) and (m,).
    """
    if not time_s.size or not other_time_s.size:
        return False
    clock = np.round(start_s + time_s).astype(np.int64)
    other_clock = np.round(other_start_s + other_time_s).astype(np.int64)
    shared = min(clock[-1], other_clock[-1]) - max(clock[0], other_clock[0])
    shorter, longer = sorted((clock[-1] - clock[0], other_clock[-1] - other_clock[0]))
    if shared < max(OVERLAP_SHARE * shorter, OVERLAP_OF_LONGER * longer, LEAST_SHARED_S):
        return False
    return any(
        _median_difference(clock, bpm, other_clock + lag, other_bpm) <= AGREEMENT_BPM
        for lag in range(-LAG_S, LAG_S + 1)
    )


def _median_difference(
    clock: np.ndarray[tuple[int], np.dtype[np.int64]],
    bpm: FloatArray,
    other_clock: np.ndarray[tuple[int], np.dtype[np.int64]],
    other_bpm: FloatArray,
) -> float:
    _, mine, theirs = np.intersect1d(clock, other_clock, assume_unique=True, return_indices=True)
    difference = np.abs(bpm[mine] - other_bpm[theirs])
    known = np.isfinite(difference)
    return float(np.median(difference[known])) if known.sum() >= LEAST_SHARED_S else float("inf")
