"""How far heart rate has fallen some time after exercise ended: the drop, its conditions and its interval."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.levels import (
    ADVICE_REST,
    LEAST_SHARE_OF_WINDOW,
    PERCENT,
    Level,
    require_resting_level,
    resting_level,
)
from pacing.measure.medication import medication_caveats
from pacing.measure.recovery_bout import RecoveryBout, require_bouts, require_recorded
from pacing.measure.recovery_level import HALF_WINDOW_S, Track, end_level_bpm, level_after_bpm, track_of
from pacing.measure.shifted import curve_through
from pacing.measure.uncertainty import (
    NORMAL_95,
    REST_STREAM,
    interval,
    normal_draws,
    sensor_error,
    uniform_draws,
)
from pacing.measure.windows import SECOND_S, highest_mean, part_between
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.model.person import Posture
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor

END_STREAM, LAG_STREAM, FIRST_STREAM, LATER_STREAM = 11, 12, 13, 14  # independent errors
SECONDS_PER_MINUTE = 60.0
SCATTER_S = 60.0  # design: a level's scatter is looked for in the minute around it
SCATTER_BLOCK_S = 5.0  # design: in means as long as a level's own window
SCATTER_DEGREE = 2  # design: around a parabola
MOVEMENT_WORDS = {True: "active", False: "passive", None: "unknown"}


class Rule(Enum):
    """What a kind of recording is good for."""

    GIVEN = "given"
    CAUTION = "caution"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SensorRules:
    """Whether a drop is given from an optical sensor, and from one value every few seconds."""

    optical: Rule
    sparse: Rule


@dataclass(frozen=True, slots=True, eq=False)
class Drop:
    """One measured drop: levels [bpm], the draws of the drop and of the rise, and what belongs to them."""

    after_s: float
    bout: RecoveryBout
    end_bpm: float
    later_bpm: float
    rest: Level | None
    draws: FloatArray
    end_draws: FloatArray
    parts: dict[str, Part]
    caveats: tuple[str, ...]

    @property
    def drop_bpm(self) -> float:
        """Heart rate at the end minus heart rate later [bpm]."""
        return self.end_bpm - self.later_bpm


def require_sensor(track: Track, rules: SensorRules) -> None:
    """Raise where a sensor or its sampling cannot carry the index."""
    if track.optical and rules.optical is Rule.REFUSED:
        raise NotMeasurableError(
            Reason.OPTICAL_SENSOR,
            "An optical wrist sensor shows the heart 5 to 20 s late, too late for the first half minute; wear a chest "
            "strap.",
        )
    too_sparse = track.sampling_s > reference.SAMPLING_SPARSE_S.value
    if too_sparse or (track.sparse and rules.sparse is Rule.REFUSED):
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            f"The device wrote one value every {track.sampling_s:.0f} s; set it to record every second.",
        )


def drop_after(inputs: Inputs, after_s: float, rules: SensorRules) -> Drop:
    """The drop `after_s` [s] after the last exercise bout that has one; those of other bouts are among its parts."""
    bouts = require_bouts(inputs)
    track = track_of(inputs)
    require_sensor(track, rules)
    found: list[Drop] = []
    refusals: list[NotMeasurableError] = []
    for bout in reversed(bouts):
        try:
            found.append(_drop_of(inputs, track, bout, after_s, rules))
        except NotMeasurableError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    last, *earlier = found
    others: dict[str, Part] = {"bouts": float(len(bouts))}
    for drop in earlier:
        others[f"bout_{drop.bout.number}_drop_bpm"] = drop.drop_bpm
        others[f"bout_{drop.bout.number}_end_s"] = drop.bout.end_s
    return replace(last, parts={**last.parts, **others})


def _drop_of(inputs: Inputs, track: Track, bout: RecoveryBout, after_s: float, rules: SensorRules) -> Drop:
    slack_s = reference.RECOVERY_NEAREST_SAMPLE_S.value if track.sparse else 0.0
    require_recorded(bout, after_s + SECOND_S - slack_s)
    end_bpm = end_level_bpm(track, bout)
    rest = resting_level(inputs)
    require_rise(track, end_bpm, rest)
    later_bpm = level_after_bpm(track, bout, after_s)
    ends, laters = _draws(inputs, track, bout, after_s)
    return Drop(
        after_s=after_s,
        bout=bout,
        end_bpm=end_bpm,
        later_bpm=later_bpm,
        rest=rest,
        draws=ends - laters,
        end_draws=ends,
        parts=_parts(inputs, track, bout, end_bpm, later_bpm),
        caveats=(*bout_caveats(inputs, track, bout), *_sensor_caveats(track, rules)),
    )


def require_rise(track: Track, end_bpm: float, rest: Level | None) -> None:
    """Raise unless heart rate had risen enough for its fall to say something.

    Without a resting level the lowest half minute of the session stands in: resting heart rate is not above it.
    """
    smallest_bpm = reference.RECOVERY_SMALLEST_RISE_BPM.value
    if rest is not None:
        if end_bpm - rest.bpm < smallest_bpm:
            raise NotMeasurableError(
                Reason.TOO_LITTLE_RISE,
                f"Heart rate was only {end_bpm - rest.bpm:.0f} bpm above resting when you stopped; under "
                f"{smallest_bpm:.0f} bpm a recovery says nothing. That is no fault: a quiet session has no recovery.",
                {"end_bpm": end_bpm, "rest_bpm": rest.bpm},
            )
        return
    lowest = highest_mean(track.time_s, -track.bpm, reference.PEAK_WINDOW_S.value, LEAST_SHARE_OF_WINDOW)
    if lowest is None or end_bpm + lowest[1] < smallest_bpm:
        raise NotMeasurableError(Reason.NEEDS_RESTING_HR, ADVICE_REST, {"end_bpm": end_bpm})


def anchor_draws(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of when, on the sensor's clock, the exercise ended [s]: the end's own uncertainty and the sensor's lag.

    An end found in the heart rate itself already carries the lag.
    """
    anchors = bout.end_s + normal_draws(END_STREAM, bout.end_uncertainty_s / NORMAL_95)
    if bout.origin is PhaseOrigin.HEART_RATE:
        return anchors
    error = sensor_error(inputs.recording)
    return anchors + uniform_draws(LAG_STREAM, error.lag_low_s, error.lag_high_s)


