"""Medians and quartiles in a window that moves along a series."""

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray

IndexArray = npt.NDArray[np.intp]

BLOCK_WINDOWS = 2048  # design: so many windows at a time stay within a processor's cache


def running_median(values: FloatArray, width: int) -> FloatArray:
    """Median of the `width` values around each (fewer at the ends); shape as `values`.

    Examples
    --------
    >>> running_median(np.array([1.0, 9.0, 2.0, 3.0]), 3).tolist()
    [5.0, 2.0, 3.0, 2.5]
    """
    return _at_places(values, width, np.arange(values.size), (2,))[0]


def running_lower_quartile(values: FloatArray, width: int, places: IndexArray | None = None) -> FloatArray:
    """Lower quartile of the `width` values around each (fewer at the ends); at `places`, or shape as `values`."""
    return _at_places(values, width, np.arange(values.size) if places is None else places, (1,))[0]


def running_least(values: FloatArray, width: int) -> FloatArray:
    """Least of the `width` values around each (fewer at the ends), an odd number; shape as `values`.

    Examples
    --------
    >>> running_least(np.array([4.0, 1.0, 2.0, 3.0, 5.0]), 3).tolist()
    [1.0, 1.0, 1.0, 2.0, 3.0]
    """
    if not values.size:
        return values.copy()
    padded = np.pad(values, width // 2, constant_values=np.inf)
    least: FloatArray = np.lib.stride_tricks.sliding_window_view(padded, 2 * (width // 2) + 1).min(axis=1)
    return least


def running_quartiles(
    values: FloatArray, width: int, places: IndexArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Lower and upper quartile of the `width` values around each (fewer at the ends); shape as `values`.

    Parameters
    ----------
    values
        A series, shape (n,).
    width
        How many values a window holds; odd.
    places
        Where they are wanted, shape (m,); everywhere if left out.

    Returns
    -------
    low, high : ndarray
        In the unit of the values, shape (n,), or (m,) for so many places.

    Examples
    --------
    >>> running_quartiles(np.array([1.0, 9.0, 2.0, 3.0]), 3, np.array([1]))
    (array([1.5]), array([5.5]))
    """
    low, high = _at_places(values, width, np.arange(values.size) if places is None else places, (1, 3))
    return low, high


def share_around(members: BoolArray, width: int) -> FloatArray:
    """Share of members, 0..1, among the `width` beats around each (fewer at the ends); shape as `members`.

    Examples
    --------
    >>> share_around(np.array([True, False, False, False]), 3).tolist()
    [0.5, 0.3333333333333333, 0.0, 0.0]
    """
    sums = np.concatenate(([0], np.cumsum(members)))
    places = np.arange(members.size)
    low, high = np.maximum(places - width // 2, 0), np.minimum(places + width // 2 + 1, members.size)
    around: FloatArray = (sums[high] - sums[low]) / np.maximum(high - low, 1)
    return around


def _at_places(values: FloatArray, width: int, places: IndexArray, quarters: tuple[int, ...]) -> list[FloatArray]:
    """Quantiles at `quarters`/4 of the windows around these places, of fewer values at the ends.

    To sort a short window whole is quicker than to look for ranks in it: processors sort several values at once.
    """
    if not places.size:
        return [np.empty(0) for _ in quarters]
    half = width // 2
    padded = np.full(values.size + 2 * half, np.inf)
    padded[half : half + values.size] = values
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    last = np.minimum(places + half, values.size - 1) - np.maximum(places - half, 0)
    results = [np.empty(places.size) for _ in quarters]
    for start in range(0, places.size, BLOCK_WINDOWS):
        some = slice(start, start + BLOCK_WINDOWS)
        rows = windows[places[some]]
        rows.sort(axis=1)
        each = np.arange(rows.shape[0])
        for result, quarter in zip(results, quarters, strict=True):
            index = last[some] * (quarter / 4.0)
            below = index.astype(np.intp)
            low = rows[each, below]
            high = rows[each, np.minimum(below + 1, last[some])]
            result[some] = low + (index - below) * (high - low)
    return results
