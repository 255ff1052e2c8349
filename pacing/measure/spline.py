"""A cubic spline through unevenly spaced points (not-a-knot), evaluated on sorted places."""

import numpy as np

from pacing.model.arrays import FloatArray

FEWEST_POINTS = 4


def cubic_spline(x: FloatArray, y: FloatArray, at: FloatArray) -> FloatArray:
    """Values at `at` of the cubic spline through (x, y), the same as other programs' default cubic interpolation.

    Parameters
    ----------
    x, y : shape (n,), n >= 4; x strictly increasing
    at : shape (m,), increasing; places outside x continue the outermost piece

    Raises
    ------
    ValueError
        Fewer than four points.

    Notes
    -----
    Not-a-knot: the third derivative is continuous at the second point and the last but one. The slopes at the points
    solve a banded system, so time and memory grow with n.

    Examples
    --------
    >>> x = np.arange(6.0)
    >>> cubic_spline(x, x**3, np.array([0.5, 2.5])).round(9).tolist()
    [0.125, 15.625]
    """
    if x.size < FEWEST_POINTS:
        message = "a cubic spline needs four points"
        raise ValueError(message)
    from scipy.linalg import solve_banded  # noqa: PLC0415

    width = np.diff(x)
    rise = np.diff(y) / width
    bands = np.zeros((5, x.size))
    right = np.empty(x.size)
    bands[1, 2:] = width[:-1]
    bands[2, 1:-1] = 2.0 * (width[:-1] + width[1:])
    bands[3, :-2] = width[1:]
    right[1:-1] = 3.0 * (width[1:] * rise[:-1] + width[:-1] * rise[1:])
    bands[2, 0], bands[1, 1] = width[1], width[0] + width[1]
    right[0] = _end(width[0], width[1], rise[0], rise[1])
    bands[2, -1], bands[3, -2] = width[-2], width[-1] + width[-2]
    right[-1] = _end(width[-1], width[-2], rise[-1], rise[-2])
    slope = solve_banded((1, 1), bands[1:4], right, overwrite_b=True, check_finite=False)
    piece = np.clip(np.searchsorted(x, at, side="right") - 1, 0, width.size - 1)
    along = at - x[piece]
    bend = (slope[:-1] + slope[1:] - 2.0 * rise) / width
    second = (rise - slope[:-1]) / width - bend
    third = bend / width
    values: FloatArray = y[piece] + along * (slope[piece] + along * (second[piece] + along * third[piece]))
    return values


def _end(first: float, second: float, rise: float, next_rise: float) -> float:
    both = first + second
    return float(((first + 2.0 * both) * second * rise + first**2 * next_rise) / both)
