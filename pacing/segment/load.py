"""How hard the person moved, second by second, as far as speed, power and cadence tell."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Channel, MarkerKind, Recording

CHANNELS = ("power", "speed", "cadence")  # in order of how directly they tell effort
MOVING_FROM = {
    "power": 10.0,
    "speed": 0.3,
    "cadence": 20.0,
}  # W, m/s, 1/min; design, clinical practice for the last two
HOLD_S = 10.0  # design: a channel's sample stands for at most this long
LEAST_KNOWN_SHARE = 0.5  # design: a channel that is silent for more than half of the session tells nothing
LEAST_MOVING_SHARE = 0.02  # design: a channel that never shows movement is not connected


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """One channel's value in each second (NaN: not known), and from which value on it means movement."""

    name: str
    value: FloatArray
    moving_from: float


def session_load(recording: Recording, seconds: FloatArray) -> Load | None:
    """The channel that tells effort best, on `seconds`; None when none tells.

    While the timer is paused and the channel is silent, the load is 0: watches halt the timer when movement stops.
    """
    paused = timer_paused(recording, seconds)
    for name in CHANNELS:
        channel = recording.channel(name)
        if channel is None:
            continue
        value = on_seconds(channel, seconds)
        running = ~paused
        if not running.any() or np.isfinite(value[running]).mean() < LEAST_KNOWN_SHARE:
            continue
        value[paused & ~np.isfinite(value)] = 0.0
        if np.mean(np.nan_to_num(value) >= MOVING_FROM[name]) < LEAST_MOVING_SHARE:
            continue
        return Load(name, value, MOVING_FROM[name])
    return None


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


def timer_paused(recording: Recording, seconds: FloatArray) -> BoolArray:
    """Whether the timer was halted in each second."""
    paused = np.zeros(seconds.size, dtype=np.bool_)
    for start_s, stop_s in pauses(recording):
        paused |= (seconds >= start_s) & (seconds < stop_s)
    return paused


def pauses(recording: Recording) -> tuple[tuple[float, float], ...]:
    """Every [start, stop) [s] in which the timer was halted; one that was never ended lasts to the end."""
    found = []
    since: float | None = None
    for marker in sorted(recording.markers, key=lambda m: m.time_s):
        if marker.kind is MarkerKind.PAUSE and since is None:
            since = marker.time_s
        elif marker.kind is MarkerKind.RESUME and since is not None:
            found.append((since, marker.time_s))
            since = None
    if since is not None and since < recording.duration_s:
        found.append((since, recording.duration_s))
    return tuple(found)
