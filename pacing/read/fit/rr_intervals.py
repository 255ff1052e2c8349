"""RR intervals of a FIT file, from whichever message holds them, laid on the clock of the records around them.

`hrv` messages carry intervals but no time. For every timed message k, in file order, the offset D_k = (its time) - (sum
of all intervals before it) is constant while no beat is missing, but for the delay of the radio and whole seconds
(about 1 s). Late beats raise it for a moment, lost beats for good: so the lowest D of the next minute counts, and a new
run begins where it has moved by more than `GAP_S` within ten minutes, or drifted by more than `LARGEST_DRIFT_S`. Within
a run times are sums of the intervals, and the run lies at the median D of its messages; nothing is stretched. This also
places beats that go on while the timer is stopped. Beats that would lie before the end of the last run are left out.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.numerics.quantiles import median
from pacing.plural import plural
from pacing.read.assembly.beat_check import fitting_the_clock, sum_over_clock
from pacing.read.fit.clock import RecordTimes
from pacing.read.fit.heart_rate import TICKS_PER_SECOND, StrapHeartRate
from pacing.read.fit.wire.definition import code
from pacing.read.fit.wire.table import Decoded, IntArray, MessageTable

GAP_S = 2.0  # design: about twice the delay between a beat and the record it is written beside
LOOK_AHEAD = 64  # design: timed messages within which late beats must have arrived
HEARD_WITHIN_S = 1.5  # design: a beat is written within this after it happened, unless the radio was lost
LOOK_BACK = 600  # design: timed messages over which a slow drift of two clocks is not taken for missing beats
LARGEST_DRIFT_S = 10.0  # design: how far a run may drift from the records before it is laid anew
SMALLEST_GAP_S = 0.1  # design: so that beats on both sides of a gap are never taken for neighbours


@dataclass(frozen=True, slots=True, eq=False)
class PlacedBeats:
    """Beats: `time_s` [FIT s] strictly rising, `rr_ms`, and remarks."""

    time_s: FloatArray
    rr_ms: FloatArray
    remarks: tuple[str, ...]


def place_beats(rr_s: FloatArray, rr_at: IntArray, anchor_s: FloatArray, anchor_at: IntArray) -> PlacedBeats:
    """Times of intervals from the timed messages around them.

    Parameters
    ----------
    rr_s, rr_at
        Shape (m,): intervals [s] in file order and the file positions of their messages.
    anchor_s, anchor_at
        Shape (k,): times [FIT s] and file positions of the timed messages, in file order.
    """
    good = np.isfinite(rr_s) & (rr_s > 0)
    zeros = int((np.isfinite(rr_s) & (rr_s == 0)).sum())
    remarks = [plural(zeros, "1 RR interval of zero left out", "{} RR intervals of zero left out")] if zeros else []
    rr_s, rr_at = rr_s[good], rr_at[good]
    if not rr_s.size:
        return PlacedBeats(np.empty(0), np.empty(0), tuple(remarks))
    sums = np.cumsum(rr_s)
    anchor_s, anchor_at = _monotone(anchor_s, anchor_at)
    if not anchor_s.size:
        remarks.append("no message around the RR intervals has a time: laid one after the other from the beginning")
        return PlacedBeats(sums, rr_s * 1000, tuple(remarks))
    before = np.searchsorted(rr_at, anchor_at)
    telling = _telling(before, sums.size)
    before, anchor_s = before[telling], anchor_s[telling]
    offsets = anchor_s - np.concatenate(([0.0], sums))[before]
    runs = _runs(_lowest_ahead(offsets), offsets, before, anchor_s, sums)
    times, keep = _laid(sums, rr_s, runs)
    jitter = np.concatenate([np.abs(offsets[run.anchors] - run.offset) for run in runs])
    remarks.append(_how_placed(int(keep.sum()), len(runs) - 1, int((~keep).sum()), float(np.quantile(jitter, 0.95))))
    return PlacedBeats(times[keep], rr_s[keep] * 1000, tuple(remarks))


class _Run(NamedTuple):
    """Neighbouring beats [first, end), the timed messages that place them and their offset [s]."""

    first: int
    end: int
    anchors: slice
    offset: float


def _monotone(anchor_s: FloatArray, anchor_at: IntArray) -> tuple[FloatArray, IntArray]:
    """Timed messages whose time neither goes back nor is overtaken by a later one's."""
    finite = np.isfinite(anchor_s)
    anchor_s, anchor_at = anchor_s[finite], anchor_at[finite]
    if not anchor_s.size:
        return anchor_s, anchor_at
    in_order = (anchor_s >= np.maximum.accumulate(anchor_s)) & (anchor_s <= np.minimum.accumulate(anchor_s[::-1])[::-1])
    return anchor_s[in_order], anchor_at[in_order]


