"""External load on the seconds of the heart rate, which bouts were walks, how fast they were, and what they cost the
heart.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, in_words, medication_caveats, once
from pacing.measure.levels import LEAST_SHARE_OF_WINDOW, PERCENT, block_mean_sd, require_resting_level
from pacing.measure.uncertainty import (
    PEAK_STREAM,
    REST_SEED,
    SECOND_S,
    interval,
    normal_interval,
    normal_samples,
    sensor_error,
    usable_between,
)
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import Channel
from pacing.numerics.quantiles import median

SPEED, POWER, GRADE = "speed", "power", "grade"
LONGEST_HOLD_S = 10.0  # design: a load is taken to last this long after it was last written
LONGEST_HOLE_S = 60.0  # design: of a longer time without any load no more seconds are looked at ...
HOLE_STEP_S = 10.0  # design: ... and what is left out is a whole number of these, the step of steady stretches
WALKING_SPORTS = frozenset({"walking", "hiking", "nordic_walking", "treadmill_walking"})
RUNNING_SPORTS = frozenset({"running", "trail_running", "treadmill_running"})
CYCLING_SPORTS = frozenset({"cycling", "biking", "indoor_cycling", "virtual_cycling"})

ADVICE_SPEED = "Record speed with the heart rate (GPS, a treadmill or a foot sensor)."
ADVICE_POWER = "Record power with the heart rate (a power meter or an ergometer)."


def usable_channel(inputs: Inputs, name: str) -> Channel | None:
    """The channel called `name` where it holds at least one value, else None.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    name
        What it is called.

    Returns
    -------
    Channel | None
    """
    channel = inputs.recording.channel(name)
    return channel if channel is not None and np.isfinite(channel.value).any() else None


def require_channel(inputs: Inputs, name: str, advice: str) -> Channel:
    """The channel called `name`, or the reason it is needed.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    name
        What it is called.
    advice
        What to do next time, where it is missing.

    Returns
    -------
    Channel

    Raises
    ------
    NotMeasurableError
        NEEDS_MOVEMENT_DATA.
    """
    channel = usable_channel(inputs, name)
    if channel is None:
        raise NotMeasurableError(Reason.NEEDS_MOVEMENT_DATA, f"The file has no {name}. {advice}")
    return channel


def channel_between(channel: Channel, start_s: float, stop_s: float) -> Channel:
    """The part of a channel in [start_s, stop_s): so that a bout costs no more than its own samples.

    Parameters
    ----------
    channel
        What was recorded, with its times [s], increasing.
    start_s, stop_s
        Where the part begins and ends [s].

    Returns
    -------
    Channel
    """
    part = slice(*np.searchsorted(channel.time_s, (start_s, stop_s)))
    return replace(channel, time_s=channel.time_s[part], value=channel.value[part])


def workload_at(channel: Channel, times_s: FloatArray) -> FloatArray:
    """The value last written at or before each time; NaN where that is too long ago. Shape of `times_s`.

    Parameters
    ----------
    channel
        What was recorded, with its times [s] and unit; NaN where there is none.
    times_s
        Times [s], shape (n,).

    Returns
    -------
    FloatArray
        Shape (n,).
    """
    if not times_s.size:
        return np.empty(0)
    part = channel_between(channel, float(times_s.min()) - LONGEST_HOLD_S - SECOND_S, float(times_s.max()) + SECOND_S)
    known = np.isfinite(part.value)
    written_s, values = part.time_s[known], part.value[known]
    if not written_s.size:
        return np.full(times_s.shape, np.nan)
    index = np.searchsorted(written_s, times_s, side="right") - 1
    held = (index >= 0) & (times_s - written_s[index] <= LONGEST_HOLD_S)
    loads: FloatArray = np.where(held, values[index], np.nan)
    return loads


class Workload(NamedTuple):
    """A load on whole seconds of a bout: `time_s` [s] and `value`, both shape (n,), NaN where unknown."""

    time_s: FloatArray
    value: FloatArray


def workload_over(channel: Channel, phase: Phase) -> Workload:
    """A load on the whole seconds of a phase.

    Parameters
    ----------
    channel
        What was recorded, with its times [s] and unit; NaN where there is none.
    phase
        The phase.

    Returns
    -------
    Workload
    """
    times_s = seconds_of(phase, channel)
    return Workload(times_s, workload_at(channel, times_s))


@once
def load_over(inputs: Inputs, channel: Channel, phase: Phase) -> Workload:  # noqa: ARG001 - they remember it
    """As `workload_over`, worked out once a session.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    channel
        One of its channels.
    phase
        One of its phases.

    Returns
    -------
    Workload
    """
    return workload_over(channel, phase)


def seconds_of(phase: Phase, channel: Channel) -> FloatArray:
    """Whole seconds of a phase [s], increasing.

    Holes of a channel are shortened to little more than a minute, by whole steps of 10 s, so that a file whose clock
    jumps by months costs no more than its samples do.

    Parameters
    ----------
    phase
        The phase.
    channel
        What was recorded, with its times [s] and unit; NaN where there is none.

    Returns
    -------
    FloatArray

    Examples
    --------
    >>> from pacing.model.phases import PhaseKind, PhaseOrigin
    >>> whole = Phase(PhaseKind.EXERCISE, 0.0, 1e7, PhaseOrigin.MARKER, 0.0)
    >>> seconds_of(whole, Channel("speed", "m/s", np.array([0.0, 9.99e6]), np.array([1.0, 1.0]))).size
    120
    """
    first, stop = float(np.ceil(phase.start_s)), float(np.ceil(phase.stop_s))
    part = channel_between(channel, first, stop)
    known_s = np.ceil(part.time_s[np.isfinite(part.value)])
    marks = np.unique(np.concatenate([[first], known_s[(known_s > first) & (known_s < stop)]]))
    steps = np.maximum(np.diff(marks, append=stop), 0.0)
    left_out = np.maximum(np.floor((steps - LONGEST_HOLE_S) / HOLE_STEP_S), 0.0) * HOLE_STEP_S
    lengths = (steps - left_out).astype(np.intp)
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    times_s: FloatArray = np.repeat(marks, lengths) + (np.arange(int(lengths.sum())) - begins)
    return times_s


@once
def walks(inputs: Inputs) -> tuple[tuple[Phase, Workload], ...]:
    """The exercise bouts that were walks, each with its speed on whole seconds [m/s].

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    tuple[tuple[Phase, Workload], ...]

    Raises
    ------
    NotMeasurableError
        NEEDS_MOVEMENT_DATA: no speed, or no walk; NEEDS_EXERCISE_END: no exercise was found.
    """
    speed = require_channel(inputs, SPEED, ADVICE_SPEED)
    bouts = inputs.phases.of(PhaseKind.EXERCISE)
    if not bouts:
        raise NotMeasurableError(
            Reason.NEEDS_EXERCISE_END,
            "No walk was found in the recording. Press the lap button when you set off and when you stop.",
        )
    speeds = [(bout, load_over(inputs, speed, bout)) for bout in bouts]
    walks = tuple((bout, load) for bout, load in speeds if is_walk(inputs.recording.sport, load.value))
    if not walks:
        raise NotMeasurableError(
            Reason.NEEDS_MOVEMENT_DATA, "This was not a walk. Record a walk as walking, with its speed."
        )
    return walks


def is_walk(sport: str | None, speeds_m_s: FloatArray) -> bool:
    """Whether a bout is a walk: its sport is, or none was given, and its median speed is one of walking.

    Parameters
    ----------
    sport
        Sport of the session; None: the file names none.
    speeds_m_s
        Speed on whole seconds [m/s], shape (n,); NaN where unknown.

    Returns
    -------
    bool
    """
    is_other_sport = sport is not None and sport in RUNNING_SPORTS | CYCLING_SPORTS
    known = speeds_m_s[np.isfinite(speeds_m_s)]
    if is_other_sport or not known.size:
        return False
    return reference.WALK_SLOWEST_M_S.value <= median(known) <= reference.WALK_FASTEST_M_S.value


SPEED_STREAM = 41
SECONDS_PER_MINUTE = 60.0


def walking_speed_value(inputs: Inputs) -> Value:
    """Median speed of the middle 80 % of the longest walk [m/s].

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    bout, speeds = _longest(walks(inputs))
    edge_s = edge_of(bout, reference.WALK_MIDDLE_SHARE.value)
    inside = (speeds.time_s >= bout.start_s + edge_s) & (speeds.time_s < bout.stop_s - edge_s)
    known = speeds.value[inside & np.isfinite(speeds.value)]
    _require_long_enough(bout.stop_s - bout.start_s - 2 * edge_s, known.size * SECOND_S)
    value = median(known)
    sd = np.hypot(block_mean_sd(known), value * reference.SPEED_ERROR_PERCENT.value / PERCENT)
    low, high = normal_interval(value, float(sd))
    window = bout.start_s + edge_s, bout.stop_s - edge_s
    stood = float(np.mean(known < reference.WALK_SLOWEST_M_S.value))
    return Value(value, max(low, 0.0), high, window, {"walk_s": bout.stop_s - bout.start_s, "standing_share": stood})


