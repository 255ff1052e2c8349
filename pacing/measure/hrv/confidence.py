"""95 % intervals for variability indices: a block jackknife, carried to the scale an index varies on.

A series is cut into blocks and summed block by block; what follows from the sums follows without each block as well.

Breathing swells and fades over a minute, and waves of 25 s and longer outlive any block, so neighbouring blocks share
something: the jackknife's error is widened by what they share. An index that is the root of a mean square has a second
error, from the autocorrelation of what is squared; the larger of the two counts.
"""

from collections.abc import Callable
from enum import Enum
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.numerics.quantiles import NORMAL_95, student_95

BLOCK_S = 60.0  # design: as long as the depth of breathing takes to swell and fade
FEWEST_BLOCKS = 5
MOST_BLOCKS = 30
FARTHEST_SHARE = 0.25  # design: lags up to a quarter of the series; farther ones are little but noise
NOISE_OF_LAGS = 1.2  # design: how much the noise of these lags adds to a sum of their squares
FEW_BLOCKS = 1.15  # design: an error from few blocks is itself unsure
SLOWEST_COSINES = 3  # design: half a wave to one and a half waves over the series
STANDARD_S = 300.0
REDDENING = 0.4  # design: growth of the unseen slower waves' share with every e-fold below five minutes
WILSON_HILFERTY = 2.0 / 9.0
LEAST_QUANTILE = 1e-3
WIDEST = 10.0  # design: an interval ends at e^10 times the value; it says nothing there
WIDE_MS = 50.0  # the 50 of NN50
NARROW_MS = 20.0  # the 20 of NN20


class Scale(Enum):
    """On which scale an index's errors are symmetric."""

    PLAIN = "plain"
    LOGARITHM = "logarithm"
    PERCENT = "percent"
    MEAN = "mean"
    ROOT = "root"


def block_count(covered_s: float) -> int:
    """How many blocks a series of this length [s] is cut into.

    Parameters
    ----------
    covered_s
        Time the intervals cover [s].

    Returns
    -------
    int
    """
    return int(np.clip(round(covered_s / BLOCK_S), FEWEST_BLOCKS, MOST_BLOCKS))


def jackknife_error(left_out: FloatArray) -> float:
    """Standard error of an index, from its values without one block each.

    Parameters
    ----------
    left_out : shape (blocks,), the index with each block left out in turn, in order of time, in the index's unit

    Returns
    -------
    float
        One standard error, in the index's unit.

    Notes
    -----
    Neighbouring blocks are not independent, so the variance is widened by 1 + 2 r, with r the first autocorrelation of
    the blocks (raised by 1 / blocks, by which few values understate it) and never below none.
    """
    blocks = left_out.size
    off = left_out - left_out.mean()
    square = float(off @ off)
    if square <= 0.0:
        return 0.0
    shared = max(float(off[1:] @ off[:-1]) / square + 1.0 / blocks, 0.0)
    return float(np.sqrt((blocks - 1) / blocks * square * (1.0 + 2.0 * shared)))


def relative_variance(course: FloatArray) -> float:
    """Variance of the mean square of a course, as a share of that mean square squared.

    Parameters
    ----------
    course : shape (n,), evenly spaced values about zero, of any unit

    Returns
    -------
    float
        2 / n times the sum of the squared autocorrelations; 2 / it are the degrees of freedom of the mean square.

    Notes
    -----
    Exact for a Gaussian series (Bartlett 1946). It sees a narrow line, whose autocorrelation lasts, where a few blocks
    see too little.

    References
    ----------
    bartlett_1946

    Examples
    --------
    >>> round(relative_variance(np.tile([1.0, -1.0], 50)), 2)  # one line: nothing averages out
    0.74
    """
    size = course.size
    farthest = int(size * FARTHEST_SHARE)
    spectrum = np.abs(np.fft.rfft(course, 1 << int(np.ceil(np.log2(size + farthest + 1))))) ** 2
    along = np.fft.irfft(spectrum)[: farthest + 1]
    if along[0] <= 0.0:
        return 0.0
    remaining = 1.0 - np.arange(1, farthest + 1) / size
    squares = float(np.sum((along[1:] / along[0]) ** 2 / remaining))
    return 2.0 / size * (1.0 + 2.0 * squares) / NOISE_OF_LAGS


