"""How much higher symptoms are after exertion: a fit whose errors remember yesterday, for every shift of the calendar.

A rise of three days is seen at its edges: the first day after exertion against the day before, and the first day after
the rise against its last. So each day is held against the last one written before it, as far as that one foretells it,
and the calendar of days after exertion is treated in the same way. What comes out is the whole rise, not only what is
new each day: who takes yesterday's score away takes away a part of the rise with it.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.numerics.quantiles import student_95

Marks: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Places: TypeAlias = np.ndarray[tuple[int], np.dtype[np.intp]]

LAGS_DAYS = (1, 2, 3)
WEEK_DAYS = 7
MOST_MEMORY = 0.95  # design: beyond, a diary would have to be years long
FARTHEST_DAYS = 30  # design: a day written longer ago foretells nothing
ROUNDS = 3  # memory and rise are found from each other; they settle in two
LEAST_LEFT = 0.1  # design: share of the calendar's variation that the days of the week may leave at the least
WIDENED = 1.1  # design: memory and weekly rhythm are estimated too; in made-up diaries 95 to 97 % then hold the truth
SHIFTS_AT_ONCE = 256
TINY = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Rise:
    """The rise on the days after exertion [points], the half-width of its 95 % interval, and its standard error.

    `statistics`: rise over its error for every shift of the calendar, shape (days,); element 0 is the calendar as it
    was, NaN where a shift has no day with an entry, or only such.
    """

    points: float
    half_width: float
    error: float
    statistics: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """Each day with an entry against the last before it: their places, how much of the one is foretold, and weights."""

    day: Places
    before: Places
    foretold: FloatArray
    weight: FloatArray

    def of(self, course: FloatArray) -> FloatArray:
        """A course over the days as weighed steps; last axis: days with an entry."""
        steps: FloatArray = (course[..., self.day] - self.foretold * course[..., self.before]) * self.weight
        return steps


def after_exertion(marks: Marks) -> Marks:
    """The days that follow exertion within three days, round the calendar; shape as `marks`."""
    after = np.zeros(marks.shape, dtype=np.bool_)
    for lag in LAGS_DAYS:
        after |= np.roll(marks, lag, axis=-1)
    return after


def rise_after_exertion(score: FloatArray, marks: Marks) -> Rise:
    """The rise of a score on the three days after exertion, and what it is for every shift of the calendar.

    Parameters
    ----------
    score : shape (days,), by calendar day [points]; NaN = no entry; at least 10 entries
    marks : shape (days,), days of exertion

    Returns
    -------
    Rise
        In points.

    Notes
    -----
    Generalised least squares with a first-order autoregression over the days that have entries; the days of the week
    are fitted beside the rise, unless they leave nothing of the calendar.

    Examples
    --------
    >>> marks = np.isin(np.arange(70), [8, 22, 33, 51, 60])
    >>> score = 3.0 + 2.0 * after_exertion(marks) + 0.1 * np.sin(np.arange(70) ** 2)
    >>> round(rise_after_exertion(score, marks).points, 1)
    2.0
    """
    after = after_exertion(marks).astype(np.float64)
    memory = memory_of(score)
    for _ in range(ROUNDS):
        steps = _steps(score, memory)
        nuisance = _nuisance(steps, after)
        points, _ = _fit(steps, nuisance, score, after[None])
        memory = memory_of(score - points[0] * after)
    steps = _steps(score, memory)
    nuisance = _nuisance(steps, after)
    result, errors = [], []
    for first in range(0, score.size, SHIFTS_AT_ONCE):
        shifts = range(first, min(first + SHIFTS_AT_ONCE, score.size))
        shifted = np.stack([np.roll(after, shift) for shift in shifts])
        points, error = _fit(steps, nuisance, score, shifted)
        result.append(points)
        errors.append(error)
    points, error = np.concatenate(result), np.concatenate(errors)
    degrees = max(steps.day.size - nuisance.shape[1] - 1, 1)
    half = WIDENED * student_95(degrees) * float(error[0])
    return Rise(float(points[0]), half, float(error[0]), points / np.maximum(error, TINY))


def memory_of(score: FloatArray) -> float:
    """How much a day's score resembles the day's before: first autocorrelation, 0..0.95 [1].

    Parameters
    ----------
    score : shape (days,), by calendar day [points]; NaN = no entry
    """
    known = np.isfinite(score[1:]) & np.isfinite(score[:-1])
    if not known.any():
        return 0.0
    off = score - np.nanmean(score)
    spread = float(np.nanmean(off**2))
    if spread <= TINY:
        return 0.0
    seen = float(np.mean(off[1:][known] * off[:-1][known])) / spread
    return float(np.clip(seen + (1.0 + 3.0 * seen) / int(known.sum()), 0.0, MOST_MEMORY))  # few days understate it


def _steps(score: FloatArray, memory: float) -> _Steps:
    written = np.flatnonzero(np.isfinite(score))
    before, day = written[:-1], written[1:]
    foretold = memory ** np.minimum(day - before, FARTHEST_DAYS).astype(np.float64)
    return _Steps(day, before, foretold, 1.0 / np.sqrt(1.0 - foretold**2))


def _nuisance(steps: _Steps, after: FloatArray) -> FloatArray:
    """An orthonormal basis of the level and the days of the week; of the level alone where these leave nothing."""
    week = np.stack([np.arange(after.size) % WEEK_DAYS == day for day in range(WEEK_DAYS)]).astype(np.float64)
    level, _ = np.linalg.qr(steps.of(np.ones((1, after.size))).T)
    days, _ = np.linalg.qr(steps.of(week).T)
    course = steps.of(after)
    alone = course - level @ (level.T @ course)
    remaining = course - days @ (days.T @ course)
    return days if float(remaining @ remaining) >= LEAST_LEFT * float(alone @ alone) else level


def _fit(
    steps: _Steps, nuisance: FloatArray, score: FloatArray, calendars: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The rise and its standard error for each calendar; shape (calendars,) each, NaN where it has none."""
    along = steps.of(score)
    along = along - nuisance @ (nuisance.T @ along)
    across = steps.of(calendars)
    across = across - (across @ nuisance) @ nuisance.T
    squares = np.einsum("sn,sn->s", across, across)
    points = np.full(squares.size, np.nan)
    np.divide(across @ along, squares, out=points, where=squares > TINY * along.size)
    rest = np.maximum(float(along @ along) - points**2 * squares, TINY)
    degrees = max(along.size - nuisance.shape[1] - 1, 1)
    errors = np.full(squares.size, np.nan)
    np.divide(rest / degrees, squares, out=errors, where=squares > TINY * along.size)
    return points, np.sqrt(errors)
