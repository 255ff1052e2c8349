"""When each record was made: which records can be placed in time, in which order, and what cannot."""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.table import IntArray

FIT_EPOCH_UNIX_S = 631_065_600  # 1989-12-31T00:00:00Z, from the FIT protocol
RELATIVE_BELOW_S = 0x10000000  # FIT protocol: smaller times count from when the device was switched on
DAY_S = 86_400.0
FARTHEST_S = 366 * DAY_S  # design: records farther apart than a year are not one session; one clock was wrong


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """`kept`: rows that can be placed, in order of time; `time_s`: their times [FIT s], strictly rising; remarks."""

    kept: IntArray
    time_s: FloatArray
    remarks: tuple[str, ...]

    @property
    def relative(self) -> bool:
        """Whether the times count from when the device was switched on."""
        return bool(self.time_s.size) and bool(self.time_s[0] < RELATIVE_BELOW_S)


def place(time_s: FloatArray, preferred: np.ndarray, what: str) -> Placed:
    """Which rows have a place in time.

    Rows without a time, rows a year and more from where most rows are, and rows that go back over time that is already
    recorded are left out, and it is said. Of rows with the same time one is kept: the first among the `preferred`
    (those with a heart rate), else the first.
    """
    remarks: list[str] = []
    rows = np.flatnonzero(np.isfinite(time_s))
    if rows.size < time_s.size:
        remarks.append(f"{_count(time_s.size - rows.size, what)} without a time left out")
    near = _near_the_bulk(time_s[rows])
    if not near.all():
        remarks.append(
            f"{_count(int((~near).sum()), what)} left out: dated a year and more from the others, their clock was wrong"
        )
        rows = rows[near]
    steps = np.diff(time_s[rows])
    if (steps < 0).any():
        fits = _fits_in_gaps(time_s[rows])
        back = int((steps < 0).sum())
        over = _count(int((~fits).sum()), what)
        how = f"{over} left out that lie over time already recorded" if not fits.all() else "sorted by their own times"
        remarks.append(f"time goes back {back} time(s); {how}")
        rows = rows[fits]
    order = np.lexsort((rows, ~preferred[rows], time_s[rows])) if not _rising(time_s[rows]) else np.arange(rows.size)
    rows = rows[order]
    times = time_s[rows]
    first = np.concatenate(([True], np.diff(times) > 0)) if times.size else np.empty(0, dtype=bool)
    if not first.all():
        remarks.append(f"{_count(int((~first).sum()), what)} with a time already taken left out (one of each kept)")
        rows, times = rows[first], times[first]
    longest = float(np.diff(times).max()) if times.size > 1 else 0.0
    if longest > DAY_S:
        remarks.append(f"a hole of {longest / DAY_S:.1f} days between two {what}s; nothing is known of that time")
    return Placed(rows, times, tuple(remarks))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _rising(times: FloatArray) -> bool:
    return bool((np.diff(times) > 0).all())


def _near_the_bulk(times: FloatArray) -> np.ndarray:
    """Which times are within a year of the largest block of times that hang together."""
    if not times.size or float(times.max() - times.min()) <= FARTHEST_S:
        return np.ones(times.size, dtype=bool)
    order = np.argsort(times, kind="stable")
    block = np.concatenate(([0], np.cumsum(np.diff(times[order]) > FARTHEST_S)))
    sizes = np.bincount(block)
    largest = sizes.size - 1 - int(np.argmax(sizes[::-1]))  # of equal blocks the later: clocks are set, not unset
    near = np.empty(times.size, dtype=bool)
    near[order] = block == largest
    return near


def _longest_forward(times: FloatArray) -> npt.NDArray[np.bool_]:
    """Rows of the longest series that never goes back: one wrong time far ahead costs one row, not all after it."""
    ends: list[float] = []
    rows: list[int] = []
    before = np.full(times.size, -1, dtype=np.int64)
    for row, time_s in enumerate(times.tolist()):
        at = bisect_right(ends, time_s)
        before[row] = rows[at - 1] if at else -1
        ends[at : at + 1], rows[at : at + 1] = [time_s], [row]
    forward = np.zeros(times.size, dtype=bool)
    row = rows[-1] if rows else -1
    while row >= 0:
        forward[row] = True
        row = int(before[row])
    return forward


def _fits_in_gaps(times: FloatArray) -> np.ndarray:
    """Which rows are in the longest series that never goes back, or go into time that no row of it covers."""
    forward = _longest_forward(times)
    fits = forward.copy()
    ahead = times[forward]
    late = np.flatnonzero(~forward)
    for run in np.split(late, np.flatnonzero(np.diff(late) > 1) + 1):
        low, high = float(times[run].min()), float(times[run].max())
        covered = np.searchsorted(ahead, high, side="right") - np.searchsorted(ahead, low, side="left")
        fits[run] = covered == 0
    return fits