def interval_of_root(value: float, variance: float, left_out: FloatArray) -> tuple[float, float]:
    """95 % interval of the root of a mean square: the value over the roots of chi-square quantiles.

    Parameters
    ----------
    value : the index, in its unit
    variance : the `relative_variance` of what is squared and averaged
    left_out : shape (blocks,), the index with each block left out in turn

    Returns
    -------
    tuple of float
        Lower and upper end, in the index's unit.
    """
    by_blocks = (2.0 * jackknife_error(left_out) / value) ** 2 if value > 0.0 else 0.0
    variance = max(by_blocks, variance)
    if not variance:
        return value, value
    low, high = chi_square_bounds(2.0 / variance)
    return value * float(np.sqrt(low)), value * float(np.sqrt(high))


def chi_square_bounds(freedom: float) -> tuple[float, float]:
    """What a mean square of so many degrees of freedom is multiplied by to get its 95 % interval.

    Wilson & Hilferty's quantiles: 1 % too wide from eight degrees of freedom on, more below.

    Parameters
    ----------
    freedom
        Degrees of freedom.

    Returns
    -------
    tuple[float, float]
        Low and high.

    Examples
    --------
    >>> [round(factor, 2) for factor in chi_square_bounds(20.0)]
    [0.59, 2.09]
    """
    width = WILSON_HILFERTY / freedom
    low, high = (max((1.0 - width + z * float(np.sqrt(width))) ** 3, LEAST_QUANTILE) for z in (NORMAL_95, -NORMAL_95))
    return min(1.0 / low, 1.0), max(1.0 / high, 1.0)


def interval_of_mean(value: float, course: FloatArray, covered_s: float) -> tuple[float, float]:
    """95 % interval of a mean whose slow waves outlast the series.

    Parameters
    ----------
    value : mean, in the unit of `course`
    course : shape (n,), evenly spaced
    covered_s : how long it lasts [s]

    Returns
    -------
    tuple of float
        Lower and upper end, in the unit of `course`.

    Notes
    -----
    What waves as long as the series do to its mean is read from its three slowest cosines (a few cosines estimate a
    long-run variance with a known law: Lazarus 2018), whose powers are taken to fall as 1/f, as heart rate's do; the
    interval uses Student's t for as many degrees of freedom. Below five minutes ever more of the slow waves is unseen,
    so the variance is raised. It speaks of the state of these minutes, not of other hours.

    References
    ----------
    lazarus_2018
    """
    number = np.arange(1, SLOWEST_COSINES + 1)
    cosines = np.cos(np.pi * number[:, None] * (np.arange(course.size) + 0.5) / course.size)
    powers = 2.0 * (cosines @ (course - value) / course.size) ** 2
    slower = 1.0 + REDDENING * max(float(np.log(STANDARD_S / covered_s)), 0.0)
    half = student_95(SLOWEST_COSINES) * float(np.sqrt(np.mean(powers * number) * slower))
    return value - half, value + half


def interval_on_scale(value: float, left_out: FloatArray, scale: Scale) -> tuple[float, float]:
    """95 % interval of `value` from the values with each block left out.

    Parameters
    ----------
    value
        The value.
    left_out
        The value with each block left out in turn, shape (blocks,).
    scale
        The scale on which the error is symmetric.

    Returns
    -------
    tuple[float, float]
        Low and high.

    Notes
    -----
    Half-width: Student's t for blocks - 1 times the jackknife's standard error, on the index's own scale by the delta
    method. It speaks of other stretches of the same state, not of other days or states.
    """
    half = student_95(left_out.size - 1) * jackknife_error(left_out)
    return spread(value, half, scale)


