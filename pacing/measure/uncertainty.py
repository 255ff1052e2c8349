"""How sure a number is: the samples of a window, the noise they carry, the sensor's errors, and intervals from these.

Errors are drawn with fixed seeds, so that the same file gives the same interval.
"""

from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from pacing import reference
from pacing.model.arrays import FloatArray, frozen
from pacing.model.cleaned import Cleaned, SampleState
from pacing.model.recording import Recording, Sensor
from pacing.numerics.quantiles import COVERAGE, NORMAL_95, of_ordered, student_95

DRAWS = 1000  # design: the ends of the interval are then stable to about a fiftieth of its width
SEED = 20_261  # design: fixed, so that the same file gives the same interval
REST_SEED, PEAK_STREAM, MAXIMUM_SEED = 1, 2, 3  # errors that several indices share
MINUTE, MEAN_S, DEGREE = 60, 5, 3  # design: scatter is that of 5-s means around a cubic through a minute
SEEN_SHARE = 0.5  # of an error that lasts for 10 s so much is left around such a cubic (simulated: 0.52)
HIGHEST_BPM = 300.0  # design: what is written above is no heart rate
FEWEST_MINUTES = 3  # design: fewer tell nothing
MOST_MINUTES = 60  # design: more tell no more
ROUNDING_SD = 1.0 / np.sqrt(12.0)  # standard deviation of rounding to whole numbers


@dataclass(frozen=True, slots=True)
class SensorError:
    """How a sensor errs: lag between two bounds [s]; error of a sample [bpm, one SD] and how long it persists [s].

    `dated_back_s`: by how much [s] an end of exercise found in its heart rate was set earlier.
    """

    lag_low_s: float
    lag_high_s: float
    noise_bpm: float
    memory_s: float
    dated_back_s: float

    def level_sd_bpm(self, span_s: float) -> float:
        """Standard deviation [bpm] of a mean over `span_s` [s]; errors that persist average out slowly.

        For an error whose correlation fades as exp(-lag / memory) the variance of a mean over a span T is that of a
        sample times 2 m / T (1 - m / T (1 - exp(-T / m))), m being the memory.

        Examples
        --------
        >>> round(STRAP_ERROR.level_sd_bpm(5.0), 2), round(STRAP_ERROR.level_sd_bpm(600.0), 2)
        (0.39, 0.05)
        """
        share = self.memory_s / span_s
        remaining = 2.0 * share * (1.0 + share * np.expm1(-1.0 / share))
        return float(np.hypot(self.noise_bpm, ROUNDING_SD) * np.sqrt(remaining))


STRAP_ERROR = SensorError(
    reference.STRAP_LAG_LOW_S.value,
    reference.STRAP_LAG_HIGH_S.value,
    reference.STRAP_NOISE_BPM.value,
    reference.STRAP_NOISE_MEMORY_S.value,
    reference.STRAP_DELAY_USUAL_S.value,
)
OPTICAL_ERROR = SensorError(
    reference.OPTICAL_LAG_LOW_S.value,
    reference.OPTICAL_LAG_HIGH_S.value,
    reference.OPTICAL_NOISE_BPM.value,
    reference.OPTICAL_NOISE_MEMORY_S.value,
    reference.OPTICAL_DELAY_USUAL_S.value + reference.OPTICAL_SMOOTHING_USUAL_S.value,
)
UNKNOWN_ERROR = SensorError(
    STRAP_ERROR.lag_low_s,
    OPTICAL_ERROR.lag_high_s,
    OPTICAL_ERROR.noise_bpm,
    OPTICAL_ERROR.memory_s,
    reference.UNKNOWN_DELAY_USUAL_S.value,
)


def sensor_error(recording: Recording) -> SensorError:
    """How the sensor of a recording errs.

    One that is not named may be late as either kind is; how much it scatters is learned from its own heart rate.

    Parameters
    ----------
    recording
        The recording as it was read.

    Returns
    -------
    SensorError
    """
    known = {Sensor.STRAP: STRAP_ERROR, Sensor.OPTICAL: OPTICAL_ERROR}
    named = known.get(recording.source.sensor)
    if named is not None:
        return named
    scatter_bpm = seen_scatter_bpm(recording.heart_rate.time_s, recording.heart_rate.bpm)
    if scatter_bpm is None:
        return UNKNOWN_ERROR
    noise_bpm = float(np.clip(scatter_bpm / SEEN_SHARE, STRAP_ERROR.noise_bpm, OPTICAL_ERROR.noise_bpm))
    return replace(UNKNOWN_ERROR, noise_bpm=noise_bpm)


