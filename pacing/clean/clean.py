"""A recording made usable: every step in order, each logged with what it changed."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pacing.clean.artefacts import FROZEN_JUMP_BPM as HELD_JUMP_BPM
from pacing.clean.artefacts import (
    HALF_WINDOW_S,
    HELD_S,
    HIGHEST_PLAUSIBLE_BPM,
    LEAST_HIGH_BPM,
    LEAST_LOW_BPM,
    LONGEST_HIGH_S,
    LONGEST_LOW_S,
    LOWEST_PLAUSIBLE_BPM,
    NOT_WORN_S,
    SPIKE_BPM,
    STUCK_S,
    dropouts,
    frozen_values,
    has_value,
    outside_limits,
    spikes,
)
from pacing.clean.beats_early import counted
from pacing.clean.optical import FIRST_S, LOCKED_S, WITHIN_BPM, cadence_lock, unsure_until_s
from pacing.clean.resampling import (
    HOLD_LONGEST_S,
    agree,
    coverage,
    heart_rate_from_beats,
    longest_fill_s,
    resample,
    resample_days,
    sampling_interval_s,
    stands_for_s,
    stretches_of_seconds,
    whole_seconds,
)
from pacing.clean.rr_intervals import CleanedBeats, clean_beats
from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState, Cleaned, CleaningStep, SampleState
from pacing.model.person import Correction
from pacing.model.recording import HeartRate, Recording, RecordingKind
from pacing.numerics.rolling import share_around

RHYTHM_BEATS = 61  # design: a minute tells whether early beats come again and again
IRREGULAR_SHARE = 0.04  # design: from so many on heart rate from one second to the next is no heart rate
LONGEST_KEPT_S = 4 * 86_400.0  # of longer days on end a second is worked out when asked for, not kept
COUNTED_OVER_S = 11.0  # design: as long as watches average


class _Samples(NamedTuple):
    """The device's samples and what cleaning thinks of each."""

    time_s: FloatArray
    bpm: FloatArray
    good: BoolArray
    refused: BoolArray


def clean_recording(recording: Recording, correction: Correction = Correction.LIPPONEN) -> Cleaned:
    """A recording's heart rate on whole seconds with a state each, its beats corrected, and a log of every step.

    In order: samples without a value (missing, 0, 255) are set aside; values outside the device's limits, spikes,
    drop-outs, frozen values and clear cadence lock are refused (suspect cadence lock and doubtful first minutes are
    only pointed out, in their steps' settings); what is left is put on whole seconds. Seconds without heart rate that
    beats cover are then taken from the beats (MEASURED: the sensor measured these beats), because watches go on
    recording beats while the timer is stopped; only where both agree elsewhere. Seconds whose heart rate was refused
    are too, but only from beats that needed no correction, and where what they say passes the same steps: a sensor
    that lost the heart may write both wrongly. A recording with beats and no heart rate at all gets the whole series
    from them. Nothing else is bridged.

    Parameters
    ----------
    recording : as read
    correction : which artefact correction the beats get

    Returns
    -------
    Cleaned
        See there for how seconds, holes and states are to be read.
    """
    samples, steps = _judged(recording)
    good_s = samples.time_s[samples.good]
    sampling_s, fill_s = sampling_interval_s(good_s), longest_fill_s(good_s)
    del good_s
    beats = None if recording.beats is None else clean_beats(recording.beats, correction)
    series, state = _on_seconds(recording, samples)
    filled = int((state == SampleState.FILLED).sum())
    steps.append(_step("resample", filled, state.size, {"longest_fill_s": fill_s}))
    derived = False
    if beats is not None:
        steps.extend(beats.steps)
        derived = not samples.good.any()
        bpm, state, step = _completed(recording, series, state, beats, derived=derived)
        series = HeartRate(series.time_s, bpm)
        steps.append(step)
    return Cleaned(
        heart_rate=series,
        state=state,
        sampling_s=sampling_interval_s(series.time_s[np.isfinite(series.bpm)]) if derived else sampling_s,
        derived_from_beats=derived and bool(np.isfinite(series.bpm).any()),
        beats=None if beats is None else beats.beats,
        beat_state=None if beats is None else beats.state,
        steps=tuple(steps),
        coverage=coverage(
            series,
            state,
            int(has_value(recording.heart_rate.bpm).sum()),
            None if recording.beats is None else recording.beats.rr_ms.size,
            None if beats is None else beats.state,
            recording.duration_s,
        ),
    )


