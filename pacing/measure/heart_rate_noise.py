"""How much heart rate scatters around its own smooth course: breathing, small movements, the sensor.

Made-up fluctuations of heart rate, to see what the real ones could have done to a fit.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from pacing.measure.uncertainty import DRAWS, SEED, normal_samples, spread_samples
from pacing.measure.windows import part_between
from pacing.model.arrays import FloatArray
from pacing.numerics.quantiles import NORMAL_95, student_95

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


def unit_pink_noise(seconds: int) -> FloatArray:
    """Draws of a 1/f wander with a standard deviation of 1, one value a second; shape (DRAWS, seconds)."""
    length = LENGTH
    while length < 2 * seconds:
        length *= 2
    return _drawn(length)[:, :seconds]


@cache
def unit_respiratory_variation(seconds: int) -> FloatArray:
    """Draws of a breathing wave of unit variance: a sine of unknown rate and phase, once a second; (DRAWS, seconds)."""
    rng = np.random.default_rng([SEED, BREATH_STREAM])
    hz, phase = rng.uniform(SLOWEST_BREATH_HZ, FASTEST_BREATH_HZ, DRAWS), rng.random(DRAWS)
    turns = hz[:, None] * np.arange(float(seconds)) + phase[:, None]
    waves: FloatArray = np.sqrt(2.0) * np.sin(2.0 * np.pi * turns)
    waves.flags.writeable = False
    return waves


BLOCK_S = 5.0  # design: in means as long as a level's own window
DEGREE = 3  # design: around a cubic, which follows the fall after exercise
BLOCKS = 10  # design
SHORTEST_BLOCK = 10  # design
FEWEST_BLOCKS = 3
FEWEST_FREEDOM = 3  # design: a wander told from fewer means is no less sure than that


@dataclass(frozen=True, slots=True)
class LevelError:
    """Why a 5-s mean differs from the smooth course: the heart's own wander, estimated with `freedom` degrees of
    freedom, and the sensor (one SD each, [bpm]). `breath_bpm`: how much single seconds scatter within such means, which
    levels do not notice.
    """

    wander_bpm: float
    sensor_bpm: float
    freedom: int
    breath_bpm: float = 0.0

    def draws(self, stream: int) -> FloatArray:
        """Draws of the error of one level [bpm]; shape (DRAWS,)."""
        errors: FloatArray = normal_samples(stream, 1.0) * self.spread(stream)
        return errors

    def spread(self, stream: int) -> FloatArray:
        """Draws of the error's standard deviation [bpm], which is itself only estimated; shape (DRAWS,)."""
        spread: FloatArray = np.hypot(self.wander_bpm * spread_samples(stream, self.freedom), self.sensor_bpm)
        return spread


def level_error(
    time_s: FloatArray, bpm: FloatArray, between_s: tuple[float, float], sensor_sd_bpm: float
) -> LevelError:
    """The error of a 5-s mean, from the scatter of such means around a cubic through `between_s` [s].

    What of that scatter the sensor does not explain is taken to be the heart's own wander. A cubic through a minute
    follows a good part of a 1/f wander, which then is not seen as scatter though it moves a level away from its course
    all the same: so the wander is made as large as one whose visible part is what was seen (`hidden_gain`).

    Parameters
    ----------
    time_s, bpm : shape (n,)
        Usable seconds [s], [bpm].
    sensor_sd_bpm : float
        Error of a 5-s mean that the sensor itself makes (one SD, [bpm]).
    """
    part_s, part_bpm = part_between(time_s, bpm, *between_s)
    blocks = np.floor((part_s - between_s[0]) / BLOCK_S).astype(int)
    counts = np.bincount(blocks, minlength=1)
    full = np.flatnonzero(counts)
    freedom = full.size - DEGREE - 1
    if freedom < 1:
        return LevelError(0.0, sensor_sd_bpm, 1)
    means = np.bincount(blocks, part_bpm)[full] / counts[full]
    powers = np.vander(full - full.mean(), DEGREE + 1)
    left = means - powers @ np.linalg.lstsq(powers, means, rcond=None)[0]
    hidden_sd = np.sqrt(max((left**2).sum() / freedom - sensor_sd_bpm**2, 0.0))
    return LevelError(
        float(hidden_sd) * hidden_gain(int(full.size)),
        sensor_sd_bpm,
        max(freedom, FEWEST_FREEDOM),
        _within_blocks(part_s - part_s.mean(), part_bpm, blocks),
    )


def _within_blocks(into_s: FloatArray, bpm: FloatArray, blocks: npt.NDArray[np.int_]) -> float:
    """Scatter [bpm] of seconds around the cubic and, in it, the mean of their own block."""
    counts = np.bincount(blocks)
    freedom = into_s.size - int((counts > 0).sum()) - DEGREE
    if freedom < 1:
        return 0.0
    powers = np.vander(into_s / max(float(np.ptp(into_s)), 1.0), DEGREE + 1)
    left = bpm - powers @ np.linalg.lstsq(powers, bpm, rcond=None)[0]
    left = left - (np.bincount(blocks, left) / np.maximum(counts, 1))[blocks]
    return float(np.sqrt((left**2).sum() / freedom))


@cache
def unit_level_sd() -> float:
    """Standard deviation of means over 5 s of a 1/f wander whose seconds have one of 1."""
    return float(unit_pink_noise(int(BLOCK_S)).mean(axis=1).std())


@cache
def hidden_gain(blocks: int) -> float:
    """How much larger a 1/f wander is, in means over 5 s, than what a cubic through so many of them leaves of it.

    Examples
    --------
    >>> 1.3 < hidden_gain(12) < 1.5
    True
    """
    means = unit_pink_noise(int(blocks * BLOCK_S)).reshape(-1, blocks, int(BLOCK_S)).mean(axis=2)
    powers = np.linalg.qr(np.vander(np.arange(blocks) - blocks / 2.0, DEGREE + 1))[0]
    left = means - (means @ powers) @ powers.T
    return float(np.sqrt(np.mean(means**2) / (np.mean((left**2).sum(axis=1)) / (blocks - DEGREE - 1))))


def block_mean_sd(values: FloatArray, shortest: int = SHORTEST_BLOCK) -> float:
    """Standard error of the mean of a series whose values resemble their neighbours: from the means of long blocks.

    The series is cut into blocks a tenth as long as itself, but of at least `shortest` values; 0 with fewer than three
    blocks.
    """
    length = max(shortest, values.size // BLOCKS)
    count = values.size // length
    if count < FEWEST_BLOCKS:
        return 0.0
    means = values[: count * length].reshape(count, length).mean(axis=1)
    return float(means.std(ddof=1) / np.sqrt(count) * student_95(count - 1) / NORMAL_95)