def _telling(before: IntArray, beats: int) -> npt.NDArray[np.bool_]:
    """Which timed messages tell where beats lie: those after the first beat, up to the first after the last beat."""
    after_first = before > 0
    past_last = np.concatenate(([False], before[:-1] == beats))
    telling = after_first & ~past_last
    return telling if telling.any() else np.ones(before.size, dtype=bool)


def _lowest_ahead(offsets: FloatArray) -> FloatArray:
    """The lowest of each offset and the next `LOOK_AHEAD` - 1."""
    lowest = offsets.copy()
    reach = 1
    while reach < LOOK_AHEAD:
        lowest[:-reach] = np.minimum(lowest[:-reach], lowest[reach:])
        reach *= 2
    return lowest


def _leaves(level: FloatArray, begin: int) -> int:
    """The first message after `begin` whose level has left the run's; the number of messages if none has."""
    chunk = LOOK_AHEAD
    at = begin
    while at < level.size:
        here = np.arange(at, min(at + chunk, level.size))
        step = np.abs(level[here] - level[np.maximum(here - LOOK_BACK, begin)]) > GAP_S
        away = step | (np.abs(level[here] - level[begin]) > LARGEST_DRIFT_S)
        if away.any():
            return int(here[away.argmax()])
        at, chunk = at + chunk, 4 * chunk
    return level.size


def _runs(
    level: FloatArray, offsets: FloatArray, before: IntArray, anchor_s: FloatArray, sums: FloatArray
) -> list[_Run]:
    """Runs of beats: a new one begins where the level leaves the old one's.

    Of the beats that came between the last message of the old level and the first of the new one, those that would
    have been heard in time (`HEARD_WITHIN_S`) still belong to the old run. Between two runs no beat may come for long:
    the new run's level is that of the first message after a beat.
    """
    runs: list[_Run] = []
    begin, first = 0, 0
    while True:
        leaves = _leaves(level, begin)
        anchors = slice(begin, leaves)
        offset = median(offsets[anchors])
        if leaves == level.size:
            runs.append(_Run(first, sums.size, anchors, offset))
            return runs
        heard = np.searchsorted(sums, anchor_s[leaves - 1] + HEARD_WITHIN_S - offset, side="right")
        end = int(np.clip(heard, before[leaves - 1], before[leaves]))
        if end == sums.size:
            runs.append(_Run(first, end, anchors, offset))
            return runs
        if end > first:
            runs.append(_Run(first, end, anchors, offset))
        begin = max(leaves, min(int(np.searchsorted(before, end, side="right")), level.size - 1))
        first = end


def _laid(sums: FloatArray, rr_s: FloatArray, runs: list[_Run]) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    times = np.empty(sums.size)
    keep = np.ones(sums.size, dtype=bool)
    last = -np.inf
    for run in runs:
        here = slice(run.first, run.end)
        times[here] = sums[here] + run.offset
        keep[here] = times[here] - rr_s[here] >= last + SMALLEST_GAP_S
        if keep[here].any():
            last = float(times[run.end - 1])
    return times, keep


def _how_placed(laid: int, gaps: int, lost: int, jitter: float) -> str:
    text = f"{laid} RR intervals laid on the clock by the records between them (95 % agree within {jitter:.1f} s)"
    text += f", {gaps} gap(s) where beats are missing" if gaps else ", without a gap"
    return text + (f"; {lost} that would overlap left out" if lost else "")


