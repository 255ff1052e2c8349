"""Heart rate at the end of exercise and at a time after it, each a short mean with rules about what was recorded."""

from dataclasses import dataclass

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, once
from pacing.measure.recovery_bout import RecoveryBout
from pacing.measure.time_words import in_words
from pacing.measure.windows import measured_times, part_around, part_between, usable_samples
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Reason
from pacing.model.recording import Sensor

HALF_WINDOW_S = reference.RECOVERY_HALF_WINDOW_S.value

ADVICE_GAPS = "Wear the sensor tighter, or use a chest strap, and keep still for the first two minutes after stopping."


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The usable seconds of a session, where the device itself measured, and how it samples."""

    time_s: FloatArray
    bpm: FloatArray
    measured_s: FloatArray
    sampling_s: float
    optical: bool

    @property
    def sparse(self) -> bool:
        """Whether the device writes less often than every second."""
        return self.sampling_s > reference.SAMPLING_EVERY_SECOND_S.value

    @property
    def end_window_s(self) -> float:
        """Length of the window before the end of exercise [s]."""
        window = reference.RECOVERY_END_WINDOW_OPTICAL_S if self.optical else reference.RECOVERY_END_WINDOW_S
        return window.value


@once
def track_of(inputs: Inputs) -> Track:
    """The heart rate of a session as the recovery indices see it."""
    time_s, bpm = usable_samples(inputs.cleaned)
    optical = inputs.recording.source.sensor is Sensor.OPTICAL
    return Track(time_s, bpm, measured_times(inputs.cleaned), inputs.cleaned.sampling_s, optical)


def end_level_bpm(track: Track, bout: RecoveryBout) -> float:
    """Mean of the last 5 s before the end (10 s from an optical sensor)."""
    start_s = bout.end_s - track.end_window_s
    time_s, bpm = part_between(track.time_s, track.bpm, start_s, bout.end_s)
    _require_recorded_well(track, time_s, start_s, bout.end_s, "The last seconds before you stopped")
    return float(bpm.mean())


def level_after_bpm(track: Track, bout: RecoveryBout, after_s: float) -> float:
    """Mean over the 5 s around `after_s` [s] after the end."""
    at_s = bout.end_s + after_s
    time_s, bpm = part_around(track.time_s, track.bpm, at_s, HALF_WINDOW_S)
    _require_recorded_well(
        track,
        time_s,
        at_s - HALF_WINDOW_S,
        at_s + HALF_WINDOW_S,
        f"The seconds around {in_words(after_s)} after you stopped",
    )
    return float(bpm.mean())


def _require_recorded_well(track: Track, time_s: FloatArray, start_s: float, stop_s: float, where: str) -> None:
    """Raise unless a window holds enough samples and none of its gaps is too long."""
    if track.sparse:
        nearest_s = reference.RECOVERY_NEAREST_SAMPLE_S.value
        near = (track.measured_s >= start_s + HALF_WINDOW_S - nearest_s) & (
            track.measured_s <= stop_s - HALF_WINDOW_S + nearest_s
        )
        if near.any() and time_s.size:
            return
    elif time_s.size >= reference.RECOVERY_FEWEST_SAMPLES.value:
        bounds = np.concatenate([[start_s], time_s, [stop_s]])
        if np.diff(bounds).max() <= reference.RECOVERY_LONGEST_GAP_S.value:
            return
    raise NotMeasurableError(Reason.TOO_MANY_GAPS, f"{where} were not recorded well enough. {ADVICE_GAPS}")