def _judged(recording: Recording) -> tuple[_Samples, list[CleaningStep]]:
    """Each sample judged, step by step; a step sees only what those before it left."""
    time_s, bpm = recording.heart_rate.time_s, recording.heart_rate.bpm
    valued = has_value(bpm)
    good = valued.copy()
    steps = [_step("no_value", int((~good).sum()), bpm.size, {})]
    good_s, good_bpm = (time_s, bpm) if good.all() else (time_s[good], bpm[good])

    def refuse(name: str, refused: BoolArray, settings: Mapping[str, float | str]) -> None:
        nonlocal good_s, good_bpm
        steps.append(_step(name, int(refused.sum()), bpm.size, settings))
        if refused.any():
            good[np.flatnonzero(good)[refused]] = False
            good_s, good_bpm = good_s[~refused], good_bpm[~refused]

    limits = {"lowest_bpm": LOWEST_PLAUSIBLE_BPM, "highest_bpm": HIGHEST_PLAUSIBLE_BPM}
    refuse("limits", outside_limits(good_bpm), limits)
    refuse("spikes", spikes(good_s, good_bpm), {"half_window_s": HALF_WINDOW_S, "jump_bpm": SPIKE_BPM})
    edges = {"fall_bpm": LEAST_LOW_BPM, "longest_low_s": LONGEST_LOW_S}
    edges |= {"rise_bpm": LEAST_HIGH_BPM, "longest_high_s": LONGEST_HIGH_S}
    refuse("dropouts", dropouts(good_s, good_bpm), edges)
    held = {"held_s": HELD_S, "jump_bpm": HELD_JUMP_BPM, "stuck_s": STUCK_S, "not_worn_s": NOT_WORN_S}
    refuse("frozen", frozen_values(good_s, good_bpm, recording.channels), held)
    suspect, clear = cadence_lock(recording, good_s, good_bpm)
    lock = {"within_bpm": WITHIN_BPM, "longer_than_s": LOCKED_S, "suspect_samples": float(suspect.sum())}
    refuse("cadence_lock", clear, lock)
    unsure_s = unsure_until_s(good_s, good_bpm)
    steps.append(_step("first_minutes", 0, bpm.size, {"within_s": FIRST_S, "unsure_until_s": unsure_s}))
    return _Samples(time_s, bpm, good, valued & ~good), steps


def _on_seconds(recording: Recording, samples: _Samples) -> tuple[HeartRate, StateArray]:
    """Heart rate on whole seconds with their states; of days on end the seconds are worked out when asked for."""
    marks, longest_s = [samples.time_s], _longest_s(recording)
    stands_s = stands_for_s(samples.time_s[samples.good], longest_s)
    judged = samples.time_s, samples.bpm, samples.good, samples.refused
    if recording.beats is None and recording.kind is RecordingKind.DAY and samples.good.any():
        stretches_s = stretches_of_seconds(*marks, stands_s=stands_s)
        if float((stretches_s[1] - stretches_s[0]).sum()) > LONGEST_KEPT_S:
            return resample_days(*judged, stretches_s, longest_s)
    if recording.beats is not None:
        marks += [recording.beats.time_s, np.maximum(recording.beats.time_s - recording.beats.rr_ms / 1000.0, 0.0)]
    seconds = whole_seconds(*marks, stands_s=stands_s)
    bpm, state = resample(*judged, seconds, longest_s)
    seconds.flags.writeable = bpm.flags.writeable = state.flags.writeable = False  # from here on shared, not copied
    return HeartRate(seconds, bpm), state


def _longest_s(recording: Recording) -> float:
    """How long one value may stand for [s]: a minute, or as long as the device says it averaged."""
    return max(HOLD_LONGEST_S, recording.averaged_s or 0.0)


def _completed(
    recording: Recording, heart_rate: HeartRate, state: StateArray, beats: CleanedBeats, *, derived: bool
) -> tuple[FloatArray, StateArray, CleaningStep]:
    seconds, bpm = heart_rate.time_s, heart_rate.bpm
    rate = _rate(beats, counted(beats.beats.rr_ms, beats.state == BeatState.REJECTED), seconds)
    if not derived and not agree(bpm, rate):
        return bpm, state, _step("heart_rate_from_beats", 0, state.size, {"left_out": "beats and heart rate disagree"})
    missing = state == SampleState.MISSING
    bpm = np.where(missing, rate, bpm)
    refused = state == SampleState.REJECTED
    if refused.any():
        bpm[refused] = _in_place_of_refused(recording, seconds, bpm, beats)[refused]
    wanted = (missing | refused) & np.isfinite(bpm)
    state = np.where(wanted, SampleState.MEASURED, state).astype(np.uint8)
    settings = {
        "used_for": "the whole series" if derived else "seconds without usable heart rate",
        "in_place_of_refused": float((wanted & refused).sum()),
    }
    return bpm, state, _step("heart_rate_from_beats", int(wanted.sum()), state.size, settings)


def _rate(beats: CleanedBeats, usable: BoolArray, seconds: FloatArray) -> FloatArray:
    """Heart rate [bpm] from beats; where many came early, counted over some seconds: from one to the next it jumps."""
    time_s, rr_ms = beats.beats.time_s, beats.beats.rr_ms
    rate = heart_rate_from_beats(time_s, rr_ms, usable, seconds)
    irregular = share_around(beats.state == BeatState.EARLY, RHYTHM_BEATS) > IRREGULAR_SHARE
    if irregular.any():
        steady = heart_rate_from_beats(time_s, rr_ms, usable, seconds, COUNTED_OVER_S)
        there = irregular[np.minimum(np.searchsorted(time_s, seconds), time_s.size - 1)] & np.isfinite(rate)
        rate = np.where(there, steady, rate)
    rate[outside_limits(rate)] = np.nan
    return rate


def _in_place_of_refused(recording: Recording, seconds: FloatArray, bpm: FloatArray, beats: CleanedBeats) -> FloatArray:
    """Heart rate [bpm] with its gaps taken from beats that needed no correction; NaN where that is refused as well."""
    offered = np.where(np.isfinite(bpm), bpm, _rate(beats, beats.state == BeatState.NORMAL, seconds))
    judged, _ = _judged(replace(recording, heart_rate=HeartRate(seconds, offered)))
    return np.where(judged.good, offered, np.nan)


def _step(name: str, changed: int, total: int, settings: Mapping[str, float | str]) -> CleaningStep:
    return CleaningStep(name, changed, changed / total if total else 0.0, MappingProxyType(dict(settings)))