def edge_of(bout: Phase, share: float) -> float:
    """What to leave out at either end of a bout so that its middle `share` (0..1) is left, in whole seconds [s].

    Parameters
    ----------
    bout
        The bout.
    share
        A share, 0 to 1.

    Returns
    -------
    float

    Examples
    --------
    >>> from pacing.model.phases import PhaseKind, PhaseOrigin
    >>> edge_of(Phase(PhaseKind.EXERCISE, 100.0, 700.0, PhaseOrigin.MARKER, 0.0), 0.8)
    60.0
    """
    return float(np.floor((bout.stop_s - bout.start_s) * (1.0 - share) / 2.0 + 1e-9))


def physiological_cost(walking_bpm: float, resting_bpm: float, speed_m_s: float) -> float:
    """Heart beats above resting per metre walked.

    Parameters
    ----------
    walking_bpm
        Heart rate while walking [bpm].
    resting_bpm
        Resting heart rate [bpm].
    speed_m_s
        Speed [m/s].

    Returns
    -------
    float

    Examples
    --------
    >>> physiological_cost(105.0, 75.0, 75.0 / 60.0)
    0.4
    """
    return (walking_bpm - resting_bpm) / (speed_m_s * SECONDS_PER_MINUTE)


def cost_index_value(inputs: Inputs) -> Value:
    """Beats above resting per metre over the settled part of the longest walk.

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
        OUT_OF_RANGE.
    """
    bout, speeds = _longest(walks(inputs))
    rest = require_resting_level(inputs)
    settled_s = reference.WALK_SETTLED_AFTER_S.value
    begin_s = bout.start_s + settled_s
    known = speeds.value[(speeds.time_s >= begin_s) & np.isfinite(speeds.value)]
    _, bpm = usable_between(inputs.cleaned, begin_s, bout.stop_s)
    shortest_s = reference.WALK_SETTLED_SHORTEST_S.value
    if min(known.size, bpm.size) * SECOND_S < max(shortest_s, (bout.stop_s - begin_s) * LEAST_SHARE_OF_WINDOW):
        reason = Reason.TOO_SHORT if bout.stop_s - begin_s < shortest_s else Reason.TOO_MANY_GAPS
        raise NotMeasurableError(
            reason,
            f"The walk was too short or not recorded well. Walk on for {in_words(settled_s + shortest_s)} or more, "
            "with heart rate and speed recorded.",
        )
    walking_bpm, speed = float(bpm.mean()), float(known.mean())
    if not speed > reference.WALK_SLOWEST_M_S.value:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "The walk was mostly standing. Walk without stopping for a few minutes."
        )
    value = physiological_cost(walking_bpm, rest.bpm, speed)
    hr_sd = np.hypot(sensor_error(inputs.recording).level_sd_bpm(bpm.size * SECOND_S), block_mean_sd(bpm))
    speed_sd = np.hypot(block_mean_sd(known), speed * reference.SPEED_ERROR_PERCENT.value / PERCENT)
    rises = walking_bpm + normal_samples(PEAK_STREAM, float(hr_sd)) - rest.bpm - normal_samples(REST_SEED, rest.sd_bpm)
    drawn_speeds = np.maximum(speed + normal_samples(SPEED_STREAM, float(speed_sd)), reference.WALK_SLOWEST_M_S.value)
    low, high = interval(value, rises / (drawn_speeds * SECONDS_PER_MINUTE))
    parts: dict[str, Part] = {
        "walking_bpm": walking_bpm,
        "rest_bpm": rest.bpm,
        "rest_definition": rest.definition,
        "speed_m_s": speed,
        "settled_s": bout.stop_s - begin_s,
    }
    caveats = medication_caveats(inputs.person.medication)
    return Value(value, low, high, (begin_s, bout.stop_s), parts, caveats)


def _longest(walks: tuple[tuple[Phase, Workload], ...]) -> tuple[Phase, Workload]:
    return max(walks, key=lambda walk: int(np.isfinite(walk[1].value).sum()))


def _require_long_enough(middle_s: float, known_s: float) -> None:
    """Raise unless nearly two minutes of speed [s] are known in the middle of a walk."""
    needed_s = reference.WALK_SHORTEST_S.value * LEAST_SHARE_OF_WINDOW
    if known_s >= needed_s:
        return
    reason = Reason.TOO_SHORT if middle_s < needed_s else Reason.TOO_MANY_GAPS
    enough = in_words(reference.WALK_SHORTEST_S.value + SECONDS_PER_MINUTE)
    raise NotMeasurableError(reason, f"Walk on for {enough} or more, with speed recorded.")
