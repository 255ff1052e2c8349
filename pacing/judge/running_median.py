"""Single odd values of an optical sensor, taken out by a running median of five seconds, and what holes make of it."""

from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.reference import LIMIT_OPTICAL_MEDIAN_S

REACH = int(LIMIT_OPTICAL_MEDIAN_S.value) // 2
"""Rows on either side of the middle one: five seconds in all."""
BLOCK_ROWS = 32_768
"""Rows smoothed at a time, so that all that is needed stays in the processor's cache."""


class Smoothed(NamedTuple):
    """Smoothed values [bpm] with the least and the most they could be had every second been recorded."""

    bpm: FloatArray
    low_bpm: FloatArray
    high_bpm: FloatArray


def median_of_five(start_s: FloatArray, bpm: FloatArray) -> Smoothed:
    """The median of the five seconds around each row; unknown rows stay unknown.

    A row that lies more than 2 s away, or is NaN, is a second nobody recorded: the median is that of the others, its
    bounds those with such seconds taken as very low and as very high. At the session's ends the end row is repeated.

    Parameters
    ----------
    start_s, bpm
        Shape (n,): where the rows begin [s], increasing, and their values [bpm].

    Examples
    --------
    >>> median_of_five(np.arange(5.0), np.array([90.0, 91.0, 180.0, 92.0, 93.0])).bpm.tolist()
    [90.0, 91.0, 92.0, 93.0, 93.0]
    """
    count = bpm.size
    if count == 0:
        return Smoothed(bpm, bpm, bpm)
    times, values = np.pad(start_s, REACH, mode="edge"), np.pad(bpm, REACH, mode="edge")
    result = np.empty((3, count))
    for first in range(0, count, BLOCK_ROWS):
        rows = slice(first, min(first + BLOCK_ROWS, count))
        around = slice(first, rows.stop + 2 * REACH)
        result[:, rows] = _smooth_block(times[around], values[around])
    return Smoothed(result[0], result[1], result[2])


def _smooth_block(times: FloatArray, values: FloatArray) -> FloatArray:
    """The median, its least and its most, shape (3, k), of k + 4 rows: the first and last two are only looked at."""
    count = values.size - 2 * REACH
    middle_s, middle_bpm = times[REACH : REACH + count], values[REACH : REACH + count]
    near = [
        np.where(np.abs(times[shift : shift + count] - middle_s) <= REACH, values[shift : shift + count], np.nan)
        for shift in range(2 * REACH + 1)
    ]
    median = _middle(near)
    result = np.array([median, median, median])
    holes = np.isnan(sum(near[1:], start=near[0]))
    if holes.any():
        part = np.array([value[holes] for value in near])
        result[0, holes] = _median_of_known(part)
        result[1, holes] = _middle(list(np.where(np.isnan(part), -np.inf, part)))
        result[2, holes] = _middle(list(np.where(np.isnan(part), np.inf, part)))
        result[:, np.isnan(middle_bpm)] = np.nan
    return result


def _middle(five: list[FloatArray]) -> FloatArray:
    """The third largest of five values, element by element (a network of comparisons: no sorting)."""
    a, b, c, d, e = five
    lower = np.maximum(np.minimum(a, b), np.minimum(c, d))
    upper = np.minimum(np.maximum(a, b), np.maximum(c, d))
    middle: FloatArray = np.maximum(np.minimum(lower, upper), np.minimum(np.maximum(lower, upper), e))
    return middle


def _median_of_known(columns: FloatArray) -> FloatArray:
    """The median of the known values of each column, shape (5, k); NaN where none is known."""
    ordered = np.sort(columns, axis=0)
    count = np.isfinite(columns).sum(axis=0)
    index = np.arange(columns.shape[1])
    lower, upper = np.maximum(count - 1, 0) // 2, count // 2
    median: FloatArray = (ordered[lower, index] + ordered[upper, index]) / 2
    return median
