"""Quantiles behind 95 % ranges: one home, so that no stage types a series or a table of its own."""

import math
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray, frozen

COVERAGE = 0.95  # of every range the program gives
UPPER = 0.5 + COVERAGE / 2
NORMAL_95 = NormalDist().inv_cdf(UPPER)  # half-width of a 95 % range, in standard deviations
LISTED_DEGREES = (*range(1, 31), 40, 60, 120, math.inf)
STUDENT_95 = (  # SciPy's own quantiles at the listed degrees; loading its module is a tenth of a first page
    12.706204736175, 4.302652729749, 3.182446305284, 2.776445105198, 2.570581835636, 2.446911851145, 2.364624251593,
    2.306004135204, 2.262157162798, 2.228138851986, 2.200985160092, 2.178812829667, 2.160368656463, 2.144786687918,
    2.13144954556, 2.119905299221, 2.109815577833, 2.100922040241, 2.093024054408, 2.085963447266, 2.079613844728,
    2.073873067904, 2.068657610419, 2.063898561628, 2.059538552753, 2.055529438643, 2.05183051648, 2.048407141795,
    2.045229642133, 2.042272456301, 2.021075390306, 2.000297822014, 1.979930405082,
    NORMAL_95,
)  # fmt: skip
READ_BETWEEN_FROM = 8.0  # degrees; to read between whole ones is right within 0.0002 from here on


@cache
def student_95(degrees: float) -> float:
    """Half-width of a 95 % range in standard errors, for an error that was itself estimated.

    Parameters
    ----------
    degrees
        Degrees of freedom of the estimated error, above 0; need not be whole.

    Returns
    -------
    float
        Quantile of Student's t at 0.975; that of the normal distribution for very many degrees. Degrees of the list
        are exact; between them it is read along a line over one by the degrees, as from a printed table.

    Raises
    ------
    ValueError
        No degrees of freedom: such an error says nothing.

    Examples
    --------
    >>> round(student_95(1), 2), round(student_95(10.0), 2), round(student_95(1e9), 2)
    (12.71, 2.23, 1.96)
    """
    if not degrees > 0:
        message = f"no range follows from {degrees:g} degrees of freedom"
        raise ValueError(message)
    if degrees in LISTED_DEGREES:
        return STUDENT_95[LISTED_DEGREES.index(degrees)]
    if degrees < READ_BETWEEN_FROM:
        from scipy.special import stdtrit  # noqa: PLC0415 - slow to load; few need it

        return float(stdtrit(degrees, UPPER))
    return float(np.interp(-1.0 / degrees, [-1.0 / listed for listed in LISTED_DEGREES], STUDENT_95))


SCORES = 1000  # the ends of a range are then known to a fiftieth of its width
PARTS, ROUNDS = 16, 4  # the tail is looked for in so many parts, so often: finer than samples can tell
SAME = 1e-9
BLOCK_ROWS = 2048


@cache
def normal_scores(count: int = SCORES) -> FloatArray:
    """So many standard normal numbers that stand for the whole distribution, from the lowest; shape (count,)."""
    spread = NormalDist()
    return frozen([spread.inv_cdf((rank + 0.5) / count) for rank in range(count)])


def interval_under_all(samples: FloatArray) -> tuple[float, float]:
    """The range that holds at least 95 % whichever of several accounts of a number is the true one.

    Parameters
    ----------
    samples
        Shape (accounts, samples): what the number may be under each account; no NaN.

    Returns
    -------
    tuple of float
        Low and high, in the samples' unit.

    Notes
    -----
    It reaches from the lowest `tail` quantile under any account to the highest under any, and the tail is as large as
    95 % under each of them allows: 2.5 % where the accounts agree, nearly 5 % for those on the edge where they lie far
    apart, for these miss on one side only. No account is thought likelier than another.

    Examples
    --------
    >>> low, high = interval_under_all(np.stack((170.0 + 10.0 * normal_scores(), 170.0 + 10.0 * normal_scores())))
    >>> round(low, 1), round(high, 1)
    (150.5, 189.5)
    >>> low, high = interval_under_all(np.stack((162.0 + 11.8 * normal_scores(), 179.0 + 10.8 * normal_scores())))
    >>> round(low), round(high)
    (142, 197)
    """
    ordered = np.sort(samples, axis=1)
    least = (COVERAGE - SAME) * ordered.shape[1]
    wide = step = (1.0 - COVERAGE) / 2.0
    widest = _ends(ordered, np.array([wide + step]))
    asked = [row for row in ordered if _held(row, *widest)[0] < least]  # what it holds even so it always does
    for _ in range(ROUNDS):
        step /= PARTS
        ends = _ends(ordered, wide + step * np.arange(1.0, PARTS))
        enough = np.all([_held(row, *ends) > least for row in asked], axis=0) if asked else np.ones(PARTS - 1)
        wide += step * int(np.count_nonzero(enough))  # the smaller the tail, the more it holds
    low, high = _ends(ordered, np.array([wide]))
    return float(low[0]), float(high[0])


