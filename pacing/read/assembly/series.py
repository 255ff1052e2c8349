"""Raw samples to strictly increasing series: sorted, duplicates dropped, and every such change said."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray

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
EMPTY = Series(np.zeros(0), np.zeros(0))


def placeable(time_s: FloatArray) -> BoolArray:
    """Which times can be those of a recording at all."""
    possible: BoolArray = (time_s > -LONGEST_S) & (time_s < LONGEST_S)
    return possible


def ordered(series: Series) -> tuple[Series, int, bool]:
    """`series` sorted by time with one sample a time (the first written that has a value), how many samples were
    dropped, and whether they were out of order (a list that runs backwards throughout is in order).

    Examples
    --------
    >>> tidy, dropped, moved = ordered(Series(np.array([1.0, 3.0, 2.0, 2.0]), np.array([70.0, 73.0, 72.0, 71.0])))
    >>> tidy.value.tolist(), dropped, moved
    ([70.0, 72.0, 73.0], 1, True)
    """
    known = placeable(series.time_s)
    time_s, value = series.time_s, series.value
    if not known.all():  # copies only where needed: series have millions of samples
        time_s, value = time_s[known], value[known]
    before, after = time_s[:-1], time_s[1:]
    if (after > before).all():
        return Series(time_s, value), 0, False
    moved = bool((after < before).any())
    reverse = moved and bool((after <= before).all())
    place = np.arange(time_s.size)
    order = np.lexsort((place, np.isnan(value), time_s))
    time_s, value = time_s[order], value[order]
    keep = np.concatenate(([True], np.diff(time_s) > 0)) if time_s.size else np.zeros(0, dtype=bool)
    return Series(time_s[keep], value[keep]), int((~keep).sum()), moved and not reverse
