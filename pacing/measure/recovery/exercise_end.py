"""Which end of exercise a recovery is measured from, the levels at it and after it, and when a recovery may be given.

It must be recorded well enough, after a rise to fall from.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, in_words, once
from pacing.measure.levels import ADVICE_REST, LEAST_SHARE_OF_WINDOW, Level
from pacing.measure.uncertainty import (
    SECOND_S,
    highest_mean,
    part_between,
    usable_between,
    usable_samples,
)
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import Cleaned, SampleState
from pacing.model.measurement import Reason
from pacing.model.person import Posture
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin
from pacing.model.recording import Sensor

HOW_TO_TELL = 'Press the lap button when you stop, or give it with --phases "exercise=300-1500,recovery=1500-1800".'
ADVICE_END = f"No end of exercise was found. {HOW_TO_TELL}"
ADVICE_RAISED = (
    "Heart rate alone does not show when exercise ended. Record speed or steps with it next time. " + HOW_TO_TELL
)

LONGEST_HOLE_S = 60.0  # design: what comes after a longer hole in heart rate is not known to be the same recovery
LARGEST_UNCERTAINTY_SHARE = 0.5  # design: an end less sure than by half of the time after it dates nothing
SECONDS_PER_MINUTE = 60.0


class RecoveryBout(NamedTuple):
    """An exercise bout and what was recorded after it.

    `number`: which of the session's `bouts` it is, from 1. `end_s`: when the exercise ended, [s]; `end_uncertainty_s`:
    half-width of its 95 % range; `origin`: the evidence for it. `recorded_until_s`: the last usable second after the
    end, before any long hole. `resumed_s`: when exercise began again, or None. `active`: whether the person kept moving
    (None: not known).
    """

    number: int
    bouts: int
    exercise: Phase
    end_s: float
    end_uncertainty_s: float
    origin: PhaseOrigin
    recorded_until_s: float
    resumed_s: float | None
    active: bool | None

    @property
    def recorded_s(self) -> float:
        """Seconds recorded after the end and before exercise began again."""
        return max(0.0, self.recorded_until_s - self.end_s)


@once
def recovery_bouts(inputs: Inputs) -> tuple[RecoveryBout, ...]:
    """Every exercise bout with its end and the recording after it, in order; bouts that end with the file included.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions

    Returns
    -------
    tuple of RecoveryBout
        In order; times in s.
    """
    exercise = inputs.phases.of(PhaseKind.EXERCISE)
    recoveries = inputs.phases.of(PhaseKind.RECOVERY)
    bouts = []
    for number, bout in enumerate(exercise):
        following = exercise[number + 1].start_s if number + 1 < len(exercise) else None
        until_s = np.inf if following is None else following
        recovery = next((r for r in recoveries if bout.stop_s <= r.start_s < until_s), None)
        last_s = until_s if recovery is None else recovery.stop_s
        bouts.append(
            RecoveryBout(
                number=number + 1,
                bouts=len(exercise),
                exercise=bout,
                end_s=bout.stop_s if recovery is None else recovery.start_s,
                end_uncertainty_s=bout.uncertainty_s if recovery is None else recovery.uncertainty_s,
                origin=bout.origin if recovery is None else recovery.origin,
                recorded_until_s=_recorded_until_s(inputs.cleaned, bout.stop_s, last_s),
                resumed_s=following,
                active=_active(inputs, recovery),
            )
        )
    return tuple(bouts)


def _recorded_until_s(cleaned: Cleaned, stop_s: float, until_s: float) -> float:
    """The end of what was recorded without a long hole between two moments [s]."""
    after_s, _ = usable_between(cleaned, stop_s, until_s)
    holes = np.flatnonzero(np.diff(after_s, prepend=stop_s) > LONGEST_HOLE_S)
    after_s = after_s[: holes[0]] if holes.size else after_s
    return float(after_s[-1] + SECOND_S) if after_s.size else stop_s


def _active(inputs: Inputs, recovery: Phase | None) -> bool | None:
    """Whether the person kept moving: what the movement data say, else what the person said."""
    if recovery is not None and recovery.movement is not None:
        return recovery.movement
    posture = inputs.conditions.recovery_posture
    return None if posture is None else posture is Posture.WALKING


def require_bouts(inputs: Inputs) -> tuple[RecoveryBout, ...]:
    """All bouts, or the reason there are none.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions

    Returns
    -------
    tuple of RecoveryBout

    Raises
    ------
    NotMeasurableError
        NEEDS_EXERCISE_END: there is none.
    """
    bouts = recovery_bouts(inputs)
    if not bouts:
        raised = inputs.phases.of(PhaseKind.RAISED)
        raise NotMeasurableError(Reason.NEEDS_EXERCISE_END, ADVICE_RAISED if raised else ADVICE_END)
    return bouts


def which_bout(bout: RecoveryBout) -> tuple[str, ...]:
    """What to say when a recovery does not follow the session's last bout: people read it as that of the end.

    Parameters
    ----------
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    if bout.number == bout.bouts:
        return ()
    remarks = (
        f"All recovery numbers are from the stop after stretch {bout.number} of {bout.bouts}, "
        f"{bout.end_s / SECONDS_PER_MINUTE:.0f} minutes in: the last one with two minutes to measure, or one."
    )
    return (remarks,)


