"""What could have made a recovery come out otherwise: draws of when exercise ended and of the levels around it."""

import numpy as np

from pacing.measure.index import Inputs, once
from pacing.measure.recovery_bout import RecoveryBout
from pacing.measure.recovery_level import HALF_WINDOW_S, track_of
from pacing.measure.scatter import level_error
from pacing.measure.shifted import Curve, curve_through
from pacing.measure.uncertainty import NORMAL_95, normal_draws, sensor_error, uniform_draws
from pacing.measure.windows import part_between
from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin

END_STREAM, LAG_STREAM, FIRST_STREAM = 11, 12, 13  # independent errors
LATER_STREAM = 100  # and one for each time after the end: 100 + seconds
SCATTER_S = 60.0  # design: a level's scatter is looked for in the minute around it


@once
def recovery_curve(inputs: Inputs, bout: RecoveryBout) -> Curve:
    """Heart rate from the bout's beginning until exercise begins again."""
    track = track_of(inputs)
    until_s = np.inf if bout.resumed_s is None else bout.resumed_s
    return curve_through(*part_between(track.time_s, track.bpm, bout.exercise.start_s, until_s))


@once
def anchor_draws(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of when, on the sensor's clock, the exercise ended [s]: the end's own uncertainty and the sensor's lag.

    An end found in the heart rate itself was seen on the sensor's clock and dated back by its usual lag: how much that
    lag may differ is in the end's uncertainty, and is not counted twice.
    """
    anchors = bout.end_s + normal_draws(END_STREAM, bout.end_uncertainty_s / NORMAL_95)
    error = sensor_error(inputs.recording)
    if bout.origin is PhaseOrigin.HEART_RATE:
        return anchors + error.dated_back_s
    return anchors + uniform_draws(LAG_STREAM, error.lag_low_s, error.lag_high_s)


@once
def end_draws(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of heart rate when the exercise ended [bpm], for the draws of that moment.

    Only what was recorded before the end speaks of it, carried on as it last went: later seconds already fall.
    """
    track, anchors = track_of(inputs), anchor_draws(inputs, bout)
    before = curve_through(*part_between(track.time_s, track.bpm, bout.exercise.start_s, bout.end_s))
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(track.end_window_s)
    around_s = bout.end_s - SCATTER_S, bout.end_s
    error = level_error(track.time_s, track.bpm, around_s, sensor_sd)
    return before.mean(anchors - track.end_window_s, anchors) + error.draws(FIRST_STREAM)


@once
def later_draws(inputs: Inputs, bout: RecoveryBout, after_s: float) -> FloatArray:
    """Draws of heart rate `after_s` [s] after the exercise ended [bpm], for the draws of that moment."""
    track, curve = track_of(inputs), recovery_curve(inputs, bout)
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(2 * HALF_WINDOW_S)
    start_s = min(bout.end_s + after_s - SCATTER_S / 2, bout.recorded_until_s - SCATTER_S)
    around_s = max(start_s, bout.end_s), start_s + SCATTER_S
    error = level_error(track.time_s, track.bpm, around_s, sensor_sd)
    at_s = anchor_draws(inputs, bout) + after_s
    return curve.mean(at_s - HALF_WINDOW_S, at_s + HALF_WINDOW_S) + error.draws(LATER_STREAM + int(after_s))
