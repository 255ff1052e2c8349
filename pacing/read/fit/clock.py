"""When each record of a FIT file was made: which records can be placed, in which order, from which start and zone.

A clock that was set forward while the timer ran, as when GPS gives the time, leaves a hole that is no time that passed.
"""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.read.assembly.local_time import zone_named
from pacing.read.fit.markers import STOPS
from pacing.read.fit.wire.definition import code
from pacing.read.fit.wire.table import Decoded, IntArray

FIT_EPOCH_UNIX_S = 631_065_600  # 1989-12-31T00:00:00Z, from the FIT protocol
RELATIVE_BELOW_S = 0x10000000  # FIT protocol: smaller times count from when the device was switched on
DAY_S = 86_400.0
FARTHEST_S = 366 * DAY_S  # design: records farther apart than a year are not one session; one clock was wrong


class RecordTimes(NamedTuple):
    """`rows`: rows that can be placed, in order of time; `time_s`: their times [FIT s], strictly rising; remarks."""

    rows: IntArray
    time_s: FloatArray
    remarks: tuple[str, ...]

    @property
    def relative(self) -> bool:
        """Whether the times count from when the device was switched on."""
        return bool(self.time_s.size) and bool(self.time_s[0] < RELATIVE_BELOW_S)


def place_records(time_s: FloatArray, preferred: np.ndarray, what: str) -> RecordTimes:
    """Which rows have a place in time.

    Rows without a time, rows a year and more from where most rows are, and rows that go back over time that is already
    recorded are left out, and it is said. Of rows with the same time one is kept: the first among the `preferred`
    (those with a heart rate), else the first.

    Parameters
    ----------
    time_s
        Shape (n,), [s], on the axis of the file.
    preferred
        Shape (n,), rows that win over others of the same time.
    what
        What one row is called in a remark.

    Returns
    -------
    Which rows have a place in time, their times [FIT s], strictly rising, and remarks.
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
        how = (
            f"{over} left out, because that time was already recorded"
            if not fits.all()
            else "sorted by their own times"
        )
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
    return RecordTimes(rows, times, tuple(remarks))


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _rising(times: FloatArray) -> bool:
    return bool((np.diff(times) > 0).all())


def _near_the_bulk(times: FloatArray) -> np.ndarray:
    """Which times are within a year of the largest block of times that hang together."""
    if not times.size or np.ptp(times) <= FARTHEST_S:  # most files: to sort them would be a twentieth of reading
        return np.ones(times.size, dtype=bool)
    order = np.argsort(times, kind="stable")
    block = np.concatenate(([0], np.cumsum(np.diff(times[order]) > FARTHEST_S)))
    sizes = np.bincount(block)
    largest = sizes.size - 1 - int(np.argmax(sizes[::-1]))  # of equal blocks the later: clocks are set, not unset
    near = np.empty(times.size, dtype=bool)
    near[order] = block == largest
    return near


def _longest_forward(times: FloatArray) -> npt.NDArray[np.bool_]:
    """Rows of the longest series that never goes back: one wrong time far ahead costs one row, not all after it.

    Rows that no earlier row exceeds and no later one falls below are in every such series: most of a file. Only the
    others are weighed against each other, by patience sorting.
    """
    forward: npt.NDArray[np.bool_] = times >= np.maximum.accumulate(times)
    forward &= times <= np.minimum.accumulate(times[::-1])[::-1]
    doubtful = np.flatnonzero(~forward)
    ends: list[float] = []
    rows: list[int] = []
    before = np.full(times.size, -1, dtype=np.int64)
    for row, time_s in zip(doubtful.tolist(), times[doubtful].tolist(), strict=True):
        at = bisect_right(ends, time_s)
        before[row] = rows[at - 1] if at else -1
        ends[at : at + 1], rows[at : at + 1] = [time_s], [row]
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


QUARTER_S = 900  # zones differ from UTC by whole quarters of an hour
LARGEST_OFFSET_S = 14 * 3600
LARGEST_ROUNDING_S = 120  # design: a local clock may run this far beside the device's UTC
LOCAL_TIMES = (
    ("activity", "local_timestamp"),
    ("timestamp_correlation", "local_timestamp"),
    ("monitoring_info", "local_timestamp"),
)


def start_instant(first_s: float, decoded: Decoded, zone_option: str | None) -> tuple[datetime | None, tuple[str, ...]]:
    """The instant `first_s` [FIT s] with its zone, and remarks that give the evidence; None for a relative clock.

    The file's own local time wins; then the zone the person gave; else UTC, said.

    Parameters
    ----------
    first_s
        [FIT s], the first sample.
    decoded
        The messages of a FIT file, a table for each kind.
    zone_option
        An IANA name the person gave, or None.

    Returns
    -------
    The instant with its zone, or None for a clock that was not set; and remarks.

    Raises
    ------
    UsageError
        There is no zone of that name.
    """
    if first_s < RELATIVE_BELOW_S:
        return None, (
            "the device's clock was not set: times count from when it was switched on, the date is not known",
        )
    instant = datetime.fromtimestamp(FIT_EPOCH_UNIX_S, UTC) + timedelta(seconds=float(first_s))
    zone: tzinfo
    given_zone = zone_named(zone_option)
    offset, evidence, remarks = _offset_in_file(decoded)
    if offset is not None:
        zone = timezone(timedelta(seconds=offset))
        remarks.append(f"local time UTC{_signed(offset)} from {evidence}")
        if given_zone is not None:
            own_offset = instant.astimezone(given_zone).utcoffset() or timedelta()
            if own_offset.total_seconds() != offset:
                remarks.append(f"the zone given, {zone_option}, differs from it and was not used")
    elif given_zone is not None:
        zone = given_zone
        remarks.append(f"local time from the zone given, {zone_option}")
    else:
        zone = UTC
        remarks.append("the file does not give the local time: times are UTC")
    return instant.astimezone(zone), tuple(remarks)


def _offset_in_file(decoded: Decoded) -> tuple[int | None, str, list[str]]:
    remarks: list[str] = []
    for message, field in LOCAL_TIMES:
        table = decoded.table(message)
        if not table.has(field):
            continue
        result: list[int] = []
        differences = table.number(field) - table.number("timestamp")
        for difference in differences[np.isfinite(differences)]:
            quarters = round(float(difference) / QUARTER_S) * QUARTER_S
            if abs(quarters) <= LARGEST_OFFSET_S and abs(difference - quarters) <= LARGEST_ROUNDING_S:
                result.append(quarters)
            else:
                remarks.append(f"{message}.{field} is not a local time and was not used")
        if result:
            later = ", ".join(f"UTC{_signed(offset)}" for offset in dict.fromkeys(result) if offset != result[0])
            if later:
                remarks.append(f"the local clock changes during the file, to {later}; days are those of the first")
            return result[0], f"{message}.{field}", remarks
    return None, "", remarks


def _signed(offset: int) -> str:
    sign = "-" if offset < 0 else "+"
    return f"{sign}{abs(offset) // 3600:02d}:{abs(offset) % 3600 // 60:02d}"


LEAST_JUMP_S = 600.0  # design: shorter holes can be anything
AGREES_S, AGREES_SHARE = 60.0, 0.03  # design: how well the timer's own time and the times without the hole agree


def without_clock_jump(times: FloatArray, decoded: Decoded) -> tuple[FloatArray, tuple[str, ...]]:
    """Times of the records [FIT s] with those before a jump of the clock moved on to it, and a remark.

    One hole is taken for a jump where the session's timer ran exactly as long as the records last without it, and the
    timer was not stopped between. The later clock is right: it was set from something better.

    Parameters
    ----------
    times
        Shape (n,), [FIT s], times of the records; NaN where none is.
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    Shape (n,), [FIT s]; and a remark where times were moved.
    """
    session = decoded.table("session")
    known = np.flatnonzero(np.isfinite(times))
    if len(session) != 1 or known.size < 2:
        return times, ()
    timer_s = float(session.number("total_timer_time")[0])
    steps = np.diff(times[known])
    index = int(np.argmax(steps))
    hole_s = float(steps[index])
    if not (timer_s > 0 and hole_s >= LEAST_JUMP_S) or (steps < 0).any():
        return times, ()
    rest_s = float(times[known[-1]] - times[known[0]]) - hole_s
    if abs(rest_s - timer_s) > max(AGREES_S, AGREES_SHARE * timer_s):
        return times, ()
    if _stopped_between(decoded, float(times[known[index]]), float(times[known[index + 1]])):
        return times, ()
    usual_s = float(np.median(steps))
    moved = times.copy()
    moved[known[: index + 1]] += hole_s - usual_s
    remarks = (
        f"the clock was set forward by {hole_s / 3600:.1f} hours while the timer ran on (as when GPS gives the time): "
        "the samples before were moved on to it"
    )
    return moved, (remarks,)


def _stopped_between(decoded: Decoded, before_s: float, after_s: float) -> bool:
    event = decoded.table("event")
    times = event.number("timestamp")
    stops = [code("event_type", name) for name in STOPS]
    stopped = (event.number("event") == code("event", "timer")) & np.isin(event.number("event_type"), stops)
    return bool((stopped & (times >= before_s) & (times < after_s)).any())
