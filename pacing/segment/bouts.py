"""Bouts of exercise between two boundaries, whatever the evidence, laid out as phases with rest before and recovery
after them.
"""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin


@dataclass(frozen=True, slots=True)
class Boundary:
    """A moment [s], what showed it, and the half-width of its 95 % range [s]."""

    time_s: float
    origin: PhaseOrigin
    uncertainty_s: float


@dataclass(frozen=True, slots=True)
class Bout:
    """A stretch of exercise; `stop` is None when it goes on to the end of what was recorded.

    `raised`: only heart rate shows it, and not surely enough to call it exercise; where it ends nobody stopped.
    """

    start: Boundary
    stop: Boundary | None
    raised: bool = False


SHORTEST_REST_S = 60.0  # design: less quiet before exercise is not rest
SHORTEST_RECOVERY_S = 10.0  # design: fewer seconds after the end show nothing
LONGEST_RECOVERY_S = 1800.0  # design: what comes half an hour later is no recovery from exercise
EARLY_S = 60.0  # design: a recovery whose first minute was hardly recorded was not recorded
START_UNCERTAINTY_S = 1.0  # design: a phase that begins with the recording begins with its first sample
SETTLING_S = 15.0  # design: wheels and speed averages run on for a while after a stop
JUDGED_S = 180.0  # design: movement in the first minutes decides whether a recovery is active
LONGEST_HOLE_S = 60.0  # design: what comes after a longer hole in heart rate is not known to be the same recovery
SHORTEST_BOUT_S = 30.0  # design: markers may cut a bout down to nothing
LEAST_RISE_BPM = 3.0  # design: exercise has at least so much more than the rest before it
MOVING_SHARE = 0.1  # design: a few steps to a chair do not make a recovery active


def assemble_phases(
    bouts: tuple[Bout, ...], seconds: FloatArray, bpm: FloatArray, moving: BoolArray, known: BoolArray
) -> tuple[Phase, ...]:
    """Rest (at least 60 s before the first bout), every bout, and after each the recovery up to the next bout.

    A recovery lasts to the next bout, to a hole of more than 60 s in heart rate, or to the last second with heart rate,
    half an hour at most. There is none when fewer than 10 s of its first minute have heart rate: a pause hides it; a
    recording that ends with exercise has none; and raised heart rate is followed by none, because nobody is known to
    have stopped. Before the first bout there is rest only if nothing shows movement and heart rate was lower than in
    the bout (where that has none, only if a channel shows stillness).

    Parameters
    ----------
    seconds, bpm : shape (n,), [s], [bpm]; NaN = no heart rate
    moving, known : shape (n,), where a channel shows movement, and where one tells anything
    """
    with_rate = seconds[np.isfinite(bpm)]
    begin_s, end_s = float(with_rate[0]), float(with_rate[-1]) + 1.0
    items: list[Phase] = []
    first = bouts[0].start
    if first.time_s - begin_s >= SHORTEST_REST_S:
        active = _moved(seconds, moving, known, begin_s, first.time_s)
        if not active and _lower_before(bouts[0], seconds, bpm, still=active is False):
            items.append(Phase(PhaseKind.REST, begin_s, first.time_s, first.origin, START_UNCERTAINTY_S, active))
    moved_s = float(seconds[-1]) + 1.0  # movement may be recorded for longer than heart rate
    following = [bout.start.time_s for bout in bouts[1:]] + [moved_s]
    for bout, next_s in zip(bouts, following, strict=True):
        start_s = max(bout.start.time_s, begin_s)
        last_s = moved_s if bout.start.origin is PhaseOrigin.MOVEMENT else end_s
        stop_s = min(last_s if bout.stop is None else bout.stop.time_s, next_s, last_s)
        if stop_s - start_s < SHORTEST_BOUT_S:
            continue
        kind = PhaseKind.RAISED if bout.raised else PhaseKind.EXERCISE
        unsure_s = max(bout.start.uncertainty_s, 0.0 if bout.stop is None else bout.stop.uncertainty_s)
        items.append(Phase(kind, start_s, stop_s, bout.start.origin, unsure_s))
        until_s = None if bout.stop is None or bout.raised else _recorded_until(with_rate, stop_s, next_s)
        if bout.stop is None or until_s is None:
            continue
        active = _moved(seconds, moving, known, stop_s + SETTLING_S, min(until_s, stop_s + JUDGED_S))
        items.append(Phase(PhaseKind.RECOVERY, stop_s, until_s, bout.stop.origin, bout.stop.uncertainty_s, active))
    return tuple(items)


