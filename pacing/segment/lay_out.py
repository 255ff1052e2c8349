"""Bouts of exercise laid out as phases, with the rest before and the recovery after them."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import Phase, PhaseKind
from pacing.segment.bout import Bout

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


def lay_out(
    bouts: tuple[Bout, ...], seconds: FloatArray, bpm: FloatArray, moving: BoolArray, known: BoolArray
) -> tuple[Phase, ...]:
    """Rest (at least 60 s before the first bout), every bout, and after each the recovery up to the next bout.

    A recovery lasts to the next bout, to a hole of more than 60 s in heart rate, or to the last second with heart rate,
    half an hour at most. There is none when fewer than 10 s of its first minute have heart rate: a pause hides it, and
    a recording that ends with exercise has none. Before the first bout there is rest only if nothing shows movement and
    heart rate was lower than in the bout.

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
        if not active and _lower_before(bouts[0], seconds, bpm):
            items.append(Phase(PhaseKind.REST, begin_s, first.time_s, first.origin, START_UNCERTAINTY_S, active))
    following = [bout.start.time_s for bout in bouts[1:]] + [end_s]
    for bout, next_s in zip(bouts, following, strict=True):
        start_s = max(bout.start.time_s, begin_s)
        stop_s = min(end_s if bout.stop is None else bout.stop.time_s, next_s, end_s)
        if stop_s - start_s < SHORTEST_BOUT_S:
            continue
        items.append(Phase(PhaseKind.EXERCISE, start_s, stop_s, bout.start.origin, bout.start.uncertainty_s))
        until_s = None if bout.stop is None else _recorded_until(with_rate, stop_s, next_s)
        if bout.stop is None or until_s is None:
            continue
        active = _moved(seconds, moving, known, stop_s + SETTLING_S, min(until_s, stop_s + JUDGED_S))
        items.append(Phase(PhaseKind.RECOVERY, stop_s, until_s, bout.stop.origin, bout.stop.uncertainty_s, active))
    return tuple(items)


def _lower_before(bout: Bout, seconds: FloatArray, bpm: FloatArray) -> bool:
    """Whether heart rate before a bout is lower than in it: a swimmer's watch knows no speed, the heart does."""
    first, stop = np.searchsorted(seconds, (bout.start.time_s, seconds[-1] if bout.stop is None else bout.stop.time_s))
    before, within = bpm[:first], bpm[first:stop]
    before, within = before[np.isfinite(before)], within[np.isfinite(within)]
    return bool(before.size and within.size and within.mean() - before.mean() >= LEAST_RISE_BPM)


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
