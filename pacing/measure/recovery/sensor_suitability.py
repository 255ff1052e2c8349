"""Whether a sensor can carry a recovery: its kind, how often it writes, and whether it showed the end in time.

The last is learned from what heart rate did after a known stop.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, once, values_come_every, written_too_rarely
from pacing.measure.recovery.exercise_end import RecoveryBout, Track, track_of
from pacing.measure.uncertainty import SECOND_S, part_between, sensor_error
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Reason
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor

SMOOTH_S = 5  # design: heart rate after the stop is looked at in 5-s means, as levels are
WITHIN_S = 60.0  # design: optical sensors catch up within 20 to 45 s of a stop
BEFORE_S = 10.0  # design: the level before the stop, long enough for any sensor
LEAST_RISE_BPM = 5.0  # design: 5-s means of a steady heart rate stay within this of the level before
SOON_S = 8.0  # design: a top so soon after the stop is the stop's own moment
FASTEST_BPM_PER_S = 3.0  # design: no heart changes faster over five seconds; a sensor that finds it again does
JUMP_WITHIN_S = 20.0  # design: so soon after the stop, when the arm comes to rest
BEGUN_SHARE = 0.15  # of the fall in two minutes: exponential falls of up to 120 s reach it within 12 s, a line in 18
BEGUN_BPM = 3.0  # design: less does not stand out from noise
SOONEST_S = 3.0  # a heart that falls with a time constant of 20 s, the fastest, needs so long for that share
LEAST_FALL_BPM = 10.0  # design: a smaller fall does not tell when it began
LATEST_FOR_60_S = 25.0  # design: a fall that begins later than any heart's leaves too little of a minute
LATEST_S = 40.0  # design: and too little of two minutes
ADVICE = "Wear the watch tighter and higher up the arm, or use a chest strap."


class SensorPolicy(Enum):
    """What a kind of recording is good for."""

    GIVEN = "given"
    CAUTION = "caution"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SensorRules:
    """Whether an index is given from an optical sensor, and from one value every few seconds."""

    optical: SensorPolicy
    sparse: SensorPolicy


def require_sensor(track: Track, rules: SensorRules) -> None:
    """Raise where a sensor or its sampling cannot carry the index.

    Parameters
    ----------
    track
        Heart rate around the end of exercise.
    rules
        What a kind of sensor may give: given, with a caution, refused.

    Raises
    ------
    NotMeasurableError
        OPTICAL_SENSOR, TOO_COARSE.
    """
    if track.optical and rules.optical is SensorPolicy.REFUSED:
        raise NotMeasurableError(
            Reason.OPTICAL_SENSOR,
            "An optical sensor shows the heart too late for the first half minute. Wear a chest strap for this number.",
        )
    too_sparse = track.sampling_s > reference.SAMPLING_SPARSE_S.value
    if too_sparse or (track.sparse and rules.sparse is SensorPolicy.REFUSED):
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            written_too_rarely(track.sampling_s),
            {"sampling_s": track.sampling_s},
        )


def sensor_caveats(track: Track, rules: SensorRules) -> tuple[str, ...]:
    """What a reader must know where a sensor or its sampling can just carry the index.

    Parameters
    ----------
    track
        Heart rate around the end of exercise.
    rules
        What a kind of sensor may give: given, with a caution, refused.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    remarks = []
    if track.optical and rules.optical is SensorPolicy.CAUTION:
        remarks.append(
            "An optical sensor lags behind the heart, so this number is rough. The fall in two minutes is more certain."
        )
    if track.sparse and rules.sparse is SensorPolicy.CAUTION:
        remarks.append(f"{values_come_every(track.sampling_s)}, so this number is rough.")
    return tuple(remarks)


class Response(NamedTuple):
    """What heart rate did after a stop.

    `rise_bpm`: how far above the level before the stop it went in the minute after, `top_s` after how long. `jump_bpm`:
    its fastest change over 5 s soon after the stop. `fall_60_bpm`: how far below the level before it was a minute after
    the stop; None where that was not recorded. `begun_s`: when it had begun to fall for good; None where it fell
    too little to tell.
    """

    rise_bpm: float
    top_s: float
    jump_bpm: float
    fall_60_bpm: float | None
    begun_s: float | None


