"""Quantiles behind 95 % ranges: one home, so that no stage types a series or a table of its own."""

from functools import cache
from statistics import NormalDist

COVERAGE = 0.95  # of every range the program gives
UPPER = 0.5 + COVERAGE / 2
NORMAL_95 = NormalDist().inv_cdf(UPPER)  # half-width of a 95 % range, in standard deviations


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
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to load; few need it

    return float(stdtrit(degrees, UPPER))
