"""Made-up fluctuations of heart rate, to see what the real ones could have done to a fit.

Heart rate wanders with about the same power in every octave (1/f) from minutes down to seconds. A fit takes the slow
part of that wander for physiology, so its error cannot be read from its residuals alone. Here the wander is drawn many
times, scaled so that it would leave residuals as large as those found, and each draw is fitted again.
"""

from functools import cache

import numpy as np

from pacing.measure.uncertainty import DRAWS, SEED
from pacing.model.arrays import FloatArray

SLOWEST_HZ = 1.0 / 300.0  # design: slower than that is the course itself
FASTEST_HZ = 0.15  # design: faster than that, breathing and sensor noise average out within a few seconds
SLOWEST_BREATH_HZ = 0.15  # design: nine breaths a minute ...
FASTEST_BREATH_HZ = 0.5  # design: ... to thirty, just after exercise
BREATH_STREAM = 71  # an error of its own
LENGTH = 512  # design: drawn in pieces of this many seconds


@cache
def _drawn(length: int) -> FloatArray:
    frequencies = np.fft.rfftfreq(length, 1.0)
    inside = (frequencies >= SLOWEST_HZ) & (frequencies <= FASTEST_HZ)
    amplitudes = np.zeros(frequencies.size)
    amplitudes[inside] = 1.0 / np.sqrt(frequencies[inside])
    rng = np.random.default_rng([SEED, length])
    phases = rng.standard_normal((DRAWS, frequencies.size)) + 1j * rng.standard_normal((DRAWS, frequencies.size))
    waves: FloatArray = np.fft.irfft(phases * amplitudes, n=length, axis=1)
    waves /= np.sqrt(np.mean(waves**2))
    waves.flags.writeable = False
    return waves


def unit_fluctuations(seconds: int) -> FloatArray:
    """Draws of a 1/f wander with a standard deviation of 1, one value a second; shape (DRAWS, seconds)."""
    length = LENGTH
    while length < 2 * seconds:
        length *= 2
    return _drawn(length)[:, :seconds]


@cache
def unit_breaths(seconds: int) -> FloatArray:
    """Draws of a breathing wave of unit variance: a sine of unknown rate and phase, once a second; (DRAWS, seconds)."""
    rng = np.random.default_rng([SEED, BREATH_STREAM])
    hz, phase = rng.uniform(SLOWEST_BREATH_HZ, FASTEST_BREATH_HZ, DRAWS), rng.random(DRAWS)
    turns = hz[:, None] * np.arange(float(seconds)) + phase[:, None]
    waves: FloatArray = np.sqrt(2.0) * np.sin(2.0 * np.pi * turns)
    waves.flags.writeable = False
    return waves
