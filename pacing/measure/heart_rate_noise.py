"""The heart's own variation as draws of unit size: a 1/f wander, breathing, and how much of a wander a cubic hides."""

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
    turned = np.empty((DRAWS, frequencies.size), dtype=np.complex128)
    turned.real = rng.standard_normal(turned.shape) * amplitudes
    turned.imag = rng.standard_normal(turned.shape) * amplitudes
    waves: FloatArray = np.fft.irfft(turned, n=length, axis=1)
    waves /= np.sqrt(np.mean(waves**2))
    waves.flags.writeable = False
    return waves


def unit_pink_noise(seconds: int) -> FloatArray:
    """Draws of a 1/f wander with a standard deviation of 1, one value a second; shape (DRAWS, seconds).

    Parameters
    ----------
    seconds
        How many seconds.

    Returns
    -------
    FloatArray
    """
    length = LENGTH
    while length < 2 * seconds:
        length *= 2
    return _drawn(length)[:, :seconds]


@cache
def unit_respiratory_variation(seconds: int) -> FloatArray:
    """Draws of a breathing wave of unit variance: a sine of unknown rate and phase, once a second; (DRAWS, seconds).

    Parameters
    ----------
    seconds
        How many seconds.

    Returns
    -------
    FloatArray
    """
    rng = np.random.default_rng([SEED, BREATH_STREAM])
    hz, phase = rng.uniform(SLOWEST_BREATH_HZ, FASTEST_BREATH_HZ, DRAWS), rng.random(DRAWS)
    turns = hz[:, None] * np.arange(float(seconds)) + phase[:, None]
    waves: FloatArray = np.sqrt(2.0) * np.sin(2.0 * np.pi * turns)
    waves.flags.writeable = False
    return waves


BLOCK_S = 5.0  # design: in means as long as a level's own window
NOISE_DEGREE = 3  # design: around a cubic, which follows the fall after exercise


@cache
def unit_level_sd() -> float:
    """Standard deviation of means over 5 s of a 1/f wander whose seconds have one of 1."""
    return float(unit_pink_noise(int(BLOCK_S)).mean(axis=1).std())


@cache
def hidden_gain(blocks: int) -> float:
    """How much larger a 1/f wander is, in means over 5 s, than what a cubic through so many of them leaves of it.

    Parameters
    ----------
    blocks
        How many blocks the series is cut into.

    Returns
    -------
    float

    Examples
    --------
    >>> 1.3 < hidden_gain(12) < 1.5
    True
    """
    means = unit_pink_noise(int(blocks * BLOCK_S)).reshape(-1, blocks, int(BLOCK_S)).mean(axis=2)
    powers = np.linalg.qr(np.vander(np.arange(blocks) - blocks / 2.0, NOISE_DEGREE + 1))[0]
    remaining = means - (means @ powers) @ powers.T
    return float(np.sqrt(np.mean(means**2) / (np.mean((remaining**2).sum(axis=1)) / (blocks - NOISE_DEGREE - 1))))
