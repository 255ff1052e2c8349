"""External load: speed or power on the seconds of the heart rate, and which bouts were walks."""

from dataclasses import dataclass

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Reason
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import Channel

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
    """The channel called `name` where it holds at least one value, else None."""
    channel = inputs.recording.channel(name)
    return channel if channel is not None and np.isfinite(channel.value).any() else None


def require_channel(inputs: Inputs, name: str, advice: str) -> Channel:
    """The channel called `name`, or the reason it is needed."""
    channel = usable_channel(inputs, name)
    if channel is None:
        raise NotMeasurableError(Reason.NEEDS_MOVEMENT_DATA, f"The file holds no {name}. {advice}")
    return channel


def load_at(channel: Channel, times_s: FloatArray) -> FloatArray:
    """The value last written at or before each time; NaN where that is too long ago. Shape of `times_s`."""
    known = np.isfinite(channel.value)
    written_s, values = channel.time_s[known], channel.value[known]
    if not written_s.size:
        return np.full(times_s.shape, np.nan)
    place = np.searchsorted(written_s, times_s, side="right") - 1
    held = (place >= 0) & (times_s - written_s[place] <= LONGEST_HOLD_S)
    loads: FloatArray = np.where(held, values[place], np.nan)
    return loads


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """A load on whole seconds of a bout: `time_s` [s] and `value`, both shape (n,), NaN where unknown."""

    time_s: FloatArray
    value: FloatArray


def load_over(channel: Channel, phase: Phase) -> Load:
    """A load on the whole seconds of a phase."""
    times_s = seconds_of(phase, channel)
    return Load(times_s, load_at(channel, times_s))


def seconds_of(phase: Phase, channel: Channel) -> FloatArray:
    """Whole seconds of a phase [s], increasing.

    Holes of a channel are shortened to little more than a minute, by whole steps of 10 s, so that a file whose clock
    jumps by months costs no more than its samples do.

    Examples
    --------
    >>> from pacing.model.phases import PhaseKind, PhaseOrigin
    >>> whole = Phase(PhaseKind.EXERCISE, 0.0, 1e7, PhaseOrigin.MARKER, 0.0)
    >>> seconds_of(whole, Channel("speed", "m/s", np.array([0.0, 9.99e6]), np.array([1.0, 1.0]))).size
    120
    """
    first, stop = float(np.ceil(phase.start_s)), float(np.ceil(phase.stop_s))
    known_s = np.ceil(channel.time_s[np.isfinite(channel.value)])
    marks = np.unique(np.concatenate([[first], known_s[(known_s > first) & (known_s < stop)]]))
    steps = np.maximum(np.diff(marks, append=stop), 0.0)
    left_out = np.maximum(np.floor((steps - LONGEST_HOLE_S) / HOLE_STEP_S), 0.0) * HOLE_STEP_S
    lengths = (steps - left_out).astype(np.intp)
    begins = np.repeat(np.cumsum(lengths) - lengths, lengths)
    times_s: FloatArray = np.repeat(marks, lengths) + (np.arange(int(lengths.sum())) - begins)
    return times_s


def walks(inputs: Inputs) -> tuple[tuple[Phase, Load], ...]:
    """The exercise bouts that were walks, each with its speed on whole seconds [m/s].

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
    speeds = [(bout, load_over(speed, bout)) for bout in bouts]
    found = tuple((bout, load) for bout, load in speeds if is_walk(inputs.recording.sport, load.value))
    if not found:
        raise NotMeasurableError(
            Reason.NEEDS_MOVEMENT_DATA, "This was not a walk. Record a walk as walking, with its speed."
        )
    return found


def is_walk(sport: str | None, speeds_m_s: FloatArray) -> bool:
    """Whether a bout is a walk: its sport is, or none was told, and its median speed is one of walking."""
    told = sport is not None and sport in RUNNING_SPORTS | CYCLING_SPORTS
    if told or not np.isfinite(speeds_m_s).any():
        return False
    median = float(np.nanmedian(speeds_m_s))
    return reference.WALK_SLOWEST_M_S.value <= median <= reference.WALK_FASTEST_M_S.value
