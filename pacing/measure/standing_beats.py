"""The 30:15 ratio of standing up: the longest RR interval near beat 30 over the shortest near beat 15."""

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.medication import medication_caveats
from pacing.measure.standing import CAVEAT_ALONE, MARK_UNCERTAINTY_S, find_stand
from pacing.measure.uncertainty import NORMAL_95, interval, normal_draws
from pacing.model.arrays import FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Part, Reason
from pacing.model.recording import Sensor

MARK_STREAM, RR_STREAM = 81, 82  # independent errors
RR_ERROR_MS = 2.0  # design: one standard deviation of an RR interval from a chest strap
MOST_CORRECTED = 2  # design: more repaired intervals than this among the first 39 would decide the ratio themselves
ADJACENT_S = 0.1  # design: intervals are neighbours when one begins this close to where the other ended
MS_PER_S = 1000.0

FASTEST = slice(int(reference.STAND_FASTEST_FIRST_BEAT.value) - 1, int(reference.STAND_FASTEST_LAST_BEAT.value))
SLOWEST = slice(int(reference.STAND_SLOWEST_FIRST_BEAT.value) - 1, int(reference.STAND_SLOWEST_LAST_BEAT.value))


def thirty_fifteen_ratio(rr_ms: FloatArray) -> float:
    """Longest of intervals 21 to 39 over the shortest of 6 to 24 after standing up; shape (n,), n >= 39 [ms].

    Examples
    --------
    >>> rr_ms = np.full(40, 700.0)
    >>> rr_ms[14], rr_ms[29] = 600.0, 750.0
    >>> thirty_fifteen_ratio(rr_ms)
    1.25
    """
    return float(rr_ms[SLOWEST].max() / rr_ms[FASTEST].min())


def ratio_value(inputs: Inputs) -> Value:
    """The 30:15 ratio of the first standing up that was marked."""
    beats, state = inputs.cleaned.beats, inputs.cleaned.beat_state
    if beats is None or state is None or not beats.rr_ms.size:
        raise NotMeasurableError(
            Reason.NEEDS_BEATS,
            "Averaged heart rate cannot show single beats. Record every heartbeat (RR intervals) with a chest strap.",
        )
    if inputs.recording.source.sensor is Sensor.OPTICAL:
        raise NotMeasurableError(
            Reason.OPTICAL_SENSOR,
            "An optical sensor finds single beats only at rest. Wear a chest strap for this.",
        )
    if inputs.person.medication.atrial_fibrillation or inputs.person.medication.pacemaker:
        raise NotMeasurableError(
            Reason.MEDICATION,
            "With atrial fibrillation or a pacemaker the beats after standing up do not show this reflex.",
        )
    stand = find_stand(inputs)
    first = int(np.searchsorted(beats.time_s - beats.rr_ms / MS_PER_S, stand.at_s))
    rr_ms = _first_intervals(beats.time_s[first:], beats.rr_ms[first:], state[first:])
    value = thirty_fifteen_ratio(rr_ms)
    shifts = normal_draws(MARK_STREAM, MARK_UNCERTAINTY_S / NORMAL_95)
    starts = np.searchsorted(beats.time_s - beats.rr_ms / MS_PER_S, stand.at_s + shifts)
    starts = np.clip(starts, 0, beats.rr_ms.size - SLOWEST.stop)
    rows = beats.rr_ms[starts[:, None] + np.arange(SLOWEST.stop)]
    slow = rows[:, SLOWEST].max(axis=1) + normal_draws(RR_STREAM, RR_ERROR_MS)
    draws = slow / (rows[:, FASTEST].min(axis=1) + normal_draws(RR_STREAM + 1, RR_ERROR_MS))
    parts: dict[str, Part] = {
        "stood_up_s": stand.at_s,
        "found_by": stand.found_by,
        "longest_ms": float(rr_ms[SLOWEST].max()),
        "longest_beat": float(np.argmax(rr_ms[SLOWEST]) + SLOWEST.start + 1),
        "shortest_ms": float(rr_ms[FASTEST].min()),
        "shortest_beat": float(np.argmin(rr_ms[FASTEST]) + FASTEST.start + 1),
    }
    window = stand.at_s, float(beats.time_s[first + SLOWEST.stop - 1])
    caveats = (CAVEAT_ALONE, "It falls with age, and a slow or helped rise changes it.")
    return Value(
        value, *interval(value, draws), window, parts, (*caveats, *medication_caveats(inputs.person.medication))
    )


def _first_intervals(time_s: FloatArray, rr_ms: FloatArray, state: StateArray) -> FloatArray:
    """The first 39 intervals after standing up, unbroken and hardly repaired, or the reason there are none."""
    needed = SLOWEST.stop
    if rr_ms.size < needed:
        raise NotMeasurableError(
            Reason.TOO_FEW_BEATS,
            "Too few heartbeats were recorded after standing up. Keep the recording running for a minute or more.",
        )
    begins_s = time_s[1:needed] - rr_ms[1:needed] / MS_PER_S
    broken = np.abs(begins_s - time_s[: needed - 1]) > ADJACENT_S
    repaired = int((state[:needed] == BeatState.CORRECTED).sum())
    if (state[:needed] == BeatState.REJECTED).any() or broken.any() or repaired > MOST_CORRECTED:
        raise NotMeasurableError(
            Reason.TOO_MANY_ARTEFACTS,
            "The first heartbeats after standing up were not all found. Moisten and tighten the strap before you lie "
            "down.",
        )
    return rr_ms[:needed]