def _draws(inputs: Inputs, track: Track, bout: RecoveryBout, after_s: float) -> tuple[FloatArray, FloatArray]:
    """Draws of the level at the end and of the level later [bpm]."""
    anchors = anchor_draws(inputs, bout)
    until_s = np.inf if bout.resumed_s is None else bout.resumed_s
    curve = curve_through(*part_between(track.time_s, track.bpm, bout.exercise.start_s, until_s))
    later_s = anchors + after_s
    ends = curve.mean(anchors - track.end_window_s, anchors)
    laters = curve.mean(later_s - HALF_WINDOW_S, later_s + HALF_WINDOW_S)
    error = sensor_error(inputs.recording)
    end_sd = np.hypot(error.level_sd_bpm(track.end_window_s), scatter_bpm(track, bout.end_s - SCATTER_S, bout.end_s))
    start_s = min(bout.end_s + after_s - SCATTER_S / 2, bout.recorded_until_s - SCATTER_S)
    later_sd = np.hypot(
        error.level_sd_bpm(2 * HALF_WINDOW_S), scatter_bpm(track, max(start_s, bout.end_s), start_s + SCATTER_S)
    )
    return ends + normal_draws(FIRST_STREAM, float(end_sd)), laters + normal_draws(LATER_STREAM, float(later_sd))


def scatter_bpm(track: Track, start_s: float, stop_s: float) -> float:
    """Standard deviation [bpm] of 5-s means around a smooth curve within [start_s, stop_s); 0 with too few to tell."""
    time_s, bpm = part_between(track.time_s, track.bpm, start_s, stop_s)
    blocks = np.floor((time_s - start_s) / SCATTER_BLOCK_S).astype(int)
    counts = np.bincount(blocks)
    full = counts > 0
    if full.sum() <= SCATTER_DEGREE + 1:
        return 0.0
    means = np.bincount(blocks, bpm)[full] / counts[full]
    middles = np.flatnonzero(full).astype(np.float64)
    middles -= middles.mean()
    powers = np.vander(middles, SCATTER_DEGREE + 1)
    fitted = powers @ np.linalg.lstsq(powers, means, rcond=None)[0]
    return float(np.sqrt(((means - fitted) ** 2).sum() / (means.size - SCATTER_DEGREE - 1)))