def require_recorded(bout: RecoveryBout, until_after_s: float) -> None:
    """Raise unless `bout` was followed by `until_after_s` [s] of recording without exercise.

    Parameters
    ----------
    bout : the exercise with its end [s] and what was recorded after it
    until_after_s : how long after the end it must be recorded [s]

    Raises
    ------
    NotMeasurableError
        ACTIVITY_RESUMED or NEEDS_RECOVERY_RECORDING.
    """
    if bout.recorded_s >= until_after_s:
        return
    if bout.resumed_s is not None and bout.resumed_s - bout.end_s < until_after_s:
        raise NotMeasurableError(
            Reason.ACTIVITY_RESUMED,
            f"The exercise began again {in_words(bout.resumed_s - bout.end_s)} after it ended. Pause for more than "
            f"{in_words(until_after_s)} before you go on.",
            {"resumed_after_s": bout.resumed_s - bout.end_s, "bout": float(bout.number)},
        )
    missing_s = until_after_s - bout.recorded_s
    parts = {"recorded_s": bout.recorded_s, "missing_s": missing_s, "bout": float(bout.number)}
    keep_running = (
        f"Let it run for more than {in_words(until_after_s)} after you stop, and press stop or pause only then."
    )
    if bout.recorded_s < SECOND_S:
        raise NotMeasurableError(
            Reason.NEEDS_RECOVERY_RECORDING,
            f"The recording ended with the exercise. {keep_running}",
            parts,
        )
    ended, needed = in_words(bout.recorded_s), in_words(until_after_s)
    ended = "a little too soon" if ended == needed else ended
    raise NotMeasurableError(
        Reason.NEEDS_RECOVERY_RECORDING,
        f"The recording ended {ended} after you stopped. {keep_running}",
        parts,
    )


def require_sure_end(bout: RecoveryBout, after_s: float) -> None:
    """Raise unless the end of exercise is sure enough for a level `after_s` [s] after it.

    Parameters
    ----------
    bout : the exercise with its end [s] and what was recorded after it
    after_s : when the level that is wanted lies after the end [s]

    Raises
    ------
    NotMeasurableError
        NEEDS_EXERCISE_END: the end is less sure than half of that time.
    """
    if bout.end_uncertainty_s > LARGEST_UNCERTAINTY_SHARE * after_s:
        raise NotMeasurableError(
            Reason.NEEDS_EXERCISE_END,
            f"The end of exercise is known only to within {in_words(bout.end_uncertainty_s)}. Press the lap button as "
            "you stop, or let the watch record speed.",
            {"end_s": bout.end_s, "end_uncertainty_s": bout.end_uncertainty_s, "bout": float(bout.number)},
        )


HALF_WINDOW_S = reference.RECOVERY_HALF_WINDOW_S.value

