"""Seven days, or some weeks, day by day: sessions, time above the limit, resting rate and symptoms side by side."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pacing.model.assessment import Assessment
from pacing.model.exceedance import ExceedanceVerdict
from pacing.report.document import Audience, Block, Cell, Heading, Note, Paragraph, Table, Tone
from pacing.report.pages.blocks import sport_text
from pacing.report.wording.fixed import QUIET_REPORT, RED_FLAGS
from pacing.report.wording.format_times import MONTHS, WEEKDAYS, length_text
from pacing.report.wording.verdict import verdict_word

RESTING_INDEX = "hr_rest"
TOLD = "told"
DAYS_OF_A_WEEK = 7
NOTHING = ""  # an empty cell: a phone shows none
EMPTY = "Nothing was recorded or noted in these days."


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


def span_blocks(
    sessions: Sequence[Assessment],
    scores: Mapping[str, Mapping[date, float]],
    first: date,
    last: date,
    audience: Audience,
) -> tuple[Block, ...]:
    """The page of some days.

    Parameters
    ----------
    sessions
        Dated sessions, of which those of other days are left out.
    scores
        Symptom scores by symptom and day [points, 0 to 10], in the order of the columns.
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
    by_day = {day: [session for session in sessions if _day(session) == day] for day in days}
    blocks: list[Block] = [Heading(span_title(first, last), 1)]
    if not any(by_day.values()) and not any(day in noted for noted in scores.values() for day in days):
        return (*blocks, Paragraph(EMPTY, lead=True))
    blocks.append(Paragraph(_lead([one for day in days for one in by_day[day]]), lead=True))
    shown = [day for day in days if by_day[day] or any(day in noted for noted in scores.values())]
    if len(days) == DAYS_OF_A_WEEK:
        shown = days
    columns = ("Day", "Sessions", "Above the limit", "Resting rate", *(name.capitalize() for name in scores))
    rows = tuple(row for day in shown for row in _rows(day, by_day[day], scores))
    blocks.append(Table("Day by day", columns, rows, numeric=tuple(range(3, len(columns)))))
    if audience is Audience.PATIENT:
        blocks.append(Note(f"{QUIET_REPORT} {RED_FLAGS}", Tone.SAFETY))
    return tuple(blocks)


def _day(session: Assessment) -> date | None:
    began = session.recording.began
    return None if began is None else began.date()


def _lead(sessions: Sequence[Assessment]) -> str:
    """How many sessions, and how long heart rate was above the limit in all."""
    if not sessions:
        return "No session in these days."
    many = "One session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    judged = [session.exceedance for session in sessions if session.exceedance is not None]
    judged = [one for one in judged if one.verdict is not ExceedanceVerdict.CANNOT_JUDGE]
    if not judged:
        return f"{many}; no limit to compare with."
    above_s = sum(one.time_above_s for one in judged)
    left_out = len(sessions) - len(judged)
    rest = "" if not left_out else f" {left_out} could not be compared with a limit."
    if round(above_s) == 0:
        return f"{many}; heart rate stayed under the limit.{rest}"
    return f"{many}; heart rate was above the limit for about {length_text(above_s)} in all.{rest}"


def _rows(
    day: date, sessions: Sequence[Assessment], scores: Mapping[str, Mapping[date, float]]
) -> list[tuple[str | Cell, ...]]:
    """One row for each session of a day, and one for a day without any; what belongs to the day stands in the first."""
    name = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]}"
    noted = tuple(f"{found[day]:g}" if day in found else NOTHING for found in scores.values())
    if not sessions:
        return [(name, NOTHING, NOTHING, NOTHING, *noted)]
    resting = next((text for text in map(_resting, sessions) if text), NOTHING)
    first, *others = sessions
    rows: list[tuple[str | Cell, ...]] = [(name, _session(first), _above(first), resting, *noted)]
    rows += [(f"{name}, later", _session(one), _above(one), NOTHING, *(NOTHING for _ in noted)) for one in others]
    return rows


def _session(session: Assessment) -> Cell:
    text = f"{sport_text(session)}, {length_text(session.recording.duration_s)}"
    return Cell(text, session=session.session_id)


def _above(session: Assessment) -> str:
    exceedance = session.exceedance
    if exceedance is None or exceedance.verdict is ExceedanceVerdict.CANNOT_JUDGE:
        return verdict_word(session)
    if round(exceedance.time_above_s) == 0:
        return "stayed under"
    return length_text(exceedance.time_above_s)


def _resting(session: Assessment) -> str:
    measured = session.measurement(RESTING_INDEX)
    if measured is None or measured.value is None or TOLD in measured.parts.values():
        return ""  # a level the person told says nothing of this day
    return f"{measured.value:.0f} bpm"
