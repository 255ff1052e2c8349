"""Made-up sessions and diaries whose truth is known. Imports nothing of the program.

Sessions: a level, and noise of which each session shares a part with the one before it (first-order autoregression).
Diaries: two symptoms from 0 to 10 that remember yesterday, swing with the week and go unwritten more often on bad days;
days of exertion of which a third follows another within three days; and, where there is a true rise, symptoms higher
by so much on the first, second and third day after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
FIRST = date(2026, 1, 1)
LAGS = (1, 2, 3)


def sessions(size: int, shared: float, runs: int, seed: int = 14) -> Array:
    """Noise of SD 1 whose neighbours share `shared`; shape (runs, size)."""
    rows = np.random.default_rng(seed).standard_normal((runs, size))
    for place in range(1, size):
        rows[:, place] = shared * rows[:, place - 1] + np.sqrt(1.0 - shared**2) * rows[:, place]
    return rows


@dataclass(frozen=True)
class Diary:
    """Scores by symptom and day, days of exertion, and the true mean rise on the three days after them [points]."""

    scores: dict[str, dict[date, float]]
    exertion: list[date]
    true_rise: float


def diaries(
    runs: int, days: int, rise: float, memory: float = 0.5, seed: int = 14, events: int | None = None
) -> Iterator[Diary]:
    """`runs` diaries; `rise`: what is added to both symptoms after exertion [points]."""
    rng = np.random.default_rng(seed)
    for _ in range(runs):
        count = events if events is not None else max(5, days // 12)
        marks = rng.choice(np.arange(2, days - 4), count, replace=False)
        again = marks[: count // 3]
        marks[-again.size :] = np.minimum(again + rng.integers(1, 4, again.size), days - 5)
        marks = np.unique(marks)
        after = np.zeros(days, dtype=bool)
        for lag in LAGS:
            after[marks + lag] = True
        yield _diary(rng, days, rise, memory, marks, after)


def _diary(
    rng: np.random.Generator,
    days: int,
    rise: float,
    memory: float,
    marks: npt.NDArray[np.intp],
    after: npt.NDArray[np.bool_],
) -> Diary:
    week = 0.5 * np.sin(2 * np.pi * (np.arange(days) + rng.integers(7)) / 7.0)
    common = _memory(rng, days, memory)
    scores, rises = {}, []
    for name in ("fatigue", "pain"):
        own = 0.7 * common + 0.7 * _memory(rng, days, memory)
        calm = np.clip(np.round(4.0 + week + 1.3 * own), 0.0, 10.0)
        score = np.clip(np.round(4.0 + week + 1.3 * own + rise * after), 0.0, 10.0)
        rises.append(float(np.mean((score - calm)[after])))
        written = rng.random(days) > 0.08 + 0.03 * np.maximum(score - 4.0, 0.0)
        scores[name] = {FIRST + timedelta(days=int(day)): float(score[day]) for day in np.flatnonzero(written)}
    return Diary(scores, [FIRST + timedelta(days=int(day)) for day in marks], float(np.mean(rises)))


def _memory(rng: np.random.Generator, days: int, memory: float) -> Array:
    noise = rng.standard_normal(days)
    for day in range(1, days):
        noise[day] = memory * noise[day - 1] + np.sqrt(1.0 - memory**2) * noise[day]
    return noise