ADVICE_GAPS = "Wear the sensor tighter, or use a chest strap, and keep still for the first two minutes after stopping."


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The usable seconds of a session, where the device itself measured, and how it samples.

    `locked`: the sensor followed the steps somewhere, and what it showed there was set aside.
    """

    time_s: FloatArray
    bpm: FloatArray
    measured_s: FloatArray
    sampling_s: float
    optical: bool
    locked: bool = False

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
    """The heart rate of a session as the recovery indices see it.

    Parameters
    ----------
    inputs : the session with its recording, cleaned data, phases, person and conditions

    Returns
    -------
    Track
    """
    time_s, bpm = usable_samples(inputs.cleaned)
    optical = inputs.recording.source.sensor is Sensor.OPTICAL
    locked = any(step.name == "cadence_lock" and step.changed for step in inputs.cleaned.steps)
    measured_s = inputs.cleaned.heart_rate.time_s[inputs.cleaned.state == SampleState.MEASURED]
    return Track(time_s, bpm, measured_s, inputs.cleaned.sampling_s, optical, locked)


def end_level_bpm(track: Track, bout: RecoveryBout) -> float:
    """Mean of the last 5 s before the end (10 s from an optical sensor).

    Parameters
    ----------
    track : the session's heart rate
    bout : the exercise with its end [s] and what was recorded after it

    Returns
    -------
    float
        [bpm]

    Raises
    ------
    NotMeasurableError
        TOO_MANY_GAPS.
    """
    start_s = bout.end_s - track.end_window_s
    time_s, bpm = part_between(track.time_s, track.bpm, start_s, bout.end_s)
    _require_recorded_well(track, time_s, start_s, bout.end_s, "The last seconds before you stopped")
    return float(bpm.mean())


def level_after_bpm(track: Track, bout: RecoveryBout, after_s: float) -> float:
    """Mean over the 5 s around `after_s` [s] after the end.

    Parameters
    ----------
    track : the session's heart rate
    bout : the exercise with its end [s] and what was recorded after it
    after_s : how long after the end [s]

    Returns
    -------
    float
        [bpm]

    Raises
    ------
    NotMeasurableError
        TOO_MANY_GAPS.
    """
    at_s = bout.end_s + after_s
    time_s, bpm = _part_around(track.time_s, track.bpm, at_s, HALF_WINDOW_S)
    _require_recorded_well(
        track,
        time_s,
        at_s - HALF_WINDOW_S,
        at_s + HALF_WINDOW_S,
        f"The seconds around {in_words(after_s)} after you stopped",
    )
    return float(bpm.mean())


def _part_around(time_s: FloatArray, bpm: FloatArray, centre_s: float, half_s: float) -> tuple[FloatArray, FloatArray]:
    """The samples no further than `half_s` from `centre_s`, both ends included."""
    first = int(np.searchsorted(time_s, centre_s - half_s, side="left"))
    last = int(np.searchsorted(time_s, centre_s + half_s, side="right"))
    return time_s[first:last], bpm[first:last]


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
    cause = " Stretches in which the sensor followed your steps instead of your heart were set aside."
    remarks = f"{where} were not recorded well enough.{cause if track.locked else ''}"
    raise NotMeasurableError(Reason.TOO_MANY_GAPS, f"{remarks} {ADVICE_GAPS}")


def require_rise(track: Track, end_bpm: float, rest: Level | None) -> None:
    """Raise unless heart rate had risen enough for its fall to say something.

    Without a resting level the lowest half minute of the session stands in: resting heart rate is not above it.

    Parameters
    ----------
    track
        Heart rate around the end of exercise.
    end_bpm
        Level at the end of exercise [bpm].
    rest
        The resting level; None: not known.

    Raises
    ------
    NotMeasurableError
        TOO_LITTLE_RISE, NEEDS_RESTING_HR.
    """
    smallest_bpm = reference.RECOVERY_SMALLEST_RISE_BPM.value
    if rest is not None:
        rise_bpm = end_bpm - rest.bpm
        if rise_bpm >= smallest_bpm:
            return
        raise NotMeasurableError(
            Reason.TOO_LITTLE_RISE,
            f"Heart rate was less than {smallest_bpm:.0f} bpm above resting at the moment you stopped, so there is "
            "hardly any fall to measure.",
            {"end_bpm": end_bpm, "rest_bpm": rest.bpm, "rest_definition": rest.definition},
        )
    lowest = highest_mean(track.time_s, -track.bpm, reference.PEAK_WINDOW_S.value, LEAST_SHARE_OF_WINDOW)
    if lowest is None or end_bpm + lowest[1] < smallest_bpm:
        raise NotMeasurableError(Reason.NEEDS_RESTING_HR, ADVICE_REST, {"end_bpm": end_bpm})
