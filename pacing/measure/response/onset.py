"""How fast heart rate answers a true step of load."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, medication_caveats, written_too_rarely
from pacing.measure.kinetics import fit_onset, onset_taus_s, tau_grid_s
from pacing.measure.levels import LEAST_SHARE_OF_WINDOW, block_mean_sd
from pacing.measure.response.steady_state import is_steady
from pacing.measure.response.workload import POWER, SPEED, usable_channel, workload_at
from pacing.measure.sensor_smoothing import onset_stretch
from pacing.measure.uncertainty import (
    SECOND_S,
    interval,
    normal_samples,
    part_between,
    sensor_error,
    uniform_samples,
    usable_samples,
)
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.model.phases import PhaseKind
from pacing.model.recording import Sensor
from pacing.numerics.quantiles import median

CHOICE_SEED, DRIFT_SEED = 61, 62  # independent errors
SECONDS_PER_MINUTE = 60.0
SHORTER = (0.5, 0.65, 0.8)  # design: how much of the constant load other analysts might have fitted
QUIET_SHARE = 0.2  # design: before the step the load is below this share of what it is after it
REACHED_SHARE = 0.8  # design: the step is done when this share of the load after it is reached

ADVICE_STEP = (
    "Rest quietly for a minute with the recording running, then start at once at one constant speed or power and keep "
    "it for three minutes or more."
)


class OnsetStep(NamedTuple):
    """A step of load: when it began [s], until when the load stayed constant [s], and the load."""

    start_s: float
    stop_s: float
    load: float
    name: str


def onset_tau_value(inputs: Inputs) -> Value:
    """The time constant of the first true step of load that heart rate answered clearly [s].

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
        TOO_MANY_GAPS, TOO_LITTLE_RISE, FIT_FAILED, OUT_OF_RANGE.
    """
    _require_every_second(inputs)
    step = find_step(inputs)
    time_s, bpm = usable_samples(inputs.cleaned)
    baseline_s = reference.ONSET_BASELINE_S.value
    _, quiet_bpm = part_between(time_s, bpm, step.start_s - baseline_s, step.start_s)
    part_s, part_bpm = part_between(time_s, bpm, step.start_s, step.stop_s)
    enough = (
        quiet_bpm.size * SECOND_S >= baseline_s * LEAST_SHARE_OF_WINDOW
        and part_s.size * SECOND_S >= (step.stop_s - step.start_s) * LEAST_SHARE_OF_WINDOW
    )
    if not enough:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS, "Heart rate around the step was not recorded well. Wear the sensor tighter."
        )
    baseline_bpm = float(quiet_bpm.mean())
    if part_bpm.max() - baseline_bpm < reference.ONSET_SMALLEST_RISE_BPM.value:
        raise NotMeasurableError(
            Reason.TOO_LITTLE_RISE,
            f"Heart rate rose by less than {reference.ONSET_SMALLEST_RISE_BPM.value:.0f} bpm, too little to time "
            "it. A gentle start needs no such number.",
        )
    delays_s = np.arange(0.0, reference.ONSET_LONGEST_DELAY_S.value + SECOND_S)
    taus_s = tau_grid_s(reference.ONSET_TAU_FROM_S.value, reference.ONSET_TAU_TO_S.value)
    fit = fit_onset(part_s - step.start_s, part_bpm, baseline_bpm, taus_s, delays_s)
    if fit.r_squared < reference.FIT_LEAST_R_SQUARED.value:
        raise NotMeasurableError(
            Reason.FIT_FAILED,
            f"The rise was too uneven to time. {ADVICE_STEP}",
            {"r_squared": fit.r_squared},
        )
    if not fit.bounded:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            f"The rise was too quick, too slow or too uneven to time. {ADVICE_STEP}",
            {"tau_s": fit.tau_s},
        )
    quiet_sd = max(block_mean_sd(quiet_bpm), sensor_error(inputs.recording).level_sd_bpm(baseline_s))
    since_s, rise_bpm = part_s - step.start_s, part_bpm - baseline_bpm
    choices_sd = _sd_by_choices(since_s, rise_bpm, (fit.tau_s, quiet_sd), taus_s, delays_s)
    count = fit.draws_s.size
    drift = _drift_stretch(since_s, rise_bpm, fit.tau_s, taus_s, delays_s)
    error = sensor_error(inputs.recording)
    smoothing = onset_stretch(since_s, (fit.tau_s, fit.delay_s), taus_s, delays_s, error)
    too_long = uniform_samples(DRIFT_SEED, 0.0, drift) + smoothing
    draws = fit.draws_s * np.exp((normal_samples(CHOICE_SEED, choices_sd) - too_long)[:count])
    parts: dict[str, Part] = {
        "step_s": step.start_s,
        "load": step.load,
        "load_name": step.name,
        "baseline_bpm": baseline_bpm,
        "amplitude_bpm": fit.amplitude_bpm,
        "delay_s": fit.delay_s,
        "mean_response_time_s": fit.delay_s + fit.tau_s,
        "r_squared": fit.r_squared,
    }
    remarks = ["No cut-off exists for this number, and people with fibromyalgia do not differ in it."]
    if inputs.recording.source.sensor is not Sensor.STRAP:
        remarks.append("An optical sensor smooths the rise, so the time constant is too long by some seconds.")
    caveats = (*remarks, *medication_caveats(inputs.person.medication))
    return Value(fit.tau_s, *interval(fit.tau_s, draws), (step.start_s, step.stop_s), parts, caveats)


def _sd_by_choices(
    time_s: FloatArray, rise_bpm: FloatArray, tau_and_sd: tuple[float, float], taus_s: FloatArray, delays_s: FloatArray
) -> float:
    """How much ln(time constant) changes with the length fitted and with the error of the baseline (one SD)."""
    tau_s, sd_bpm = tau_and_sd
    counts = [int(time_s.size * share) for share in SHORTER]
    shorter = np.array([onset_taus_s(time_s[:n], rise_bpm[None, :n], taus_s, delays_s)[0] for n in counts])
    length_sd = np.sqrt(np.mean(np.log(shorter / tau_s) ** 2))
    low, high = onset_taus_s(time_s, np.stack((rise_bpm + sd_bpm, rise_bpm - sd_bpm)), taus_s, delays_s)
    return float(np.hypot(length_sd, 0.5 * np.log(low / high)))


def _drift_stretch(
    time_s: FloatArray, rise_bpm: FloatArray, tau_s: float, taus_s: FloatArray, delays_s: FloatArray
) -> float:
    """By how much ln(time constant) may be too large because heart rate drifts upwards at constant load.

    An exponential takes drift for a rise that is not over yet; the largest drift there is likely to be is taken out.
    """
    drift_bpm = reference.ONSET_LARGEST_DRIFT_BPM_PER_MIN.value * time_s / SECONDS_PER_MINUTE
    without = onset_taus_s(time_s, (rise_bpm - drift_bpm)[None], taus_s, delays_s)[0]
    return float(max(np.log(tau_s / without), 0.0))


def _require_every_second(inputs: Inputs) -> None:
    if inputs.cleaned.sampling_s > reference.SAMPLING_EVERY_SECOND_S.value:
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            written_too_rarely(inputs.cleaned.sampling_s),
        )


def find_step(inputs: Inputs) -> OnsetStep:
    """The first bout that begins with a true step: quiet before, up within 5 s, constant for three minutes after.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    OnsetStep

    Raises
    ------
    NotMeasurableError
        NEEDS_STEP_LOAD, NEEDS_MOVEMENT_DATA.
    """
    names = [name for name in (POWER, SPEED) if usable_channel(inputs, name) is not None]
    if not names:
        raise NotMeasurableError(Reason.NEEDS_MOVEMENT_DATA, f"The file has neither speed nor power. {ADVICE_STEP}")
    for bout in inputs.phases.of(PhaseKind.EXERCISE):
        for name in names:
            step = _step_of(inputs, name, bout.start_s, bout.stop_s)
            if step is not None:
                return step
    raise NotMeasurableError(Reason.NEEDS_STEP_LOAD, f"No start at one constant effort was found. {ADVICE_STEP}")


def _step_of(inputs: Inputs, name: str, start_s: float, stop_s: float) -> OnsetStep | None:
    channel = usable_channel(inputs, name)
    if channel is None:
        return None
    baseline, constant = int(reference.ONSET_BASELINE_S.value), int(reference.ONSET_CONSTANT_S.value)
    slack = 2 * int(reference.ONSET_STEP_S.value)
    longest_s = start_s + float(constant + slack) + reference.ONSET_LONGEST_S.value
    times_s = np.arange(np.floor(start_s) - baseline - slack, np.ceil(min(stop_s, longest_s)))
    loads = workload_at(channel, times_s)
    after = loads[baseline + slack + slack : baseline + slack + constant]
    if after.size < constant - slack or not is_steady(after):
        return None
    level = median(after[np.isfinite(after)])
    up = first_sustained(loads >= REACHED_SHARE * level)
    quiet = np.flatnonzero(loads[:up] <= QUIET_SHARE * level) if up is not None else np.empty(0)
    if up is None or not quiet.size or up - quiet[-1] > reference.ONSET_STEP_S.value:
        return None
    begin = int(quiet[-1]) + 1
    before = loads[max(0, begin - baseline) : begin]
    known = before[np.isfinite(before)]
    if (
        before.size < baseline
        or known.size < baseline * LEAST_SHARE_OF_WINDOW
        or np.mean(known > QUIET_SHARE * level) > 0
    ):
        return None
    last = _constant_until(loads, up)
    if last - begin < constant:
        return None
    return OnsetStep(float(times_s[begin]), float(times_s[last - 1]) + SECOND_S, level, name)


def first_sustained(reached: npt.NDArray[np.bool_]) -> int | None:
    """First place from which `reached` holds for five in a row; None when it never does.

    Parameters
    ----------
    reached
        Whether the level is reached, each second, shape (n,).

    Returns
    -------
    int | None
        None where there is none.
    """
    run = int(reference.ONSET_STEP_S.value)
    held = np.convolve(reached.astype(int), np.ones(run, dtype=int), mode="valid") == run
    return int(np.argmax(held)) if held.any() else None


def _constant_until(loads: FloatArray, begin: int) -> int:
    """How far the load stays steady from `begin` on, in steps of half a minute, up to six minutes."""
    step = int(reference.ONSET_BASELINE_S.value) // 2
    last = begin
    longest = min(loads.size, begin + int(reference.ONSET_LONGEST_S.value))
    while last + step <= longest and is_steady(loads[begin : last + step]):
        last += step
    return last
