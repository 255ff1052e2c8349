"""Muscle oxygen: its level at rest and how far exercise changed it."""

from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.levels import LEAST_SHARE_OF_REST, block_mean_sd
from pacing.measure.uncertainty import highest_mean, normal_interval, part_between
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import Channel

MUSCLE_OXYGEN = "muscle_oxygen"
OTHER_NAMES = ("smo2", "muscleoxygen", "saturatedhemoglobinpercent", "muscleoxygensaturation")
PERCENT_UNITS = ("%", "percent")
RANGE_PERCENT = (0.0, 100.0)
SENSOR_ERROR_PERCENT = 1.0  # design: one standard deviation of a level; sensors write whole or tenth percents
CAVEAT_PLACE = "It depends on the muscle, the sensor's place and the fat above it: compare only the same placement."


class OxygenLevel(NamedTuple):
    """A level of muscle oxygen [%], the standard deviation of its error, and its window [s]."""

    percent: float
    sd_percent: float
    window: tuple[float, float]


def oxygen_channel(inputs: Inputs) -> Channel:
    """The muscle-oxygen channel, under its own or a sensor maker's name.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Channel

    Raises
    ------
    NotMeasurableError
        NOT_RECORDED.
    """
    for channel in inputs.recording.channels:
        plain = "".join(letter for letter in channel.name.lower() if letter.isalnum())
        named = channel.name == MUSCLE_OXYGEN or (
            plain.startswith(OTHER_NAMES) and channel.unit.strip().lower() in PERCENT_UNITS
        )
        if named and np.isfinite(channel.value).any():
            return channel
    raise NotMeasurableError(
        Reason.NOT_RECORDED,
        "The file has no muscle oxygen. Wear a sensor on the muscle, such as Moxy or Train.Red.",
    )


def usable_oxygen(channel: Channel) -> tuple[FloatArray, FloatArray]:
    """Times [s] and values [%] that can be muscle oxygen; zeros are lost contact.

    Parameters
    ----------
    channel
        What was recorded, with its times [s] and unit; NaN where there is none.

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    lowest, highest = RANGE_PERCENT
    keep = np.isfinite(channel.value) & (channel.value > lowest) & (channel.value <= highest)
    return channel.time_s[keep], channel.value[keep]


def rest_oxygen(inputs: Inputs) -> OxygenLevel:
    """Mean over up to the last five minutes of the first rest that no exercise came before.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    OxygenLevel

    Raises
    ------
    NotMeasurableError
        NEEDS_REST_RECORDING.
    """
    time_s, percent = usable_oxygen(oxygen_channel(inputs))
    exercise = inputs.phases.exertion
    begins_s = exercise[0].start_s if exercise else np.inf
    shortest_s = reference.REST_SHORTEST_S.value
    rests = [p for p in inputs.phases.of(PhaseKind.REST) if p.start_s < begins_s and p.stop_s - p.start_s >= shortest_s]
    if not rests:
        raise NotMeasurableError(
            Reason.NEEDS_REST_RECORDING, "Sit quietly for one to five minutes with the recording running first."
        )
    start_s = max(rests[0].start_s, rests[0].stop_s - reference.REST_LONGEST_S.value)
    return _level(time_s, percent, start_s, rests[0].stop_s)


def _level(time_s: FloatArray, percent: FloatArray, start_s: float, stop_s: float) -> OxygenLevel:
    part_s, part = part_between(time_s, percent, start_s, stop_s)
    spacing_s = float(np.median(np.diff(time_s))) if time_s.size > 1 else np.inf
    if part.size * spacing_s < (stop_s - start_s) * LEAST_SHARE_OF_REST or not part_s.size:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS, "Muscle oxygen was not recorded well there. Check that the sensor sits firmly."
        )
    return OxygenLevel(
        float(part.mean()), float(np.hypot(block_mean_sd(part), SENSOR_ERROR_PERCENT)), (start_s, stop_s)
    )


def rest_value(inputs: Inputs) -> Value:
    """The resting level as an index gives it.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    level = rest_oxygen(inputs)
    low, high = normal_interval(level.percent, level.sd_percent)
    return Value(level.percent, low, high, level.window, {"channel": oxygen_channel(inputs).name}, (CAVEAT_PLACE,))


def change_value(inputs: Inputs) -> Value:
    """Level over the last 30 s of the first exercise bout less the resting level, as an index gives it.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.

    Raises
    ------
    NotMeasurableError
        NEEDS_EXERCISE_END.
    """
    channel = oxygen_channel(inputs)
    exercise = inputs.phases.of(PhaseKind.EXERCISE)
    if not exercise:
        raise NotMeasurableError(
            Reason.NEEDS_EXERCISE_END, "No exercise was found. Press the lap button when you begin and when you stop."
        )
    rest = rest_oxygen(inputs)
    time_s, percent = usable_oxygen(channel)
    bout = exercise[0]
    end = _level(time_s, percent, max(bout.start_s, bout.stop_s - reference.PEAK_WINDOW_S.value), bout.stop_s)
    parts: dict[str, Part] = {
        "channel": channel.name,
        "rest_percent": rest.percent,
        "end_percent": end.percent,
        "lowest_percent": _lowest(time_s, percent, bout),
    }
    value = end.percent - rest.percent
    low, high = normal_interval(value, float(np.hypot(rest.sd_percent, end.sd_percent)))
    return Value(value, low, high, (rest.window[0], bout.stop_s), parts, (CAVEAT_PLACE,))


def _lowest(time_s: FloatArray, percent: FloatArray, bout: Phase) -> float | None:
    """Lowest mean over 30 s of the bout; None where no window has enough values."""
    part_s, part = part_between(time_s, percent, bout.start_s, bout.stop_s)
    lowest = highest_mean(part_s, -part, reference.PEAK_WINDOW_S.value, LEAST_SHARE_OF_REST)
    return None if lowest is None else -lowest[1]
