"""What changed over the sessions beyond the person's own noise; comparable sessions only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from pacing.longitudinal.autocorrelation import SHARED, autocorrelated_fit, slope_fit
from pacing.longitudinal.reference_interval import LEAST_SESSIONS, reference_interval
from pacing.model.arrays import FloatArray

PERIOD_SESSIONS = 4
UNCHANGED = 500  # design: simulated seasons without a step, enough to tell one in a hundred
STEP_CHANCE = 0.01  # design: a step is spoken of where fewer than one in a hundred such seasons has as great a one
MOST_EACH_SIDE = 20  # design: about a season of sessions; farther ones say little about a day
LEAST_FOR_SLOPE = 6  # design: with fewer sessions on a side a slope and a step cannot be kept apart
LINE_PARAMETERS = 2
LEAST_REST = 1e-12
SECONDS_PER_DAY = 86400.0
DAYS_A_SLOPE = 30  # slopes are given by this many days


class Change(StrEnum):
    """What may be said of an index over the sessions."""

    NOT_ENOUGH = "not_enough"
    WITHIN_USUAL = "within_usual"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """One index over comparable sessions.

    `level`: median; `usual_low`..`usual_high`: the person's usual range. `smallest_change`: the least change between
    two periods of four sessions that is not noise. `change_point`: of a change, the day from which a lasting step is
    seen, or None. `first_mean`, `last_mean`: of these two periods. `slope_per_30_days` with its 95 % interval
    (Theil-Sen). All None or empty where there are not enough sessions.
    """

    change: Change
    level: float | None = None
    usual_low: float | None = None
    usual_high: float | None = None
    slope_per_30_days: tuple[float, float, float] | None = None
    smallest_change: float | None = None
    change_point: date | None = None
    noise_from: str = ""
    first_mean: float | None = None
    last_mean: float | None = None


def trend_of(index_id: str, series: Sequence[tuple[datetime, float]]) -> Trend:
    """The trend of one index over comparable sessions, or that there are not enough.

    Parameters
    ----------
    index_id
        The index; its published typical error stands in where all sessions are equal.
    series
        (start, value) in order of time.
    """
    days = tuple(start.date() for start, _ in series)
    values = np.array([value for _, value in series])
    usual = reference_interval(index_id, values)
    if usual is None:
        return Trend(Change.NOT_ENOUGH)
    smallest = usual.smallest_change(PERIOD_SESSIONS)
    first, last = float(np.mean(values[:PERIOD_SESSIONS])), float(np.mean(values[-PERIOD_SESSIONS:]))
    step = last - first
    change, index = Change.WITHIN_USUAL, None
    if abs(step) > smallest:
        change, index = Change.HIGHER if step > 0 else Change.LOWER, season_step(values)
    return Trend(
        change,
        usual.level,
        usual.low,
        usual.high,
        theil_sen(np.array([day.toordinal() for day in days], dtype=np.float64), values),
        smallest,
        None if index is None else days[index],
        usual.noise_from,
        first,
        last,
    )


def theil_sen(day: FloatArray, values: FloatArray) -> tuple[float, float, float]:
    """Median of all pairwise slopes per 30 days (Sen 1968), with its 95 % interval.

    Parameters
    ----------
    day, values
        Shapes (n,), n >= 3: days, in order, of which some may be equal, and the values of any unit.

    Returns
    -------
    tuple of float
        Slope, lower and upper end, in the values' unit per 30 days.

    Notes
    -----
    The median is robust against single odd sessions; the interval has the width of that of a least-squares line whose
    errors resemble their neighbours.

    References
    ----------
    harville_1974

    Examples
    --------
    >>> theil_sen(np.arange(9.0), np.arange(9.0))[0]
    30.0
    """
    first, second = np.triu_indices(day.size, k=1)
    apart = day[second] - day[first]
    slopes = (values[second] - values[first])[apart > 0] / apart[apart > 0] * DAYS_A_SLOPE
    if not slopes.size:
        return 0.0, 0.0, 0.0
    slope = float(np.median(slopes))
    line = np.column_stack((np.ones(day.size), day - day.mean()))
    low, high = slope_fit(line, values).interval
    half = (high - low) / 2.0 * DAYS_A_SLOPE
    return slope, slope - half, slope + half


def season_step(values: FloatArray) -> int | None:
    """Where one lasting step lies, or None: the split with the greatest difference of means.

    Parameters
    ----------
    values
        Shape (n,), in order of time.

    Returns
    -------
    int or None
        Place of the first value after the step; None where fewer than one in a hundred seasons without a step would
        not have had as great a one, with fewer than twice the least number of sessions, or where all are equal.

    Notes
    -----
    Seasons without a step are simulated (with a fixed seed) with as much in common between neighbours as the sessions
    about their step may have; each is split at its own best place, which leaves at least four sessions on either side.
    """
    if values.size < 2 * LEAST_SESSIONS or np.ptp(values) <= 0:
        return None
    observed, index = _greatest_step(values[np.newaxis, :])
    stepped = (np.arange(values.size) >= index[0]).astype(np.float64)
    fit = autocorrelated_fit(np.column_stack((np.ones(values.size), stepped)), values)
    unchanged, _ = _greatest_step(_unchanged_seasons(fit.weights, values.size))
    chance = (1 + (unchanged >= observed[0]).sum()) / (1 + unchanged.size)
    return int(index[0]) if chance <= STEP_CHANCE else None


def _unchanged_seasons(weights: FloatArray, size: int) -> FloatArray:
    """Seasons of noise whose neighbours share something, as often each share as it weighs; shape (seasons, size)."""
    index = np.searchsorted(np.cumsum(weights), (np.arange(UNCHANGED) + 0.5) / UNCHANGED)
    shared = SHARED[np.minimum(index, SHARED.size - 1)]
    rows: FloatArray = np.random.default_rng(0).standard_normal((size, UNCHANGED))
    for row in range(1, size):
        rows[row] = shared * rows[row - 1] + np.sqrt(1.0 - shared**2) * rows[row]
    return rows.T


def _greatest_step(rows: FloatArray) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """The greatest step of each row over the scatter that is left about it, and the place after it."""
    size = rows.shape[1]
    before = np.arange(PERIOD_SESSIONS, size - PERIOD_SESSIONS + 1)
    sums = np.cumsum(rows, axis=1)
    remaining = sums[:, before - 1]
    step = np.abs(remaining / before - (sums[:, -1:] - remaining) / (size - before)) * np.sqrt(
        before * (size - before) / size
    )
    best = np.argmax(step, axis=1)
    greatest = step[np.arange(rows.shape[0]), best]
    rest = np.sum((rows - rows.mean(axis=1, keepdims=True)) ** 2, axis=1) - greatest**2
    return greatest / np.sqrt(np.maximum(rest, LEAST_REST) / (size - LINE_PARAMETERS)), before[best]


def before_and_after(series: Sequence[tuple[datetime, float]], day: date) -> tuple[float, float, float] | None:
    """The step of an interrupted series at `day`, with its 95 % interval.

    Parameters
    ----------
    series
        (start, value) in order of time.
    day
        The first day after the step.

    Returns
    -------
    tuple of float or None
        Step, lower and upper end, in the values' unit; None with fewer than four sessions on a side.

    Notes
    -----
    The nearest sessions on either side (at most `MOST_EACH_SIDE`), a straight line through both sides with a step
    between them, whose errors resemble their neighbours. Where the line would have too little to stand on, the step is
    the difference of the means. It says before and after, never because.

    References
    ----------
    harville_1974
    """
    before = [(start, value) for start, value in series if start.date() < day][-MOST_EACH_SIDE:]
    after = [(start, value) for start, value in series if start.date() >= day][:MOST_EACH_SIDE]
    if min(len(before), len(after)) < PERIOD_SESSIONS:
        return None
    when = np.array([start.timestamp() for start, _ in (*before, *after)]) / SECONDS_PER_DAY
    values = np.array([value for _, value in (*before, *after)])
    stepped = (np.arange(values.size) >= len(before)).astype(np.float64)
    columns = [np.ones(values.size), stepped]
    if min(len(before), len(after)) >= LEAST_FOR_SLOPE:
        columns.append(when - when.mean())
    fit = autocorrelated_fit(np.column_stack(columns), values)
    return (fit.coefficient, *fit.interval)
