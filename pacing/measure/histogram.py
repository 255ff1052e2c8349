"""Indices of the histogram of intervals as pure functions on rows of counts."""

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray

TRIANGLE_SIDES = 6.0  # of the sum of squares k (k + 1) (2 k + 1) / 6
STRESS_BIN_MS = 50.0


def triangular_index(counts: FloatArray) -> FloatArray:
    """All intervals over those in the fullest bin; `counts` of shape (…, bins).

    Examples
    --------
    >>> float(triangular_index(np.array([1.0, 4.0, 3.0])))
    2.0
    """
    index: FloatArray = counts.sum(axis=-1) / counts.max(axis=-1)
    return index


def triangle_base(counts: FloatArray) -> FloatArray:
    """Base of the triangle that fits the histogram best, in bins; `counts` of shape (rows, bins), empty at both ends.

    The apex stands on the fullest bin; each foot is the bin that leaves the least sum of squared differences.

    Examples
    --------
    >>> triangle_base(np.array([[0.0, 0.0, 1.0, 2.0, 3.0, 2.0, 1.0, 0.0, 0.0]])).tolist()
    [6.0]
    """
    apex: npt.NDArray[np.intp] = counts.argmax(axis=1)
    left = _foot(counts, apex)
    right = _foot(counts[:, ::-1], counts.shape[1] - 1 - apex)
    return left + right


def _foot(counts: FloatArray, apex: npt.NDArray[np.intp]) -> FloatArray:
    """Bins from the foot of the best rising side to the apex; shape (rows,)."""
    bins = np.arange(counts.shape[1])
    height = np.take_along_axis(counts, apex[:, None], axis=1)
    amount, moment = np.cumsum(counts, axis=1), np.cumsum(counts * bins, axis=1)
    run = (apex[:, None] - bins).astype(np.float64)
    safe = np.maximum(run, 1.0)
    cross = (
        np.take_along_axis(moment, apex[:, None], axis=1)
        - moment
        - bins * (np.take_along_axis(amount, apex[:, None], axis=1) - amount)
    )
    slope = height / safe
    squares = safe * (safe + 1.0) * (2.0 * safe + 1.0) / TRIANGLE_SIDES
    error = np.where(run > 0.0, slope * slope * squares - 2.0 * slope * cross, np.inf)
    best = error.argmin(axis=1)
    foot: FloatArray = np.take_along_axis(run, best[:, None], axis=1)[:, 0]
    return foot


def stress_index(counts: FloatArray, first_bin: int, range_ms: FloatArray) -> FloatArray:
    """Baevsky's index: share of the fullest 50-ms bin [%] over twice its middle [s] times the range [s].

    Parameters
    ----------
    counts : shape (rows, bins), of 50 ms each
    first_bin : the number of the first bin: it begins at `first_bin` times 50 ms
    range_ms : shape (rows,), longest less shortest interval [ms], > 0

    Examples
    --------
    >>> round(float(stress_index(np.array([[2.0, 5.0, 3.0]]), 15, np.array([150.0]))[0]), 1)
    202.0
    """
    share = 100.0 * counts.max(axis=1) / counts.sum(axis=1)
    middle_s = (first_bin + counts.argmax(axis=1) + 0.5) * STRESS_BIN_MS / 1000.0
    index: FloatArray = share / (2.0 * middle_s * range_ms / 1000.0)
    return index
