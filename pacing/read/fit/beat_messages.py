"""RR intervals of a FIT file, from whichever message kind holds them."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.beats import PlacedBeats, place_beats
from pacing.read.fit.clock import Placed
from pacing.read.fit.hr_messages import StrapHeartRate
from pacing.read.fit.wire.profile import code
from pacing.read.fit.wire.table import Decoded, Table

MS_PER_S = 1000.0
LONGEST_STRAP_RR_S = 4.0  # the 12 bits of an event at 1024 a second: a longer pause cannot be told from a shorter one
LARGEST_STRAP_DEVIATION = 0.05  # design: events are beats only where their steps agree this well with their heart rate
NO_BEATS = PlacedBeats(np.empty(0), np.empty(0), ())
BBI_TIME_BITS = 14  # raw_bbi.data: 14 bits of time [ms], then a quality bit, then a bit for a gap


def beats_of(decoded: Decoded, record: Table, placed: Placed, strap: StrapHeartRate) -> PlacedBeats:
    """Beats of the file: `hrv` messages first, then `raw_bbi` or `beat_intervals`, then a strap's own events."""
    hrv = decoded.table("hrv")
    if len(hrv):
        beats = _from_hrv(hrv, record, placed, decoded)
        if beats.rr_ms.size:
            return beats
    for message in ("raw_bbi", "beat_intervals"):
        beats = _from_timed(decoded.table(message), message)
        if beats.rr_ms.size:
            return beats
    return from_strap(within(strap, placed))


def _from_hrv(hrv: Table, record: Table, placed: Placed, decoded: Decoded) -> PlacedBeats:
    event, file_id = decoded.table("event"), decoded.table("file_id")
    rr_s = hrv.series("time")
    at = np.repeat(hrv.positions, rr_s.shape[1])
    in_file = np.argsort(placed.kept, kind="stable")
    started = event.number("event") == code("event", "timer")  # a stop is often written late: it tells nothing
    started &= event.number("event_type") == code("event_type", "start")
    anchor_at = np.concatenate((record.positions[placed.kept][in_file], event.positions[started]))
    anchor_s = np.concatenate((placed.time_s[in_file], event.number("timestamp")[started]))
    if np.isfinite(anchor_s).any():
        order = np.argsort(anchor_at, kind="stable")
        return place_beats(rr_s.ravel(), at, anchor_s[order], anchor_at[order])
    beats = place_beats(rr_s.ravel(), at, file_id.number("time_created"), file_id.positions)
    remark = "no record or timer start has a time: the RR intervals begin when the file was made"
    return PlacedBeats(beats.time_s, beats.rr_ms, (*beats.remarks, remark))


def _from_timed(table: Table, message: str) -> PlacedBeats:
    """Intervals of messages that carry the time of their last beat."""
    if not len(table):
        return NO_BEATS
    rr_s, gap = _intervals(table, message)
    sent = table.number("timestamp") + np.nan_to_num(table.number("timestamp_ms")) / MS_PER_S
    order = np.lexsort((table.positions, sent))
    order = order[np.isfinite(sent[order])]
    rr_s, gap, sent = rr_s[order], gap[order], sent[order]
    at = np.repeat(np.arange(order.size) * 2, rr_s.shape[1])
    beats = place_beats(rr_s.ravel(), at, sent, np.arange(order.size) * 2 + 1)
    real = ~gap.ravel()[np.isfinite(rr_s.ravel()) & (rr_s.ravel() > 0)]
    if beats.rr_ms.size == real.size and not real.all():
        remark = f"{int((~real).sum())} intervals that the watch itself calls gaps left out"
        return PlacedBeats(beats.time_s[real], beats.rr_ms[real], (*beats.remarks, remark))
    return beats


def _intervals(table: Table, message: str) -> tuple[FloatArray, np.ndarray]:
    """Shape (n, width): intervals [s], and whether the watch calls them gaps."""
    packed = table.series("data") if message == "raw_bbi" else None
    if packed is None or not np.isfinite(packed).any():
        rr_s = table.series("time") / MS_PER_S
        return rr_s, np.zeros(rr_s.shape, dtype=bool)
    whole = np.nan_to_num(packed).astype(np.int64)
    rr_s = np.where(np.isfinite(packed), (whole & ((1 << BBI_TIME_BITS) - 1)) / MS_PER_S, np.nan)
    return rr_s, (whole >> (BBI_TIME_BITS + 1) & 1).astype(bool)


def within(strap: StrapHeartRate, placed: Placed) -> StrapHeartRate:
    """The strap's events between the first and last record: a strap remembers beats from before the activity too."""
    if not placed.time_s.size:
        return strap
    first = np.searchsorted(strap.time_s, placed.time_s[0] - 1)
    last = np.searchsorted(strap.time_s, placed.time_s[-1] + 1)
    return StrapHeartRate(strap.time_s[first:last], strap.bpm[first:last])


def from_strap(strap: StrapHeartRate) -> PlacedBeats:
    """Beats from the events a strap kept, where the steps between the events agree with the heart rate given there.

    The strap's event clock marks beats (1/1024 s); that it does so in this file is shown, not assumed.
    """
    if strap.time_s.size < 2:
        return NO_BEATS
    step = np.diff(strap.time_s)
    usable = (step > 0) & (step < LONGEST_STRAP_RR_S)
    expected = 60.0 / np.maximum(strap.bpm[1:], 1.0)
    deviation = float(np.median(np.abs(step[usable] / expected[usable] - 1))) if usable.any() else np.inf
    if deviation > LARGEST_STRAP_DEVIATION:
        return NO_BEATS
    remark = (
        f"{int(usable.sum())} RR intervals are the steps between the beats a strap kept in its memory (`hr` messages);"
        f" they agree with its heart rate within {100 * deviation:.0f} % (median)"
    )
    return PlacedBeats(strap.time_s[1:][usable], step[usable] * MS_PER_S, (remark,))