def _parts(inputs: Inputs, track: Track, bout: RecoveryBout, end_bpm: float, later_bpm: float) -> dict[str, Part]:
    parts: dict[str, Part] = {
        "from": "stop",
        "bout": float(bout.number),
        "end_s": bout.end_s,
        "end_uncertainty_s": bout.end_uncertainty_s,
        "end_origin": bout.origin.value,
        "end_bpm": end_bpm,
        "later_bpm": later_bpm,
        "recorded_s": bout.recorded_s,
        "movement": MOVEMENT_WORDS[bout.active],
        "posture": posture.value if (posture := inputs.conditions.recovery_posture) else None,
        "slope_before_end_bpm_per_min": slope_before_end(track, bout),
    }
    time_s, bpm = part_between(track.time_s, track.bpm, bout.exercise.start_s, bout.end_s)
    peak = highest_mean(time_s, bpm, 2 * HALF_WINDOW_S, LEAST_SHARE_OF_WINDOW)
    if peak is not None:
        before_s = bout.end_s - (peak[0] + HALF_WINDOW_S)
        parts["peak_before_end_s"] = before_s
        if before_s > reference.RECOVERY_EARLY_PEAK_S.value:
            parts["peak_bpm"] = peak[1]
            parts["from_peak_bpm"] = peak[1] - later_bpm
    return parts


def slope_before_end(track: Track, bout: RecoveryBout) -> float | None:
    """Slope of heart rate over the last minute before the end [bpm/min]; None with too little of it."""
    window_s = reference.RECOVERY_STEADY_WINDOW_S.value
    time_s, bpm = part_between(track.time_s, track.bpm, bout.end_s - window_s, bout.end_s)
    if time_s.size * SECOND_S < window_s / 2:
        return None
    into_s = time_s - time_s.mean()
    return float((into_s * bpm).sum() / (into_s**2).sum()) * SECONDS_PER_MINUTE


def bout_caveats(inputs: Inputs, track: Track, bout: RecoveryBout) -> tuple[str, ...]:
    """What a reader must know about a recovery: movement, an unsteady end, the sensor, medicines."""
    said = []
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


def _sensor_caveats(track: Track, rules: SensorRules) -> tuple[str, ...]:
    said = []
    if track.optical and rules.optical is Rule.CAUTION:
        said.append("An optical sensor lags behind the heart, so this drop is likely too small; 120 s is surer.")
    if track.sparse and rules.sparse is Rule.CAUTION:
        said.append(f"The device wrote one value every {track.sampling_s:.0f} s, so this drop is rough.")
    return tuple(said)


def drop_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop [bpm] as an index gives it."""
    drop = drop_after(inputs, after_s, rules)
    low, high = interval(drop.drop_bpm, drop.draws)
    return Value(drop.drop_bpm, low, high, _window(drop), drop.parts, drop.caveats)


def share_value(inputs: Inputs, after_s: float, rules: SensorRules) -> Value:
    """The drop as a share of the rise over rest [%] as an index gives it."""
    drop = drop_after(inputs, after_s, rules)
    rest = require_resting_level(inputs)
    rests = rest.bpm + normal_draws(REST_STREAM, rest.sd_bpm)
    rises = drop.end_draws - rests
    draws = np.where(rises > 0, PERCENT * drop.draws / np.where(rises > 0, rises, 1.0), np.nan)
    value = PERCENT * drop.drop_bpm / (drop.end_bpm - rest.bpm)
    parts = {**drop.parts, "rest_bpm": rest.bpm, "rest_definition": rest.definition, "drop_bpm": drop.drop_bpm}
    return Value(value, *interval(value, draws), _window(drop), parts, drop.caveats)


def _window(drop: Drop) -> tuple[float, float]:
    return drop.bout.end_s, drop.bout.end_s + drop.after_s
