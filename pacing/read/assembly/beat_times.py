"""RR intervals laid on a clock: chains where they follow each other, gaps where beats were lost."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.assembly.series import Series, placeable

MILLISECONDS = 1000.0
BEAT_SLACK_S = 0.1  # design: stamps of beats may miss the chain of intervals by this much
ARRIVAL_SLACK_S = 2.5  # design: stamps of packets may come this much late
SHORTEST_RR_MS = 1.0  # design: less is as good as zero
LONGEST_RR_MS = 600_000.0  # design: ten minutes are no interval between two beats
EXACT_STAMPS_S = 0.03  # design: stamps whose steps differ from the intervals by less (median) are of the beats


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Beats on an axis (`beats`: time of the beat that ends the interval, RR [ms]) and how many gaps were found."""

    beats: Series
    gaps: int
    dropped: int


def chain(rr_ms: FloatArray, start_s: float = 0.0) -> Placed:
    """Intervals without any clock, one after the other from `start_s`.

    What is not a positive number is dropped; the next interval then begins one median interval later, so that the two
    around it are never taken as neighbours.

    Examples
    --------
    >>> chain(np.array([800.0, 0.0, 1000.0])).beats.time_s.tolist()
    [0.8, 2.7]
    """
    usable = np.isfinite(rr_ms) & (rr_ms >= SHORTEST_RR_MS) & (rr_ms < LONGEST_RR_MS)
    if not usable.any():
        return Placed(Series(np.zeros(0), np.zeros(0)), 0, int(rr_ms.size))
    lost = float(np.median(rr_ms[usable]))
    end_s = start_s + np.cumsum(np.where(usable, rr_ms, lost)) / MILLISECONDS
    inner = ~usable[: int(np.flatnonzero(usable)[-1])]
    gaps = int((np.diff(inner.astype(np.int8), prepend=0) == 1).sum())
    return Placed(Series(end_s[usable], rr_ms[usable]), gaps, int((~usable).sum()))


def place(stamp_s: FloatArray, rr_ms: FloatArray, *, exact: bool | None = None) -> Placed:
    """Intervals with a time beside each: the stamps say where a chain breaks, the intervals where each beat lies.

    `exact`: stamps are of the beats themselves (True) or of packets that arrived later (False); None = the stamps tell.
    """
    known = placeable(stamp_s)
    stamp_s, rr_ms = stamp_s[known], rr_ms[known]
    if (np.diff(stamp_s) < 0).any():
        order = np.argsort(stamp_s, kind="stable")
        stamp_s, rr_ms = stamp_s[order], rr_ms[order]
    usable = np.isfinite(rr_ms) & (rr_ms >= SHORTEST_RR_MS) & (rr_ms < LONGEST_RR_MS)
    dropped = int((~usable).sum())
    stamp_s, rr_s = stamp_s[usable], rr_ms[usable] / MILLISECONDS
    if not stamp_s.size:
        return Placed(Series(stamp_s, rr_s), 0, dropped)
    miss_s = np.abs(np.diff(stamp_s) - rr_s[1:])
    if exact is None:
        exact = not miss_s.size or float(np.median(miss_s)) < EXACT_STAMPS_S
    end_s, gaps = _chains(stamp_s, rr_s, exact=exact)
    forward = np.concatenate(([True], np.diff(np.maximum.accumulate(end_s)) > 0))
    return Placed(Series(end_s[forward], rr_s[forward] * MILLISECONDS), gaps, dropped + int((~forward).sum()))


def _chains(stamp_s: FloatArray, rr_s: FloatArray, *, exact: bool) -> tuple[FloatArray, int]:
    """Time of each beat, and the number of breaks."""
    ends = [float(stamp_s[0])]
    gaps = 0
    before = ends[0]
    for stamp, rr in zip(stamp_s[1:].tolist(), rr_s[1:].tolist(), strict=True):
        follows = ends[-1] + rr
        late = stamp - before - rr if exact else stamp - follows
        breaks = abs(late) > BEAT_SLACK_S if exact else late > max(ARRIVAL_SLACK_S, rr)
        if breaks and stamp > ends[-1]:
            gaps += 1
            ends.append(stamp)
        else:
            ends.append(follows)
        before = stamp
    return np.array(ends), gaps


def between(beat_s: FloatArray, other_s: FloatArray) -> Placed:
    """Intervals between neighbouring beats of a list of beat times; an artefact between two beats leaves a gap.

    Examples
    --------
    >>> between(np.array([0.0, 1.0, 3.0, 3.8]), np.array([2.0])).beats.value.tolist()
    [1000.0, 800.0]
    """
    beat_s, other_s = beat_s[placeable(beat_s)], other_s[placeable(other_s)]
    times = np.concatenate((beat_s, other_s))
    good = np.concatenate((np.ones(beat_s.size, dtype=bool), np.zeros(other_s.size, dtype=bool)))
    order = np.argsort(times, kind="stable")
    times, good = times[order], good[order]
    rr_s = np.diff(times)
    kept = good[1:] & good[:-1] & (rr_s * MILLISECONDS >= SHORTEST_RR_MS) & (rr_s * MILLISECONDS < LONGEST_RR_MS)
    gaps = int((np.diff((~kept).astype(np.int8), prepend=0) == 1).sum())
    # three decimals of a second are what such lists hold: differences are brought back to whole microseconds
    return Placed(Series(times[1:][kept], np.round(rr_s[kept] * MILLISECONDS, 3)), gaps, int(other_s.size))
