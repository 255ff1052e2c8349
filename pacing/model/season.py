"""What many sessions say together: changes beyond the person's own noise, and what follows exertion."""

from dataclasses import dataclass
from datetime import date

from pacing.model.measurement import IndexInfo


@dataclass(frozen=True, slots=True)
class TrendSummary:
    """One index over comparable sessions.

    `group`: what makes them comparable. `change`: `not_enough`, `within_usual`, `higher` or `lower`. `level`: median;
    `usual_low`..`usual_high`: the person's own scatter; `smallest_change`: what can be told from noise; all None when
    there is not enough. `noise_from`: whose scatter was used. `change_point`: the day of a lasting step, or None.
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


@dataclass(frozen=True, slots=True)
class DatedNote:
    """What the person noted on a day; `kind` such as `dose` or `illness`."""

    day: date
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Season:
    """What a history says beside its sessions; `payback`: the one answer on what follows exertion, in words."""

    trends: tuple[TrendSummary, ...]
    payback: str
    notes: tuple[DatedNote, ...] = ()
