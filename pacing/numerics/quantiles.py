"""Quantiles behind 95 % ranges: one home, so that no stage types a series or a table of its own."""

from functools import cache
from math import exp, lgamma, log, log1p, pi
from statistics import NormalDist

COVERAGE = 0.95  # of every range the program gives
UPPER = 0.5 + COVERAGE / 2
NORMAL_95 = NormalDist().inv_cdf(UPPER)  # half-width of a 95 % range, in standard deviations
MANY_DEGREES = 1000.0  # from here on the series in 1 / degrees is exact to the last digits
LAST_STEP = 1e-9  # each step of Newton's squares the error
NEGLIGIBLE = 1e-16


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
        Quantile of Student's t at 0.975; that of the normal distribution for very many degrees.

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
    if degrees >= MANY_DEGREES:
        return _near_normal(degrees)
    t = NORMAL_95
    for _ in range(100):  # Newton's steps on logarithms: tails of few degrees are powers
        beyond = _beyond(t, degrees)
        step = log(beyond / (1.0 - COVERAGE)) * beyond / (2.0 * t * _density(t, degrees))
        t *= exp(step)
        if abs(step) < LAST_STEP:
            break
    return t


def _near_normal(degrees: float) -> float:
    """The expansion of Cornish and Fisher (Abramowitz and Stegun, 26.7.5)."""
    z = NORMAL_95
    terms = (
        z,
        (z**3 + z) / 4.0,
        (5.0 * z**5 + 16.0 * z**3 + 3.0 * z) / 96.0,
        (3.0 * z**7 + 19.0 * z**5 + 17.0 * z**3 - 15.0 * z) / 384.0,
        (79.0 * z**9 + 776.0 * z**7 + 1482.0 * z**5 - 1920.0 * z**3 - 945.0 * z) / 92160.0,
    )
    return sum(term / degrees**power for power, term in enumerate(terms))


def _density(t: float, degrees: float) -> float:
    half = degrees / 2.0
    scale = lgamma(half + 0.5) - lgamma(half) - log(degrees * pi) / 2.0
    return exp(scale - (half + 0.5) * log1p(t * t / degrees))


def _beyond(t: float, degrees: float) -> float:
    """How much of Student's distribution lies farther out than `t`, on both sides."""
    share = degrees / (degrees + t * t)
    if share < 0.5:
        return _incomplete_beta(share, degrees / 2.0, 0.5)
    return 1.0 - _incomplete_beta(t * t / (degrees + t * t), 0.5, degrees / 2.0)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its series of positive terms; quick for `x` up to a half."""
    term = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a + 1.0) - lgamma(b))
    total, order = 0.0, 0
    while term > total * NEGLIGIBLE:
        total += term
        term *= x * (a + b + order) / (a + 1.0 + order)
        order += 1
    return total
