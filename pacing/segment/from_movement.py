"""Bouts of exercise from speed, power or cadence."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bout import Boundary, Bout
from pacing.segment.load import Load

STOPPED_SHARE = 0.2  # clinical practice: below this share of the load of the last minute ...
STOPPED_S = 10  # ... and staying there for so long is a stop
REFERENCE_S = 60  # the last minute
REFERENCE_STEP_S = 5  # design: a median of every fifth second tells the minute's load well enough
ONSET_SHARE = 0.7  # design: the fall begins where load was last at this share of what it had been
ONSET_S = 15  # design: nobody takes longer to stop
RESUMED_S = 30  # design: moving again for so long is a new bout; less is fidgeting
SHORTEST_BREAK_S = 60.0  # design: a shorter stop inside exercise is part of it
SHORTEST_BOUT_S = 60.0  # design: less movement is not exercise
UNCERTAINTY_S = 3.0  # design: how well a sudden stop is seen in samples of one second


def bouts_from_movement(seconds: FloatArray, load: Load) -> tuple[Bout, ...]:
    """Every bout of exercise that the load shows.

    A stop is a fall of the load below 20 % of its median over the 60 s before, lasting at least 10 s; the bout ends at
    the onset of that fall. The next bout begins when the load is back above that bound for most of 30 s. Stops shorter
    than 60 s belong to the bout, unless they are the recording's end.
    """
    value = np.nan_to_num(load.value)
    moving = value >= load.moving_from
    bouts: list[Bout] = []
    place = _begins(moving, 0)
    while place is not None:
        stop, reference = _stops(value, load.moving_from, place)
        start = Boundary(float(seconds[place]), PhaseOrigin.MOVEMENT, UNCERTAINTY_S)
        if stop is None:
            bouts.append(Bout(start, None))
            break
        onset = _onset(value, stop)
        width_s = float(seconds[stop] - seconds[onset])
        end = Boundary(float(seconds[onset]), PhaseOrigin.MOVEMENT, UNCERTAINTY_S + width_s / 2.0)
        bouts.append(Bout(start, end))
        place = _begins(value >= max(load.moving_from, STOPPED_SHARE * reference), stop)
    return _joined(bouts, float(seconds[-1]))


def _begins(moving: np.ndarray, after: int) -> int | None:
    """The first second from which on movement fills most of 30 s."""
    counts = np.concatenate(([0], np.cumsum(moving)))
    last = np.minimum(np.arange(moving.size) + RESUMED_S, moving.size)
    share = (counts[last] - counts[:-1]) / RESUMED_S
    places = np.flatnonzero(moving[after:] & (share[after:] > STOPPED_SHARE + 0.5))
    return None if not places.size else int(places[0]) + after


def _stops(value: FloatArray, moving_from: float, after: int) -> tuple[int | None, float]:
    """The first second after `after` at which the load has fallen and stays low, and the load before it."""
    if value.size - after <= STOPPED_S:
        return None, 0.0
    ahead = np.lib.stride_tricks.sliding_window_view(value[after:], STOPPED_S).max(axis=1)
    padded = np.concatenate((np.full(REFERENCE_S, np.nan), value[after:]))
    before = np.lib.stride_tricks.sliding_window_view(padded, REFERENCE_S)[: ahead.size, ::REFERENCE_STEP_S]
    fallen = np.zeros(ahead.size, dtype=np.bool_)
    reference = np.zeros(ahead.size)
    reference[1:] = np.nanmedian(before[1:], axis=1)
    fallen = ahead < np.maximum(STOPPED_SHARE * reference, moving_from)
    fallen[0] = False
    places = np.flatnonzero(fallen)
    if not places.size:
        return None, 0.0
    return int(places[0]) + after, float(reference[places[0]])


def _onset(value: FloatArray, stop: int) -> int:
    """The second after the last one, in the 15 s before `stop`, with 70 % of the load that went before."""
    first = max(stop - ONSET_S, 0)
    usual = float(np.median(value[max(first - ONSET_S, 0) : max(first, 1)]))
    high = np.flatnonzero(value[first:stop] >= ONSET_SHARE * usual)
    return stop if not high.size else min(first + int(high[-1]) + 1, stop)


def _joined(bouts: list[Bout], end_s: float) -> tuple[Bout, ...]:
    joined: list[Bout] = []
    for bout in bouts:
        last = joined[-1] if joined else None
        if last is not None and last.stop is not None and bout.start.time_s - last.stop.time_s < SHORTEST_BREAK_S:
            joined[-1] = Bout(last.start, bout.stop)
        else:
            joined.append(bout)
    return tuple(b for b in joined if (end_s if b.stop is None else b.stop.time_s) - b.start.time_s >= SHORTEST_BOUT_S)
