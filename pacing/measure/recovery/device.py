"""The two-minute recovery a watch noted by itself, from the level it wrote and the recording before it."""

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, medication_caveats
from pacing.measure.levels import resting_level
from pacing.measure.recovery.exercise_end import recovery_bouts, require_rise, track_of
from pacing.measure.uncertainty import ROUNDING_SD, interval, normal_samples, part_between, sensor_error
from pacing.model.measurement import Reason
from pacing.model.recording import MarkerKind

END_STREAM, DEVICE_STREAM = 31, 32  # independent errors
LATE_STOP = (
    "The timer was stopped well after the exercise ended, so the first fall of heart rate is not in this number."
)
SLACK_S = 10.0  # design: the recording may stop this much before the two minutes the watch counts


def device_value(inputs: Inputs) -> Value:
    """The drop from the recorded level two minutes before the watch's note to the level it noted [bpm].

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
        NOT_RECORDED, TOO_MANY_GAPS.
    """
    notes = [
        (marker.time_s, marker.value)
        for marker in inputs.recording.markers
        if marker.kind is MarkerKind.RECOVERY_HR and marker.value is not None and np.isfinite(marker.value)
    ]
    if not notes:
        raise NotMeasurableError(
            Reason.NOT_RECORDED,
            "The file has no recovery heart rate noted by the watch. Many watches write one when you wait two "
            "minutes after stopping the timer before you save.",
        )
    noted_s, noted_bpm = notes[-1]
    track = track_of(inputs)
    end_s = noted_s - reference.DEVICE_RECOVERY_AFTER_S.value
    before_s, _ = part_between(track.time_s, track.bpm, end_s - SLACK_S - track.end_window_s, end_s)
    if not before_s.size:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS,
            f"The watch noted {noted_bpm:.0f} bpm, but heart rate was missing two minutes earlier. Wear it tighter.",
            {"device_bpm": noted_bpm},
        )
    last_s = float(before_s[-1])
    _, bpm = part_between(track.time_s, track.bpm, last_s - track.end_window_s, last_s + 1.0)
    end_bpm = float(bpm.mean())
    require_rise(track, end_bpm, resting_level(inputs))
    error = sensor_error(inputs.recording)
    draws = (
        end_bpm
        - noted_bpm
        + normal_samples(END_STREAM, error.level_sd_bpm(track.end_window_s))
        + normal_samples(DEVICE_STREAM, float(np.hypot(error.noise_bpm, ROUNDING_SD)))
    )
    value = end_bpm - noted_bpm
    parts = {"end_bpm": end_bpm, "end_s": end_s, "device_bpm": noted_bpm, "device_s": noted_s}
    ended = [bout.end_s for bout in recovery_bouts(inputs) if bout.end_s < noted_s]
    caveats = (
        "The watch counts from when its timer was stopped and does not say how it found this value.",
        *((LATE_STOP,) if ended and end_s - ended[-1] > SLACK_S else ()),
        *medication_caveats(inputs.person.medication),
    )
    return Value(value, *interval(value, draws), (end_s, noted_s), parts, caveats)
