"""The noiseless heart rate of a plan, as first-order answers to steps of effort, and randomness with a shape.

In each stretch the heart rate H follows a level u(t) = u0 + r (t - t0) with dH/dt = (u - H) / tau, whose solution is

    H(t) = u(t) - r tau + (H0 - u0 + r tau) exp(-(t - t0) / tau),

H0 being its value where the stretch began. Recovery may have two parts: H = rest + (1 - s) F + s S, the share s of the
rise returning with the slow time constant. The randomness is 1/f waves, breathing and first-order smoothing.
"""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind
from pacing.synthetic.plan import SessionPlan, Stand

SECONDS_PER_MINUTE = 60.0
SECONDS_PER_DAY = 86_400.0
NIGHT_MINIMUM_S = 4 * 3600.0  # design: the daily rhythm is lowest at 04:00
REST_TAU_S = 60.0  # design: nothing changes at rest, any time constant will do
STAND_PEAK_S = 12.0  # design: the first peak after standing, near beat 15
STAND_PEAK_WIDTH_S = 4.0  # design
STAND_DIP_S = 24.0  # design: the relative slowing after it, near beat 30
STAND_DIP_WIDTH_S = 4.5  # design
SETTLED_S = 4 * 3600.0  # design: the longest look-ahead of a decaying undulation


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of a plan: [start_s, stop_s), the level it aims at, its slope and time constants."""

    kind: PhaseKind
    start_s: float
    stop_s: float
    level_bpm: float
    slope_bpm_per_s: float
    tau_s: float
    slow_tau_s: float
    bout: int | None = None


def stretches_of(plan: SessionPlan) -> tuple[Stretch, ...]:
    """The stretches of a plan in order, the last ending where the recording ends."""
    end_s = plan.duration_s
    made: list[Stretch] = []
    clock_s = 0.0
    if plan.rest_s > 0:
        made.append(Stretch(PhaseKind.REST, 0.0, plan.rest_s, plan.resting_bpm, 0.0, REST_TAU_S, REST_TAU_S))
        clock_s = plan.rest_s
    for index, bout in enumerate(plan.bouts):
        stop_s = clock_s + bout.duration_s
        slope = bout.drift_bpm_per_min / SECONDS_PER_MINUTE
        made.append(
            Stretch(
                PhaseKind.EXERCISE, clock_s, stop_s, plan.level_bpm(bout), slope, bout.tau_on_s, bout.tau_on_s, index
            )
        )
        last = index == len(plan.bouts) - 1
        clock_s = end_s if last else stop_s + bout.recovery_s
        if clock_s > stop_s:
            level = plan.resting_bpm + bout.recovery_offset_bpm
            slow_tau_s = plan.tau_slow_s if plan.slow_share else bout.tau_off_s
            made.append(Stretch(PhaseKind.RECOVERY, stop_s, clock_s, level, 0.0, bout.tau_off_s, slow_tau_s, index))
    return tuple(made)


def noiseless_bpm(plan: SessionPlan, time_s: FloatArray) -> FloatArray:
    """Heart rate [bpm] of a plan at `time_s`, without variability of beats and without any sensor.

    `time_s` increasing, from 0 [s]. Undulations of the pace are not in it: see `undulation_bpm`.
    """
    stretches = stretches_of(plan)
    if not stretches:
        bpm = np.full(time_s.shape, plan.resting_bpm)
    else:
        bpm = _follow(stretches, plan.resting_bpm, time_s, slow=False)
        if plan.slow_share:
            slow = _follow(stretches, plan.resting_bpm, time_s, slow=True)
            bpm = (1.0 - plan.slow_share) * bpm + plan.slow_share * slow
    if plan.stand is not None:
        bpm = bpm + _stand_bpm(plan.stand, time_s)
    if plan.night_dip_bpm:
        bpm = bpm - plan.night_dip_bpm * _night(plan, time_s)
    return bpm


def _follow(stretches: tuple[Stretch, ...], from_bpm: float, time_s: FloatArray, *, slow: bool) -> FloatArray:
    """The first-order answer of one part, stretch by stretch."""
    bounds = np.searchsorted(time_s, [s.start_s for s in stretches[1:]])
    bpm = np.empty(time_s.shape)
    value = from_bpm
    for stretch, part in zip(stretches, np.split(np.arange(time_s.size), bounds), strict=True):
        tau_s = stretch.slow_tau_s if slow else stretch.tau_s
        lead = stretch.slope_bpm_per_s * tau_s
        gap = value - stretch.level_bpm + lead
        into_s = time_s[part] - stretch.start_s
        bpm[part] = stretch.level_bpm + stretch.slope_bpm_per_s * into_s - lead + gap * np.exp(-into_s / tau_s)
        span_s = stretch.stop_s - stretch.start_s
        value = stretch.level_bpm + stretch.slope_bpm_per_s * span_s - lead + gap * float(np.exp(-span_s / tau_s))
    return bpm


def _stand_bpm(stand: Stand, time_s: FloatArray) -> FloatArray:
    """What standing up adds [bpm]."""
    after_s = np.maximum(time_s - stand.at_s, 0.0)
    rise = stand.rise_bpm * (1.0 - np.exp(-after_s / stand.tau_s))
    peak = stand.overshoot_bpm * _bump(after_s, STAND_PEAK_S, STAND_PEAK_WIDTH_S)
    dip = stand.dip_bpm * _bump(after_s, STAND_DIP_S, STAND_DIP_WIDTH_S)
    added: FloatArray = np.where(time_s >= stand.at_s, rise + peak - dip, 0.0)
    return added


def _bump(time_s: FloatArray, centre_s: float, width_s: float) -> FloatArray:
    bell: FloatArray = np.exp(-0.5 * ((time_s - centre_s) / width_s) ** 2)
    return bell


def _night(plan: SessionPlan, time_s: FloatArray) -> FloatArray:
    """The daily rhythm, 0 (afternoon) to 1 (deepest night)."""
    begin_s = 0.0 if plan.start is None else plan.start.hour * 3600.0 + plan.start.minute * SECONDS_PER_MINUTE
    angle = 2.0 * np.pi * (time_s + begin_s - NIGHT_MINIMUM_S) / SECONDS_PER_DAY
    rhythm: FloatArray = 0.5 * (1.0 + np.cos(angle))
    return rhythm


def undulation_bpm(plan: SessionPlan, time_s: FloatArray, wave: FloatArray) -> FloatArray:
    """What the ups and downs of a self-chosen pace add [bpm].

    `wave` (unit variance) sets in with the effort, is frozen at its end and fades with the recovery, so that the
    recovery stays exponential.
    """
    added = np.zeros(time_s.shape)
    for stretch in stretches_of(plan):
        if stretch.kind is not PhaseKind.EXERCISE or stretch.bout is None:
            continue
        bout = plan.bouts[stretch.bout]
        if not bout.undulation_bpm:
            continue
        first, stop, last = np.searchsorted(time_s, [stretch.start_s, stretch.stop_s, stretch.stop_s + SETTLED_S])
        during_s = time_s[first:stop] - stretch.start_s
        added[first:stop] += bout.undulation_bpm * wave[first:stop] * (1.0 - np.exp(-during_s / stretch.tau_s))
        if stop > first:
            after_s = time_s[stop:last] - time_s[stop - 1]
            added[stop:last] += added[stop - 1] * np.exp(-after_s / bout.tau_off_s)
    return added


KERNEL_TAUS = 6.0  # design: a first-order kernel is cut where exp(-6) = 0.25 % of it is left
BREATH_WANDER_HZ = 0.015  # design: how far the breathing rate wanders (standard deviation)
BREATH_WANDER_MEMORY_S = 20.0  # design
BREATH_GAIN_HZ = 0.35  # design: how much faster one breathes at full reserve


def pink_wave(rng: np.random.Generator, count: int, step_s: float, low_hz: float, high_hz: float) -> FloatArray:
    """A wave of unit variance, power falling as 1/f between `low_hz` and `high_hz`, nil elsewhere; shape (count,).

    Made in the frequency domain from normal coefficients; zeros where the series is too short for the band.
    """
    size = 1 << max(count - 1, 1).bit_length()
    hz = np.fft.rfftfreq(size, step_s)
    first, last = np.searchsorted(hz, [max(low_hz, hz[1]), high_hz])
    draws = rng.standard_normal((2, max(last - first, 0)))
    if last <= first:
        return np.zeros(count)
    spectrum = np.zeros(hz.size, dtype=np.complex128)
    spectrum[first:last] = (draws[0] + 1j * draws[1]) / np.sqrt(hz[first:last])
    wave = np.fft.irfft(spectrum, size)[:count]
    spread = float(wave.std())
    scaled: FloatArray = (wave - wave.mean()) / spread if spread > 0 else np.zeros(count)
    return scaled


def smoothed(values: FloatArray, step_s: float, tau_s: float) -> FloatArray:
    """`values` through a first-order lag of `tau_s` [s], as if the first value had stood for ever before."""
    if tau_s <= 0 or values.size == 0:
        return values
    taps = min(int(np.ceil(KERNEL_TAUS * tau_s / step_s)) + 1, values.size + 1)
    kernel = np.exp(-np.arange(taps) * step_s / tau_s)
    kernel /= kernel.sum()
    padded = np.concatenate([np.full(taps - 1, values[0]), values])
    lagged: FloatArray = np.convolve(padded, kernel, mode="valid")
    return lagged


def coloured_noise(rng: np.random.Generator, count: int, step_s: float, memory_s: float) -> FloatArray:
    """Noise of unit variance that forgets itself with `memory_s` [s] (0: white); shape (count,)."""
    if memory_s <= 0:
        return rng.standard_normal(count)
    lead = int(np.ceil(KERNEL_TAUS * memory_s / step_s))
    white = rng.standard_normal(count + lead)
    forget = float(np.exp(-step_s / memory_s))
    # The sum of squares of the normalised kernel (1 - a) a^k is (1 - a) / (1 + a).
    gain = np.sqrt((1.0 + forget) / (1.0 - forget))
    noise: FloatArray = smoothed(white, step_s, memory_s)[lead:] * gain
    return noise


def breathing(rng: np.random.Generator, effort_share: FloatArray, step_s: float, rest_hz: float) -> FloatArray:
    """The breathing wave, unit variance, shape of `effort_share`: a sine whose rate wanders and rises with effort."""
    wander = BREATH_WANDER_HZ * coloured_noise(rng, effort_share.size, step_s, BREATH_WANDER_MEMORY_S)
    hz = rest_hz + BREATH_GAIN_HZ * effort_share + wander
    phase = 2.0 * np.pi * (rng.random() + np.cumsum(hz) * step_s)
    wave: FloatArray = np.sqrt(2.0) * np.sin(phase)
    return wave