def _held(ordered: FloatArray, low: FloatArray, high: FloatArray) -> npt.NDArray[np.intp]:
    """How many of some ordered values lie within each range; shape of `low`."""
    return ordered.searchsorted(high, "right") - ordered.searchsorted(low, "left")


def _ends(ordered: FloatArray, tails: FloatArray) -> tuple[FloatArray, FloatArray]:
    """For each tail, the lowest quantile under any account and the highest; shape of `tails`."""
    quantiles = of_ordered(ordered, np.concatenate((tails, 1.0 - tails)))
    return quantiles[:, : tails.size].min(axis=0), quantiles[:, tails.size :].max(axis=0)


def of_ordered(ordered: FloatArray, shares: FloatArray) -> FloatArray:
    """Quantiles of rows of ordered values, between neighbours by a straight line.

    Parameters
    ----------
    ordered
        Rows of values from the lowest, shape (rows, n); n >= 1.
    shares
        Which quantiles, 0 to 1, shape (k,).

    Returns
    -------
    FloatArray
        Shape (rows, k).

    Examples
    --------
    >>> of_ordered(np.array([[1.0, 2.0, 4.0]]), np.array([0.5, 0.75])).tolist()
    [[2.0, 3.0]]
    """
    ranks = shares * (ordered.shape[1] - 1)
    below = ranks.astype(np.intp)
    low, high = ordered[:, below], ordered[:, np.minimum(below + 1, ordered.shape[1] - 1)]
    between: FloatArray = low + (ranks - below) * (high - low)
    return between


def median(values: FloatArray) -> float:
    """The middle of some numbers; the same as numpy's, without what that does for other cases.

    Parameters
    ----------
    values
        Shape (n,), without NaN; n >= 1.

    Returns
    -------
    float

    Examples
    --------
    >>> median(np.array([3.0, 1.0, 2.0, 8.0]))
    2.5
    """
    lower, upper = (values.size - 1) // 2, values.size // 2
    ordered = values.copy()
    ordered.partition((lower, upper))
    return float(ordered[lower] + ordered[upper]) / 2.0


def quantile(values: FloatArray, share: float) -> float:
    """A quantile of some numbers, between neighbours by a straight line; as `median`.

    Parameters
    ----------
    values
        Shape (n,), without NaN; n >= 1.
    share
        Which quantile, 0 to 1.

    Returns
    -------
    float

    Examples
    --------
    >>> quantile(np.array([4.0, 1.0, 2.0]), 0.75)
    3.0
    """
    rank = share * (values.size - 1)
    below = int(rank)
    above = min(below + 1, values.size - 1)
    ordered = values.copy()
    ordered.partition((below, above))
    return float(ordered[below]) + (rank - below) * float(ordered[above] - ordered[below])


def medians_of_rows(rows: FloatArray) -> FloatArray:
    """The median of each of many short rows; shape (rows,). To sort them whole is quicker than to look for middles.

    Parameters
    ----------
    rows
        Shape (rows, n), without NaN; n >= 1.

    Returns
    -------
    FloatArray

    Examples
    --------
    >>> medians_of_rows(np.array([[3.0, 1.0, 2.0, 8.0], [5.0, 5.0, 5.0, 5.0]])).tolist()
    [2.5, 5.0]
    """
    medians = np.empty(rows.shape[0])
    lower, upper = (rows.shape[1] - 1) // 2, rows.shape[1] // 2
    for first in range(0, rows.shape[0], BLOCK_ROWS):  # they stay within a processor's cache
        ordered = np.sort(rows[first : first + BLOCK_ROWS], axis=1)
        medians[first : first + BLOCK_ROWS] = (ordered[:, lower] + ordered[:, upper]) / 2.0
    return medians
