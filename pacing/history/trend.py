"""What changed over the sessions beyond the person's own noise; comparable sessions only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from pacing.longitudinal.reference_interval import LEAST_SESSIONS, Z_975, reference_interval, t_quantile
from pacing.model.arrays import FloatArray

PERIOD_SESSIONS = 4
SHUFFLES = 500  # design: enough to tell one in a hundred
STEP_CHANCE = 0.01  # design: a step is spoken of where fewer than one in a hundred shuffled orders has as great a one
MOST_EACH_SIDE = 20  # design: about a season of sessions; farther ones say little about a day
LEAST_FOR_SLOPE = 6  # design: with fewer sessions on a side a slope and a step cannot be told apart
MOST_SHARED = 0.8  # design: beyond, the interval says nothing any more
SHARED_NOISE = 1.0  # design: autocorrelation below one standard error is taken for none
SECONDS_PER_DAY = 86400.0
DAYS_A_SLOPE = 30  # slopes are told by this many days


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
    change = Change.WITHIN_USUAL if abs(step) <= smallest else Change.HIGHER if step > 0 else Change.LOWER
    place = None if change is Change.WITHIN_USUAL else change_point(values)
    return Trend(
        change,
        usual.level,
        usual.low,
        usual.high,
        theil_sen(np.array([day.toordinal() for day in days], dtype=np.float64), values),
        smallest,
        None if place is None else days[place],
        usual.noise_from,
        first,
        last,
    )


def theil_sen(day: FloatArray, values: FloatArray) -> tuple[float, float, float]:
    """Median of all pairwise slopes per 30 days, with its 95 % interval (Sen 1968, normal approximation).

    Parameters
    ----------
    day, values
        Shapes (n,), n >= 3; equal days are allowed.

    Examples
    --------
    >>> theil_sen(np.arange(9.0), np.arange(9.0))[0]
    30.0
    """
    first, second = np.triu_indices(day.size, k=1)
    apart = day[second] - day[first]
    slopes = np.sort((values[second] - values[first])[apart > 0] / apart[apart > 0]) * DAYS_A_SLOPE
    if not slopes.size:
        return 0.0, 0.0, 0.0
    count = day.size
    half = Z_975 * np.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    low = int(max(np.floor((slopes.size - half) / 2), 0))
    high = int(min(np.ceil((slopes.size + half) / 2), slopes.size - 1))
    return float(np.median(slopes)), float(slopes[low]), float(slopes[high])


def change_point(values: FloatArray) -> int | None:
    """Where one lasting step lies, or None: the split with the greatest difference of means, tested against shuffles.

    The chance is taken from shuffles with a fixed seed; a split leaves at least four sessions on either side. Fewer
    than twice the least number of sessions, or sessions that are all equal, have none.
    """
    if values.size < 2 * LEAST_SESSIONS or np.ptp(values) <= 0:
        return None
    observed, place = _greatest_step(values[np.newaxis, :])
    rng = np.random.default_rng(0)
    shuffled, _ = _greatest_step(rng.permuted(np.tile(values, (SHUFFLES, 1)), axis=1))
    chance = (1 + (shuffled >= observed[0]).sum()) / (1 + shuffled.size)
    return int(place[0]) if chance <= STEP_CHANCE else None


def _greatest_step(rows: FloatArray) -> tuple[FloatArray, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    size = rows.shape[1]
    before = np.arange(PERIOD_SESSIONS, size - PERIOD_SESSIONS + 1)
    sums = np.cumsum(rows, axis=1)
    left = sums[:, before - 1]
    step = np.abs(left / before - (sums[:, -1:] - left) / (size - before)) * np.sqrt(before * (size - before) / size)
    best = np.argmax(step, axis=1)
    return step[np.arange(rows.shape[0]), best], before[best]


def before_and_after(series: Sequence[tuple[datetime, float]], day: date) -> tuple[float, float, float] | None:
    """The step of an interrupted series at `day`, with its 95 % interval; None with fewer than four on a side.

    The nearest sessions on either side (at most `MOST_EACH_SIDE`), a straight line through both sides with a step
    between them, by least squares; the step's standard error is widened by what neighbouring residuals share (their
    first-order autocorrelation, never below none), and the interval uses Student's t. Where the line would have too
    little to stand on, the step is the difference of the means. It says before and after, never because.
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
    return _fitted_step(np.column_stack(columns), values)


def _fitted_step(columns: FloatArray, values: FloatArray) -> tuple[float, float, float]:
    """The second coefficient of a least-squares fit, with its 95 % interval."""
    covariance = np.linalg.pinv(columns.T @ columns)
    fitted = covariance @ columns.T @ values
    left = values - columns @ fitted
    degrees = values.size - columns.shape[1]
    energy = float(left @ left)
    shared = float(left[1:] @ left[:-1]) / energy if energy > 0 else 0.0
    shared = min(max(shared + columns.shape[1] / values.size, 0.0), MOST_SHARED)  # residuals of a fit share too little
    widening = np.sqrt((1 + shared) / (1 - shared)) if shared > SHARED_NOISE / np.sqrt(values.size) else 1.0
    half = float(t_quantile(degrees) * np.sqrt(energy / degrees * covariance[1, 1]) * widening)
    return float(fitted[1]), float(fitted[1]) - half, float(fitted[1]) + half
