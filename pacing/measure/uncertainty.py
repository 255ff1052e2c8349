"""How sure a number is: the samples of a window, the errors of sensors, draws with fixed seeds, and intervals.

The same file gives the same interval.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from pacing import reference
from pacing.model.arrays import FloatArray, frozen
from pacing.model.cleaned import Cleaned
from pacing.model.recording import HeartRate, Recording, Sensor
from pacing.numerics.quantiles import COVERAGE, NORMAL_95, median, normal_scores

IndexArray = npt.NDArray[np.int64]
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
    0.0,  # it may show each beat as it falls
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
    reference.UNKNOWN_LAG_LOW_S.value,
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
    return median(np.sqrt((remaining**2).sum(axis=1) / (minutes.shape[1] - DEGREE - 1)))


@cache
def _shuffled(stream: int) -> IndexArray:
    """Whole numbers below DRAWS, shuffled differently for each stream; shape (DRAWS,)."""
    return np.random.default_rng([SEED, stream]).permutation(DRAWS)


@cache
def _ranks(stream: int) -> FloatArray:
    """Evenly spread numbers in (0, 1), shuffled differently for each stream; shape (DRAWS,)."""
    return frozen((_shuffled(stream) + 0.5) / DRAWS)


@cache
def _standard_normal(stream: int) -> FloatArray:
    return frozen(normal_scores(DRAWS)[_shuffled(stream)])


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


def end_samples(stream: int, low: float, high: float) -> FloatArray:
    """Draws of a number that is always the same for one device: one of two bounds, each as often; shape (DRAWS,).

    An interval from these holds for a device at either bound, one from `uniform_samples` only over devices between.

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
    draws: FloatArray = np.where(_ranks(stream) < 0.5, low, high)
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
    ranks = np.array([tail, 1.0 - tail]) * (ordered.size - 1)
    low, high = np.interp(ranks, np.arange(ordered.size), ordered).tolist()
    return min(low, value), max(high, value)


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
    series = cleaned.heart_rate
    time_s, bpm = series.rows(series.row_at(start_s), series.row_at(stop_s))
    keep = np.isfinite(bpm)
    return time_s[keep], bpm[keep]


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


def highest_mean(
    time_s: FloatArray, bpm: FloatArray, window_s: float, least_share: float
) -> tuple[float, float, float] | None:
    """The highest mean over any window of `window_s`.

    Parameters
    ----------
    time_s, bpm : shape (n,)
        Seconds, increasing [s], and their values [bpm]; those with NaN are not usable.
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
    return highest_mean_of(HeartRate(time_s, bpm), window_s, least_share)


def highest_mean_of(series: HeartRate, window_s: float, least_share: float) -> tuple[float, float, float] | None:
    """As `highest_mean`, of a series that may be days on end.

    Parameters
    ----------
    series
        Seconds, increasing [s], and their values [bpm]; those with NaN are not usable.
    window_s
        Length of the window [s]; windows begin at samples.
    least_share
        Share of the window's seconds that must be usable, 0..1; windows with less do not count.

    Returns
    -------
    tuple or None
        (begin [s], mean [bpm], usable share 0..1); None where no window has enough.
    """
    last_s = series.last_known_s
    if last_s is None:
        return None
    result, highest, first_bpm = None, -np.inf, np.nan
    for second_s, value, own in series.pieces(window_s):
        known = np.isfinite(value)
        if not known.any():
            continue
        first_bpm = float(value[known.argmax()]) if np.isnan(first_bpm) else first_bpm
        if np.max(value, initial=-np.inf, where=known) - first_bpm <= highest:
            continue  # no mean is higher than the highest value
        sums, counts = np.zeros(value.size + 1), np.zeros(value.size + 1)
        np.cumsum(np.where(known, value - first_bpm, 0.0), out=sums[1:])
        np.cumsum(known, out=counts[1:])
        starts = np.flatnonzero(known[:own])
        begins_s = second_s[starts]
        stops = _first_from(second_s, starts, begins_s + window_s)
        inside = counts[stops] - counts[starts]
        share = inside * SECOND_S / window_s
        enough = (share >= least_share) & (begins_s + window_s <= last_s + SECOND_S)
        if not enough.any():
            continue
        means = np.where(enough, (sums[stops] - sums[starts]) / inside, -np.inf)
        best = int(np.argmax(means))
        if means[best] > highest:
            highest = float(means[best])
            result = float(begins_s[best]), highest + first_bpm, float(min(share[best], 1.0))
    return result


def _first_from(second_s: FloatArray, starts: IndexArray, moments_s: FloatArray) -> IndexArray:
    """The first second at each moment or later; it is looked for only where some are missing between."""
    last = second_s.size - 1
    guess = np.minimum(starts + (moments_s - second_s[starts]).astype(np.int64), last + 1)
    wrong = (second_s[guess - 1] >= moments_s) | ((guess <= last) & (second_s[np.minimum(guess, last)] < moments_s))
    guess[wrong] = np.searchsorted(second_s, moments_s[wrong], side="left")
    return guess