MS_PER_S = 1000.0
LONGEST_STRAP_RR_S = 4.0  # the 12 bits of an event at 1024 a second: a longer pause looks like a shorter one
LARGEST_STRAP_DEVIATION = 0.05  # design: events are beats only where their steps agree this well with their heart rate
AVERAGED_TICKS = 2.0  # design: steps of a real strap differ from its smoothed heart rate by far more than rounding
AVERAGED_SHARE = 0.9  # design
NO_BEATS = PlacedBeats(np.empty(0), np.empty(0), ())
BBI_TIME_BITS = 14  # raw_bbi.data: 14 bits of time [ms], then a quality bit, then a bit for a gap


def beats_of(decoded: Decoded, record: MessageTable, placed: RecordTimes, strap: StrapHeartRate) -> PlacedBeats:
    """Beats of the file: `hrv` messages first, then `raw_bbi` or `beat_intervals`, then a strap's own events.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.
    record
        The `record` messages, in file order.
    placed
        When each record was made.
    strap
        Heart rate at each beat in a strap's memory while the activity lasted: times [FIT s] and bpm.

    Returns
    -------
    Times [FIT s] at which intervals end, intervals [ms], and remarks.
    """
    hrv, refused = decoded.table("hrv"), NO_BEATS
    if len(hrv):
        refused = _from_hrv(hrv, record, placed, decoded)
        if refused.rr_ms.size:
            return refused
    for message in ("raw_bbi", "beat_intervals"):
        beats = _from_timed(decoded.table(message), message)
        if beats.rr_ms.size:
            return beats
    beats = from_strap(strap)
    return PlacedBeats(beats.time_s, beats.rr_ms, (*refused.remarks, *beats.remarks))


