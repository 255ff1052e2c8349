"""Bouts of exercise from speed, power or cadence."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bout import Boundary, Bout
from pacing.segment.load import Load
from pacing.segment.runs import runs, without_short

STOPPED_SHARE = 0.2  # design: below this share of the load of the last minute ...
STOPPED_S = 10  # ... and staying there for so long is a stop
REFERENCE_S = 60  # the last minute (of movement, so that a stop does not become its own reference)
REFERENCE_STEP_S = 5  # design: a median of every fifth second tells the minute's load well enough
FROZEN_S = 600  # design: a slow walk after a run is its recovery for ten minutes, then a walk
ONSET_SHARE = 0.7  # design: the fall begins where load was last at this share of what it had been
ONSET_S = 15  # design: nobody takes longer to stop
RESUMED_S = 20  # design: moving for less is fidgeting
SHORTEST_BREAK_S = 60  # design: a shorter stop inside exercise is part of it
SHORTEST_BOUT_S = 60  # design: less movement is not exercise
UNCERTAINTY_S = 3.0  # design: how well a sudden stop is seen in samples of one second


def bouts_from_movement(seconds: FloatArray, load: Load) -> tuple[Bout, ...]:
    """Every bout of exercise that the load shows.

    A stop is a fall of the load below 20 % of its median over the last 60 s of movement, lasting at least 10 s; the
    bout ends at the onset of that fall. Movement of less than 20 s is no new bout; a stop shorter than 60 s belongs to
    the bout, unless the recording ends in it; less than 60 s of movement is no bout. Seconds of which the channel tells
    nothing go on as the second before.
    """
    value = _carried_on(load.value)
    quiet = _quiet(value, load.moving_from, value < load.moving_from)
    quiet = _quiet(value, load.moving_from, quiet)
    moving = without_short(~quiet, RESUMED_S)
    broken = without_short(~moving, SHORTEST_BREAK_S, keep_last=True)
    broken[: runs(moving)[0][0] if moving.any() else broken.size] = True
    moving = without_short(~broken, SHORTEST_BOUT_S)
    return tuple(_bout(seconds, value, load, first, stop) for first, stop in runs(moving))


def _bout(seconds: FloatArray, value: FloatArray, load: Load, first: int, stop: int) -> Bout:
    unsure_s = UNCERTAINTY_S + load.spacing_s / 2.0
    start = Boundary(float(seconds[first]), PhaseOrigin.MOVEMENT, unsure_s)
    if stop == value.size:
        return Bout(start, None)
    onset = max(_onset(value, stop), first + 1)
    width_s = float(seconds[stop] - seconds[onset])
    return Bout(start, Boundary(float(seconds[onset]), PhaseOrigin.MOVEMENT, unsure_s + width_s / 2.0))


def _carried_on(value: FloatArray) -> FloatArray:
    known = np.isfinite(value)
    place = np.maximum.accumulate(np.where(known, np.arange(value.size), -1))
    return np.where(place >= 0, np.nan_to_num(value)[np.maximum(place, 0)], 0.0)


def _quiet(value: FloatArray, moving_from: float, idle: BoolArray) -> BoolArray:
    """Whether each second belongs to a stop; `idle` seconds are no reference for what exercise was."""
    bound = np.maximum(STOPPED_SHARE * _reference(value, idle), moving_from)
    quiet = without_short(value < bound, STOPPED_S)
    for first, stop in runs(quiet):
        until = min(first + FROZEN_S, value.size)
        if stop < until:
            back = np.flatnonzero(value[stop:until] >= bound[first])
            quiet[first : stop + int(back[0]) if back.size else until] = True
    return quiet


def _reference(value: FloatArray, idle: BoolArray) -> FloatArray:
    """Median load of the 60 s of movement before each second; 0 before there was any."""
    moving = np.flatnonzero(~idle)
    reference = np.zeros(value.size)
    if not moving.size:
        return reference
    padded = np.concatenate((np.full(REFERENCE_S, value[moving[0]]), value[moving]))
    windows = np.lib.stride_tricks.sliding_window_view(padded, REFERENCE_S)[:, ::REFERENCE_STEP_S]
    medians = np.median(windows, axis=1)
    before = np.searchsorted(moving, np.arange(value.size), side="left")
    known = before > 0
    reference[known] = medians[before[known]]
    return reference


def _onset(value: FloatArray, stop: int) -> int:
    """The second after the last one, in the 15 s before `stop`, with 70 % of the load that went before."""
    first = max(stop - ONSET_S, 0)
    usual = float(np.median(value[max(first - ONSET_S, 0) : max(first, 1)]))
    high = np.flatnonzero(value[first:stop] >= ONSET_SHARE * usual)
    return stop if not high.size else min(first + int(high[-1]) + 1, stop)
