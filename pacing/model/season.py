"""What many sessions say together: changes beyond the person's own noise, and what follows exertion."""

from dataclasses import dataclass
from datetime import date

from pacing.model.measurement import IndexInfo


@dataclass(frozen=True, slots=True)
class TrendSummary:
    """One index over comparable sessions.

    `group`: what makes them comparable; `effort`: how hard they were, in words, "" where it does not matter.
    `left_out`: sessions of the same kind that were not comparable, because their effort was another; `effort_unknown`:
    those whose effort is not known closely enough. `change`: `not_enough`, `within_usual`, `higher` or `lower`. `level`: median;
    `usual_low`..`usual_high`: the person's usual range; `smallest_change`: what can be told from noise; `first_mean`,
    `last_mean`: means of the first and of the last four sessions; `slope_per_30_days` with its 95 % interval; all None
    when there is not enough. `noise_from`: whose scatter was used. `change_point`: the day of a lasting step, or None.
    """

    index: IndexInfo
    group: str
    sessions: int
    change: str
    level: float | None = None
    usual_low: float | None = None
    usual_high: float | None = None
    smallest_change: float | None = None
    noise_from: str = ""
    change_point: date | None = None
    left_out: int = 0
    first_mean: float | None = None
    last_mean: float | None = None
    slope_per_30_days: tuple[float, float, float] | None = None
    effort: str = ""
    effort_unknown: int = 0


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The step of one index at a day, slow change taken away: value and 95 % interval, from so many sessions."""

    index: IndexInfo
    step: float
    low: float
    high: float
    sessions_before: int
    sessions_after: int


@dataclass(frozen=True, slots=True)
class DatedNote:
    """What the person noted on a day; `kind` such as `dose` or `illness`; `steps`: what differed before and after."""

    day: date
    kind: str
    text: str
    steps: tuple[BeforeAfter, ...] = ()


@dataclass(frozen=True, slots=True)
class Season:
    """What a history says beside its sessions; `payback`: the one answer on what follows exertion, in words.

    `doubles`: sessions that two devices recorded; each counts once.
    """

    trends: tuple[TrendSummary, ...]
    payback: str
    notes: tuple[DatedNote, ...] = ()
    doubles: int = 0
