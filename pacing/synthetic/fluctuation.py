"""Randomness with a shape: 1/f waves, breathing, first-order smoothing. All of unit variance unless said."""

import numpy as np

from pacing.model.arrays import FloatArray

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
