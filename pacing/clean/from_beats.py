"""Heart rate by the second from beats."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray

LEAST_COVERED_S = 0.5  # design: a second counts when intervals cover at least half of it
LEAST_COMPARED_S = 30  # design: fewer seconds with both cannot show that the two clocks are one
LARGEST_DIFFERENCE_BPM = 5.0  # design: devices smooth, so the two differ by a few bpm while the rate changes


def heart_rate_from_beats(time_s: FloatArray, rr_ms: FloatArray, usable: BoolArray, seconds: FloatArray) -> FloatArray:
    """Mean heart rate [bpm] over each second, from the beat intervals that cover it; NaN where they do not.

    The rate within an interval is constant (one beat in `rr_ms`); a second's value is the number of beats, in
    fractions, over the time in it that usable intervals cover. Gaps between intervals stay gaps.

    Parameters
    ----------
    time_s, rr_ms : shape (m,), ends [s] and lengths [ms] of the intervals
    usable : shape (m,), which intervals count
    seconds : shape (n,), [s], beginnings of the seconds asked for

    Examples
    --------
    >>> ends = np.arange(1, 11) * 0.5
    >>> beats = heart_rate_from_beats(ends, np.full(10, 500.0), np.ones(10, bool), np.array([0.0, 3.0, 8.0]))
    >>> beats.tolist()
    [120.0, 120.0, nan]
    """
    ends = time_s[usable]
    if not ends.size:
        return np.full(seconds.size, np.nan)
    lengths = rr_ms[usable] / 1000.0
    starts = ends - lengths
    starts[1:] = np.maximum(starts[1:], ends[:-1])
    knots = np.column_stack((starts, ends)).ravel()
    count = np.repeat(np.arange(ends.size + 1.0), 2)[1:-1]
    covered = np.column_stack(
        (np.concatenate(([0.0], np.cumsum(ends - starts)[:-1])), np.cumsum(ends - starts))
    ).ravel()
    beats = np.interp(seconds + 1.0, knots, count) - np.interp(seconds, knots, count)
    span_s = np.interp(seconds + 1.0, knots, covered) - np.interp(seconds, knots, covered)
    enough = span_s >= LEAST_COVERED_S
    rate = np.full(seconds.size, np.nan)
    rate[enough] = 60.0 * beats[enough] / span_s[enough]
    return rate


def agree(bpm: FloatArray, rate: FloatArray) -> bool:
    """Whether heart rate from beats tells the same story as the device's own, where both are known."""
    both = np.isfinite(bpm) & np.isfinite(rate)
    if int(both.sum()) < LEAST_COMPARED_S:
        return False
    return float(np.median(np.abs(bpm[both] - rate[both]))) <= LARGEST_DIFFERENCE_BPM
