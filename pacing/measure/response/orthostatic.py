"""How far heart rate rose on standing up and stayed up, minute by minute, and the 30:15 ratio of the beats."""

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, in_words, medication_caveats, written_too_rarely
from pacing.measure.levels import LEAST_SHARE_OF_REST, block_mean_sd
from pacing.measure.response.active_stand import ADVICE_STAND, MINUTE_S, PAIR, ActiveStand, find_active_stand
from pacing.measure.uncertainty import SECOND_S, interval, normal_samples, part_between, sensor_error, usable_samples
from pacing.model.arrays import FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Part, Reason
from pacing.model.recording import Sensor
from pacing.numerics.quantiles import NORMAL_95

LYING_STREAM, STANDING_STREAM = 71, 72  # independent errors
MEDIAN_GAIN = np.sqrt(np.pi / 2.0)  # a median errs by this much more than a mean
MARK_UNCERTAINTY_S = 3.0  # design: how far a press of a button is from the movement it marks
REPORTED_MINUTES = (1, 2, 3, 5, 10)

CAVEAT_ALONE = (
    "Heart rate alone cannot say why it rises on standing: blood pressure, symptoms and medicines matter too."
)
RETURNED_BPM = 5.0  # design: so near to lying it has returned ...
RETURNED_SHARE = 0.1  # ... or within this share of the rise
RETURN_WINDOW_S = 10  # design: in means over so long


def minute_medians(time_s: FloatArray, bpm: FloatArray, start_s: float, minutes: int) -> FloatArray:
    """Median heart rate of each minute from `start_s` on [bpm]; NaN where less than half was recorded.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    start_s
        Where the stretch begins [s].
    minutes
        How many minutes.

    Returns
    -------
    FloatArray
        Shape (n,).

    Examples
    --------
    >>> minute_medians(np.arange(120.0), np.repeat([80.0, 90.0], 60), 0.0, 3).tolist()
    [80.0, 90.0, nan]
    """
    medians = np.full(minutes, np.nan)
    for minute in range(minutes):
        _, part = part_between(time_s, bpm, start_s + minute * MINUTE_S, start_s + (minute + 1) * MINUTE_S)
        if part.size * SECOND_S >= MINUTE_S * LEAST_SHARE_OF_REST:
            medians[minute] = np.median(part)
    return medians


def stand_rise_value(inputs: Inputs) -> Value:
    """The rise over lying that lasted two consecutive minutes of standing [bpm].

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
        TOO_COARSE, NEEDS_REST_RECORDING, TOO_SHORT, TOO_MANY_GAPS.
    """
    stand = find_active_stand(inputs)
    time_s, bpm = usable_samples(inputs.cleaned)
    if inputs.cleaned.sampling_s > MINUTE_S / 2:
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            written_too_rarely(inputs.cleaned.sampling_s),
        )
    lying_from_s = max(stand.lying_from_s, stand.at_s - reference.STAND_LYING_WINDOW_S.value)
    _, lying = part_between(time_s, bpm, lying_from_s, stand.at_s)
    if lying.size * SECOND_S < reference.STAND_LYING_WINDOW_S.value * LEAST_SHARE_OF_REST:
        raise NotMeasurableError(
            Reason.NEEDS_REST_RECORDING, f"Too little lying was recorded before standing up. {ADVICE_STAND}"
        )
    minutes = int((min(stand.until_s, stand.at_s + reference.STAND_FULL_S.value) - stand.at_s) // MINUTE_S)
    if minutes < PAIR:
        raise NotMeasurableError(
            Reason.TOO_SHORT,
            f"The recording has only {in_words(stand.until_s - stand.at_s)} of standing. Two minutes are the least, "
            "ten are better; stop at once when you feel faint.",
        )
    medians = minute_medians(time_s, bpm, stand.at_s, minutes)
    pairs = _pair_medians(time_s, bpm, stand.at_s, medians)
    if not np.isfinite(pairs).any():
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS, "No two minutes of standing in a row were recorded well. Wear the sensor tighter."
        )
    lying_bpm = float(np.median(lying))
    best = int(np.nanargmax(pairs))
    value = float(pairs[best]) - lying_bpm
    _, upright = part_between(time_s, bpm, stand.at_s + best * MINUTE_S, stand.at_s + (best + PAIR) * MINUTE_S)
    error = sensor_error(inputs.recording)
    lying_sd = np.hypot(error.level_sd_bpm(lying.size * SECOND_S), MEDIAN_GAIN * block_mean_sd(lying))
    upright_sd = np.hypot(error.level_sd_bpm(upright.size * SECOND_S), MEDIAN_GAIN * block_mean_sd(upright))
    draws = value + normal_samples(STANDING_STREAM, float(upright_sd)) - normal_samples(LYING_STREAM, float(lying_sd))
    parts = _parts(inputs, stand, lying_bpm, medians)
    parts["return_after_lying_down_s"] = return_time_s(time_s, bpm, stand, lying_bpm, value)
    window = lying_from_s, stand.at_s + minutes * MINUTE_S
    return Value(value, *interval(value, draws), window, parts, _caveats(inputs, stand, parts))


