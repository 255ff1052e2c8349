"""How hard the person moved in each second: by power, speed or cadence, and where any of them shows movement at all."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Channel, HeartRate, Recording
from pacing.numerics.quantiles import median, quantile
from pacing.numerics.runs import runs

CHANNELS = ("power", "speed", "cadence")  # in order of how directly they tell effort
MOVING_FROM = {"power": 10.0, "speed": 0.3, "cadence": 20.0}  # W, m/s, 1/min; design
HOLD_S = 10.0  # design: a channel's sample stands for at most this long ...
LATE_SAMPLE = 1.5  # design: ... unless the channel is always written more rarely: then for so many spacings ...
LONGEST_HOLD_S = 90.0  # design: ... as far as a channel of once a minute needs
LEAST_KNOWN_SHARE = 0.5  # design: a channel that is silent for more than half of the session tells nothing
LEAST_MOVING_SHARE = 0.02  # design: a channel that hardly ever shows movement is not connected ...
LEAST_MOVING_S = 60  # ... unless it shows a whole bout
FEWEST_SAMPLES = 5  # design: fewer show no rhythm
USUAL_SHARE = 0.9  # design: share of the spacings that make up a channel's rhythm


class ExternalLoad(NamedTuple):
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
    timer is `paused` and the channel is silent, the load is 0: watches halt the timer when movement stops. What was
    written before a pause does not hold in it.

    Parameters
    ----------
    recording : with its channels
    seconds : shape (n,), [s]
    paused : shape (n,), where the timer was halted

    Returns
    -------
    iterator of ExternalLoad
        Values on `seconds`, shape (n,), NaN where not known.
    """
    for name in CHANNELS:
        load = _load(recording.channel(name), seconds, paused)
        if load is not None:
            yield load


def movement(recording: Recording, seconds: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Whether any channel shows movement in each second, and whether any channel is known there.

    A channel that never shows movement (power without a power meter) says nothing beside one that does.

    Parameters
    ----------
    recording : with its channels
    seconds : shape (n,), [s]

    Returns
    -------
    moving, known : shape (n,)
    """
    connected: list[tuple[str, FloatArray]] = []
    silent: list[tuple[str, FloatArray]] = []
    for name in CHANNELS:
        channel = recording.channel(name)
        if channel is not None:
            value = on_seconds(channel, seconds)
            (connected if _connected(name, value) else silent).append((name, value))
    moving = np.zeros(seconds.size, dtype=np.bool_)
    known = np.zeros(seconds.size, dtype=np.bool_)
    for name, value in connected or silent:
        known |= np.isfinite(value)
        moving |= np.nan_to_num(value) > MOVING_FROM[name]
    return moving, known


def moved_in_days(recording: Recording, series: HeartRate) -> BoolArray | None:
    """In which seconds of days on end any channel shows movement; None without a channel that could.

    Parameters
    ----------
    recording : with its channels
    series : heart rate on whole seconds

    Returns
    -------
    ndarray or None
        Shape (n,).
    """
    if not any(recording.channel(name) is not None for name in CHANNELS):
        return None
    moving, known = movement(recording, series.time_s)
    moving &= known
    return moving


def _connected(name: str, value: FloatArray) -> bool:
    """Whether a channel shows movement often enough to be believed when it shows none."""
    shown = np.nan_to_num(value) >= MOVING_FROM[name]
    return bool(shown.sum() >= LEAST_MOVING_S or shown.mean() >= LEAST_MOVING_SHARE)


def on_seconds(channel: Channel, seconds: FloatArray) -> FloatArray:
    """A channel's value in each second: its last finite sample, no older than 10 s; NaN beyond.

    A channel that is always written more rarely holds for one and a half of its spacings, up to 90 s.

    Parameters
    ----------
    channel : times [s] and values in its own unit
    seconds : shape (n,), [s]

    Returns
    -------
    ndarray
        Shape (n,), in the channel's unit.
    """
    finite = np.isfinite(channel.value)
    time_s, value = channel.time_s[finite], channel.value[finite]
    result = np.full(seconds.size, np.nan)
    if not time_s.size or not seconds.size:
        return result
    index = _written_by(time_s, seconds) - 1
    known = index >= 0
    known[known] &= seconds[known] - time_s[index[known]] < _hold_s(time_s)
    result[known] = value[index[known]]
    return result


def _written_by(time_s: FloatArray, seconds: FloatArray) -> npt.NDArray[np.intp]:
    """How many samples each second has seen by its end; shape of `seconds`."""
    first_s, count = float(seconds[0]), seconds.size
    if first_s.is_integer() and seconds[-1] - first_s < count:  # whole seconds without a hole: counted, not looked for
        rows = np.clip(np.floor(time_s) - first_s, 0, count).astype(np.intp)
        return np.bincount(rows, minlength=count)[:count].cumsum()
    return np.searchsorted(time_s, seconds + 1.0, side="left")


def _load(channel: Channel | None, seconds: FloatArray, paused: BoolArray) -> ExternalLoad | None:
    if channel is None or not seconds.size:
        return None
    value = on_seconds(channel, seconds)
    running = ~paused
    if not running.any() or float(np.isfinite(value[running]).mean()) < LEAST_KNOWN_SHARE:
        return None
    written = channel.time_s[np.isfinite(channel.value)]
    value[(paused & ~np.isfinite(value)) | _before_any_sample(written, seconds, paused)] = 0.0
    moving_from = MOVING_FROM[channel.name]
    if not _connected(channel.name, value):
        return None
    spacing_s = quantile(np.diff(written), USUAL_SHARE) if written.size > 1 else HOLD_S
    return ExternalLoad(channel.name, value, moving_from, min(spacing_s, _hold_s(written)))


def _before_any_sample(written_s: FloatArray, seconds: FloatArray, paused: BoolArray) -> BoolArray:
    """The seconds of each pause before the first sample that was written in it."""
    silent = np.zeros(seconds.size, dtype=np.bool_)
    for first, stop in runs(paused):
        at = np.searchsorted(written_s, seconds[first] + 1.0)  # what the second of the press holds was before it
        until_s = written_s[at] if at < written_s.size else np.inf
        silent[first : min(stop, int(np.searchsorted(seconds, until_s)))] = True
    return silent


def _hold_s(written_s: FloatArray) -> float:
    """How long a sample of a channel stands for [s]."""
    usual_s = median(np.diff(written_s)) if written_s.size >= FEWEST_SAMPLES else 0.0
    return min(max(HOLD_S, LATE_SAMPLE * usual_s), LONGEST_HOLD_S)
