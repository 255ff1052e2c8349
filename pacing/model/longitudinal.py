"""What many sessions say together: changes beyond the person's own noise, what follows exertion, symptoms by day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacing.model.daily import DailyKind, DailySeries
from pacing.model.measurement import IndexInfo


class PaybackAnswer(StrEnum):
    """What may be said of exertion and the symptoms after it."""

    NOT_ENOUGH = "not_enough"
    NO_LINK_SEEN = "no_link_seen"
    LINK_SEEN = "link_seen"


@dataclass(frozen=True, slots=True)
class Payback:
    """The one answer on what follows exertion, with what it rests on.

    `change`: how much higher symptoms are 1 to 3 days after exertion than on other days, with its 95 % interval
    `low`..`high` [points]; None when there is not enough. `excess`: the part of it above what the day before leads one
    to expect, a mean over these days [points]. `chance`: share of shifted calendars that give as much or
    more. `smallest_change`: the change that could have been seen at all with these events [points]. `events`, `days`:
    how many were usable. `words`: the answer as a person reads it.
    """

    answer: PaybackAnswer
    events: int
    days: int
    change: float | None
    chance: float | None
    smallest_change: float | None
    words: str
    low: float | None = None
    high: float | None = None
    excess: float | None = None


@dataclass(frozen=True, slots=True)
class NightsAfter:
    """What the nights after exertion were like, as one answer over all series.

    `payback`: the answer, in usual spreads of the person's own nights, worse upwards; its `words` are for reading.
    `series`: (kind, source) of what stands behind it. `left`: after how many days of exertion a value left its usual
    range for the worse within three days; `left_expected`: how many that would be of as many other days.
    `days_back`: for those, days from exertion until the value was back.
    """

    payback: Payback
    series: tuple[tuple[DailyKind, str], ...]
    left: int = 0
    left_expected: float = 0.0
    days_back: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendSummary:
    """One index over comparable sessions.

    `group`: what makes them comparable; `effort`: how hard they were, in words, "" where it does not matter.
    `left_out`: sessions of the same kind that were not comparable, because their effort was another; `effort_unknown`:
    those whose effort is not known closely enough. `change`: `not_enough`, `within_usual`, `higher` or `lower`.
    `noise_from`: whose scatter was used. `change_point`: of a change, the day of a lasting step, or None.

    All None when there is not enough: `level`: median; `usual_low`..`usual_high`: the person's usual range;
    `smallest_change`: what stands out from noise; `first_mean`, `last_mean`: means of the first and of the last four
    sessions; `slope_per_30_days` with its 95 % interval.
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
class SymptomSummary:
    """A symptom of the diary as the person scored it: its middle day, and the range of nine of ten days [points].

    `days`: with an entry, from `since` on; days without one are missing.
    """

    name: str
    days: int
    since: date
    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Season:
    """What a history says beside its sessions.

    `doubles`: sessions that two devices recorded; each counts once. `undated`: sessions without a date, which cannot be
    placed. `symptoms`: the most often scored ones. `nights`: what nights and resting rates did after exertion, None
    without any. `daily`: the values of days, each series against its own days before.
    """

    trends: tuple[TrendSummary, ...]
    payback: Payback
    notes: tuple[DatedNote, ...] = ()
    doubles: int = 0
    symptoms: tuple[SymptomSummary, ...] = ()
    undated: int = 0
    nights: NightsAfter | None = None
    daily: tuple[DailySeries, ...] = ()


NOTE_KINDS = ("treatment", "dose", "illness", "cycle", "travel", "other")
LOWEST_SCORE, HIGHEST_SCORE = 0.0, 10.0


@dataclass(frozen=True, slots=True)
class Felt:
    """What the person said of a session: whether it felt comfortable, whether they felt worse in the days after it.

    None: not said. `notes`: what they noted around it, as day, kind and text.
    """

    comfortable: bool | None = None
    flare_after: bool | None = None
    notes: tuple[tuple[date, str, str], ...] = ()


NOTHING_SAID = Felt()


@dataclass(frozen=True, slots=True)
class SymptomScore:
    """One symptom's score on one day, 0 to 10; higher is worse, on the scale the person uses."""

    day: date
    name: str
    score: float
