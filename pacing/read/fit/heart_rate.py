"""Heart rate outside the records: what a strap kept under water (`hr` messages), and files of all-day monitoring."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.read.fit.clock import place_records
from pacing.read.fit.wire.columns import counted_on
from pacing.read.fit.wire.table import Decoded, IntArray, MessageTable

TICKS_PER_SECOND = 1024
EVENT_BITS = 12
ROLL_OVER_TICKS = 1 << 32
HOLD_S = 5.0  # design: as long as the device maker's own decoder carries a heart rate on between events
LONGEST_AFTER_S = 1800.0  # design: what a strap kept half an hour after the last record is another activity's
LONGEST_HOLE_S = 60.0  # design: so is what it kept after it was silent for a minute
CONTRADICTION_BPM = 5.0  # design: strap and wrist often differ by less ...
ODD_SHARE = 0.1  # ... and by twice that in a tenth of the seconds
EVENTS_BYTES = 3  # two events of 12 bits


@dataclass(frozen=True, slots=True, eq=False)
class StrapHeartRate:
    """Heart rate at each event the strap kept: `time_s` [FIT s], rising, and `bpm`."""

    time_s: FloatArray
    bpm: FloatArray


NOTHING = StrapHeartRate(np.empty(0), np.empty(0))


def strap_heart_rate(hr: MessageTable) -> StrapHeartRate:
    """All events of the `hr` messages with their times; events before any anchor have no time and are left out.

    Parameters
    ----------
    hr
        The `hr` messages, in file order.

    Returns
    -------
    Times [FIT s], rising, and bpm; shapes (m,).

    Notes
    -----
    A message with a `timestamp` ties one event (its `event_timestamp`, the strap's own clock in 1/1024 s) to the
    watch's clock. The messages after it hold only the low 12 bits of up to eight events: each is the first moment after
    the one before that has these bits. The strap's 32-bit clock may roll over between an anchor and its events.
    """
    if not len(hr):
        return NOTHING
    bpm = hr.series("filtered_bpm")
    ticks, short, at_event, message = _events(hr, bpm)
    if not ticks.size:
        return NOTHING
    times = np.full(ticks.size, np.nan)
    anchors = _anchor_times(hr)
    for part in np.unique(hr.parts):
        inside = np.flatnonzero(hr.parts[message] == part)
        counted = counted_on(ticks[inside], short[inside], EVENT_BITS)
        anchor = np.where(short[inside], np.nan, anchors[message[inside]])
        latest = np.maximum.accumulate(np.where(np.isfinite(anchor), np.arange(inside.size), -1))
        since = np.mod(counted - counted[latest], ROLL_OVER_TICKS) / TICKS_PER_SECOND
        times[inside] = np.where(latest >= 0, anchor[latest] + since, np.nan)
    order = np.argsort(times, kind="stable")
    order = order[np.isfinite(times[order]) & np.isfinite(at_event[order])]
    return StrapHeartRate(times[order], at_event[order])


class MergedHeartRate(NamedTuple):
    """Heart rate of records and a strap's memory: `time_s` [FIT s] rising and `bpm`, and of which share the strap gave.

    Where the strap's took the place of the watch's own values, those are in `watch_s` and `watch_bpm`.
    """

    time_s: FloatArray
    bpm: FloatArray
    watch_s: FloatArray
    watch_bpm: FloatArray
    remarks: tuple[str, ...]
    strap_share: float = 0.0


def activity_span_s(
    record_s: FloatArray, strap: StrapHeartRate, written_s: tuple[float, float] | None
) -> tuple[float, float]:
    """From when to when a strap's memory belongs to the activity.

    It remembers what came before the watch was started and what came after it was stopped; the file's own sessions tell
    when that was, wherever the records stand. Where no session does, the activity begins with the first record and goes
    on after the last for half an hour at most, and not over a hole of a minute.

    Parameters
    ----------
    record_s : shape (n,), rising [FIT s], n > 0
    strap : its events
    written_s : the beginning of the first session and the end of the last [FIT s]; None: the file does not tell

    Returns
    -------
    begin, end [FIT s]
    """
    first_s, last_s = float(record_s[0]), float(record_s[-1])
    if written_s is not None and written_s[0] <= last_s and written_s[1] >= first_s:
        return min(written_s[0], first_s), max(written_s[1], last_s)
    return first_s, _last_event_s(strap, last_s)


def within(strap: StrapHeartRate, record_s: FloatArray, written_s: tuple[float, float] | None) -> StrapHeartRate:
    """The strap's events of the activity itself (see `activity_span_s`), a second more on either side.

    Parameters
    ----------
    strap
        Heart rate at each beat in a strap's memory: times [FIT s] and bpm.
    record_s
        Shape (n,), rising [FIT s]: when each record was made.
    written_s
        The beginning of the first session and the end of the last [FIT s]; None: the file does not tell.

    Returns
    -------
    The events; all of them where the file holds no record.
    """
    if not record_s.size or not strap.time_s.size:
        return strap
    begin_s, end_s = activity_span_s(record_s, strap, written_s)
    first, last = np.searchsorted(strap.time_s, (begin_s - 1.0, end_s + 1.0))
    return StrapHeartRate(strap.time_s[first:last], strap.bpm[first:last])


def merged_heart_rate(
    record_s: FloatArray, bpm: FloatArray, strap: StrapHeartRate, written_s: tuple[float, float] | None = None
) -> MergedHeartRate:
    """The strap's heart rate by the second where it kept any, else the watch's own.

    The strap measured at the heart what the watch saw at the wrist or received in part, and the maker's own decoders
    let it win. It is laid on the records and on every whole second of the activity, so that swims whose records stand
    at the ends of lengths have their heart rate before, between and after them. Nothing is held beyond the last event.

    Parameters
    ----------
    record_s, bpm : shape (n,), rising [FIT s], [bpm]; NaN = none
    strap : its events
    written_s : the beginning of the first session and the end of the last [FIT s]; None: the file does not tell
    """
    nothing = np.empty(0)
    if not strap.time_s.size or not record_s.size:
        return MergedHeartRate(record_s, bpm, nothing, nothing, ())
    first_s, last_s = activity_span_s(record_s, strap, written_s)
    heard_s = strap.time_s[(strap.time_s > first_s - HOLD_S) & (strap.time_s <= last_s)]
    seconds = np.unique(np.ceil(heard_s)[:, None] + np.arange(HOLD_S + 1.0))  # a wrong clock costs no memory
    seconds = seconds[(seconds >= first_s) & (seconds <= last_s)]
    time_s = np.union1d(record_s, seconds[np.isfinite(strap_at(seconds, strap))])
    from_strap = strap_at(time_s, strap)
    index = np.searchsorted(time_s, record_s)
    own = np.full(time_s.size, np.nan)
    own[index] = bpm
    both = np.isfinite(own) & np.isfinite(from_strap)
    merged = np.where(np.isfinite(from_strap), from_strap, own)
    given = np.isfinite(merged)
    share = float(np.isfinite(from_strap)[given].mean()) if given.any() else 0.0
    return MergedHeartRate(time_s, merged, time_s[both], own[both], _said(own, from_strap, both), share)


def _last_event_s(strap: StrapHeartRate, last_record_s: float) -> float:
    """Until when the strap's memory belongs to the activity [FIT s]."""
    until = int(np.searchsorted(strap.time_s, last_record_s + LONGEST_AFTER_S, side="right"))
    after = int(np.searchsorted(strap.time_s, last_record_s, side="right"))
    tail = np.concatenate(([last_record_s], strap.time_s[after:until]))
    holes = np.flatnonzero(np.diff(tail) > LONGEST_HOLE_S)
    return float(tail[holes[0] if holes.size else -1])


def _said(own: FloatArray, from_strap: FloatArray, both: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    remarks = []
    new = int((np.isfinite(from_strap) & ~np.isfinite(own)).sum())
    if new:
        remarks.append(f"heart rate of {new} seconds from a strap's memory (`hr` messages), as the device meant it")
    if both.any():
        apart = np.abs(own[both] - from_strap[both])
        remarks.append(
            f"at {int(both.sum())} seconds a strap's memory and the watch both hold heart rate; the strap's was used, "
            "the watch's is kept beside it"
        )
        if float(np.median(apart)) > CONTRADICTION_BPM or float((apart > 2 * CONTRADICTION_BPM).mean()) > ODD_SHARE:
            remarks.append(f"the two contradict each other: they differ by {np.median(apart):.0f} bpm (median)")
    return tuple(remarks)


def strap_at(time_s: FloatArray, strap: StrapHeartRate) -> FloatArray:
    """The strap's mean since the time before, at each of `time_s` (rising); NaN where it tells nothing.

    A time without an event takes the last one within `HOLD_S`, as a watch shows its last heart rate until the next
    beat, but none after the strap's last event.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    strap
        Heart rate of a strap's memory.

    Returns
    -------
    FloatArray
        Shape (n,).
    """
    begin = np.concatenate(([time_s[0] - 1], time_s[:-1])) if time_s.size else time_s
    totals = np.concatenate(([0.0], np.cumsum(strap.bpm)))
    first = np.searchsorted(strap.time_s, np.maximum(begin, time_s - HOLD_S), side="right")
    last = np.searchsorted(strap.time_s, time_s, side="right")
    count = last - first
    mean = (totals[last] - totals[first]) / np.maximum(count, 1)
    latest = np.maximum(last - 1, 0)
    held = (last > 0) & (time_s - strap.time_s[latest] <= HOLD_S) & (time_s <= strap.time_s[-1])
    result: FloatArray = np.where(count > 0, mean, np.where(held, strap.bpm[latest], np.nan))
    return np.where(time_s < strap.time_s[-1] + 1.0, result, np.nan)


def _anchor_times(hr: MessageTable) -> FloatArray:
    fraction = hr.number("fractional_timestamp")
    coarse = hr.number("time256")
    offset: FloatArray = np.nan_to_num(np.where(np.isnan(fraction), coarse, fraction))
    return hr.number("timestamp") + offset


def _events(hr: MessageTable, bpm: FloatArray) -> tuple[FloatArray, npt.NDArray[np.bool_], FloatArray, IntArray]:
    """Ticks, whether only the low bits are known, heart rate and message of every event, in file order."""
    whole = hr.series("event_timestamp") * TICKS_PER_SECOND
    packed = _unpacked(hr.series("event_timestamp_12"))
    width = max(whole.shape[1], packed.shape[1], bpm.shape[1])
    whole, packed, rate = (_widened(values, width) for values in (whole, packed, bpm))
    short: npt.NDArray[np.bool_] = np.asarray(np.isnan(whole).all(axis=1))
    ticks = np.where(short[:, None], packed, whole)
    given = np.isfinite(ticks) & np.isfinite(rate)
    message, column = np.nonzero(given)
    return ticks[message, column], short[message], rate[message, column], message


def _unpacked(packed: FloatArray) -> FloatArray:
    """Shape (n, 8): the 12-bit events of shape (n, 12) bytes, least significant bits first."""
    if packed.shape[1] < EVENTS_BYTES:
        return np.full((packed.shape[0], 1), np.nan)
    pairs = np.nan_to_num(packed, nan=255.0).astype(np.int64)
    pairs = pairs[:, : pairs.shape[1] // EVENTS_BYTES * EVENTS_BYTES].reshape(packed.shape[0], -1, EVENTS_BYTES)
    first = pairs[:, :, 0] | (pairs[:, :, 1] & 15) << 8
    second = pairs[:, :, 1] >> 4 | pairs[:, :, 2] << 4
    return np.stack((first, second), axis=2).reshape(packed.shape[0], -1).astype(np.float64)


def _widened(values: FloatArray, width: int) -> FloatArray:
    return np.pad(values, ((0, 0), (0, width - values.shape[1])), constant_values=np.nan)


SHORT_TIME_BITS = 16
HALF_RANGE_S = float(1 << SHORT_TIME_BITS - 1)
# messages of a day that stand between those with short times and carry whole ones
WHOLE_TIMES = (
    ("stress_level", "stress_level_time"),
    ("respiration_rate", "timestamp"),
    ("spo2_data", "timestamp"),
    ("hrv_value", "timestamp"),
    ("monitoring_hr_data", "timestamp"),
    ("event", "timestamp"),
)
SEARCHING = 0  # status of hsa_heart_rate_data: not locked on a pulse yet


@dataclass(frozen=True, slots=True, eq=False)
class DayHeartRate:
    """`time_s` [FIT s] strictly rising, `bpm`, remarks."""

    time_s: FloatArray
    bpm: FloatArray
    remarks: tuple[str, ...]


NO_DAY = DayHeartRate(np.empty(0), np.empty(0), ())


def monitoring_heart_rate(decoded: Decoded) -> DayHeartRate:
    """Heart rate of the `monitoring` messages and of the arrays of a value a second that newer watches write.

    Messages without a heart rate are not samples.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    Times [FIT s], strictly rising, bpm, and remarks.
    """
    table = decoded.table("monitoring")
    bpm = table.number("heart_rate")
    rows = np.flatnonzero(np.isfinite(bpm))
    times = monitoring_times(table, decoded)[rows]
    second_s, second_bpm, searching = _by_the_second(decoded.table("hsa_heart_rate_data"))
    times, bpm = np.concatenate((times, second_s)), np.concatenate((bpm[rows], second_bpm))
    order = np.argsort(times, kind="stable") if second_s.size else np.arange(times.size)
    placed = place_records(times[order], np.ones(times.size, dtype=bool), "heart rate")
    remarks = (f"{searching} heart rates written while the sensor was still searching left out",) if searching else ()
    return DayHeartRate(placed.time_s, bpm[order][placed.rows], (*placed.remarks, *remarks))


def _by_the_second(table: MessageTable) -> tuple[FloatArray, FloatArray, int]:
    """Times [FIT s] and values [bpm] of arrays that cover `processing_interval` seconds from the message's time on.

    0 is a blank; arrays written while the sensor was searching are left out, and their values counted.
    """
    if not len(table):
        return np.empty(0), np.empty(0), 0
    bpm = table.series("heart_rate")
    width = np.maximum(np.isfinite(bpm).sum(axis=1), 1)
    interval_s = table.number("processing_interval")
    step_s = np.where(interval_s > 0, interval_s, width) / width
    times = table.number("timestamp")[:, None] + np.arange(bpm.shape[1]) * step_s[:, None]
    given = np.isfinite(bpm) & (bpm > 0) & np.isfinite(times)
    searching = (table.number("status") == SEARCHING)[:, None] & given
    settled = given & ~searching
    return times[settled], bpm[settled], int(searching.sum())


def monitoring_times(table: MessageTable, decoded: Decoded) -> FloatArray:
    """Times [FIT s] of monitoring messages: many hold only the low 16 bits, counted on from the last whole time.

    Whole times of other messages count too, so that many hours off the wrist are not lost: of the moments with these
    bits the one nearest to such a time is meant, since they are not written in strict order.

    Parameters
    ----------
    table
        The `monitoring` messages, in file order.
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    Shape (n,), [FIT s], NaN where a time is not known.
    """
    whole = table.number("timestamp")
    short = table.number("timestamp_16")
    if not np.isfinite(short).any():
        return whole
    others = [(decoded.table(message), field) for message, field in WHOLE_TIMES]
    info = decoded.table("monitoring_info")
    positions = [info.positions, table.positions, *(other.positions for other, _ in others)]
    shifted = [other.number(field) - HALF_RANGE_S for other, field in others]
    values = [info.number("timestamp"), np.where(np.isnan(whole), short, whole), *shifted]
    is_short = np.concatenate(
        (np.zeros(len(info), dtype=bool), np.isnan(whole), *(np.zeros(v.size, bool) for v in shifted))
    )
    own = np.concatenate((np.full(len(info), -1), np.arange(len(table)), *(np.full(v.size, -1) for v in shifted)))
    every = np.concatenate(values)
    order = np.argsort(np.concatenate(positions), kind="stable")
    order = order[np.isfinite(every[order])]
    times = np.full(len(table), np.nan)
    counted = counted_on(every[order], is_short[order], SHORT_TIME_BITS)
    mine = own[order] >= 0
    times[own[order][mine]] = counted[mine]
    return times
