"""Lengths of a pool: when somebody swam, where the records stand only at the end of each length.

Between two such records a swimmer may have rested at the wall, and after the last one nobody swam a whole length,
however long the timer ran on. The `length` messages tell when each began and ended; where there are none, the records
do.
"""

from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.assembly.series import Series
from pacing.read.fit.wire.definition import code
from pacing.read.fit.wire.table import Decoded

SPARSE_S = 10.0  # design: watches that write records by time do so more often; a length takes longer
LATE_LENGTH = 1.5  # design: a record this many usual lengths after the one before it came after a rest at the wall
LONGEST_SWIM_S = 86_400.0  # nobody swims lengths for longer than a day; bounds what a wrong clock can ask for
FEWEST_LENGTHS = 3  # design: two records show no rhythm
SWIMMING = ("swim",)

FROM_LENGTHS = "Speed was worked out from the lengths that were swum; after the last length nobody swam."


class _Lengths(NamedTuple):
    """When each length that was swum began and ended [FIT s], shapes (n,), in order, without overlap."""

    begin_s: FloatArray
    end_s: FloatArray


def speed_from_lengths(
    decoded: Decoded, distance: Series, sport: str | None, span_s: tuple[float, float]
) -> Series | None:
    """Speed by the second of a swim whose distance is known only at the end of each length.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.
    distance
        Times [FIT s] and distance [m] of the records, shape (n,).
    sport
        What the session says it was; None where it does not say.
    span_s
        Begin and end of the session [FIT s].

    Returns
    -------
    Times [FIT s] and speed [m/s] on each second of the session, 0 where nobody swam; None where the records stand more
    densely, or hold no lengths.
    """
    known = np.isfinite(distance.value)
    time_s, metres = distance.time_s[known], distance.value[known]
    begin_s, end_s = span_s
    if time_s.size < FEWEST_LENGTHS or not 0.0 < end_s - begin_s <= LONGEST_SWIM_S:
        return None
    if float(np.median(np.diff(time_s))) < SPARSE_S:
        return None
    swum = _written(decoded, begin_s, end_s)
    if swum is None and any(word in (sport or "") for word in SWIMMING):
        swum = _from_records(time_s, begin_s)
    if swum is None:
        return None
    seconds = np.arange(begin_s, end_s + 1.0)
    length = np.searchsorted(swum.begin_s, seconds, side="right") - 1
    within = (length >= 0) & (seconds < swum.end_s[np.maximum(length, 0)])
    at_s, gone_m = np.concatenate(([min(begin_s, time_s[0] - 1.0)], time_s)), np.concatenate(([0.0], metres))
    reached = gone_m[np.searchsorted(at_s, swum.end_s + 1.0, side="right") - 1]  # whole seconds may be one apart
    pace = np.maximum(np.diff(reached, prepend=0.0), 0.0) / (swum.end_s - swum.begin_s)
    return Series(seconds, np.where(within, pace[np.maximum(length, 0)], 0.0))


def _written(decoded: Decoded, begin_s: float, end_s: float) -> _Lengths | None:
    """The lengths of the `length` messages in which somebody swam."""
    table = decoded.table("length")
    if not len(table):
        return None
    start, stop, kind = (table.number(field) for field in ("start_time", "timestamp", "length_type"))
    took = start + table.number("total_elapsed_time")
    stop = np.where(np.isfinite(took), took, stop)
    rows = np.flatnonzero((start >= begin_s - 1.0) & (stop <= end_s + 1.0) & (kind != code("length_type", "idle")))
    return _in_order(start[rows], stop[rows])


def _from_records(time_s: FloatArray, begin_s: float) -> _Lengths | None:
    """Each record as the end of a length, which took the usual time where the swimmer had rested before it."""
    spacing_s = np.diff(time_s, prepend=begin_s)
    usual_s = float(np.median(spacing_s[1:]))
    took_s = np.where(spacing_s > LATE_LENGTH * usual_s, usual_s, spacing_s)
    return _in_order(time_s - took_s, time_s)


def _in_order(begin_s: FloatArray, end_s: FloatArray) -> _Lengths | None:
    order = np.argsort(begin_s, kind="stable")
    begin_s, end_s = begin_s[order], end_s[order]
    end_s = np.minimum(end_s, np.append(begin_s[1:], np.inf))
    whole = end_s > begin_s
    return _Lengths(begin_s[whole], end_s[whole]) if int(whole.sum()) >= FEWEST_LENGTHS else None
