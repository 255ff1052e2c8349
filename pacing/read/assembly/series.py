"""Raw samples to strictly increasing series: sorted, duplicates dropped, and every such change said."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.model.recording import PIECE_ROWS

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Times [s] on any axis and the values beside them, in the file's own order."""

    time_s: FloatArray
    value: FloatArray

    @property
    def size(self) -> int:
        """Number of samples."""
        return int(self.time_s.size)


LONGEST_S = 5e9  # from 1970 to beyond 2100: no time of a recording is larger on any axis
LONGEST_AVERAGED_S = 900.0  # design: no app writes means over more than a quarter of an hour as a heart rate
FARTHEST_S = 366 * 86_400.0  # design: samples farther apart than a year are not one recording
NEARLY_ALL = 0.9  # design
EMPTY = Series(np.zeros(0), np.zeros(0))


def placeable(time_s: FloatArray) -> BoolArray:
    """Which times can be those of a recording at all.

    Parameters
    ----------
    time_s
        Shape (n,), [s], on the axis of the file.

    Returns
    -------
    Shape (n,), True where a time is possible.
    """
    possible: BoolArray = (time_s > -LONGEST_S) & (time_s < LONGEST_S)
    return possible


def at_possible_times(series: Series) -> Series:
    """The samples whose times can be those of a recording; `series` itself where all can.

    Parameters
    ----------
    series
        Times [s] and values, shapes (n,).

    Returns
    -------
    Series

    Examples
    --------
    >>> at_possible_times(Series(np.array([0.0, np.nan, 2.0]), np.array([70.0, 71.0, 72.0]))).value.tolist()
    [70.0, 72.0]
    """
    if all(placeable(series.time_s[first : first + PIECE_ROWS]).all() for first in range(0, series.size, PIECE_ROWS)):
        return series
    known = placeable(series.time_s)
    return Series(series.time_s[known], series.value[known])


def usual_step_s(time_s: FloatArray) -> float | None:
    """The usual distance of neighbouring times [s], up to a quarter of an hour; None where there is none.

    Parameters
    ----------
    time_s
        Shape (n,), [s], on the axis of the file.

    Returns
    -------
    [s], or None with fewer than two times.

    Examples
    --------
    >>> usual_step_s(np.array([0.0, 120.0, 240.0, 9000.0, 9120.0]))
    120.0
    """
    known = np.unique(time_s[placeable(time_s)])
    return min(float(np.median(np.diff(known))), LONGEST_AVERAGED_S) if known.size > 1 else None


def apart_from_the_rest(time_s: FloatArray) -> BoolArray:
    """Which samples are dated a year and more from nearly all others: their clock was wrong; shape as `time_s`.

    Samples hang together where no hole of a year parts them. Of the blocks the largest is kept, if it holds nearly all;
    else nobody can tell which clock was right, and none is left out.

    Parameters
    ----------
    time_s
        Shape (n,), [s], on the axis of the file.

    Returns
    -------
    Shape (n,), True where a sample is dated a year and more from nearly all others.

    Examples
    --------
    >>> apart_from_the_rest(np.append(np.arange(100.0), 4e8)).nonzero()[0].tolist()
    [100]
    """
    apart = np.zeros(time_s.size, dtype=np.bool_)
    if _hang_together(time_s):
        return apart
    known = placeable(time_s)
    if not known.any():
        return apart
    span_s = np.max(time_s, where=known, initial=-np.inf) - np.min(time_s, where=known, initial=np.inf)
    if span_s <= FARTHEST_S:
        return apart
    order = np.argsort(np.where(known, time_s, np.inf), kind="stable")[: int(known.sum())]
    block = np.concatenate(([0], np.cumsum(np.diff(time_s[order]) > FARTHEST_S)))
    sizes = np.bincount(block)
    if sizes.max() < NEARLY_ALL * order.size:
        return apart
    apart[order] = block != int(np.argmax(sizes))
    return apart


def _hang_together(time_s: FloatArray) -> bool:
    """Whether all times are possible and no year lies between two neighbours, in whatever order: nothing to sort then.

    In pieces, for there are as many steps as times.
    """
    for first in range(0, time_s.size - 1, PIECE_ROWS):
        piece = time_s[first : first + PIECE_ROWS + 1]
        if not placeable(piece).all() or not (np.abs(np.diff(piece)) <= FARTHEST_S).all():
            return False
    return True


def ordered(series: Series) -> tuple[Series, int, bool]:
    """`series` sorted by time with one sample a time (the first written that has a value), how many samples were
    dropped, and whether they were out of order (a list that runs backwards throughout is in order).

    Parameters
    ----------
    series
        Times [s] and values, in the order of the file; shapes (n,).

    Returns
    -------
    The tidy series, how many samples were dropped, and whether they were out of order.

    Examples
    --------
    >>> tidy, dropped, moved = ordered(Series(np.array([1.0, 3.0, 2.0, 2.0]), np.array([70.0, 73.0, 72.0, 71.0])))
    >>> tidy.value.tolist(), dropped, moved
    ([70.0, 72.0, 73.0], 1, True)
    """
    series = at_possible_times(series)
    time_s, value = series.time_s, series.value
    before, after = time_s[:-1], time_s[1:]
    if (after > before).all():
        return Series(time_s, value), 0, False
    moved = bool((after < before).any())
    reverse = moved and bool((after <= before).all())
    index = np.arange(time_s.size)
    order = np.lexsort((index, np.isnan(value), time_s))
    time_s, value = time_s[order], value[order]
    keep = np.concatenate(([True], np.diff(time_s) > 0)) if time_s.size else np.zeros(0, dtype=bool)
    return Series(time_s[keep], value[keep]), int((~keep).sum()), moved and not reverse
