"""What stands beside every recovery number: what it was made from, and what a reader must know."""

from collections.abc import Mapping

from pacing import reference
from pacing.measure.index import Inputs, once
from pacing.measure.levels import LEAST_SHARE_OF_WINDOW
from pacing.measure.medication import medication_caveats
from pacing.measure.recovery_bout import RecoveryBout, which_bout
from pacing.measure.recovery_draws import end_draws
from pacing.measure.recovery_level import HALF_WINDOW_S, Track, track_of
from pacing.measure.uncertainty import interval
from pacing.measure.windows import SECOND_S, highest_mean, part_between
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
    """
    track = track_of(inputs)
    posture = inputs.conditions.recovery_posture
    low_bpm, high_bpm = interval(end_bpm, end_draws(inputs, bout))
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
    """The bout's highest 5-s mean [bpm] and how long before the end it was [s]; None when it was at the end."""
    time_s, bpm = part_between(track.time_s, track.bpm, bout.exercise.start_s, bout.end_s)
    peak = highest_mean(time_s, bpm, 2 * HALF_WINDOW_S, LEAST_SHARE_OF_WINDOW)
    if peak is None:
        return None
    before_s = bout.end_s - (peak[0] + HALF_WINDOW_S)
    return (peak[1], before_s) if before_s > reference.RECOVERY_EARLY_PEAK_S.value else None


def slope_before_end(track: Track, bout: RecoveryBout) -> float | None:
    """Slope of heart rate over the last minute before the end [bpm/min]; None with less than half of it recorded."""
    window_s = reference.RECOVERY_STEADY_WINDOW_S.value
    time_s, bpm = part_between(track.time_s, track.bpm, bout.end_s - window_s, bout.end_s)
    if time_s.size * SECOND_S < window_s / 2:
        return None
    into_s = time_s - time_s.mean()
    return float((into_s * bpm).sum() / (into_s**2).sum()) * SECONDS_PER_MINUTE


@once
def bout_caveats(inputs: Inputs, bout: RecoveryBout) -> tuple[str, ...]:
    """What a reader must know about a recovery: which bout, movement, an unsteady end, the sensor, medicines."""
    track = track_of(inputs)
    said = [*which_bout(bout)]
    posture = inputs.conditions.recovery_posture
    if bout.active:
        said.append("Active recovery: you kept moving. Compare it only with other active recoveries.")
        if posture is not None and posture is not Posture.WALKING:
            said.append(f"You told {posture.value}, but the recording shows movement.")
    elif bout.active is None:
        said.append("The file cannot tell whether you kept moving after stopping.")
    slope = slope_before_end(track, bout)
    if slope is not None and abs(slope) > reference.RECOVERY_STEADY_SLOPE_BPM_PER_MIN.value:
        said.append("Heart rate was still changing before you stopped; compare only with sessions that ended alike.")
    if bout.origin is PhaseOrigin.HEART_RATE:
        said.append("The end of exercise was found from heart rate alone, so it is less sure.")
    if inputs.recording.source.sensor is Sensor.UNKNOWN:
        said.append("The file does not name the sensor; an optical one shows the heart later than a strap.")
    return (*said, *medication_caveats(inputs.person.medication))