def seen_scatter_bpm(time_s: FloatArray, bpm: FloatArray) -> float | None:
    """How much means over 5 s scatter around a cubic through each minute [bpm]; the median of the minutes.

    An error that lasts for some seconds, as optical sensors make, shows in it; so does what the heart itself does,
    which makes the result too large rather than too small. None with fewer than three whole minutes of one value a
    second.

    Parameters
    ----------
    time_s, bpm : shape (n,), as the device wrote them [s], [bpm]; NaN and 0 = none

    Examples
    --------
    >>> seconds = np.arange(600.0)
    >>> round(seen_scatter_bpm(seconds, 100.0 + 2.0 * np.sin(seconds)), 1)
    0.4
    """
    known = np.isfinite(bpm) & (bpm > 0) & (bpm < HIGHEST_BPM)
    second, values = np.floor(time_s[known]), bpm[known]
    if values.size < FEWEST_MINUTES * MINUTE:
        return None
    whole = np.flatnonzero(second[MINUTE - 1 :] - second[: second.size - MINUTE + 1] == MINUTE - 1)
    if whole.size < FEWEST_MINUTES * MINUTE:
        return None
    starts = whole[:: max(MINUTE, whole.size // MOST_MINUTES)]
    minutes = values[starts[:, None] + np.arange(MINUTE)].reshape(starts.size, -1, MEAN_S).mean(axis=2)
    powers = np.linalg.qr(np.vander(np.linspace(-1.0, 1.0, minutes.shape[1]), DEGREE + 1))[0]
    remaining = minutes - (minutes @ powers) @ powers.T
    return float(np.median(np.sqrt((remaining**2).sum(axis=1) / (minutes.shape[1] - DEGREE - 1))))


@cache
def _ranks(stream: int) -> FloatArray:
    """Evenly spread numbers in (0, 1), shuffled differently for each stream; shape (DRAWS,)."""
    shuffled = np.random.default_rng([SEED, stream]).permutation(DRAWS)
    return frozen((shuffled + 0.5) / DRAWS)


@cache
def _standard_normal(stream: int) -> FloatArray:
    spread = NormalDist()
    return frozen([spread.inv_cdf(rank) for rank in _ranks(stream)])


def normal_samples(stream: int, sd: float) -> FloatArray:
    """Draws of a normal error with mean 0 and standard deviation `sd`; shape (DRAWS,).

    Draws of the same `stream` are the same error; different streams are independent.

    Parameters
    ----------
    stream
        Number of the error: the same number gives the same samples.
    sd
        Standard deviation, in the unit of the value.

    Returns
    -------
    FloatArray
    """
    draws: FloatArray = sd * _standard_normal(stream)
    return draws


@cache
def spread_samples(stream: int, freedom: int) -> FloatArray:
    """How much larger a standard deviation may truly be than one estimated with `freedom` degrees of freedom.

    Draws of sqrt(freedom / chi-square); a normal error times these is Student's, and of several such errors each keeps
    its own doubt. Shape (DRAWS,).

    Parameters
    ----------
    stream
        Number of the error: the same number gives the same samples.
    freedom
        Degrees of freedom.

    Returns
    -------
    FloatArray
    """
    rng = np.random.default_rng([SEED, stream, freedom])
    return frozen(np.sqrt(freedom / rng.chisquare(freedom, DRAWS)))


def uniform_samples(stream: int, low: float, high: float) -> FloatArray:
    """Draws of a number that lies anywhere between two bounds; shape (DRAWS,).

    Parameters
    ----------
    stream
        Number of the error: the same number gives the same samples.
    low
        Lower bound.
    high
        Upper bound.

    Returns
    -------
    FloatArray
    """
    draws: FloatArray = low + (high - low) * _ranks(stream)
    return draws


def interval(value: float, draws: FloatArray) -> tuple[float, float]:
    """The middle 95 % of `draws` (finite ones only), widened to hold `value`.

    Parameters
    ----------
    value
        The value.
    draws
        Samples of the value with its errors, shape (DRAWS,); NaN where it cannot be.

    Returns
    -------
    tuple[float, float]
        Low and high.

    Examples
    --------
    >>> low, high = interval(5.0, 5.0 + normal_samples(0, 1.0))
    >>> round(low, 1), round(high, 1)
    (3.0, 7.0)
    """
    ordered = np.sort(draws[np.isfinite(draws)])
    if not ordered.size:
        return value, value
    tail = (1.0 - COVERAGE) / 2.0
    return min(float(of_ordered(ordered, tail)), value), max(float(of_ordered(ordered, 1.0 - tail)), value)


def normal_interval(value: float, sd: float) -> tuple[float, float]:
    """`value` plus and minus 1.96 `sd`.

    Parameters
    ----------
    value
        The value.
    sd
        Standard deviation, in the unit of the value.

    Returns
    -------
    tuple[float, float]
        Low and high.
    """
    return value - NORMAL_95 * sd, value + NORMAL_95 * sd


SECOND_S = 1.0  # each cleaned sample stands for the second that begins at its time


def usable_samples(cleaned: Cleaned) -> tuple[FloatArray, FloatArray]:
    """Times [s] and heart rates [bpm] of the seconds that can be used; both shape (n,), gaps left out.

    Parameters
    ----------
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    series = cleaned.heart_rate
    keep = np.isfinite(series.bpm)
    return (series.time_s, series.bpm) if keep.all() else (series.time_s[keep], series.bpm[keep])


def usable_between(cleaned: Cleaned, start_s: float, stop_s: float) -> tuple[FloatArray, FloatArray]:
    """As `usable_samples`, of [start_s, stop_s) only: costs no more than that stretch does.

    Parameters
    ----------
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.
    start_s, stop_s
        Where the stretch begins and ends [s].

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    time_s, bpm = part_between(cleaned.heart_rate.time_s, cleaned.heart_rate.bpm, start_s, stop_s)
    keep = np.isfinite(bpm)
    return time_s[keep], bpm[keep]


def measured_times(cleaned: Cleaned) -> FloatArray:
    """Times [s] of the seconds in which the device itself gave a value; shape (m,).

    Parameters
    ----------
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.

    Returns
    -------
    FloatArray
    """
    times_s: FloatArray = cleaned.heart_rate.time_s[cleaned.state == SampleState.MEASURED]
    return times_s


def part_between(time_s: FloatArray, bpm: FloatArray, start_s: float, stop_s: float) -> tuple[FloatArray, FloatArray]:
    """The samples of [start_s, stop_s).

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    start_s
        Where the stretch begins [s].
    stop_s
        Where the stretch ends [s], itself left out.

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    first, last = np.searchsorted(time_s, [start_s, stop_s])
    return time_s[first:last], bpm[first:last]


def part_around(time_s: FloatArray, bpm: FloatArray, centre_s: float, half_s: float) -> tuple[FloatArray, FloatArray]:
    """The samples no further than `half_s` from `centre_s`, both ends included.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    centre_s
        Middle of the stretch [s].
    half_s
        Half the length of the stretch [s].

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    first = int(np.searchsorted(time_s, centre_s - half_s, side="left"))
    last = int(np.searchsorted(time_s, centre_s + half_s, side="right"))
    return time_s[first:last], bpm[first:last]


def highest_mean(
    time_s: FloatArray, bpm: FloatArray, window_s: float, least_share: float
) -> tuple[float, float, float] | None:
    """The highest mean over any window of `window_s`.

    Parameters
    ----------
    time_s, bpm : shape (n,)
        Usable seconds only, increasing [s], [bpm].
    window_s : float
        Length of the window [s]; windows begin at samples.
    least_share : float
        Share of the window's seconds that must be usable, 0..1; windows with less do not count.

    Returns
    -------
    tuple or None
        (begin [s], mean [bpm], usable share 0..1); None where no window has enough.

    Examples
    --------
    >>> highest_mean(np.arange(4.0), np.array([60.0, 80.0, 100.0, 60.0]), 2.0, 1.0)
    (1.0, 90.0, 1.0)
    """
    if not time_s.size:
        return None
    sums = np.zeros(bpm.size + 1)
    np.cumsum(np.subtract(bpm, bpm[0], out=sums[1:]), out=sums[1:])
    result, highest = None, -np.inf
    for first in range(0, time_s.size, BLOCK_WINDOWS):
        begins_s = time_s[first : first + BLOCK_WINDOWS]
        starts = np.arange(first, first + begins_s.size)
        stops = np.searchsorted(time_s, begins_s + window_s, side="left")
        share = (stops - starts) * SECOND_S / window_s
        enough = (share >= least_share) & (begins_s + window_s <= time_s[-1] + SECOND_S)
        means = np.where(enough, (sums[stops] - sums[starts]) / (stops - starts), -np.inf)
        best = int(np.argmax(means))
        if means[best] > highest:
            highest = float(means[best])
            result = float(begins_s[best]), highest + float(bpm[0]), float(min(share[best], 1.0))
    return result


BLOCK_WINDOWS = 65_536  # so many at a time: a recording of months by the second costs little memory

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
    freedom = full.size - NOISE_DEGREE - 1
    if freedom < 1:
        return LevelError(0.0, sensor_sd_bpm, 1)
    means = np.bincount(blocks, part_bpm)[full] / counts[full]
    powers = np.vander(full - full.mean(), NOISE_DEGREE + 1)
    remaining = means - powers @ np.linalg.lstsq(powers, means, rcond=None)[0]
    hidden_sd = np.sqrt(max((remaining**2).sum() / freedom - sensor_sd_bpm**2, 0.0))
    return LevelError(
        float(hidden_sd) * hidden_gain(int(full.size)),
        sensor_sd_bpm,
        max(freedom, FEWEST_FREEDOM),
        _within_blocks(part_s - part_s.mean(), part_bpm, blocks),
    )


def _within_blocks(into_s: FloatArray, bpm: FloatArray, blocks: npt.NDArray[np.int_]) -> float:
    """Scatter [bpm] of seconds around the cubic and, in it, the mean of their own block."""
    counts = np.bincount(blocks)
    freedom = into_s.size - int((counts > 0).sum()) - NOISE_DEGREE
    if freedom < 1:
        return 0.0
    powers = np.vander(into_s / max(float(np.ptp(into_s)), 1.0), NOISE_DEGREE + 1)
    remaining = bpm - powers @ np.linalg.lstsq(powers, bpm, rcond=None)[0]
    remaining = remaining - (np.bincount(blocks, remaining) / np.maximum(counts, 1))[blocks]
    return float(np.sqrt((remaining**2).sum() / freedom))


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


def block_mean_sd(values: FloatArray, shortest: int = SHORTEST_BLOCK) -> float:
    """Standard error of the mean of a series whose values resemble their neighbours: from the means of long blocks.

    The series is cut into blocks a tenth as long as itself, but of at least `shortest` values; 0 with fewer than three
    blocks.

    Parameters
    ----------
    values
        The series, shape (n,).
    shortest
        Fewest values of a block.

    Returns
    -------
    float
    """
    means = _block_means(values, shortest)
    if means.size < FEWEST_BLOCKS:
        return 0.0
    return float(means.std(ddof=1) / np.sqrt(means.size) * student_95(means.size - 1) / NORMAL_95)


def correlated_mean_sd(values: FloatArray, shortest: int = SHORTEST_BLOCK) -> float:
    """`block_mean_sd`, widened by what neighbouring blocks share: for a mean that is held against the true one.

    The lag-one autocorrelation of so few blocks is too low by about one over their number, which is put back. On
    hearts made with a second-order autoregression the mean of a rest was held in 91 % without this, in 94 % with it.

    Parameters
    ----------
    values
        The series, shape (n,).
    shortest
        Fewest values of a block.

    Returns
    -------
    float
    """
    means = _block_means(values, shortest)
    apart = means - means.mean() if means.size else means
    squares = float(apart @ apart)
    if means.size < FEWEST_BLOCKS or squares <= 0:
        return block_mean_sd(values, shortest)
    shared = float(apart[1:] @ apart[:-1]) / squares + 1.0 / means.size
    return float(block_mean_sd(values, shortest) * np.sqrt(1.0 + 2.0 * max(shared, 0.0)))


def _block_means(values: FloatArray, shortest: int) -> FloatArray:
    length = max(shortest, values.size // BLOCKS)
    count = values.size // length
    means: FloatArray = values[: count * length].reshape(count, length).mean(axis=1)
    return means
