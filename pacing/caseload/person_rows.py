"""What a person's history says in one row, as of a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from pacing.caseload.people import Patient
from pacing.errors import PacingError
from pacing.history.daily import exertion_by_day
from pacing.history.diary import notes, symptoms
from pacing.history.season import followed_trends, stored_sessions
from pacing.history.session_list import SessionRow
from pacing.history.store import History
from pacing.longitudinal.comparable import NEEDED
from pacing.model.caseload import SPANS_DAYS, DiaryDays, NewestDays, PersonRow, first_of
from pacing.model.daily import ExertionDay
from pacing.model.exceedance import ExceedanceVerdict

NOTHING_YET = "Nothing could be read of this person yet."


def kept_row(person: Patient, until: date) -> PersonRow:
    """A person's row from what is kept of them; one that cannot be read says why.

    Parameters
    ----------
    person
        Whose history is opened, for reading only.
    until
        The last day that is looked at.
    """
    if not person.history.exists():
        return PersonRow(person.name)
    try:
        with History(person.history, read_only=True) as store:
            return row_of(store, person.name, until)
    except PacingError as error:
        return PersonRow(person.name, failure=error.message)


def row_of(store: History, name: str, until: date) -> PersonRow:
    """The row of an open history.

    Parameters
    ----------
    kept
        The person's history.
    name
        The person's name, as it is shown.
    until
        The last day that is looked at; what is newer is left out of the spans, the last session and the note.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    counted = [row for row in store.sessions() if row.same_as is None]
    sessions = stored_sessions(store, NEEDED)
    dated = [session for session in sessions if session.recording.began is not None]
    seen = [session for session in dated if session.recording.began.date() <= until]  # type: ignore[union-attr]
    noted = [note for note in notes(store) if note[0] <= until]
    exerted = [day for day in exertion_by_day(store, first_of(max(SPANS_DAYS), until)) if day.day <= until]
    return PersonRow(
        name,
        len(counted),
        tuple(_newest(exerted, counted, days, until) for days in SPANS_DAYS) if counted else (),
        seen[-1] if seen else None,
        followed_trends(sessions),
        noted[-1] if noted else None,
        _diary(symptoms(store).values(), until),
    )


def _newest(exerted: Iterable[ExertionDay], rows: Iterable[SessionRow], days: int, until: date) -> NewestDays:
    first = first_of(days, until)
    within = [row for row in rows if row.began is not None and first <= row.began.date() <= until]
    judged = [row for row in within if row.verdict not in (None, ExceedanceVerdict.CANNOT_JUDGE.value)]
    above_s = [one.above_s for one in exerted if one.day >= first and one.above_s is not None]
    flagged = sum(bool(row.flagged) for row in judged)
    return NewestDays(days, len(within), len(judged), flagged, sum(above_s) if above_s else None)


def _diary(scores: Iterable[Iterable[date]], until: date) -> DiaryDays | None:
    """How the diary was kept up to a day; `scores`: the days of each symptom."""
    scored = sorted({day for days in scores for day in days if day <= until})
    if not scored:
        return None
    days = SPANS_DAYS[-1]
    first = max(first_of(days, until), scored[0])
    shown = [first - timedelta(days=1), *(day for day in scored if day >= first), until + timedelta(days=1)]
    gap = max((later - earlier).days - 1 for earlier, later in pairwise(shown))
    return DiaryDays(days, len(shown) - 2, scored[-1], gap)
