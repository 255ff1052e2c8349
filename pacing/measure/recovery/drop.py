"""How far heart rate fell some time after exercise ended, and which of a session's stops that is measured from.

What the number was made from, and what a reader must know, stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, medication_caveats, once
from pacing.measure.levels import LEAST_SHARE_OF_WINDOW, resting_level
from pacing.measure.recovery.exercise_end import (
    HALF_WINDOW_S,
    RecoveryBout,
    Track,
    end_level_bpm,
    level_after_bpm,
    require_bouts,
    require_recorded,
    require_rise,
    require_sure_end,
    track_of,
    which_bout,
)
from pacing.measure.recovery.level_samples import end_level_samples
from pacing.measure.recovery.sensor_suitability import (
    SensorRules,
    require_in_time,
    require_sensor,
    sensor_caveats,
)
from pacing.measure.uncertainty import (
    SECOND_S,
    highest_mean,
    interval,
    part_between,
)
from pacing.model.measurement import Part
from pacing.model.person import Posture
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor

SECONDS_PER_MINUTE = 60.0
MOVEMENT_WORDS = {True: "active", False: "passive", None: "unknown"}


@once
def bout_parts(inputs: Inputs, bout: RecoveryBout, end_bpm: float) -> Mapping[str, Part]:
    """Where the recovery begins, how sure that is, what the person did, and the earlier peak where there was one.

    `end_half_width_bpm` is half of the 95 % interval of `end_bpm`: the level's own error, and that of the end's moment.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.
    end_bpm
        Level at the end of exercise [bpm].

    Returns
    -------
    Mapping[str, Part]
    """
    track = track_of(inputs)
    posture = inputs.conditions.recovery_posture
    low_bpm, high_bpm = interval(end_bpm, end_level_samples(inputs, bout))
    parts: dict[str, Part] = {
        "from": "stop",
        "bout": float(bout.number),
        "bouts": float(bout.bouts),
        "end_s": bout.end_s,
        "end_uncertainty_s": bout.end_uncertainty_s,
        "end_origin": bout.origin.value,
        "end_bpm": end_bpm,
        "end_half_width_bpm": (high_bpm - low_bpm) / 2.0,
        "recorded_s": bout.recorded_s,
        "movement": MOVEMENT_WORDS[bout.active],
        "posture": None if posture is None else posture.value,
        "slope_before_end_bpm_per_min": slope_before_end(track, bout),
    }
    peak = earlier_peak(track, bout)
    if peak is not None:
        parts["peak_bpm"], parts["peak_before_end_s"] = peak
    return parts


def earlier_peak(track: Track, bout: RecoveryBout) -> tuple[float, float] | None:
    """The bout's highest 5-s mean [bpm] and how long before the end it was [s]; None when it was at the end.

    Parameters
    ----------
    track
        Heart rate around the end of exercise.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    tuple[float, float] | None
    """
    time_s, bpm = part_between(track.time_s, track.bpm, bout.exercise.start_s, bout.end_s)
    peak = highest_mean(time_s, bpm, 2 * HALF_WINDOW_S, LEAST_SHARE_OF_WINDOW)
    if peak is None:
        return None
    before_s = bout.end_s - (peak[0] + HALF_WINDOW_S)
    return (peak[1], before_s) if before_s > reference.RECOVERY_EARLY_PEAK_S.value else None


def slope_before_end(track: Track, bout: RecoveryBout) -> float | None:
    """Slope of heart rate over the last minute before the end [bpm/min]; None with less than half of it recorded.

    Parameters
    ----------
    track
        Heart rate around the end of exercise.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    float | None
        None where there is none.
    """
    window_s = reference.RECOVERY_STEADY_WINDOW_S.value
    time_s, bpm = part_between(track.time_s, track.bpm, bout.end_s - window_s, bout.end_s)
    if time_s.size * SECOND_S < window_s / 2:
        return None
    into_s = time_s - time_s.mean()
    return float((into_s * bpm).sum() / (into_s**2).sum()) * SECONDS_PER_MINUTE


@once
def bout_caveats(inputs: Inputs, bout: RecoveryBout) -> tuple[str, ...]:
    """What a reader must know about a recovery: which bout, movement, an unsteady end, the sensor, medicines.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    track = track_of(inputs)
    remarks = [*which_bout(bout)]
    posture = inputs.conditions.recovery_posture
    if bout.active:
        remarks.append("Active recovery: you kept moving. Compare it only with other active recoveries.")
        if posture is not None and posture is not Posture.WALKING:
            remarks.append(f"You said {posture.value}, but the recording shows movement.")
    elif bout.active is None:
        remarks.append("The file does not show whether you kept moving after stopping.")
    slope = slope_before_end(track, bout)
    if slope is not None and abs(slope) > reference.RECOVERY_STEADY_SLOPE_BPM_PER_MIN.value:
        remarks.append(
            "Heart rate was still changing before you stopped; compare only with sessions that ended in the same way."
        )
    if bout.origin is PhaseOrigin.HEART_RATE:
        remarks.append("The end of exercise was found from heart rate alone, so it is less certain.")
    if inputs.recording.source.sensor is Sensor.UNKNOWN:
        remarks.append("The file does not name the sensor; an optical one shows the heart later than a strap.")
    return (*remarks, *medication_caveats(inputs.person.medication))


