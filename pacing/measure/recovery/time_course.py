"""The course of recovery: T30, the time constant and the half time, each with its interval."""

import numpy as np

from pacing import reference
from pacing.measure.heart_rate_noise import unit_level_sd, unit_pink_noise, unit_respiratory_variation
from pacing.measure.index import Inputs, NotMeasurableError, Value, in_words
from pacing.measure.kinetics import decay_taus_s, fit_decay, tau_grid_s
from pacing.measure.levels import LEAST_SHARE_OF_WINDOW, require_resting_level, resting_level
from pacing.measure.recovery.drop import bout_caveats, bout_parts, chosen_bout
from pacing.measure.recovery.exercise_end import (
    ADVICE_GAPS,
    HALF_WINDOW_S,
    RecoveryBout,
    Track,
    end_level_bpm,
    require_bouts,
    require_recorded,
    require_rise,
    require_sure_end,
    track_of,
)
from pacing.measure.recovery.level_samples import (
    SCATTER_S,
    LevelError,
    anchor_samples,
    end_level_samples,
    level_error,
    recovery_curve,
)
from pacing.measure.recovery.sensor_suitability import (
    SensorPolicy,
    SensorRules,
    require_in_time,
    require_sensor,
    sensor_caveats,
)
from pacing.measure.sensor_smoothing import decay_stretch
from pacing.measure.uncertainty import REST_SEED, SECOND_S, interval, normal_samples, part_between, sensor_error
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason

CROSSING_SEED, WANDER_SEED = 21, 22  # independent errors
SHIFTS = (0.025, 0.25, 0.5, 0.75, 0.975)  # design: the fit is repeated at these shares of the possible ends
HALF = 0.5
STEP_S = 0.5  # design: the half time is looked for on a grid this fine
LARGEST_TAIL = 0.025  # design: share of draws that may not reach half before the interval has no upper end
T30_RULES = SensorRules(optical=SensorPolicy.REFUSED, sparse=SensorPolicy.REFUSED)
COURSE_RULES = SensorRules(optical=SensorPolicy.CAUTION, sparse=SensorPolicy.REFUSED)


def t30_value(inputs: Inputs) -> Value:
    """T30 [s] after the session's chosen stop.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions

    Returns
    -------
    Value
        [s] with its 95 % interval.

    References
    ----------
    Imai 1994 (`reference`).
    """
    track = _track(inputs, T30_RULES)
    return _t30(inputs, track, chosen_bout(inputs))


def tau_value(inputs: Inputs) -> Value:
    """The time constant of recovery [s] after the session's chosen stop.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions

    Returns
    -------
    Value
        [s] with its 95 % interval.

    References
    ----------
    Pierpont 2000 (`reference`).
    """
    track = _track(inputs, COURSE_RULES)
    return _tau(inputs, track, chosen_bout(inputs))


def half_time_value(inputs: Inputs) -> Value:
    """The half time of recovery [s] after the session's chosen stop.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions

    Returns
    -------
    Value
        [s] with its 95 % interval.
    """
    track = _track(inputs, COURSE_RULES)
    require_resting_level(inputs)
    return _half_time(inputs, track, chosen_bout(inputs))


def _track(inputs: Inputs, rules: SensorRules) -> Track:
    require_bouts(inputs)
    track = track_of(inputs)
    require_sensor(track, rules)
    return track


def _t30(inputs: Inputs, track: Track, bout: RecoveryBout) -> Value:
    window_s = reference.T30_WINDOW_S.value
    require_recorded(bout, window_s + SECOND_S)
    require_sure_end(bout, window_s)
    require_in_time(inputs, bout, window_s)
    end_bpm = end_level_bpm(track, bout)
    require_rise(track, end_bpm, resting_level(inputs))
    time_s, bpm = part_between(track.time_s, track.bpm, bout.end_s, bout.end_s + window_s + SECOND_S)
    _require_dense(time_s, window_s)
    slope = log_slope(time_s - bout.end_s, bpm)
    anchors = anchor_samples(inputs, bout)
    offsets_s = np.arange(0.0, window_s + SECOND_S)
    edges_s = np.append(offsets_s, offsets_s[-1] + SECOND_S) - SECOND_S / 2
    levels = recovery_curve(inputs, bout).means_between(anchors[:, None] + edges_s)
    error = _level_error(inputs, track, bout.end_s, SCATTER_S)
    levels = levels + unit_pink_noise(offsets_s.size) * (error.spread(WANDER_SEED) / unit_level_sd())[:, None]
    levels = levels + unit_respiratory_variation(offsets_s.size) * error.breath_bpm
    around_s = offsets_s - offsets_s.mean()
    slopes = np.log(np.maximum(levels, 1.0)) @ around_s / (around_s**2).sum()
    steepest, flattest = interval(slope, slopes)
    if flattest >= 0:
        raise NotMeasurableError(
            Reason.FIT_FAILED,
            "Heart rate fell too little in the first half minute to time it. Sit or stand still after stopping.",
            {"slope_per_s": slope},
        )
    parts = {**bout_parts(inputs, bout, end_bpm), "slope_per_s": slope}
    caveats = (
        *bout_caveats(inputs, bout),
        *sensor_caveats(track, T30_RULES),
        *(() if inputs.cleaned.beats is not None else ("Made from one value a second, not from beats: rough.",)),
    )
    window = bout.end_s, bout.end_s + window_s
    return Value(-1.0 / slope, -1.0 / steepest, -1.0 / flattest, window, parts, caveats)