def return_time_s(
    time_s: FloatArray, bpm: FloatArray, stand: ActiveStand, lying_bpm: float, rise_bpm: float
) -> float | None:
    """How long after lying down again heart rate was back near lying [s]; None where it was not recorded to be.

    Parameters
    ----------
    time_s, bpm : shape (n,), usable seconds [s], [bpm]
    stand : when the person stood, and until when
    lying_bpm, rise_bpm : the level before standing, and how far it rose [bpm]
    """
    after_s, after = part_between(time_s, bpm, stand.until_s, np.inf)
    if after.size < RETURN_WINDOW_S:
        return None
    means = np.convolve(after, np.full(RETURN_WINDOW_S, 1.0 / RETURN_WINDOW_S), mode="valid")
    back = np.flatnonzero(means <= lying_bpm + max(RETURNED_BPM, RETURNED_SHARE * rise_bpm))
    return float(after_s[back[0]] - stand.until_s) if back.size else None


def _pair_medians(time_s: FloatArray, bpm: FloatArray, start_s: float, medians: FloatArray) -> FloatArray:
    """Median over each two consecutive minutes that were both recorded; NaN otherwise."""
    pairs = np.full(medians.size - 1, np.nan)
    for minute in range(pairs.size):
        if np.isfinite(medians[minute : minute + PAIR]).all():
            begin_s = start_s + minute * MINUTE_S
            pairs[minute] = np.median(part_between(time_s, bpm, begin_s, begin_s + PAIR * MINUTE_S)[1])
    return pairs


def criterion_rise_bpm(age_years: float | None) -> float:
    """The rise the consensus names [bpm]: higher for ages 12 to 19.

    Parameters
    ----------
    age_years
        The person's age [years].

    Returns
    -------
    float
        [bpm].

    Examples
    --------
    >>> criterion_rise_bpm(None), criterion_rise_bpm(16.0)
    (30.0, 40.0)
    """
    young = age_years is not None and (
        reference.STAND_YOUNG_FROM_YEARS.value <= age_years < reference.STAND_YOUNG_BELOW_YEARS.value
    )
    return (reference.STAND_RISE_YOUNG_BPM if young else reference.STAND_RISE_BPM).value


def _parts(inputs: Inputs, stand: ActiveStand, lying_bpm: float, medians: FloatArray) -> dict[str, Part]:
    rises = medians - lying_bpm
    mark_bpm = criterion_rise_bpm(inputs.person.age_at(inputs.recording.began))
    high = np.concatenate([[0], (rises >= mark_bpm).astype(int), [0]])
    edges = np.flatnonzero(np.diff(high))
    parts: dict[str, Part] = {
        "stood_up_s": stand.at_s,
        "found_by": stand.found_by,
        "lying_bpm": lying_bpm,
        "standing_minutes": float(medians.size),
        "highest_minute_rise_bpm": float(np.nanmax(rises)),
        "mark_bpm": mark_bpm,
        "minutes_at_or_above_mark": float((edges[1::2] - edges[::2]).max(initial=0)),
    }
    for minute in REPORTED_MINUTES:
        recorded = minute <= rises.size and np.isfinite(rises[minute - 1])
        parts[f"rise_minute_{minute}_bpm"] = float(rises[minute - 1]) if recorded else None
    return parts


