"""Bouts of exercise from how hard the person moved, by speed, power or cadence, without stops that heart rate
contradicts.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.numerics.quantiles import median, medians_of_rows
from pacing.numerics.runs import runs, without_short
from pacing.segment.bouts import Boundary, Bout, hr_drop_after
from pacing.segment.external_load import ExternalLoad
from pacing.segment.heart_rate import LEAST_SPAN_BPM, HeartRateTrend

FIRST_S = 60.0  # design: the minute after a stop decides whether it was one
LARGEST_RISE_BPM = 10.0  # design: a heart that beats so much faster than before has not been let off


def without_spurious_stops(
    bouts: tuple[Bout, ...], seconds: FloatArray, bpm: FloatArray, still: BoolArray
) -> tuple[Bout, ...]:
    """The bouts, joined over every break of which no channel tells and in which heart rate rose by more than 10 bpm.

    A halted timer is often silent about movement. When heart rate 30 to 90 s after such a stop (or up to the next bout)
    lies more than 10 bpm above the 10 s before it, the person was not resting: a bicycle was carried, somebody walked
    on without the timer. A stop in which a channel recorded stillness stays one whatever heart rate did: sensors on the
    wrist catch up after it.

    Parameters
    ----------
    bouts : from movement
    seconds, bpm : shape (n,), [s], [bpm]; NaN = no heart rate
    still : shape (n,), where a channel was recorded and shows no movement
    """
    joined: list[Bout] = []
    for bout in bouts:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.stop is not None
            and not _stood(seconds, still, last.stop.time_s)
            and _rises(seconds, bpm, last.stop.time_s, bout.start.time_s)
        ):
            joined[-1] = Bout(last.start, bout.stop)
        else:
            joined.append(bout)
    end = joined[-1].stop if joined else None
    silent = end is not None and not _stood(seconds, still, end.time_s)
    if end is not None and silent and _rises(seconds, bpm, end.time_s, float(seconds[-1])):
        joined[-1] = Bout(joined[-1].start, None)
    return tuple(joined)


def _stood(seconds: FloatArray, still: BoolArray, stop_s: float) -> bool:
    """Whether stillness was recorded after a stop."""
    first, last = np.searchsorted(seconds, (stop_s, stop_s + FIRST_S))
    return bool(last > first and still[first:last].mean() > MOSTLY)


def _rises(seconds: FloatArray, bpm: FloatArray, stop_s: float, next_s: float) -> bool:
    fall_bpm = hr_drop_after(seconds, bpm, stop_s, next_s)
    return fall_bpm is not None and fall_bpm < -LARGEST_RISE_BPM


STOPPED_SHARE = 0.2  # design: below this share of the load of the last minute ...
STOPPED_S = 15  # ... and staying there for so long is a stop; people halt for less and walk on ...
STOPPED_AT_END_S = 10  # ... but when the recording ends there, this is all there is
FIDGET_S = 40  # design: who took a few more steps so soon after standing still may have stopped before them
HALT_S = 5  # design: a halt that shows
REFERENCE_S = 60  # the last minute (of movement, so that a stop does not become its own reference)
REFERENCE_STEP_S = 5  # design: a median of every fifth second tells the minute's load well enough
FROZEN_S = 600  # design: a slow walk after a run is its recovery for ten minutes, then a walk
ONSET_SHARE = 0.7  # design: the fall begins where load was last at this share of what it had been
ONSET_S = 8  # design: speed as watches average it falls so long after a stop; who slows down for longer walks on
RESUMED_S = 45  # design: moving for less, between halts, is pottering about ...
RESUMED_AT_PACE_S = 20  # ... unless it is as hard as the exercise was ...
PACE_SHARE = 0.7  # ... within this share of it; moving for even less is fidgeting
SHORTEST_BREAK_S = 60  # design: a shorter stop inside exercise is part of it
MOSTLY = 0.5  # design: who moves for more than half of a break, by any channel, has not stopped
SHORTEST_BOUT_S = 55  # design: less than a minute is not exercise; slow first and last steps are not seen
UNCERTAINTY_S = 2.0  # design: how well a sudden stop is seen in samples of one second; a gradual one adds its width


def bouts_from_movement(
    seconds: FloatArray,
    load: ExternalLoad,
    *,
    elsewhere: BoolArray | None = None,
    shortest_break_s: int = SHORTEST_BREAK_S,
    shortest_bout_s: int = SHORTEST_BOUT_S,
) -> tuple[Bout, ...]:
    """Every bout of exercise that the load shows.

    A stop is a fall of the load below 20 % of its median over the last 60 s of movement, lasting at least 15 s (10
    s where the recording ends in it); the bout ends at the onset of that fall. Movement of less than 45 s (20 s at
    the pace of before) is no new bout; a stop shorter than 60 s belongs to the bout, unless the recording ends in
    it; less than `shortest_bout_s` of movement is no bout. Seconds of which the channel tells nothing go on as the
    second before. A break in which another channel shows movement most of the time is none: the pace eased.

    Parameters
    ----------
    seconds : shape (n,), [s]
    load : one channel on these seconds
    elsewhere : shape (n,), where any channel shows movement; None: no other channel is known
    shortest_break_s : a shorter stop is part of the exercise [s]
    shortest_bout_s : less movement is no bout [s]
    """
    value = _carried_on(load.value)
    idle = value < load.moving_from
    reference = _reference(value, idle)
    for _ in range(2):
        quiet = _quiet(value, load.moving_from, reference)
        reference, idle = reference if np.array_equal(quiet, idle) else _reference(value, quiet), quiet
    moving = _resumed(value, quiet, reference, min(RESUMED_S, shortest_bout_s))
    broken = without_short(~moving, shortest_break_s, keep_last=True)
    if elsewhere is not None:
        for first, stop in runs(broken):
            broken[first:stop] = elsewhere[first:stop].mean() <= MOSTLY
    broken[: runs(moving)[0][0] if moving.any() else broken.size] = True
    moving = without_short(~broken, shortest_bout_s)
    return tuple(_bout(seconds, value, load, first, stop) for first, stop in runs(moving))


SHORT_EFFORT_S = 30  # design: half a minute of movement may be exercise, if the heart says so, too


def short_efforts(
    seconds: FloatArray,
    load: ExternalLoad,
    course: HeartRateTrend | None,
    still: BoolArray,
    *,
    shortest_break_s: int = SHORTEST_BREAK_S,
) -> tuple[Bout, ...]:
    """Movement of half a minute or more that heart rate answers and after which the person stood still: a flight of
    stairs, a sprint, getting up from a chair again and again.

    For sessions in which nobody moved for a minute; in any other so little is pottering about. Within a minute of its
    end heart rate must lie where heart rate alone would be called raised (above 40 % of the session's span, of at least
    20 bpm), and most of that minute a channel must show stillness.

    Parameters
    ----------
    seconds : shape (n,), [s]
    load : one channel on these seconds
    course : the session's heart rate [bpm]; None has no efforts
    still : shape (n,), where a channel was recorded and shows no movement
    shortest_break_s : a shorter stop is part of the effort [s]

    Returns
    -------
    tuple of Bout
        In order; all of them end.
    """
    if course is None or course.high_bpm - course.low_bpm < LEAST_SPAN_BPM:
        return ()
    moved = bouts_from_movement(seconds, load, shortest_break_s=shortest_break_s, shortest_bout_s=SHORT_EFFORT_S)
    return tuple(
        b for b in moved if b.stop is not None and _stood(seconds, still, b.stop.time_s) and _answers(b, course)
    )


def _answers(bout: Bout, course: HeartRateTrend) -> bool:
    """Whether heart rate is raised by the end of a bout, or within the minute after it: sensors are late."""
    until_s = np.inf if bout.stop is None else bout.stop.time_s + FIRST_S
    first, stop = np.searchsorted(course.time_s, (bout.start.time_s, until_s))
    return bool((course.seen[first:stop] >= course.exercise_bpm).any())


def _resumed(value: FloatArray, quiet: BoolArray, reference: FloatArray, resumed_s: int) -> BoolArray:
    """Where the person moved long enough (`resumed_s`), or hard enough, to have begun again."""
    moving = ~quiet
    for first, stop in runs(moving):
        at_pace = median(value[first:stop]) >= PACE_SHARE * reference[first] > 0.0
        if stop - first < (RESUMED_AT_PACE_S if at_pace else resumed_s):
            moving[first:stop] = False
    return moving


def _bout(seconds: FloatArray, value: FloatArray, load: ExternalLoad, first: int, stop: int) -> Bout:
    start = Boundary(float(seconds[first]), PhaseOrigin.MOVEMENT, UNCERTAINTY_S + load.spacing_s / 2.0)
    return Bout(start, None if stop == value.size else _end(seconds, value, load, first, stop))


def _end(seconds: FloatArray, value: FloatArray, load: ExternalLoad, first: int, stop: int) -> Boundary:
    """The end of a bout whose stillness begins at the place `stop`."""
    onset = max(_onset(value, stop), first + 1)
    halted = max(_halted(value, load.moving_from, first, stop), first + 1)
    width_s = max(float(seconds[stop] - seconds[onset]) / 2.0, float(seconds[onset] - seconds[halted]))
    return Boundary(float(seconds[onset]), PhaseOrigin.MOVEMENT, UNCERTAINTY_S + load.spacing_s / 2.0 + width_s)


def _halted(value: FloatArray, moving_from: float, first: int, stop: int) -> int:
    """The second of the first halt in the 40 s before `stop`, once a bout has begun to move; `stop` where there is
    none, or where the person went on after it for 20 s as hard as before.
    """
    begun = np.flatnonzero(value[first:stop] >= moving_from)[:1]
    begin = max(stop - FIDGET_S, first + int(begun.sum()))
    halts = runs(without_short(value[begin:stop] < moving_from, HALT_S))
    while halts:
        halt, on = (begin + place for place in halts[0])
        pace = float(np.median(value[max(first, halt - REFERENCE_S) : halt])) if halt > first else 0.0
        if stop - on < RESUMED_AT_PACE_S or float(np.median(value[on:stop])) < PACE_SHARE * pace:
            return halt
        halts = halts[1:]
    return stop


def halted_before(
    bouts: tuple[Bout, ...], seconds: FloatArray, load: ExternalLoad, elsewhere: BoolArray
) -> tuple[Bout, ...]:
    """The bouts, with what the load shows just before every end that a marker set.

    Whose load stayed low until the press, if only for 5 s, stopped where that began, unless another channel shows
    movement most of the time. Who halted in the 40 s before the press and took a few more steps, or rolled on, may have
    stopped at either: the end is as unsure as that.

    Parameters
    ----------
    bouts : cut by markers
    seconds : shape (n,), [s]
    load : one channel on these seconds
    elsewhere : shape (n,), where any channel shows movement
    """
    value = _carried_on(load.value)

    def looked_up(bout: Bout) -> Bout:
        if bout.stop is None or bout.stop.origin is not PhaseOrigin.MARKER:
            return bout
        first, stop = map(int, np.searchsorted(seconds, (bout.start.time_s, bout.stop.time_s)))
        moving = first + np.flatnonzero(value[first:stop] >= load.moving_from)
        if not moving.size:
            return bout
        stood = int(moving[-1]) + 1
        if stop - stood >= HALT_S and elsewhere[stood:stop].mean() <= MOSTLY:
            return replace(bout, stop=_end(seconds, value, load, first, stood))
        since_s = bout.stop.time_s - float(seconds[_halted(value, load.moving_from, first, stood)])
        if since_s > FIDGET_S:  # a hole lies between
            return bout
        unsure_s = max(bout.stop.uncertainty_s, UNCERTAINTY_S + since_s)
        return replace(bout, stop=replace(bout.stop, uncertainty_s=unsure_s))

    return tuple(looked_up(bout) for bout in bouts)


def _carried_on(value: FloatArray) -> FloatArray:
    known = np.isfinite(value)
    index = np.maximum.accumulate(np.where(known, np.arange(value.size), -1))
    return np.where(index >= 0, np.nan_to_num(value)[np.maximum(index, 0)], 0.0)


def _quiet(value: FloatArray, moving_from: float, reference: FloatArray) -> BoolArray:
    """Whether each second belongs to a stop, beside the load of exercise before it."""
    bound = np.maximum(STOPPED_SHARE * reference, moving_from)
    low = value < bound
    quiet = without_short(low, STOPPED_S)
    ending = runs(low)[-1:]
    if ending and ending[0][1] == value.size and ending[0][1] - ending[0][0] >= STOPPED_AT_END_S:
        quiet[ending[0][0] :] = True
    for first, stop in runs(quiet):
        until = min(first + FROZEN_S, value.size)
        if stop < until:
            back = np.flatnonzero(value[stop:until] >= bound[first])
            quiet[first : stop + int(back[0]) if back.size else until] = True
    return quiet


def _reference(value: FloatArray, idle: BoolArray) -> FloatArray:
    """Median load of the 60 s of movement before each second; 0 before there was any. `idle` seconds are none."""
    moving = np.flatnonzero(~idle)
    reference = np.zeros(value.size)
    if not moving.size:
        return reference
    padded = np.concatenate((np.full(REFERENCE_S, value[moving[0]]), value[moving]))
    windows = np.lib.stride_tricks.sliding_window_view(padded, REFERENCE_S)[:, ::REFERENCE_STEP_S]
    medians = medians_of_rows(windows)
    before: npt.NDArray[np.intp] = np.cumsum(~idle) - ~idle
    known = before > 0
    reference[known] = medians[before[known]]
    return reference


def _onset(value: FloatArray, stop: int) -> int:
    """The second after the last one, in the 8 s before `stop`, with 70 % of the load that went before."""
    first = max(stop - ONSET_S, 0)
    usual = median(value[max(first - ONSET_S, 0) : max(first, 1)])
    high = np.flatnonzero(value[first:stop] >= ONSET_SHARE * usual)
    return stop if not high.size else min(first + int(high[-1]) + 1, stop)