def _from_hrv(hrv: MessageTable, record: MessageTable, placed: RecordTimes, decoded: Decoded) -> PlacedBeats:
    event, file_id = decoded.table("event"), decoded.table("file_id")
    rr_s = hrv.series("time")
    written = np.flatnonzero(np.isfinite(rr_s))  # a message has room for five, and mostly one or two in it
    rr_s, at = rr_s.ravel()[written], hrv.positions[written // rr_s.shape[1]]
    in_file = np.argsort(placed.rows, kind="stable")
    started = event.number("event") == code("event", "timer")  # a stop is often written late: it tells nothing
    started &= event.number("event_type") == code("event_type", "start")
    anchor_at = np.concatenate((record.positions[placed.rows][in_file], event.positions[started]))
    anchor_s = np.concatenate((placed.time_s[in_file], event.number("timestamp")[started]))
    if np.isfinite(anchor_s).any():
        order = np.argsort(anchor_at, kind="stable")
        anchor_s, anchor_at = anchor_s[order], anchor_at[order]
        rr_s, at, remarks = _in_seconds(rr_s, at, anchor_s, anchor_at)
        if not rr_s.size:
            return PlacedBeats(rr_s, rr_s, remarks)
        beats = place_beats(rr_s, at, anchor_s, anchor_at)
        return PlacedBeats(beats.time_s, beats.rr_ms, (*remarks, *beats.remarks))
    beats = place_beats(rr_s, at, file_id.number("time_created"), file_id.positions)
    remark = "no record or timer start has a time: the RR intervals begin when the file was made"
    return PlacedBeats(beats.time_s, beats.rr_ms, (*beats.remarks, remark))


def _in_seconds(
    rr_s: FloatArray, at: IntArray, anchor_s: FloatArray, anchor_at: IntArray
) -> tuple[FloatArray, IntArray, tuple[str, ...]]:
    """Intervals checked against the clock of the messages around them: the unit they fit, or none."""
    good = np.isfinite(rr_s) & (rr_s > 0)
    if not good.any():
        return rr_s, at, ()
    timed = np.isfinite(anchor_s)
    anchor_s, anchor_at = anchor_s[timed], anchor_at[timed]
    beats_s, beats_at = (rr_s, at) if good.all() else (rr_s[good], at[good])
    before = np.searchsorted(beats_at, anchor_at)  # how many beats come before each
    before[0] = 0
    stamps = np.repeat(anchor_s, np.diff(before, append=beats_at.size))  # of the message before each beat
    fitting_ms, remarks = fitting_the_clock(rr_s * MS_PER_S, sum_over_clock(beats_s, stamps))
    return (fitting_ms / MS_PER_S, at[: fitting_ms.size], remarks) if remarks else (rr_s, at, ())


GAPS = (
    "1 interval that the watch itself calls a gap left out",
    "{} intervals that the watch itself calls gaps left out",
)
DOUBTFUL = (
    "1 interval that the watch itself has little confidence in left out",
    "{} intervals that the watch itself has little confidence in left out",
)


def _from_timed(table: MessageTable, message: str) -> PlacedBeats:
    """Intervals of messages that carry the time of their last beat."""
    if not len(table):
        return NO_BEATS
    rr_s, gap, doubtful = _intervals(table, message)
    sent = table.number("timestamp") + np.nan_to_num(table.number("timestamp_ms")) / MS_PER_S
    order = np.lexsort((table.positions, sent))
    order = order[np.isfinite(sent[order])]
    rr_s, gap, doubtful, sent = rr_s[order], gap[order], doubtful[order], sent[order]
    at = np.repeat(np.arange(order.size) * 2, rr_s.shape[1])
    beats = place_beats(rr_s.ravel(), at, sent, np.arange(order.size) * 2 + 1)
    written = np.isfinite(rr_s.ravel()) & (rr_s.ravel() > 0)
    gap, doubtful = gap.ravel()[written], doubtful.ravel()[written]
    if beats.rr_ms.size != gap.size:
        return beats
    left_out = ((gap, GAPS), (doubtful & ~gap, DOUBTFUL))
    remarks = (plural(int(members.sum()), *words) for members, words in left_out if members.any())
    real = ~(gap | doubtful)
    return PlacedBeats(beats.time_s[real], beats.rr_ms[real], (*beats.remarks, *remarks))


def _intervals(table: MessageTable, message: str) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Shape (n, width): intervals [s], whether the watch calls them gaps, and whether it has little confidence.

    Where no interval has its bit of confidence, the watch does not use it.
    """
    packed = table.series("data") if message == "raw_bbi" else None
    if packed is None or not np.isfinite(packed).any():
        rr_s = table.series("time") / MS_PER_S
        nothing = np.zeros(rr_s.shape, dtype=np.bool_)
        return rr_s, nothing, nothing
    given = np.isfinite(packed)
    whole = np.nan_to_num(packed).astype(np.int64)
    rr_s = np.where(given, (whole & ((1 << BBI_TIME_BITS) - 1)) / MS_PER_S, np.nan)
    gap = given & (whole >> (BBI_TIME_BITS + 1) & 1).astype(np.bool_)
    sure = (whole >> BBI_TIME_BITS & 1).astype(np.bool_)
    return rr_s, gap, given & ~gap & ~sure if (sure & given).any() else np.zeros_like(gap)


def from_strap(strap: StrapHeartRate) -> PlacedBeats:
    """Beats from the events a strap kept, where the steps between the events agree with the heart rate given there.

    The strap's event clock marks beats (1/1024 s); that it does so in this file is shown, not assumed.

    Parameters
    ----------
    strap
        Heart rate at each beat in a strap's memory: times [FIT s] and bpm.

    Returns
    -------
    Times [FIT s] at which intervals end, intervals [ms], and remarks; none where the events are no beats.
    """
    if strap.time_s.size < 2:
        return NO_BEATS
    step = np.diff(strap.time_s)
    usable = (step > 0) & (step < LONGEST_STRAP_RR_S)
    expected = 60.0 / np.maximum(strap.bpm[1:], 1.0)
    deviation = float(np.median(np.abs(step[usable] / expected[usable] - 1))) if usable.any() else np.inf
    if deviation > LARGEST_STRAP_DEVIATION:
        return NO_BEATS
    averaged = np.abs(step[usable] - expected[usable]) <= AVERAGED_TICKS / TICKS_PER_SECOND
    if averaged.mean() >= AVERAGED_SHARE and np.ptp(step[usable]) > AVERAGED_TICKS / TICKS_PER_SECOND:
        remarks = (
            "the strap's events lie exactly one beat of its averaged heart rate apart: they are no beats, left out"
        )
        return PlacedBeats(np.empty(0), np.empty(0), (remarks,))
    remark = (
        f"{int(usable.sum())} RR intervals are the steps between the beats a strap kept in its memory (`hr` messages);"
        f" they agree with its heart rate within {100 * deviation:.0f} % (median)"
    )
    return PlacedBeats(strap.time_s[1:][usable], step[usable] * MS_PER_S, (remark,))
