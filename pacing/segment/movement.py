"""Bouts of exercise from speed, power or cadence.

Stops that heart rate contradicts: the channel fell silent, the person went on.

How hard the person moved, second by second, as far as speed, power and cadence tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Channel, Recording
from pacing.numerics.runs import runs, without_short
from pacing.segment.bouts import Boundary, Bout, hr_drop_after

LARGEST_RISE_BPM = 10.0  # design: a heart that beats so much faster than before has not been let off


def without_spurious_stops(bouts: tuple[Bout, ...], seconds: FloatArray, bpm: FloatArray) -> tuple[Bout, ...]:
    """The bouts, joined over every break in which heart rate rose by more than 10 bpm.

    A recovery need not be quick, and may stall; but when heart rate 30 to 90 s after a stop (or up to the next bout)
    lies more than 10 bpm above the 10 s before it, the person was not resting: pedals turned without a sensor, a
    bicycle was carried, a rower's watch missed the strokes.
    """
    joined: list[Bout] = []
    for bout in bouts:
        last = joined[-1] if joined else None
        if last is not None and last.stop is not None and _rises(seconds, bpm, last.stop.time_s, bout.start.time_s):
            joined[-1] = Bout(last.start, bout.stop)
        else:
            joined.append(bout)
    if joined and joined[-1].stop is not None and _rises(seconds, bpm, joined[-1].stop.time_s, float(seconds[-1])):
        joined[-1] = Bout(joined[-1].start, None)
    return tuple(joined)


def _rises(seconds: FloatArray, bpm: FloatArray, stop_s: float, next_s: float) -> bool:
    fall_bpm = hr_drop_after(seconds, bpm, stop_s, next_s)
    return fall_bpm is not None and fall_bpm < -LARGEST_RISE_BPM


CHANNELS = ("power", "speed", "cadence")  # in order of how directly they tell effort
MOVING_FROM = {"power": 10.0, "speed": 0.3, "cadence": 20.0}  # W, m/s, 1/min; design
HOLD_S = 10.0  # design: a channel's sample stands for at most this long
LEAST_KNOWN_SHARE = 0.5  # design: a channel that is silent for more than half of the session tells nothing
LEAST_MOVING_SHARE = 0.02  # design: a channel that hardly ever shows movement is not connected
USUAL_SHARE = 0.9  # design: share of the spacings that make up a channel's rhythm


@dataclass(frozen=True, slots=True, eq=False)
class ExternalLoad:
    """One channel's value in each second (NaN: not known), from which value on it means movement, and how far apart
    its samples usually are [s].
    """

    name: str
    value: FloatArray
    moving_from: float
    spacing_s: float


def external_loads(recording: Recording, seconds: FloatArray, paused: BoolArray) -> Iterator[ExternalLoad]:
    """The channels that tell effort, best first, on `seconds`.

    Power before speed before cadence, if it is known for at least half of the time and ever shows movement. While the
    timer is `paused` and the channel is silent, the load is 0: watches halt the timer when movement stops.
    """
    for name in CHANNELS:
        load = _load(recording.channel(name), seconds, paused)
        if load is not None:
            yield load


def movement(recording: Recording, seconds: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Whether any channel shows movement in each second, and whether any channel is known there."""
    moving = np.zeros(seconds.size, dtype=np.bool_)
    known = np.zeros(seconds.size, dtype=np.bool_)
    for name in CHANNELS:
        channel = recording.channel(name)
        if channel is not None:
            value = on_seconds(channel, seconds)
            known |= np.isfinite(value)
            moving |= np.nan_to_num(value) > MOVING_FROM[name]
    return moving, known


def on_seconds(channel: Channel, seconds: FloatArray) -> FloatArray:
    """A channel's value in each second: its last finite sample, no older than 10 s; NaN beyond."""
    finite = np.isfinite(channel.value)
    time_s, value = channel.time_s[finite], channel.value[finite]
    result = np.full(seconds.size, np.nan)
    if not time_s.size:
        return result
    place = np.searchsorted(time_s, seconds + 1.0, side="left") - 1
    known = place >= 0
    known[known] &= seconds[known] - time_s[place[known]] < HOLD_S
    result[known] = value[place[known]]
    return result


def _load(channel: Channel | None, seconds: FloatArray, paused: BoolArray) -> ExternalLoad | None:
    if channel is None or not seconds.size:
        return None
    value = on_seconds(channel, seconds)
    running = ~paused
    if not running.any() or float(np.isfinite(value[running]).mean()) < LEAST_KNOWN_SHARE:
        return None
    value[paused & ~np.isfinite(value)] = 0.0
    moving_from = MOVING_FROM[channel.name]
    if float(np.mean(np.nan_to_num(value) >= moving_from)) < LEAST_MOVING_SHARE:
        return None
    written = channel.time_s[np.isfinite(channel.value)]
    spacing_s = float(np.quantile(np.diff(written), USUAL_SHARE)) if written.size > 1 else HOLD_S
    return ExternalLoad(channel.name, value, moving_from, min(spacing_s, HOLD_S))


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


def bouts_from_movement(seconds: FloatArray, load: ExternalLoad) -> tuple[Bout, ...]:
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


def _bout(seconds: FloatArray, value: FloatArray, load: ExternalLoad, first: int, stop: int) -> Bout:
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
