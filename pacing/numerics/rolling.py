"""Medians and quartiles in a window that moves along a series."""

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.numerics.quantiles import of_ordered

IndexArray = npt.NDArray[np.intp]

BLOCK_WINDOWS = 2048  # design: so many windows at a time stay within a processor's cache


def running_median(values: FloatArray, width: int) -> FloatArray:
    """Median of the `width` values around each (fewer at the ends), an odd number; shape as `values`.

    Two neighbouring windows share all values but one. These are sorted once; the median of a window is its own value,
    or the nearer of the two in their middle where it lies beyond.

    Examples
    --------
    >>> running_median(np.array([1.0, 9.0, 2.0, 3.0]), 3).tolist()
    [5.0, 2.0, 3.0, 2.5]
    """
    size, half = values.size, width // 2
    pairs = max(size - 2 * half, 0) // 2
    median, stop = np.empty(size), half + 2 * pairs
    head, tail = values[: 2 * half], values[2 * pairs :]
    median[:half] = _at_places(head, width, np.arange(min(half, size)), (2,))[0]
    median[stop:] = _at_places(tail, width, np.arange(half, tail.size), (2,))[0]
    if not pairs:
        return median
    first, last, of_pairs = values[: 2 * pairs : 2], values[width::2], median[half:stop].reshape(pairs, 2)
    shared = np.lib.stride_tricks.sliding_window_view(values, 2 * half)[1 : 2 * pairs : 2]
    for start in range(0, pairs, BLOCK_WINDOWS):
        some = slice(start, min(start + BLOCK_WINDOWS, pairs))
        rows = shared[some].copy()
        rows.sort(axis=1)
        below, above = rows[:, half - 1], rows[:, half]
        np.clip(first[some], below, above, out=of_pairs[some, 0])
        np.clip(last[some], below, above, out=of_pairs[some, 1])
    return median


def running_lower_quartile(values: FloatArray, width: int, places: IndexArray | None = None) -> FloatArray:
    """Lower quartile of the `width` values around each (fewer at the ends); at `places`, or shape as `values`."""
    return _at_places(values, width, places, (1,))[0]


def running_least(values: FloatArray, width: int) -> FloatArray:
    """Least of the `width` values around each (fewer at the ends), an odd number; shape as `values`.

    Examples
    --------
    >>> running_least(np.array([4.0, 1.0, 2.0, 3.0, 5.0]), 3).tolist()
    [1.0, 1.0, 1.0, 2.0, 3.0]
    """
    if not values.size:
        return values.copy()
    least, reach = np.pad(values, width // 2, constant_values=np.inf), 1
    while reach < width:
        step = min(reach, width - reach)
        least, reach = np.minimum(least[:-step], least[step:]), reach + step
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
    low, high = _at_places(values, width, places, (1, 3))
    return low, high


def share_around(members: BoolArray, width: int) -> FloatArray:
    """Share of members, 0..1, among the `width` beats around each (fewer at the ends); shape as `members`.

    Examples
    --------
    >>> share_around(np.array([True, False, False, False]), 3).tolist()
    [0.5, 0.3333333333333333, 0.0, 0.0]
    """
    if not members.any():
        return np.zeros(members.size)
    half, size = width // 2, members.size
    sums = np.zeros(size + 2 * half + 1)
    np.cumsum(members, dtype=np.float64, out=sums[half + 1 : half + 1 + size])
    sums[half + 1 + size :] = sums[half + size]
    ends = np.minimum(np.arange(1.0 + half, 1.0 + half + size), size)
    ends -= np.maximum(np.arange(-float(half), size - half), 0.0)  # how many values a window holds
    around: FloatArray = (sums[2 * half + 1 :] - sums[:size]) / ends
    return around


def _at_places(
    values: FloatArray, width: int, places: IndexArray | None, quarters: tuple[int, ...]
) -> list[FloatArray]:
    """Quantiles at `quarters`/4 of the windows around these places (around each value), of fewer values at the ends.

    To sort a short window whole is quicker than to look for ranks in it: processors sort several values at once.
    """
    size, half = values.size if places is None else places.size, width // 2
    if not size:
        return [np.empty(0) for _ in quarters]
    padded = np.full(values.size + 2 * half, np.inf)
    padded[half : half + values.size] = values
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)
    results = [np.empty(size) for _ in quarters]
    for start in range(0, size, BLOCK_WINDOWS):
        some = slice(start, min(start + BLOCK_WINDOWS, size))
        here = np.arange(some.start, some.stop) if places is None else places[some]
        rows = windows[some].copy() if places is None else windows[here]
        rows.sort(axis=1)
        at_ends = places is not None or some.start < half or some.stop + half > size
        last = np.minimum(here + half, values.size - 1) - np.maximum(here - half, 0) if at_ends else None
        for result, quarter in zip(results, quarters, strict=True):
            result[some] = _between_ranks(rows, last, quarter / 4.0)
    return results


def _between_ranks(rows: FloatArray, last: IndexArray | None, share: float) -> FloatArray:
    """The quantile of each row of ordered values, of which those up to `last` count; None: all."""
    if last is None:
        return of_ordered(rows, np.array([share]))[:, 0]
    each, index = np.arange(last.size), last * share
    below = index.astype(np.intp)
    low, high = rows[each, below], rows[each, np.minimum(below + 1, last)]
    between: FloatArray = low + (index - below) * (high - low)
    return between