def log_slope(time_s: FloatArray, bpm: FloatArray) -> float:
    """Slope of ln(heart rate) on time [1/s] by least squares; shape (n,), n >= 2.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    float

    Examples
    --------
    >>> time_s = np.arange(0.0, 31.0)
    >>> round(-1.0 / log_slope(time_s, 150.0 * np.exp(-time_s / 250.0)), 6)
    250.0
    """
    around_s = time_s - time_s.mean()
    return float((around_s * np.log(bpm)).sum() / (around_s**2).sum())


def _tau(inputs: Inputs, track: Track, bout: RecoveryBout) -> Value:
    shortest_s, longest_s = reference.RECOVERY_TAU_SHORTEST_S.value, reference.RECOVERY_TAU_LONGEST_S.value
    if inputs.conditions.maximal_test:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            (
                "The fall after a maximal test has no single time constant. See the fall in one and in two minutes "
                "instead."
            ),
        )
    require_recorded(bout, shortest_s)
    if bout.active:
        raise NotMeasurableError(
            Reason.ACTIVITY_RESUMED,
            "The recording shows movement after the exercise. Sit or lie still for five minutes after you stop.",
        )
    require_in_time(inputs, bout, SCATTER_S)
    end_bpm = end_level_bpm(track, bout)
    require_rise(track, end_bpm, resting_level(inputs))
    until_s = min(bout.end_s + longest_s, bout.recorded_until_s)
    time_s, bpm = part_between(track.time_s, track.bpm, bout.end_s, until_s)
    _require_dense(time_s, until_s - bout.end_s)
    taus_s = tau_grid_s(reference.RECOVERY_TAU_FROM_S.value, reference.RECOVERY_TAU_TO_S.value)
    fit = fit_decay(time_s - bout.end_s, bpm, taus_s)
    if not fit.bounded or fit.amplitude_bpm <= 0 or fit.r_squared < reference.FIT_LEAST_R_SQUARED.value:
        raise NotMeasurableError(
            Reason.FIT_FAILED,
            "The fall was too uneven to time. Sit or lie still for five minutes after you stop.",
            {"r_squared": fit.r_squared, "tau_s": fit.tau_s},
        )
    anchors = anchor_samples(inputs, bout)
    begins_s = np.quantile(anchors, SHIFTS)
    shifted = decay_taus_s(time_s - bout.end_s, bpm, begins_s - bout.end_s, taus_s)
    stretch = decay_stretch(time_s - bout.end_s, fit.tau_s, taus_s, sensor_error(inputs.recording))
    draws = np.interp(anchors, begins_s, shifted) * fit.draws_s / fit.tau_s * np.exp(-stretch)
    parts: dict[str, Part] = {
        **bout_parts(inputs, bout, end_bpm),
        "amplitude_bpm": fit.amplitude_bpm,
        "level_bpm": fit.level_bpm,
        "r_squared": fit.r_squared,
        "fitted_s": until_s - bout.end_s,
    }
    caveats = (*bout_caveats(inputs, bout), *sensor_caveats(track, COURSE_RULES))
    return Value(fit.tau_s, *interval(fit.tau_s, draws), (bout.end_s, until_s), parts, caveats)


