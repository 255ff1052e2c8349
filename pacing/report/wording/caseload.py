"""What a row of a caseload says, in few words: what was, never how well somebody did."""

from collections.abc import Iterable
from datetime import date
from textwrap import shorten

from pacing.model.assessment import Assessment
from pacing.model.caseload import DiaryDays, NewestDays, PersonRow
from pacing.model.longitudinal import TrendSummary
from pacing.plural import plural
from pacing.report.wording.format_times import MONTHS, length_text
from pacing.report.wording.season import NOT_ENOUGH, NOTE_WORDS, WITHIN
from pacing.report.wording.verdict import verdict_with_time

LONGEST_NOTE = 90  # the whole of it stands on the person's sheet
TITLE = "Caseload"
ORDER = "In the order of the folders' names"
NONE = "none"
NO_SESSION = "no dated session"
NO_LIMIT = "no limit"
NOTHING_ABOVE = "none above"
SESSIONS = ("1 session", "{} sessions")
ABOVE = "{length} above"
FLAGGED = ("1 of {judged} above for longer", "{} of {judged} above for longer")
NOT_YET = "not enough similar sessions yet"
USUAL = "within the usual variation"
CHANGED = "{title} {change} than at first"
OTHERS_USUAL = "the rest within the usual variation"
NO_NOTE = "none"
NO_DIARY = "none kept"
DIARY = ("1 of {days} days", "{} of {days} days")
GAP = ("longest gap 1 day", "longest gap {} days")
NEWEST_ENTRY = "newest entry {day}"
NOT_READ = ("1 file not read", "{} files not read")
PEOPLE = ("1 person", "{} people")
AS_OF = "{people}, as of {day}."
HOW_READ = (
    "Above for longer: two minutes or more at a stretch, or short moments that add up.",
    "Minutes above the limit count a whole day and the sessions within it once.",
    "A change is named only where it is larger than the usual difference between the person's own sessions.",
    "Days without a session or an entry are missing here, neither good nor bad.",
)


def short_day(day: date) -> str:
    """A day for a narrow column.

    Examples
    --------
    >>> short_day(date(2026, 11, 5))
    '5 Nov 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def span_words(span: NewestDays | None) -> str:
    """Sessions, minutes above and how many were above for longer, of the newest days.

    Examples
    --------
    >>> span_words(NewestDays(7, 3, 3, 1, 840.0)), span_words(NewestDays(7, 1, 0, 0, None))
    ('3 sessions; 14 minutes above; 1 of 3 above for longer', '1 session; no limit')
    """
    if span is None or (not span.sessions and not span.above_s):
        return NONE
    counted = plural(span.sessions, *SESSIONS)
    if span.above_s is None:
        return f"{counted}; {NO_LIMIT}"
    if round(span.above_s) == 0:
        return f"{counted}; {NOTHING_ABOVE}"
    parts = [counted, ABOVE.format(length=length_text(span.above_s))]
    if span.judged:
        parts.append(plural(span.flagged, *FLAGGED, judged=span.judged))
    return "; ".join(parts)


def last_words(last: Assessment | None, what: str) -> str:
    """The newest session in one sentence.

    Parameters
    ----------
    last
        The session, light; None where none has a date.
    what
        What was done, such as `Walking`.
    """
    if last is None or last.recording.began is None:
        return NO_SESSION
    length = length_text(last.recording.duration_s)
    return f"{short_day(last.recording.began.date())}: {what}, {length}; {verdict_with_time(last)}."


def trend_words(trends: Iterable[TrendSummary]) -> str:
    """What changed beyond the person's own variation, by name; else that nothing did, or that it is too early."""
    speaking = [trend for trend in trends if trend.change != NOT_ENOUGH]
    if not speaking:
        return NOT_YET
    changed = [CHANGED.format(title=t.index.title.lower(), change=t.change) for t in speaking if t.change != WITHIN]
    if not changed:
        return USUAL
    return "; ".join((*changed, *((OTHERS_USUAL,) if len(changed) < len(speaking) else ())))


def note_words(note: tuple[date, str, str] | None) -> str:
    """The newest note with its day and kind."""
    if note is None:
        return NO_NOTE
    day, kind, text = note
    return f"{short_day(day)}, {NOTE_WORDS.get(kind, kind)}: {shorten(text, LONGEST_NOTE, placeholder=' …')}"


def diary_words(diary: DiaryDays | None) -> str:
    """How the diary was kept in the newest days.

    Examples
    --------
    >>> diary_words(DiaryDays(28, 22, date(2026, 5, 30), 4)), diary_words(DiaryDays(28, 0, date(2026, 2, 1), 28))
    ('22 of 28 days; longest gap 4 days', '0 of 28 days; newest entry 1 Feb 2026')
    """
    if diary is None:
        return NO_DIARY
    counted = plural(diary.scored, *DIARY, days=diary.days)
    if not diary.scored:
        return f"{counted}; {NEWEST_ENTRY.format(day=short_day(diary.newest))}"
    return f"{counted}; {plural(diary.gap_days, *GAP)}" if diary.gap_days else counted


def remark_words(row: PersonRow) -> str:
    """Why a person could not be read, or how many of their files; "" where there is nothing to say."""
    return row.failure or (plural(len(row.refused), *NOT_READ) if row.refused else "")


def as_of_words(count: int, until: date) -> str:
    """How many people, and as of which day."""
    day = f"{until.day} {MONTHS[until.month - 1]} {until.year}"
    return AS_OF.format(people=plural(count, *PEOPLE), day=day)
