"""The pages that show what is kept: the list, a session, some days, the season, the diary, the person."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from pacing import __version__
from pacing.app.limit_form import provenance_text, setting_text
from pacing.app.person_form import DEFAULT_SYMPTOMS, NO_SCORE, person_fields, profile_of, symptom_names
from pacing.app.session_page import clinician_reply, session_reply
from pacing.app.sessions_at_hand import session_of
from pacing.app.tasks import Job, Reply
from pacing.app.template import filled
from pacing.history.daily import daily_values, exertion_by_day
from pacing.history.diary import notes, symptoms
from pacing.history.season import season_of, stored_sessions
from pacing.history.store import History
from pacing.longitudinal.daily_range import daily_series
from pacing.model.assessment import Assessment, Outcome, Program
from pacing.model.longitudinal import HIGHEST_SCORE, NOTE_KINDS
from pacing.model.person import Person
from pacing.model.recording import RecordingKind
from pacing.report.document import Audience, Block, Cell, Paragraph
from pacing.report.formats.html import blocks_html
from pacing.report.pages.blocks import sport_text
from pacing.report.pages.season import season_blocks
from pacing.report.pages.span import DAYS_OF_A_WEEK, EMPTY, RESTING_INDEX, SpanFacts, span_blocks, span_title
from pacing.report.wording.format_times import date_text, length_text
from pacing.report.wording.verdict import verdict_with_time

NEWEST = 12  # design: what fits on a desk's screen; the season and the weeks hold the rest
SPANS = {"week": DAYS_OF_A_WEEK, "month": 4 * DAYS_OF_A_WEEK}
NEWEST_SPAN = {
    "week": "Nothing was recorded or noted in the last seven days. This is the newest week with a session.",
    "month": "Nothing was recorded or noted in the last four weeks. These are the newest four weeks with a session.",
}
PROGRAM = Program("pacing", __version__)


def show_list(job: Job) -> Reply:
    """The newest sessions, each with its verdict in a few words, below the field for the next file."""
    with History(job.place.history) as kept:
        sessions = stored_sessions(kept, ())[::-1]
        undated = [row for row in kept.sessions() if row.same_as is None and row.began is None]
        count = len(sessions) + len(undated)
        is_more_kept = not count and bool(symptoms(kept) or notes(kept) or job.place.profile.exists())
    everything = bool(job.what.get("all"))
    shown = sessions if everything else sessions[:NEWEST]
    body = filled(
        "list.html.jinja",
        root=job.root,
        sessions=[_row(session) for session in shown],
        more=len(sessions) - len(shown),
        undated=[(row.id, f"{length_text(row.duration_s)}, from {row.file_name}") for row in undated],
    )
    return {"title": "Your sessions", "count": count, "more": is_more_kept}, body.encode()


def _row(session: Assessment) -> Mapping[str, str]:
    began = session.recording.began
    when = "" if began is None else f"{date_text(began)}, {began:%H:%M}"
    what = f"{sport_text(session)}, {length_text(session.recording.duration_s)}"
    return {"id": session.session_id, "when": when, "what": what, "said": _against_yours(verdict_with_time(session))}


def _against_yours(verdict: str) -> str:
    """A verdict of a table, whose column says against what, as a line of its own says it.

    Examples
    --------
    >>> _against_yours("above for 7 minutes in all"), _against_yours("stayed under, except for 5 seconds")
    ('above your limit for 7 minutes in all', 'stayed under your limit, except for 5 seconds')
    """
    for words in ("above", "stayed under"):
        if verdict.startswith(words):
            return f"{words} your limit{verdict.removeprefix(words)}"
    return verdict


def show_session(job: Job) -> Reply:
    """One session."""
    with History(job.place.history) as kept:
        session = session_of(kept, str(job.what["id"]))
        if job.what.get("audience") == Audience.CLINICIAN:
            return clinician_reply(kept, session, job.root)
        return session_reply(kept, session, job.root, profile_of(job.place).person)


def show_span(job: Job) -> Reply:
    """Seven days, or four weeks, up to a day."""
    name, (blocks, outcome, first, last) = str(job.what["name"]), span_document(job, Audience.PATIENT)
    length, is_empty = timedelta(days=SPANS[name]), Paragraph(EMPTY, lead=True) in blocks
    newest, is_elsewhere = _newest_day(tuple(outcome.sessions), first, last), False
    if is_empty and newest and not job.what.get("to"):
        job = replace(job, what={**job.what, "to": newest})
        blocks, outcome, first, last = span_document(job, Audience.PATIENT)
        blocks = (blocks[0], Paragraph(NEWEST_SPAN[name]), *blocks[1:])
        is_empty, is_elsewhere, newest = False, True, ""
    body = filled(
        "span.html.jinja",
        root=job.root,
        name=name,
        body=blocks_html(blocks, outcome, target_of=target_in(job.root)),
        before=(first - timedelta(days=1)).isoformat(),
        after=(last + length).isoformat() if last < _today() else "",
        last=last.isoformat(),
        anything=not is_empty,
        newest=newest,
        today=_today().isoformat() if is_elsewhere else "",
    )
    return {"title": span_title(first, last)}, body.encode()


def span_document(job: Job, audience: Audience) -> tuple[tuple[Block, ...], Outcome, date, date]:
    """The blocks of some days, what they show, and the first and last day."""
    to = job.what.get("to")
    with History(job.place.history) as kept:
        sessions = stored_sessions(kept, (RESTING_INDEX,))
        scores = symptoms(kept)
        exertion, daily = exertion_by_day(kept), daily_series(daily_values(kept))
        names = symptom_names(kept, profile_of(job.place))
    last = date.fromisoformat(to) if to else _today()
    first = last - timedelta(days=SPANS[str(job.what.get("name") or job.what["of"])] - 1)
    columns = {name: scores[name] for name in names if name in scores}
    facts = SpanFacts(sessions, exertion, daily, columns)
    return span_blocks(facts, first, last, audience), _outcome(sessions), first, last


def _newest_day(sessions: tuple[Assessment, ...], first: date, last: date) -> str:
    """The day of the newest session, where none falls on the days shown; else ""."""
    days = [one.recording.began.date() for one in sessions if one.recording.began is not None]
    return "" if not days or any(first <= day <= last for day in days) else max(days).isoformat()


def show_season(job: Job) -> Reply:
    """What changed over the sessions."""
    with History(job.place.history) as kept:
        season, sessions = season_of(kept)
    outcome = Outcome(sessions, (), Person(), PROGRAM, season)
    blocks = season_blocks(outcome, season, Audience.PATIENT)
    body = blocks_html(blocks, outcome, target_of=target_in(job.root))
    after = filled("after_season.html.jinja", root=job.root)
    return {"title": "Your sessions over time"}, f"{body}{after}".encode()


def show_diary(job: Job) -> Reply:
    """Three symptoms of a day, as they were scored or still to be."""
    day = date.fromisoformat(job.what["day"]) if job.what.get("day") else _today()
    with History(job.place.history) as kept:
        names = symptom_names(kept, profile_of(job.place))
        scores = symptoms(kept)
        noted = [(kind, text) for on, kind, text in notes(kept) if on == day]
    rows = [(name, f"{scores[name][day]:.0f}" if day in scores.get(name, {}) else "") for name in names]
    body = filled(
        "diary.html.jinja",
        root=job.root,
        day=day.isoformat(),
        day_words=f"today, {date_text_of(day)}" if day == _today() else date_text_of(day),
        today=_today().isoformat(),
        rows=rows,
        keys=[str(number) for number in range(int(HIGHEST_SCORE) + 1)],
        before=(day - timedelta(days=1)).isoformat(),
        after=(day + timedelta(days=1)).isoformat() if day < _today() else "",
        noted=noted,
        kinds=NOTE_KINDS,
        no_score=NO_SCORE,
        known=any(scores.values()),
        defaults=DEFAULT_SYMPTOMS,
    )
    return {"title": "Diary"}, body.encode()


def show_you(job: Job) -> Reply:
    """What the program knows of the person."""
    profile = profile_of(job.place)
    fields = person_fields(profile)
    body = filled(
        "you.html.jinja",
        root=job.root,
        fields=fields,
        medicines_said=any(field.value for field in fields if field.is_medicine),
        limit=_limit_now(profile.person),
        limit_form=_session_with_form(job),
    )
    return {"title": "You"}, body.encode()


def _limit_now(person: Person) -> str:
    """The newest limit, who set it and since when; empty where there is none."""
    if not person.limits:
        return ""
    newest = person.limits[-1]
    return ", ".join(filter(None, (setting_text(newest), provenance_text(newest.set_by, newest.since))))


def _session_with_form(job: Job) -> str:
    """The newest session, whose page has the form for the limit; empty where none is kept."""
    if not job.place.history.exists():
        return ""
    with History(job.place.history) as kept:
        rows = [row for row in kept.sessions() if row.same_as is None]
    dated = [row for row in rows if row.began is not None]
    shorter = [row for row in dated if row.kind != RecordingKind.DAY]
    return next((some[-1].id for some in (shorter, dated, rows) if some), "")


def date_text_of(day: date) -> str:
    """A calendar day in words."""
    return date_text(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - a day, not an instant


def target_in(root: str) -> Callable[[Cell], str]:
    """Where a cell leads: to the page of its session."""
    return lambda cell: f"{root}/session/{cell.session}" if cell.session else ""


def _outcome(sessions: tuple[Assessment, ...]) -> Outcome:
    return Outcome(sessions, (), Person(), PROGRAM)


def _today() -> date:
    return datetime.now().astimezone().date()
