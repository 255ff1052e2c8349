"""Levels of heart rate that several indices share, each with its definition, and how far a level may be from the truth.

Resting and highest level; the error of a mean over seconds or minutes whose values resemble their neighbours.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pacing import reference
from pacing.measure.heart_rate_noise import BLOCK_S, NOISE_DEGREE, hidden_gain
from pacing.measure.index import Inputs, NotMeasurableError, in_words, once, written_too_rarely
from pacing.measure.uncertainty import (
    SECOND_S,
    STRAP_ERROR,
    highest_mean_of,
    normal_samples,
    part_between,
    sensor_error,
    spread_samples,
    usable_between,
)
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import SampleState
from pacing.model.measurement import Part, Reason
from pacing.model.phases import Phase, PhaseKind
from pacing.model.recording import Sensor
from pacing.numerics.quantiles import NORMAL_95, student_95

LEAST_SHARE_OF_WINDOW = 0.9  # design: a level may miss a tenth of its window
LEAST_SHARE_OF_REST = 0.5  # design: half of a quiet stretch must be recorded
PERCENT = 100.0

ADVICE_REST = (
    "Sit or lie quietly for two to five minutes with the recording running before you begin, or give your resting "
    "heart rate with --resting."
)


@dataclass(frozen=True, slots=True)
class Level:
    """A level of heart rate [bpm], the standard deviation of its error [bpm], how it was found, and its window [s].

    `given_bpm`: what the person gave, where this recording shows its own.
    """

    bpm: float
    sd_bpm: float
    definition: str
    window: tuple[float, float] | None
    given_bpm: float | None = None

    @property
    def origin_parts(self) -> dict[str, Part]:
        """The level the person gave, beside the one used."""
        return {} if self.given_bpm is None else {"given_rest_bpm": self.given_bpm}

    @property
    def caveats(self) -> tuple[str, ...]:
        """One sentence where the person's own number and this recording cannot both be right."""
        if self.given_bpm is None:
            return ()
        error_bpm = float(np.hypot(self.sd_bpm, given_error_bpm(self.given_bpm)))
        if abs(self.bpm - self.given_bpm) <= NORMAL_95 * error_bpm:
            return ()
        remarks = (
            f"You gave a resting heart rate of {self.given_bpm:.0f} bpm, but the quiet minutes of this recording show "
            f"{self.bpm:.0f} bpm; this session is measured against the latter."
        )
        return (remarks,)


def given_error_bpm(bpm: float) -> float:
    """One standard error [bpm] of a resting heart rate a person gives: how far it varies from day to day.

    Parameters
    ----------
    bpm
        Heart rate [bpm].

    Returns
    -------
    float
        [bpm].
    """
    return bpm * reference.RESTING_TYPICAL_ERROR_PERCENT.value / PERCENT


@once
def resting_level(inputs: Inputs) -> Level | None:
    """The resting level: the quiet minutes before the exercise, else as given by the person, else None.

    What happened in a recording is held against its own rest, which is known to a beat or less; a number the person
    gives is good for any day and known to a tenth. It stands beside.

    Parameters
    ----------
    inputs : the session

    Returns
    -------
    Level or None
        In bpm, with its error and its window [s].
    """
    given_bpm = inputs.person.resting_bpm
    result = _quiet_minutes(inputs)
    if result is not None or given_bpm is None:
        return result if result is None else replace(result, given_bpm=given_bpm)
    origin = inputs.person.resting_from
    how = "told" if origin is None else f"told:{origin.value}"
    return Level(given_bpm, given_error_bpm(given_bpm), how, None)


def _quiet_minutes(inputs: Inputs) -> Level | None:
    """The mean of up to the last five quiet minutes before the exercise; None where they are too few or were lost.

    A value that stands for many seconds may hold the beginning of the exercise: the last one before it does not count.
    """
    rest = _first_rest(inputs)
    if rest is None:
        return None
    spacing_s = inputs.cleaned.sampling_s
    sparse = spacing_s > reference.SAMPLING_SPARSE_S.value
    stop_s = rest.stop_s - (spacing_s if sparse else 0.0)
    start_s = max(rest.start_s, stop_s - reference.REST_LONGEST_S.value)
    time_s, bpm = usable_between(inputs.cleaned, start_s, stop_s)
    if time_s.size * SECOND_S < max(
        reference.REST_SHORTEST_S.value * LEAST_SHARE_OF_WINDOW, (stop_s - start_s) * LEAST_SHARE_OF_REST
    ):
        return None
    error = sensor_error(inputs.recording)
    if inputs.recording.source.sensor is Sensor.UNKNOWN:  # what lasts longer shows in how the blocks differ
        error = replace(error, memory_s=STRAP_ERROR.memory_s)
    sensor_sd = error.level_sd_bpm(time_s.size * SECOND_S)
    sd_bpm = max(sensor_sd, correlated_mean_sd(bpm, int(spacing_s) if sparse else SHORTEST_BLOCK))
    return Level(float(bpm.mean()), sd_bpm, "quiet_minutes", (start_s, stop_s))


def _first_rest(inputs: Inputs) -> Phase | None:
    """The first long enough rest that no exercise came before."""
    exercise = inputs.phases.exertion
    begins_s = exercise[0].start_s if exercise else np.inf
    shortest_s = reference.REST_SHORTEST_S.value
    return next(
        (p for p in inputs.phases.of(PhaseKind.REST) if p.stop_s - p.start_s >= shortest_s and p.start_s < begins_s),
        None,
    )


def require_resting_level(inputs: Inputs) -> Level:
    """The resting level, for indices that cannot do without it.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Level
        With its standard error and window.

    Raises
    ------
    NotMeasurableError
        NEEDS_RESTING_HR.
    """
    level = resting_level(inputs)
    if level is None:
        raise NotMeasurableError(Reason.NEEDS_RESTING_HR, ADVICE_REST)
    return level


