"""How hard the person moved, second by second, as far as speed, power and cadence tell."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Channel, Recording

CHANNELS = ("power", "speed", "cadence")  # in order of how directly they tell effort
MOVING_FROM = {"power": 10.0, "speed": 0.3, "cadence": 20.0}  # W, m/s, 1/min; design
HOLD_S = 10.0  # design: a channel's sample stands for at most this long
LEAST_KNOWN_SHARE = 0.5  # design: a channel that is silent for more than half of the session tells nothing
LEAST_MOVING_SHARE = 0.02  # design: a channel that hardly ever shows movement is not connected
USUAL_SHARE = 0.9  # design: share of the spacings that make up a channel's rhythm


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """One channel's value in each second (NaN: not known), from which value on it means movement, and how far apart
    its samples usually are [s].
    """

    name: str
    value: FloatArray
    moving_from: float
    spacing_s: float


def session_loads(recording: Recording, seconds: FloatArray, paused: BoolArray) -> Iterator[Load]:
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


def _load(channel: Channel | None, seconds: FloatArray, paused: BoolArray) -> Load | None:
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
    return Load(channel.name, value, moving_from, min(spacing_s, HOLD_S))