def spread(value: float, half: float, scale: Scale) -> tuple[float, float]:
    """The interval of half-width `half` around `value`, symmetric on `scale`.

    Parameters
    ----------
    value
        The value.
    half
        Half-width on the scale.
    scale
        The scale on which the error is symmetric.

    Returns
    -------
    tuple[float, float]
        Low and high.

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
    return value - half, value + half


def interval_of_share(percent: float, left_out: FloatArray, steps: int, variance: float) -> tuple[float, float]:
    """95 % interval of the share of steps beyond a limit: Wilson's, with as many trials as there are independent steps.

    Parameters
    ----------
    percent : the share [%]
    left_out : shape (blocks,), the share with each block left out in turn [%]
    steps : how many were counted
    variance : their `relative_variance`

    Returns
    -------
    tuple of float
        Lower and upper end [%].

    Notes
    -----
    Two errors, the larger counts: that of the blocks; and that of a Gaussian course, where a step beyond a limit
    resembles another by the square of their correlation (the second term of Mehler's series; the later ones are small).

    References
    ----------
    wilson_1927

    Examples
    --------
    >>> [round(bound, 1) for bound in interval_of_share(0.0, np.zeros(5), 300, 0.0)]
    [0.0, 1.3]
    """
    share = percent / 100.0
    spread_of_one = share * (1.0 - share)
    independent = float(steps)
    if spread_of_one > 0.0:
        limit = NormalDist().inv_cdf(1.0 - share / 2.0)
        alike = 2.0 * (limit * NormalDist().pdf(limit)) ** 2 / spread_of_one
        widened = 1.0 + alike * max(variance * steps / 2.0 - 1.0, 0.0)
        error = FEW_BLOCKS * jackknife_error(left_out) / 100.0
        independent = spread_of_one / max(error**2, spread_of_one * widened / steps)
    shift = NORMAL_95**2 / independent
    middle = (share + shift / 2.0) / (1.0 + shift)
    half = float(np.sqrt(shift * (spread_of_one + shift / 4.0))) / (1.0 + shift)
    return min(max(100.0 * (middle - half), 0.0), percent), max(min(100.0 * (middle + half), 100.0), percent)


def blocks_of(count: int, blocks: int) -> npt.NDArray[np.intp]:
    """First interval of each of `blocks` blocks of nearly equal length.

    Parameters
    ----------
    count
        How many values there are.
    blocks
        How many blocks the series is cut into.

    Returns
    -------
    npt.NDArray[np.intp]

    Examples
    --------
    >>> blocks_of(10, 3).tolist()
    [0, 3, 6]
    """
    return (np.arange(blocks) * count // blocks).astype(np.intp)


class Sums(NamedTuple):
    """Sums over beats; each a number or an array of one shape (whatever lies left of the blocks).

    `intervals`, `differences`: counts. `centre_ms`: subtracted from every interval before it was summed.
    """

    centre_ms: float
    intervals: FloatArray
    total: FloatArray
    squares: FloatArray
    differences: FloatArray
    steps: FloatArray
    step_squares: FloatArray
    wide: FloatArray
    narrow: FloatArray


def sums_by_block(nn_ms: FloatArray, paired: BoolArray, starts: npt.NDArray[np.intp], *, closed: bool = False) -> Sums:
    """The eight sums of every block; shape of each (blocks,).

    Parameters
    ----------
    nn_ms : shape (n,), usable intervals [ms]
    paired : shape (n,); whether the interval and the one before it are adjacent and both usable: only then they are
        differenced. The first is never paired.
    starts : shape (blocks,); first interval of each block, increasing, beginning with 0
    closed : count differences of exactly 50 ms (20 ms) too

    Raises
    ------
    ValueError
        The shapes differ, or there is no interval.
    """
    if nn_ms.size == 0 or nn_ms.shape != paired.shape or paired[0]:
        message = "intervals and pairs must have one shape, not be empty, and the first interval has no difference"
        raise ValueError(message)
    centre_ms = float(nn_ms.mean())
    off = nn_ms - centre_ms
    step = np.zeros(nn_ms.size)
    step[1:] = np.where(paired[1:], np.diff(nn_ms), 0.0)
    size = np.abs(step)
    wide, narrow = (size >= WIDE_MS, size >= NARROW_MS) if closed else (size > WIDE_MS, size > NARROW_MS)
    columns = np.stack((np.ones(nn_ms.size), off, off * off, paired, step, step * step, wide, narrow))
    return Sums(centre_ms, *np.add.reduceat(columns, starts, axis=1))


def whole(sums: Sums) -> Sums:
    """The sums over all blocks.

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.

    Returns
    -------
    Sums
    """
    return _each(sums, lambda values: np.asarray(values.sum()))


def leave_one_out(sums: Sums) -> Sums:
    """The sums with each block left out in turn; shape of each (blocks,).

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.

    Returns
    -------
    Sums
    """
    return _each(sums, lambda values: values.sum() - values)


def _each(sums: Sums, change: Callable[[FloatArray], FloatArray]) -> Sums:
    return Sums(
        sums.centre_ms,
        change(sums.intervals),
        change(sums.total),
        change(sums.squares),
        change(sums.differences),
        change(sums.steps),
        change(sums.step_squares),
        change(sums.wide),
        change(sums.narrow),
    )


def mean_ms(sums: Sums) -> FloatArray:
    """Mean interval [ms].

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.

    Returns
    -------
    FloatArray
        [ms].
    """
    return sums.centre_ms + sums.total / sums.intervals


def deviation_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SDNN: standard deviation of the intervals [ms], divisor n - ddof.

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.
    ddof
        What is taken from the count in the divisor.

    Returns
    -------
    FloatArray
        [ms].
    """
    square = sums.squares - sums.total**2 / sums.intervals
    return np.sqrt(np.maximum(square, 0.0) / (sums.intervals - ddof))