@once
def peak_level(inputs: Inputs) -> Level:
    """The highest mean over 30 s anywhere in the session; windows that miss more than a tenth do not count.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Level
        With its standard error and window.

    Raises
    ------
    NotMeasurableError
        TOO_COARSE, TOO_SHORT, TOO_MANY_GAPS.
    """
    series, window_s = inputs.cleaned.heart_rate, reference.PEAK_WINDOW_S.value
    if inputs.cleaned.sampling_s > window_s / 2:
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            written_too_rarely(inputs.cleaned.sampling_s),
        )
    if np.count_nonzero(inputs.cleaned.state <= SampleState.FILLED) * SECOND_S < window_s * LEAST_SHARE_OF_WINDOW:
        raise NotMeasurableError(
            Reason.TOO_SHORT, f"The recording has less than {in_words(window_s)} of heart rate. Let it run longer."
        )
    result = highest_mean_of(series, window_s, LEAST_SHARE_OF_WINDOW)
    if result is None:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS,
            f"No stretch of {in_words(window_s)} was recorded well enough. Wear the sensor tighter, or use a strap.",
        )
    start_s, mean_bpm, _ = result
    sd_bpm = sensor_error(inputs.recording).level_sd_bpm(window_s)
    return Level(mean_bpm, sd_bpm, "highest_30_s_mean", (start_s, start_s + window_s))


BLOCKS = 10  # design
SHORTEST_BLOCK = 10  # design
FEWEST_BLOCKS = 3
FEWEST_FREEDOM = 3  # design: a wander known from fewer means is no less sure than that


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
    remaining = _around_cubic(full - full.mean(), means)
    hidden_sd = np.sqrt(max((remaining**2).sum() / freedom - sensor_sd_bpm**2, 0.0))
    return LevelError(
        float(hidden_sd) * hidden_gain(int(full.size)),
        sensor_sd_bpm,
        max(freedom, FEWEST_FREEDOM),
        _within_blocks(part_s - part_s.mean(), part_bpm, blocks),
    )


def _around_cubic(at: FloatArray, values: FloatArray) -> FloatArray:
    """What a cubic through values at these places leaves of them; shape (n,)."""
    cubics = _cubics(at.tobytes())
    remaining: FloatArray = values - cubics @ (values @ cubics)
    return remaining


@lru_cache(maxsize=8)
def _cubics(at: bytes) -> FloatArray:
    """Powers up to the third at these places, of unit length and at right angles: most minutes have the same ones."""
    return np.linalg.qr(np.vander(np.frombuffer(at), NOISE_DEGREE + 1))[0]


def _within_blocks(into_s: FloatArray, bpm: FloatArray, blocks: npt.NDArray[np.int_]) -> float:
    """Scatter [bpm] of seconds around the cubic and, in it, the mean of their own block."""
    counts = np.bincount(blocks)
    freedom = into_s.size - int((counts > 0).sum()) - NOISE_DEGREE
    if freedom < 1:
        return 0.0
    remaining = _around_cubic(into_s / max(float(np.ptp(into_s)), 1.0), bpm)
    remaining = remaining - (np.bincount(blocks, remaining) / np.maximum(counts, 1))[blocks]
    return float(np.sqrt((remaining**2).sum() / freedom))


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


TAIL_S = 20.0  # design: the end of a recording goes on as its last 20 s did
LEAD_S = 60.0  # design: how far beyond its samples a curve can be asked


@dataclass(frozen=True, slots=True, eq=False)
class CumulativeCurve:
    """A heart-rate curve that can be averaged over any window: `time_s` and its integral since the first [bpm s]."""

    time_s: FloatArray
    integral: FloatArray

    def mean(self, start_s: FloatArray, stop_s: FloatArray) -> FloatArray:
        """Mean [bpm] over [start_s, stop_s], element by element."""
        area = np.interp(stop_s, self.time_s, self.integral) - np.interp(start_s, self.time_s, self.integral)
        means: FloatArray = area / (stop_s - start_s)
        return means

    def means_between(self, edges_s: FloatArray) -> FloatArray:
        """Means [bpm] from each edge to the next one, along the last axis; one fewer than edges."""
        means: FloatArray = np.diff(np.interp(edges_s, self.time_s, self.integral)) / np.diff(edges_s)
        return means


def cumulative_curve(time_s: FloatArray, bpm: FloatArray) -> CumulativeCurve:
    """The straight-line curve through samples (n >= 1), going on level before the first and as lately after the last.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    CumulativeCurve

    Examples
    --------
    >>> curve = cumulative_curve(np.array([0.0, 10.0]), np.array([60.0, 80.0]))
    >>> float(curve.mean(np.array([0.0]), np.array([10.0]))[0])
    70.0
    """
    tail = time_s >= time_s[-1] - TAIL_S
    slope = 0.0
    if tail.sum() > 1:
        into_s = time_s[tail] - time_s[tail].mean()
        slope = float((into_s * bpm[tail]).sum() / (into_s**2).sum())
    last_bpm = float(bpm[tail].mean() + slope * (time_s[-1] - time_s[tail].mean()))
    times = np.concatenate([[time_s[0] - LEAD_S], time_s, [time_s[-1] + LEAD_S / 2, time_s[-1] + LEAD_S]])
    level = last_bpm + slope * TAIL_S / 2
    values = np.concatenate([[bpm[0]], bpm, [level, level]])
    steps = 0.5 * (values[1:] + values[:-1]) * np.diff(times)
    return CumulativeCurve(times, np.concatenate([[0.0], np.cumsum(steps)]))
