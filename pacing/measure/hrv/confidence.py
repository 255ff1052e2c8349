"""95 % intervals for variability indices: a block jackknife, carried to the scale an index varies on."""

from enum import Enum

import numpy as np

from pacing.model.arrays import FloatArray

BLOCK_S = 30.0  # design: longer than the slow waves of heart rate, so that blocks are nearly independent
FEWEST_BLOCKS = 6
MOST_BLOCKS = 30
# 97.5 % points of Student's t for 1, 2, … degrees of freedom.
STUDENT_975 = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131),
    *(2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
TAIL = 0.025
WIDEST = 10.0  # design: an interval ends at e^10 times the value; it says nothing there


class Scale(Enum):
    """On which scale an index's errors are symmetric."""

    PLAIN = "plain"
    LOGARITHM = "logarithm"
    PERCENT = "percent"


def block_count(covered_s: float) -> int:
    """How many blocks a series of this length [s] is cut into."""
    return int(np.clip(round(covered_s / BLOCK_S), FEWEST_BLOCKS, MOST_BLOCKS))


def jackknife_error(left_out: FloatArray) -> float:
    """Standard error from the values with each block left out; shape (blocks,)."""
    blocks = left_out.size
    return float(np.sqrt((blocks - 1) / blocks * np.sum((left_out - left_out.mean()) ** 2)))


def interval(value: float, left_out: FloatArray, scale: Scale) -> tuple[float, float]:
    """95 % interval of `value` from the values with each block left out.

    Notes
    -----
    Half-width: Student's t for blocks - 1 times the jackknife's standard error, on the index's own scale by the delta
    method. It speaks of other stretches of the same state, not of other days or states.
    """
    half = STUDENT_975[min(left_out.size - 1, len(STUDENT_975)) - 1] * jackknife_error(left_out)
    return spread(value, half, scale)


def spread(value: float, half: float, scale: Scale) -> tuple[float, float]:
    """The interval of half-width `half` around `value`, symmetric on `scale`.

    Examples
    --------
    >>> [round(bound, 2) for bound in spread(10.0, 10.0, Scale.LOGARITHM)]
    [3.68, 27.18]
    """
    if half == 0.0 or (scale is Scale.LOGARITHM and value <= 0.0):
        return value, value
    if scale is Scale.LOGARITHM:
        factor = float(np.exp(min(half / value, WIDEST)))
        return value / factor, value * factor
    if scale is Scale.PERCENT:
        share = value / 100.0
        odds = share / (1.0 - share)
        factor = float(np.exp(min(half / 100.0 / (share * (1.0 - share)), WIDEST)))
        low, high = odds / factor, odds * factor
        return 100.0 * low / (1.0 + low), 100.0 * high / (1.0 + high)
    return value - half, value + half


def interval_of_share(percent: float, left_out: FloatArray, trials: float) -> tuple[float, float]:
    """95 % interval [%] of a share; where none (or all) of `trials` counted, by the binomial law."""
    most = 100.0 * (1.0 - TAIL ** (1.0 / trials))
    if percent <= 0.0:
        return 0.0, most
    if percent >= 100.0:
        return 100.0 - most, 100.0
    return interval(percent, left_out, Scale.PERCENT)