def _half_time(inputs: Inputs, track: Track, bout: RecoveryBout) -> Value:
    rest = require_resting_level(inputs)
    require_in_time(inputs, bout, SCATTER_S)
    end_bpm = end_level_bpm(track, bout)
    require_rise(track, end_bpm, rest)
    curve = recovery_curve(inputs, bout)
    grid_s = np.arange(bout.end_s + HALF_WINDOW_S, bout.recorded_until_s - HALF_WINDOW_S, STEP_S)
    target_bpm = end_bpm - HALF * (end_bpm - rest.bpm)
    if not grid_s.size:
        require_recorded(bout, 2 * HALF_WINDOW_S + SECOND_S)
    lowest_so_far = np.minimum.accumulate(curve.mean(grid_s - HALF_WINDOW_S, grid_s + HALF_WINDOW_S))
    reached = _first_time(grid_s, lowest_so_far, np.array([target_bpm]))
    if not np.isfinite(reached[0]):
        fallen = (end_bpm - lowest_so_far[-1]) / (end_bpm - rest.bpm)
        raise NotMeasurableError(
            Reason.NEEDS_RECOVERY_RECORDING if bout.resumed_s is None else Reason.ACTIVITY_RESUMED,
            "Heart rate was not yet half of the way back to resting when the recovery ended, "
            f"{in_words(bout.recorded_s)} after you stopped. Keep still and recording for five minutes.",
            {"fallen_share": float(fallen), "recorded_s": bout.recorded_s},
        )
    time_s, _ = part_between(track.time_s, track.bpm, bout.end_s, float(reached[0]) + SECOND_S)
    _require_dense(time_s, float(reached[0]) - bout.end_s)
    anchors = anchor_samples(inputs, bout)
    ends = end_level_samples(inputs, bout)
    error = _level_error(inputs, track, bout.end_s, max(SCATTER_S, 2 * (float(reached[0]) - bout.end_s)))
    targets = error.draws(CROSSING_SEED) + ends - HALF * (ends - (rest.bpm + normal_samples(REST_SEED, rest.sd_bpm)))
    crossed = _first_time(grid_s, lowest_so_far, targets)
    if np.mean(~np.isfinite(crossed)) > LARGEST_TAIL:
        raise NotMeasurableError(
            Reason.NEEDS_RECOVERY_RECORDING,
            f"The recording ended {in_words(bout.recorded_s)} after you stopped, too soon for this number. Keep it "
            "running for five minutes.",
            {"recorded_s": bout.recorded_s},
        )
    draws = np.maximum(crossed - anchors, 0.0)
    value = float(reached[0]) - bout.end_s
    parts: dict[str, Part] = {
        **bout_parts(inputs, bout, end_bpm),
        "rest_bpm": rest.bpm,
        "rest_definition": rest.definition,
        "half_level_bpm": target_bpm,
    }
    caveats = (*bout_caveats(inputs, bout), *sensor_caveats(track, COURSE_RULES))
    return Value(value, *interval(value, draws), (bout.end_s, float(reached[0])), parts, caveats)


def _first_time(grid_s: FloatArray, falling_bpm: FloatArray, targets_bpm: FloatArray) -> FloatArray:
    """When a curve that never rises first reaches each target [s]; infinity where it does not."""
    index = np.searchsorted(-falling_bpm, -targets_bpm, side="left")
    inside = np.clip(index, 1, falling_bpm.size - 1)
    above, below = falling_bpm[inside - 1], falling_bpm[inside]
    span = np.where(above > below, above - below, 1.0)
    share = np.clip((above - targets_bpm) / span, 0.0, 1.0)
    times_s = grid_s[inside - 1] + share * (grid_s[inside] - grid_s[inside - 1])
    result: FloatArray = np.where(index < falling_bpm.size, np.where(index == 0, grid_s[0], times_s), np.inf)
    return result


def _level_error(inputs: Inputs, track: Track, from_s: float, span_s: float) -> LevelError:
    """The error of a 5-s mean within the `span_s` [s] after `from_s` [s]."""
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(2 * HALF_WINDOW_S)
    return level_error(track.time_s, track.bpm, (from_s, from_s + span_s), sensor_sd)


def _require_dense(time_s: FloatArray, span_s: float) -> None:
    """Raise unless nearly every second of a stretch was recorded, without a long gap."""
    gaps_ok = time_s.size > 1 and np.diff(time_s).max() <= reference.RECOVERY_LONGEST_GAP_S.value
    if time_s.size * SECOND_S < span_s * LEAST_SHARE_OF_WINDOW or not gaps_ok:
        raise NotMeasurableError(Reason.TOO_MANY_GAPS, f"The recovery was not recorded well enough. {ADVICE_GAPS}")
