"""What a caseload says of one person: the newest days, the last session, what changed, the newest note, the diary."""

from dataclasses import dataclass
from datetime import date, timedelta

from pacing.model.assessment import Assessment, Refusal
from pacing.model.longitudinal import TrendSummary

SPANS_DAYS = (7, 28)


@dataclass(frozen=True, slots=True)
class NewestDays:
    """What the last `days` days hold.

    `sessions`: dated ones, those that two devices recorded once. `judged`: of these, the ones held against a limit;
    `flagged`: of these, the ones above it for longer. `above_s`: time above the limit in all [s], None without a limit.
    """

    days: int
    sessions: int
    judged: int
    flagged: int
    above_s: float | None


@dataclass(frozen=True, slots=True)
class DiaryDays:
    """How the diary was kept: days with a score among the last `days`, the newest day ever, and the longest gap.

    `gap_days`: the most days without a score in a row, among the last `days` and since the diary began.
    """

    days: int
    scored: int
    newest: date
    gap_days: int


@dataclass(frozen=True, slots=True, eq=False)
class PersonRow:
    """One person of a caseload, as of a day.

    `spans`: the last 7 and 28 days; empty where nothing is kept. `last`: the newest session, without its samples.
    `trends`: the numbers that are followed. `note`: the newest, with its day and kind. `diary`: None without one.
    `sessions`: how many are kept in all. `refused`: files that were not read. `failure`: why the person could not be
    read, "" where they were.
    """

    name: str
    sessions: int = 0
    spans: tuple[NewestDays, ...] = ()
    last: Assessment | None = None
    trends: tuple[TrendSummary, ...] = ()
    note: tuple[date, str, str] | None = None
    diary: DiaryDays | None = None
    refused: tuple[Refusal, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class CaseloadRows:
    """Everybody's rows, in the order of their folders' names: never by what they did.

    `until`: the last of the days that are looked at.
    """

    until: date
    rows: tuple[PersonRow, ...]


def first_of(days: int, until: date) -> date:
    """The first of so many days that end with `until`.

    Examples
    --------
    >>> first_of(7, date(2026, 5, 7))
    datetime.date(2026, 5, 1)
    """
    return until - timedelta(days=days - 1)