LADDER_S = (120.0, 60.0)  # design: two minutes are the best supported, then one


@once
def chosen_bout(inputs: Inputs) -> RecoveryBout:
    """The one stop that every recovery number of a session is from.

    The last stop after which the fall in 120 s can be measured, else the last with 60 s, else the last.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions

    Returns
    -------
    RecoveryBout

    Raises
    ------
    NotMeasurableError
        NEEDS_EXERCISE_END: there is no end of exercise at all.
    """
    bouts = require_bouts(inputs)
    return next(
        (bout for after_s in LADDER_S for bout in reversed(bouts) if _measurable(inputs, bout, after_s)), bouts[-1]
    )


def _measurable(inputs: Inputs, bout: RecoveryBout, after_s: float) -> bool:
    try:
        levels_of(inputs, bout, after_s)
    except NotMeasurableError:
        return False
    return True


def drops_elsewhere(inputs: Inputs, chosen: RecoveryBout, after_s: float) -> tuple[tuple[RecoveryBout, float], ...]:
    """The session's other stops with the drop of each [bpm], where they gave any, the latest first.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    chosen : the stop the numbers are from
    after_s : [s]

    Returns
    -------
    tuple of (RecoveryBout, float)
    """
    others = (bout for bout in reversed(require_bouts(inputs)) if bout != chosen and _measurable(inputs, bout, after_s))
    return tuple((bout, levels_of(inputs, bout, after_s).drop_bpm) for bout in others)


class Levels(NamedTuple):
    """Heart rate at the end of a bout and some time later [bpm]."""

    end_bpm: float
    later_bpm: float

    @property
    def drop_bpm(self) -> float:
        """Heart rate at the end minus heart rate later [bpm]."""
        return self.end_bpm - self.later_bpm


@dataclass(frozen=True, slots=True, eq=False)
class Drop:
    """One measured drop: levels [bpm], and what stands beside it."""

    after_s: float
    bout: RecoveryBout
    end_bpm: float
    later_bpm: float
    parts: dict[str, Part]
    caveats: tuple[str, ...]

    @property
    def drop_bpm(self) -> float:
        """Heart rate at the end minus heart rate later [bpm]."""
        return self.end_bpm - self.later_bpm

    @property
    def window(self) -> tuple[float, float]:
        """From the end of exercise to the later moment [s]."""
        return self.bout.end_s, self.bout.end_s + self.after_s


def drop_after(inputs: Inputs, after_s: float, rules: SensorRules) -> Drop:
    """The drop `after_s` [s] after the session's chosen stop; those of its other stops are among its parts.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    after_s : how long after the end [s]
    rules : which sensors may carry it

    Returns
    -------
    Drop
        Levels in bpm.

    Raises
    ------
    NotMeasurableError
        With the reason the chosen stop does not carry it.
    """
    chosen = chosen_bout(inputs)
    track = track_of(inputs)
    require_sensor(track, rules)
    last = drop_of(inputs, chosen, after_s)
    others: dict[str, Part] = {}
    for bout, drop_bpm in drops_elsewhere(inputs, chosen, after_s):
        others[f"bout_{bout.number}_drop_bpm"] = drop_bpm
        others[f"bout_{bout.number}_end_s"] = bout.end_s
    caveats = (*last.caveats, *sensor_caveats(track, rules))
    return replace(last, parts={**last.parts, **others}, caveats=caveats)


@once
def levels_of(inputs: Inputs, bout: RecoveryBout, after_s: float) -> Levels:
    """What a drop is taken between, for one bout: all that is asked of a session's other stops.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    bout : the exercise with its end [s] and what was recorded after it
    after_s : how long after the end [s]

    Returns
    -------
    Levels

    Raises
    ------
    NotMeasurableError
        With the reason this stop does not carry it.
    """
    track = track_of(inputs)
    slack_s = reference.RECOVERY_NEAREST_SAMPLE_S.value if track.sparse else 0.0
    require_recorded(bout, after_s + SECOND_S - slack_s)
    require_sure_end(bout, after_s)
    require_in_time(inputs, bout, after_s)
    end_bpm = end_level_bpm(track, bout)
    require_rise(track, end_bpm, resting_level(inputs))
    return Levels(end_bpm, level_after_bpm(track, bout, after_s))


@once
def drop_of(inputs: Inputs, bout: RecoveryBout, after_s: float) -> Drop:
    """The drop after one bout, with what stands beside it.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    bout : the exercise with its end [s] and what was recorded after it
    after_s : how long after the end [s]

    Returns
    -------
    Drop
        Levels in bpm.

    Raises
    ------
    NotMeasurableError
        With the reason this stop does not carry it.
    """
    levels = levels_of(inputs, bout, after_s)
    later_bpm = levels.later_bpm
    parts: dict[str, Part] = {**bout_parts(inputs, bout, levels.end_bpm), "later_bpm": later_bpm}
    peak_bpm = parts.get("peak_bpm")
    if isinstance(peak_bpm, float):
        parts["from_peak_bpm"] = peak_bpm - later_bpm
    return Drop(
        after_s=after_s,
        bout=bout,
        end_bpm=levels.end_bpm,
        later_bpm=later_bpm,
        parts=parts,
        caveats=bout_caveats(inputs, bout),
    )
