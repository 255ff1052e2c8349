"""Seven days, or some weeks, day by day: sessions, time above the limit, nights and symptoms side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from pacing.model.assessment import Assessment
from pacing.model.daily import DailyKind, DailySeries, ExertionDay
from pacing.model.exceedance import ExceedanceVerdict
from pacing.report.document import Audience, Block, Cell, Heading, Paragraph, Table
from pacing.report.pages.blocks import sport_text
from pacing.report.wording.clinical import felt_briefly, noted_on
from pacing.report.wording.daily import TITLES, value_text
from pacing.report.wording.fixed import QUIET_REPORT, RED_FLAGS_BRIEFLY
from pacing.report.wording.format_times import MONTHS, WEEKDAYS, length_text
from pacing.report.wording.verdict import verdict_word

RESTING_INDEX = "hr_rest"
RESTING = "Resting rate"
GIVEN = "told"
SHORT_LETTERS = 3
DAYS_OF_A_WEEK = 7
NOTHING = ""  # an empty cell: a phone shows none
FELT, NOTED = "How it felt", "Noted that day"
ALL_DAY = "recorded all day"
EMPTY = "Nothing was recorded or noted in these days."
SHOWN_DAILY = (DailyKind.RESTING_HR, DailyKind.NIGHT_HR, DailyKind.NIGHT_RMSSD, DailyKind.SLEEP_DURATION)


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """What is known of some days.

    `sessions`: dated sessions, of any day. `exertion`: the time above the limit by day, where a whole day and the
    sessions within it count once. `daily`: values of days and nights that a device kept. `scores`: symptoms by name and
    day [points, 0 to 10], in the order of their columns.
    """

    sessions: Sequence[Assessment]
    exertion: Sequence[ExertionDay] = ()
    daily: Sequence[DailySeries] = ()
    scores: Mapping[str, Mapping[date, float]] = field(default_factory=dict)


def span_title(first: date, last: date) -> str:
    """The days a page is about, in words.

    Examples
    --------
    >>> span_title(date(2026, 5, 4), date(2026, 5, 10)), span_title(date(2026, 4, 27), date(2026, 5, 3))
    ('4 to 10 May 2026', '27 April to 3 May 2026')
    """
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} to {end}"


def span_blocks(facts: SpanFacts, first: date, last: date, audience: Audience) -> tuple[Block, ...]:
    """The page of some days.

    Parameters
    ----------
    facts
        What is known of them, and of others, which are left out.
    first, last
        The first and the last day, local.
    audience
        For whom the page is.

    Returns
    -------
    tuple of Block
        A heading, one sentence, the days as a table, and what always stands on a page.
    """
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    by_day = {day: [session for session in facts.sessions if _day(session) == day] for day in days}
    exertion = {one.day: one for one in facts.exertion if first <= one.day <= last}
    columns = dict(_columns(facts, by_day, first, last))
    shown = [day for day in days if by_day[day] or day in exertion or any(day in result for result in columns.values())]
    blocks: list[Block] = [Heading(span_title(first, last), 1)]
    if not shown:
        return (*blocks, Paragraph(EMPTY, lead=True))
    blocks.append(Paragraph(_lead([one for day in days for one in by_day[day]], exertion.values()), lead=True))
    titles = ("Day", "Sessions", "Above the limit", *columns)
    answers = {FELT: _felt, NOTED: _noted}
    answered = {title: text for title, text in answers.items() if any(text(one) for day in days for one in by_day[day])}
    listed = days if len(days) == DAYS_OF_A_WEEK else shown
    letters = None if len(days) == DAYS_OF_A_WEEK else SHORT_LETTERS
    rows = tuple(
        (*row, *(NOTHING if one is None else text(one) for text in answered.values()))
        for day in listed
        for row, one in zip(
            _rows(_day_name(day, letters), day, by_day[day], exertion.get(day), columns),
            by_day[day] or (None,),
            strict=True,
        )
    )
    blocks.append(Table("Day by day", (*titles, *answered), rows, numeric=tuple(range(3, len(titles)))))
    if audience is Audience.PATIENT:
        blocks.append(Paragraph(f"{QUIET_REPORT} {RED_FLAGS_BRIEFLY}"))
    return tuple(blocks)


def _columns(
    facts: SpanFacts, by_day: Mapping[date, Sequence[Assessment]], first: date, last: date
) -> Iterator[tuple[str, Mapping[date, str]]]:
    """The columns that have something to show in these days, each with the text of its days."""
    resting = {day: text for day, sessions in by_day.items() for text in [_resting(sessions)] if text}
    for kind in SHOWN_DAILY:
        series = max((one for one in facts.daily if one.kind is kind), key=lambda one: len(one.points), default=None)
        points = () if series is None else series.points
        result = {point.day: value_text(kind, point.value) for point in points if first <= point.day <= last}
        if kind is DailyKind.RESTING_HR:
            yield from _if_any(RESTING, result or resting)
        else:
            yield from _if_any(TITLES[kind], result)
    for name, scores in facts.scores.items():
        yield from _if_any(name.capitalize(), {day: f"{scores[day]:g}" for day in by_day if day in scores})


def _felt(session: Assessment) -> str:
    return felt_briefly(session.felt)


def _noted(session: Assessment) -> str:
    """What was noted on the day of a session."""
    day = _day(session)
    return "" if day is None else noted_on(session.felt, day)


def _if_any(title: str, result: Mapping[date, str]) -> Iterator[tuple[str, Mapping[date, str]]]:
    if result:
        yield title, result


def _day(session: Assessment) -> date | None:
    began = session.recording.began
    return None if began is None else began.date()


def _lead(sessions: Sequence[Assessment], exertion: Iterable[ExertionDay]) -> str:
    """How many sessions, and how long heart rate was above the limit in all."""
    above = [one.above_s for one in exertion if one.above_s is not None]
    many = {0: "No session", 1: "One session"}.get(len(sessions), f"{len(sessions)} sessions")
    if not above:
        return f"{many} in these days." if not sessions else f"{many}; no limit to compare with."
    if round(sum(above)) == 0:
        return f"{many}; heart rate stayed under the limit."
    return f"{many}; heart rate was above the limit for about {length_text(sum(above))} in all."


def _day_name(day: date, letters: int | None) -> str:
    """A day of the table; among many days, its weekday is cut to so many letters."""
    return f"{WEEKDAYS[day.weekday()][:letters]} {day.day} {MONTHS[day.month - 1][:3]}"


def _rows(
    name: str,
    day: date,
    sessions: Sequence[Assessment],
    exertion: ExertionDay | None,
    columns: Mapping[str, Mapping[date, str]],
) -> list[tuple[str | Cell, ...]]:
    """One row for each session of a day, and one for a day without any; what belongs to the day stands in the first."""
    noted = tuple(result.get(day, NOTHING) for result in columns.values())
    above = NOTHING if exertion is None or exertion.above_s is None else _above_text(exertion.above_s)
    if not sessions:
        return [(name, NOTHING if exertion is None else ALL_DAY, above, *noted)]
    first, *others = sessions
    rows: list[tuple[str | Cell, ...]] = [(name, _session(first), above or verdict_word(first), *noted)]
    rows += [(f"{name}, later", _session(one), _above(one), *(NOTHING for _ in noted)) for one in others]
    return rows


def _session(session: Assessment) -> Cell:
    text = f"{sport_text(session)}, {length_text(session.recording.duration_s)}"
    return Cell(text, session=session.session_id)


def _above(session: Assessment) -> str:
    exceedance = session.exceedance
    if exceedance is None or exceedance.verdict is ExceedanceVerdict.CANNOT_JUDGE:
        return verdict_word(session)
    return _above_text(exceedance.time_above_s)


def _above_text(seconds: float) -> str:
    return "stayed under" if round(seconds) == 0 else length_text(seconds)


def _resting(sessions: Sequence[Assessment]) -> str:
    """The resting rate that the first session with one measured; one the person gave says nothing of a day."""
    for session in sessions:
        measured = session.measurement(RESTING_INDEX)
        if measured is not None and measured.value is not None and GIVEN not in measured.parts.values():
            return f"{measured.value:.0f} bpm"
    return ""
