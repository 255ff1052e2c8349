"""Where a falling course crosses a value: a straight line through it, and how sure the crossing is."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray

FEWEST_POINTS = 6
"""Points a line needs before its crossing means anything; design."""
CONFIDENCE = 0.975
"""The quantile that leaves the middle 95 %."""
LEAST_FIT = 0.5
"""Share of the variance the line must explain; design."""


class NoCrossingError(Exception):
    """The course does not cross the value in a way a line can tell; the message says why."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a course crosses a value [bpm], with the half-width of its 95 % range [bpm] and the points behind it."""

    bpm: float
    half_width_bpm: float
    points: int


def crossing_of(bpm: FloatArray, falling: FloatArray, value: float) -> Crossing:
    """The heart rate at which a quantity that falls with heart rate crosses `value`.

    Parameters
    ----------
    bpm, falling
        Shape (n,): heart rate [bpm] and the quantity at it.
    value
        What must be crossed: points must lie on both sides of it.

    Raises
    ------
    NoCrossingError
        Too few points, all on one side, or the quantity does not fall with heart rate.

    Notes
    -----
    Least squares of bpm on the quantity; the half-width is that of the mean response at `value` (Student's t, n - 2).

    Examples
    --------
    >>> line = np.array([1.1, 1.0, 0.9, 0.8, 0.7, 0.6])
    >>> found = crossing_of(200.0 - 100.0 * line, line, 0.75)
    >>> round(found.bpm, 6), round(found.half_width_bpm, 6)
    (125.0, 0.0)
    """
    count = bpm.size
    if count < FEWEST_POINTS:
        message = f"There are {count} windows; {FEWEST_POINTS} are needed."
        raise NoCrossingError(message)
    if not falling.min() < value < falling.max():
        message = f"The course does not cross {value:g}."
        raise NoCrossingError(message)
    about_mean = falling - falling.mean()
    spread = float((about_mean**2).sum())
    slope = float((about_mean * bpm).sum()) / spread
    residual = bpm - bpm.mean() - slope * about_mean
    total = float(((bpm - bpm.mean()) ** 2).sum())
    left = float((residual**2).sum())
    if slope >= 0 or left > (1.0 - LEAST_FIT) * total:
        message = "It does not fall steadily with heart rate here."
        raise NoCrossingError(message)
    from scipy.special import stdtrit  # noqa: PLC0415  (slow to load; few need it)

    distance = value - float(falling.mean())
    standard_error = np.sqrt(left / (count - 2) * (1.0 / count + distance**2 / spread))
    return Crossing(
        float(bpm.mean()) + slope * distance, float(stdtrit(count - 2, CONFIDENCE)) * float(standard_error), count
    )
