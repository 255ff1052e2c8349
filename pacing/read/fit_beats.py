"""RR intervals of `hrv` messages laid on the clock of the records between which they stand.

Method
------
`hrv` messages carry intervals but no time; they are written as the beats arrive, between messages that have one. For
every timed message k, in file order, the offset D_k = (its time) - (sum of all intervals before it) is constant while
no beat is missing, but for the delay of the radio and whole seconds (about 1 s); beats that arrive late raise it for a
moment, beats that were never recorded raise it for good. So the lowest D of the next minute is taken, and a new run of
beats begins where it has moved by more than `GAP_S`. Within a run the times are sums of the intervals, so neighbours
stay neighbours; the whole run is laid at the median D of its messages. This also places beats that go on while the
timer is stopped, when no record is written. Nothing is stretched: a watch and a strap whose clocks differ drift apart
until the difference passes `GAP_S` and a new run begins. Beats that would lie before the end of the run before are left
out.
"""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit_table import IntArray

GAP_S = 2.0  # design: about twice the delay between a beat and the record it is written beside
LOOK_AHEAD = 64  # design: timed messages within which late beats must have arrived
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
    remarks = [f"{zeros} RR intervals of zero left out"] if zeros else []
    rr_s, rr_at = rr_s[good], rr_at[good]
    if not rr_s.size:
        return PlacedBeats(np.empty(0), np.empty(0), tuple(remarks))
    sums = np.cumsum(rr_s)
    anchor_s, anchor_at = _monotone(anchor_s, anchor_at)
    if not anchor_s.size:
        remarks.append("no message around the RR intervals has a time: laid one after the other from the beginning")
        return PlacedBeats(sums, rr_s * 1000, tuple(remarks))
    before = np.searchsorted(rr_at, anchor_at)
    offsets = anchor_s - np.concatenate(([0.0], sums))[before]
    starts = _run_starts(_lowest_ahead(offsets))
    first_beats = np.concatenate(([0], before[starts[1:] - 1]))
    times, keep = _laid(sums, rr_s, offsets, starts, first_beats)
    gaps = int((first_beats[1:] > 0).sum())
    remarks.append(_how_placed(int(keep.sum()), gaps, int((~keep).sum()), _jitter(offsets, starts)))
    return PlacedBeats(times[keep], rr_s[keep] * 1000, tuple(remarks))


def _monotone(anchor_s: FloatArray, anchor_at: IntArray) -> tuple[FloatArray, IntArray]:
    """Timed messages whose time neither goes back nor is overtaken by a later one's."""
    finite = np.isfinite(anchor_s)
    anchor_s, anchor_at = anchor_s[finite], anchor_at[finite]
    if not anchor_s.size:
        return anchor_s, anchor_at
    in_order = (anchor_s >= np.maximum.accumulate(anchor_s)) & (anchor_s <= np.minimum.accumulate(anchor_s[::-1])[::-1])
    return anchor_s[in_order], anchor_at[in_order]


def _lowest_ahead(offsets: FloatArray) -> FloatArray:
    """The lowest of each offset and the next `LOOK_AHEAD` - 1."""
    lowest = offsets.copy()
    reach = 1
    while reach < LOOK_AHEAD:
        lowest[:-reach] = np.minimum(lowest[:-reach], lowest[reach:])
        reach *= 2
    return lowest


def _run_starts(level: FloatArray) -> IntArray:
    """Index of the first timed message of each run: where the level has left the run's first level by `GAP_S`."""
    starts = [0]
    while True:
        begin = starts[-1]
        away = np.abs(level[begin:] - level[begin]) > GAP_S
        step = int(away.argmax())
        if not away[step]:
            return np.array(starts, dtype=np.int64)
        starts.append(begin + step)


def _laid(
    sums: FloatArray, rr_s: FloatArray, offsets: FloatArray, starts: IntArray, first_beats: IntArray
) -> tuple[FloatArray, np.ndarray]:
    times = np.empty(sums.size)
    keep = np.ones(sums.size, dtype=bool)
    stops = np.concatenate((starts[1:], [offsets.size]))
    ends = np.concatenate((first_beats[1:], [sums.size]))
    last = -np.inf
    for start, stop, first, end in zip(starts, stops, first_beats, ends, strict=True):
        if first >= end:
            continue
        run = sums[first:end] + np.median(offsets[start:stop])
        begins = run - rr_s[first:end]
        fits = begins >= last + (SMALLEST_GAP_S if np.isfinite(last) else 0)
        times[first:end] = run
        keep[first:end] = fits
        if fits.any():
            last = float(run[-1])
    return times, keep


def _jitter(offsets: FloatArray, starts: IntArray) -> float:
    stops = np.concatenate((starts[1:], [offsets.size]))
    away = [np.abs(offsets[a:b] - np.median(offsets[a:b])) for a, b in zip(starts, stops, strict=True)]
    return float(np.quantile(np.concatenate(away), 0.95))


def _how_placed(kept: int, gaps: int, lost: int, jitter: float) -> str:
    text = f"{kept} RR intervals laid on the clock by the records between them (95 % agree within {jitter:.1f} s)"
    text += f", {gaps} gap(s) where beats are missing" if gaps else ", without a gap"
    return text + (f"; {lost} that would overlap left out" if lost else "")
