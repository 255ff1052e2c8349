"""How far heart rate fell some time after exercise ended, from draws of when it ended and of levels around it.

What the number was made from, and what a reader must know, stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, medication_caveats, once
from pacing.measure.levels import (
    LEAST_SHARE_OF_WINDOW,
    CumulativeCurve,
    Level,
    cumulative_curve,
    level_error,
    resting_level,
)
from pacing.measure.recovery.exercise_end import (
    HALF_WINDOW_S,
    RecoveryBout,
    SensorRules,
    Track,
    end_level_bpm,
    level_after_bpm,
    require_bouts,
    require_recorded,
    require_rise,
    require_sensor,
    require_sure_end,
    sensor_caveats,
    track_of,
    which_bout,
)
from pacing.measure.recovery.sensor_lag import lag_bounds_s, require_in_time
from pacing.measure.uncertainty import (
    SECOND_S,
    end_samples,
    highest_mean,
    interval,
    normal_samples,
    part_between,
    sensor_error,
    uniform_samples,
)
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part
from pacing.model.person import Posture
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor
from pacing.numerics.quantiles import NORMAL_95

END_SEED, LAG_SEED, FIRST_SEED = 11, 12, 13  # independent errors
LATER_SEED = 100  # and one for each time after the end: 100 + seconds
SCATTER_S = 60.0  # design: a level's scatter is looked for in the minute around it


@once
def recovery_curve(inputs: Inputs, bout: RecoveryBout) -> CumulativeCurve:
    """Heart rate from the bout's beginning until exercise begins again.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    CumulativeCurve
    """
    track = track_of(inputs)
    until_s = np.inf if bout.resumed_s is None else bout.resumed_s
    return cumulative_curve(*part_between(track.time_s, track.bpm, bout.exercise.start_s, until_s))


@once
def anchor_samples(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of when, on the sensor's clock, the exercise ended [s]: the end's own uncertainty and the sensor's lag.

    An end found in the heart rate itself was seen on the sensor's clock and dated back by its usual lag: how much that
    lag may differ is in the end's uncertainty, and is not counted twice. A named strap is as late in each of its
    recordings, so its interval must hold for the quickest and for the slowest.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    FloatArray
    """
    anchors = bout.end_s + normal_samples(END_SEED, bout.end_uncertainty_s / NORMAL_95)
    if bout.origin is PhaseOrigin.HEART_RATE:
        return anchors + sensor_error(inputs.recording).dated_back_s
    drawn = end_samples if inputs.recording.source.sensor is Sensor.STRAP else uniform_samples
    return anchors + drawn(LAG_SEED, *lag_bounds_s(inputs, bout))


@once
def end_level_samples(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of heart rate when the exercise ended [bpm], for the draws of that moment.

    Only what was recorded before the end speaks of it, carried on as it last went: later seconds already fall.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    FloatArray
    """
    track, anchors = track_of(inputs), anchor_samples(inputs, bout)
    before = cumulative_curve(*part_between(track.time_s, track.bpm, bout.exercise.start_s, bout.end_s))
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(track.end_window_s)
    around_s = bout.end_s - SCATTER_S, bout.end_s
    error = level_error(track.time_s, track.bpm, around_s, sensor_sd)
    return before.mean(anchors - track.end_window_s, anchors) + error.draws(FIRST_SEED)


@once
def later_level_samples(inputs: Inputs, bout: RecoveryBout, after_s: float) -> FloatArray:
    """Draws of heart rate `after_s` [s] after the exercise ended [bpm], for the draws of that moment.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.
    after_s
        How long after the end of exercise [s].

    Returns
    -------
    FloatArray
    """
    track, curve = track_of(inputs), recovery_curve(inputs, bout)
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(2 * HALF_WINDOW_S)
    start_s = min(bout.end_s + after_s - SCATTER_S / 2, bout.recorded_until_s - SCATTER_S)
    around_s = max(start_s, bout.end_s), start_s + SCATTER_S
    error = level_error(track.time_s, track.bpm, around_s, sensor_sd)
    at_s = anchor_samples(inputs, bout) + after_s
    return curve.mean(at_s - HALF_WINDOW_S, at_s + HALF_WINDOW_S) + error.draws(LATER_SEED + int(after_s))


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
        drop_of(inputs, bout, after_s)
    except NotMeasurableError:
        return False
    return True


def drops_elsewhere(inputs: Inputs, chosen: RecoveryBout, after_s: float) -> tuple["Drop", ...]:
    """What the session's other stops gave, where they gave anything, the latest first.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    chosen : the stop the numbers are from
    after_s : [s]

    Returns
    -------
    tuple of Drop
    """
    others = (bout for bout in reversed(require_bouts(inputs)) if bout != chosen)
    return tuple(drop_of(inputs, bout, after_s) for bout in others if _measurable(inputs, bout, after_s))


@dataclass(frozen=True, slots=True, eq=False)
class Drop:
    """One measured drop: levels [bpm], the resting level, and what stands beside it."""

    after_s: float
    bout: RecoveryBout
    end_bpm: float
    later_bpm: float
    rest: Level | None
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
    for drop in drops_elsewhere(inputs, chosen, after_s):
        others[f"bout_{drop.bout.number}_drop_bpm"] = drop.drop_bpm
        others[f"bout_{drop.bout.number}_end_s"] = drop.bout.end_s
    caveats = (*last.caveats, *sensor_caveats(track, rules))
    return replace(last, parts={**last.parts, **others}, caveats=caveats)


@once
def drop_of(inputs: Inputs, bout: RecoveryBout, after_s: float) -> Drop:
    """The drop after one bout.

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
    track = track_of(inputs)
    slack_s = reference.RECOVERY_NEAREST_SAMPLE_S.value if track.sparse else 0.0
    require_recorded(bout, after_s + SECOND_S - slack_s)
    require_sure_end(bout, after_s)
    require_in_time(inputs, bout, after_s)
    end_bpm = end_level_bpm(track, bout)
    rest = resting_level(inputs)
    require_rise(track, end_bpm, rest)
    later_bpm = level_after_bpm(track, bout, after_s)
    parts: dict[str, Part] = {**bout_parts(inputs, bout, end_bpm), "later_bpm": later_bpm}
    peak_bpm = parts.get("peak_bpm")
    if isinstance(peak_bpm, float):
        parts["from_peak_bpm"] = peak_bpm - later_bpm
    return Drop(
        after_s=after_s,
        bout=bout,
        end_bpm=end_bpm,
        later_bpm=later_bpm,
        rest=rest,
        parts=parts,
        caveats=bout_caveats(inputs, bout),
    )