def _caveats(inputs: Inputs, stand: ActiveStand, parts: dict[str, Part]) -> tuple[str, ...]:
    remarks = [CAVEAT_ALONE]
    minutes, mark = parts["minutes_at_or_above_mark"], parts["mark_bpm"]
    if isinstance(minutes, float) and isinstance(mark, float) and minutes >= PAIR:
        remarks.append(
            f"Standing heart rate stayed {mark:.0f} bpm or more above lying for {minutes:.0f} minutes; worth showing a "
            "clinician."
        )
    if stand.until_s - stand.at_s < reference.STAND_FULL_S.value:
        remarks.append("Less than ten minutes of standing were recorded; later rises would not be seen.")
    if stand.found_by == "lap_press":
        remarks.append(f"The press of the button {in_words(stand.at_s)} after the beginning was taken as standing up.")
    if stand.found_by == "stillness":
        remarks.append(
            f"Nobody marked standing up. Heart rate rose {in_words(stand.at_s)} after the beginning while the file "
            "shows no steps; that was taken as standing up. If you did not stand up then, this number means nothing."
        )
    return (*remarks, *medication_caveats(inputs.person.medication))


MARK_STREAM, RR_STREAM = 81, 82  # independent errors
RR_ERROR_MS = 2.0  # design: one standard deviation of an RR interval from a chest strap
MOST_CORRECTED = 2  # design: more repaired intervals than this among the first 39 would decide the ratio themselves
ADJACENT_S = 0.1  # design: intervals are neighbours when one begins this close to where the other ended
MS_PER_S = 1000.0

FASTEST = slice(int(reference.STAND_FASTEST_FIRST_BEAT.value) - 1, int(reference.STAND_FASTEST_LAST_BEAT.value))
SLOWEST = slice(int(reference.STAND_SLOWEST_FIRST_BEAT.value) - 1, int(reference.STAND_SLOWEST_LAST_BEAT.value))


def thirty_fifteen_ratio(rr_ms: FloatArray) -> float:
    """Longest of intervals 21 to 39 over the shortest of 6 to 24 after standing up; shape (n,), n >= 39 [ms].

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).

    Returns
    -------
    float

    Examples
    --------
    >>> rr_ms = np.full(40, 700.0)
    >>> rr_ms[14], rr_ms[29] = 600.0, 750.0
    >>> thirty_fifteen_ratio(rr_ms)
    1.25
    """
    return float(rr_ms[SLOWEST].max() / rr_ms[FASTEST].min())


def ratio_value(inputs: Inputs) -> Value:
    """The 30:15 ratio of the first standing up that was marked.

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
        NEEDS_BEATS, OPTICAL_SENSOR, MEDICATION.
    """
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
    stand = find_active_stand(inputs)
    first = int(np.searchsorted(beats.time_s - beats.rr_ms / MS_PER_S, stand.at_s))
    rr_ms = _first_intervals(beats.time_s[first:], beats.rr_ms[first:], state[first:])
    value = thirty_fifteen_ratio(rr_ms)
    shifts = normal_samples(MARK_STREAM, MARK_UNCERTAINTY_S / NORMAL_95)
    starts = np.searchsorted(beats.time_s - beats.rr_ms / MS_PER_S, stand.at_s + shifts)
    starts = np.clip(starts, 0, beats.rr_ms.size - SLOWEST.stop)
    rows = beats.rr_ms[starts[:, None] + np.arange(SLOWEST.stop)]
    slow = rows[:, SLOWEST].max(axis=1) + normal_samples(RR_STREAM, RR_ERROR_MS)
    draws = slow / (rows[:, FASTEST].min(axis=1) + normal_samples(RR_STREAM + 1, RR_ERROR_MS))
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
    repaired = int(np.isin(state[:needed], (BeatState.CORRECTED, BeatState.EARLY)).sum())
    if (state[:needed] == BeatState.REJECTED).any() or broken.any() or repaired > MOST_CORRECTED:
        raise NotMeasurableError(
            Reason.TOO_MANY_ARTEFACTS,
            "The first heartbeats after standing up were not all found. Moisten and tighten the strap before you lie "
            "down.",
        )
    return rr_ms[:needed]