def _lower_before(bout: Bout, seconds: FloatArray, bpm: FloatArray, *, still: bool) -> bool:
    """Whether heart rate before a bout is lower than in it: a swimmer's watch knows no speed, the heart does.

    Where nothing of the bout's own is usable (the sensor followed the steps) stillness that was recorded is enough.
    """
    first, stop = np.searchsorted(seconds, (bout.start.time_s, seconds[-1] if bout.stop is None else bout.stop.time_s))
    before, within = bpm[:first], bpm[first:stop]
    before, within = before[np.isfinite(before)], within[np.isfinite(within)]
    if not within.size:
        return bool(still and before.size)
    return bool(before.size and within.mean() - before.mean() >= LEAST_RISE_BPM)


def _recorded_until(with_rate: FloatArray, stop_s: float, next_s: float) -> float | None:
    """Until when heart rate tells of the recovery that begins at `stop_s`; None when it tells nothing."""
    first, last = np.searchsorted(with_rate, (stop_s, min(next_s, stop_s + LONGEST_RECOVERY_S)))
    recorded = with_rate[first:last]
    if int((recorded < stop_s + EARLY_S).sum()) < SHORTEST_RECOVERY_S:
        return None
    holes = np.flatnonzero(np.diff(recorded) > LONGEST_HOLE_S)
    return min(float(recorded[holes[0] if holes.size else -1]) + 1.0, next_s)


def _moved(seconds: FloatArray, moving: BoolArray, known: BoolArray, start_s: float, stop_s: float) -> bool | None:
    first, last = np.searchsorted(seconds, (start_s, stop_s))
    within = moving[first:last][known[first:last]]
    return bool(np.mean(within) > MOVING_SHARE) if within.size else None


BEFORE = 10  # design: so many known seconds before the moment ...
REACH_S = 60.0  # design: ... of the last minute
FROM_S, UNTIL_S = 30.0, 90.0  # design: heart rate after it, past the lag of every sensor
LEAST_KNOWN = 5  # design: fewer seconds with heart rate on a side tell nothing


def hr_drop_after(seconds: FloatArray, bpm: FloatArray, at_s: float, until_s: float = np.inf) -> float | None:
    """Mean heart rate of 10 s before `at_s` less that from 30 to 90 s after it (no later than `until_s`) [bpm].

    Before: the last 10 known seconds, no more than a minute back. NaN seconds count as none; None where fewer than 5 s
    are known on a side.

    Parameters
    ----------
    seconds
        Heart rate or load on whole seconds since the session began, shape (n,); NaN where unknown.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    at_s
        The moment after which the fall is looked for [s since the session began].
    until_s
        Where to stop looking [s].

    Returns
    -------
    float | None
        None where there is none.

    Examples
    --------
    >>> t = np.arange(200.0)
    >>> hr_drop_after(t, np.where(t < 100, 120.0, 90.0), 100.0)
    30.0
    """
    first, stop, late, end = np.searchsorted(
        seconds, (at_s - REACH_S, at_s, at_s + FROM_S, min(at_s + UNTIL_S, until_s))
    )
    before, after = (part[np.isfinite(part)] for part in (bpm[first:stop], bpm[late:end]))
    before = before[-BEFORE:]
    if min(before.size, after.size) < LEAST_KNOWN:
        return None
    return float(before.mean() - after.mean())