@once
def response_to_stop(inputs: Inputs, bout: RecoveryBout) -> Response | None:
    """What heart rate did after a bout's end; None where too little was recorded.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    bout : the exercise with its end [s] and what was recorded after it

    Returns
    -------
    Response or None
    """
    track = track_of(inputs)
    _, before = part_between(track.time_s, track.bpm, bout.end_s - BEFORE_S, bout.end_s)
    until_s = min(bout.end_s + 2 * WITHIN_S, bout.recorded_until_s)
    after_s, after = part_between(track.time_s, track.bpm, bout.end_s - SMOOTH_S // 2, until_s)
    if not before.size or after.size < 2 * SMOOTH_S:
        return None
    level_bpm = float(before.mean())
    smooth = np.convolve(after, np.full(SMOOTH_S, 1.0 / SMOOTH_S), mode="valid")
    since_s = after_s[SMOOTH_S // 2 : SMOOTH_S // 2 + smooth.size] - bout.end_s
    within = since_s <= WITHIN_S
    top = int(np.argmax(np.where(within, smooth, -np.inf)))
    return Response(
        rise_bpm=float(smooth[top]) - level_bpm,
        top_s=float(since_s[top]),
        jump_bpm=_fastest_change(after_s - bout.end_s, after),
        fall_60_bpm=level_bpm - float(smooth[within][-1]) if since_s[-1] >= WITHIN_S else None,
        begun_s=_begun_s(since_s, smooth, level_bpm),
    )


def _fastest_change(since_s: FloatArray, bpm: FloatArray) -> float:
    """The largest change over 5 s soon after the stop [bpm]."""
    soon = bpm[(since_s >= 0) & (since_s <= JUMP_WITHIN_S)]
    return float(np.abs(soon[SMOOTH_S:] - soon[:-SMOOTH_S]).max()) if soon.size > SMOOTH_S else 0.0


def _begun_s(since_s: FloatArray, smooth: FloatArray, level_bpm: float) -> float | None:
    fall_bpm = level_bpm - float(smooth[-SMOOTH_S:].mean())
    if fall_bpm < LEAST_FALL_BPM:
        return None
    high = np.flatnonzero(smooth > level_bpm - max(BEGUN_SHARE * fall_bpm, BEGUN_BPM))
    return float(since_s[high[-1]]) + SECOND_S if high.size else 0.0


def _may_be_late(inputs: Inputs, bout: RecoveryBout) -> bool:
    """Whether the stop is known apart from heart rate, and the sensor is not known to follow the heart."""
    follows = inputs.recording.source.sensor is Sensor.STRAP or inputs.cleaned.derived_from_beats
    return bout.origin is not PhaseOrigin.HEART_RATE and not follows


def require_in_time(inputs: Inputs, bout: RecoveryBout, after_s: float) -> None:
    """Raise where the sensor showed the end of exercise too late for a level `after_s` [s] after it.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    bout : the exercise with its end [s] and what was recorded after it
    after_s : when the level that is wanted lies after the end [s]

    Raises
    ------
    NotMeasurableError
        SENSOR_LATE: heart rate went on rising by 5 bpm or more after the stop, jumped faster than a heart, did not
        fall, or began to fall more than 25 s after it (40 s for two minutes).
    """
    result = response_to_stop(inputs, bout) if _may_be_late(inputs, bout) else None
    if result is None:
        return
    soon_s = max(SOON_S, bout.end_uncertainty_s)
    parts = {"bout": float(bout.number), "rise_after_stop_bpm": result.rise_bpm, "top_after_stop_s": result.top_s}
    if result.rise_bpm >= LEAST_RISE_BPM and result.top_s > soon_s:
        raise NotMeasurableError(
            Reason.SENSOR_LATE,
            f"After you stopped, the heart rate shown still rose by {result.rise_bpm:.0f} bpm over {result.top_s:.0f} "
            f"seconds: the sensor had read too low or was late. {ADVICE}",
            parts,
        )
    if result.jump_bpm >= FASTEST_BPM_PER_S * SMOOTH_S:
        raise NotMeasurableError(
            Reason.SENSOR_LATE,
            f"Just after you stopped, the heart rate shown jumped by {result.jump_bpm:.0f} bpm within five seconds, "
            f"faster than a heart can: the sensor had not followed it. {ADVICE}",
            {**parts, "jump_after_stop_bpm": result.jump_bpm},
        )
    if result.begun_s is None and result.fall_60_bpm is not None and result.fall_60_bpm < BEGUN_BPM:
        raise NotMeasurableError(
            Reason.SENSOR_LATE,
            "A minute after you stopped, the heart rate shown had not come down at all: this sensor may not have "
            f"followed the heart. {ADVICE}",
            {**parts, "fall_60_bpm": result.fall_60_bpm},
        )
    latest_s = LATEST_S if after_s > WITHIN_S else LATEST_FOR_60_S
    if result.begun_s is not None and result.begun_s > latest_s:
        raise NotMeasurableError(
            Reason.SENSOR_LATE,
            f"The heart rate shown began to fall only {result.begun_s:.0f} seconds after you stopped: the sensor was "
            f"late. {ADVICE}",
            {**parts, "fall_began_after_s": result.begun_s},
        )


@once
def lag_bounds_s(inputs: Inputs, bout: RecoveryBout) -> tuple[float, float]:
    """Between which lags [s] the sensor showed the heart at a bout's end.

    An unnamed sensor may be of either kind; but where a fall that follows a known stop had begun after some seconds,
    the sensor was no later than that. A sensor seen to begin late was at least as late as any heart's own delay leaves.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions
    bout : the exercise with its end [s] and what was recorded after it

    Returns
    -------
    low_s, high_s : [s]
    """
    error = sensor_error(inputs.recording)
    low_s, high_s = error.lag_low_s, error.lag_high_s
    if inputs.recording.source.sensor is Sensor.STRAP or bout.origin is PhaseOrigin.HEART_RATE:
        return low_s, high_s
    result = response_to_stop(inputs, bout)
    if result is None or result.begun_s is None:
        return low_s, high_s
    seen_s = min(max(result.begun_s - SOONEST_S, reference.STRAP_LAG_HIGH_S.value), LATEST_S)
    return low_s, seen_s if inputs.recording.source.sensor is Sensor.UNKNOWN else max(high_s, seen_s)
