"""The page of one session: the blocks of its report, with the forms that set its limit, its end and what was felt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pacing
from pacing.app.kept_drawings import drawing_of
from pacing.app.limit_form import first_limit_form, other_limit_form
from pacing.app.messages import Message
from pacing.app.person_form import takes_newest_limit
from pacing.app.phases_form import phases_form
from pacing.app.sessions_at_hand import context_of
from pacing.app.tasks import Job, Reply
from pacing.app.template import filled
from pacing.history.annotations import felt_near, symptoms_near
from pacing.history.session_list import SessionRow
from pacing.history.store import History
from pacing.keeping.what_holds import settings_then
from pacing.model.assessment import Assessment, Outcome
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import assess_file
from pacing.report.document import Block, Fold, Note, Picture
from pacing.report.formats.html import blocks_html
from pacing.report.pages.blocks import session_title, sport_text
from pacing.report.pages.clinician import clinician_blocks
from pacing.report.pages.patient import patient_blocks
from pacing.report.wording.format_times import date_text

LIMIT_TOPIC, CHART, FELT = "limit", "chart", "felt"
SAMPLE = "strap_rest_and_walk.fit"


def session_reply(kept: History, session: Assessment, root: str, person: Person) -> tuple[Message, bytes]:
    """The page of a kept session, as the server frames it.

    Parameters
    ----------
    kept
        The history it is kept in.
    session
        The session, with its samples.
    root
        What every path of a link begins with.
    person
        Who the person is now: a newer limit than that of the session can be held against it, too.
    """
    session = with_diary(kept, session)
    outcome = Outcome((session,), (), session.person, session.program)
    takes = takes_newest_limit(person, session.person, session.recording.began)
    own = settings_then(context_of(kept, session.session_id)).own_limit
    reaches_all = not person.limits or person.limits[-1].since is None
    around = Around(None if takes else person.limits[-1], own, reaches_all, session_before(kept, session))
    body = body_html(session, outcome, root, around)
    return {"title": session_title(session)}, body.encode()


def clinician_reply(kept: History, session: Assessment, root: str) -> tuple[Message, bytes]:
    """The sheet of a kept session as a page, to read and to print."""
    session = with_diary(kept, session)
    outcome = Outcome((session,), (), session.person, session.program)
    body = blocks_html(clinician_blocks(session, 0, 1), outcome, draw=drawing_of(session, outcome))
    sheet = filled("after_clinician.html.jinja", here=f"{root}/session/{session.session_id}")
    return {"title": session_title(session)}, f"{body}{sheet}".encode()


def with_diary(kept: History, session: Assessment) -> Assessment:
    """A session with what the person said of it, and of the days around it."""
    felt = felt_near(kept, session.session_id, session.recording)
    return replace(session, symptoms=symptoms_near(kept, session.recording), felt=felt)


@dataclass(frozen=True, slots=True)
class Around:
    """What the forms of a session's page know beside the session itself.

    `newest`: the newest limit, where the session keeps another. `own`: whether its limit was chosen for it alone.
    `reaches_all`: whether the newest limit holds for every session. `before`: the session of its kind before it.
    """

    newest: LimitSetting | None = None
    own: bool = False
    reaches_all: bool = True
    before: SessionRow | None = None


def session_before(kept: History, session: Assessment) -> SessionRow | None:
    """The newest kept session of the same kind and sport that began before this one; None where there is none."""
    began, recording = session.recording.began, session.recording
    if began is None:
        return None
    earlier = [
        (row.began.replace(tzinfo=None), row)
        for row in kept.sessions()
        if row.began is not None and row.same_as is None and (row.kind, row.sport) == (recording.kind, recording.sport)
    ]
    earlier = [one for one in earlier if one[0] < began.replace(tzinfo=None)]
    return max(earlier, key=lambda one: one[0])[1] if earlier else None


def body_html(session: Assessment, outcome: Outcome, root: str, around: Around | None = None) -> str:
    """The blocks of a session's report as markup, with forms among them."""
    here = f"{root}/session/{session.session_id}"
    around = Around() if around is None else around
    parts = []
    figures = 0
    for run, form in _runs(patient_blocks(session, 0, 1)):
        parts.append(blocks_html(run, outcome, first_figure=figures + 1, draw=drawing_of(session, outcome)))
        figures += sum(isinstance(block, Picture) for block in run)
        if form == LIMIT_TOPIC:
            parts.append(first_limit_form(session, root, here))
        elif form == CHART:
            parts.append(_under_the_chart(session, root, here, around))
        elif form == FELT:
            parts.append(_felt(session, root, here) + _compare(session, root, around.before))
    parts.append(filled("after_session.html.jinja", here=here, root=root))
    return "\n".join(parts)


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[list[Block], str]]:
    """The blocks in runs, each with the form that follows it; the note that there is no limit gives way to its form."""
    run: list[Block] = []
    has_felt = False
    for block in blocks:
        if isinstance(block, Fold) and not has_felt:
            yield run, FELT
            run, has_felt = [], True
        if isinstance(block, Note) and block.topic == LIMIT_TOPIC:
            yield run, LIMIT_TOPIC
            run = []
            continue
        run.append(block)
        if isinstance(block, Picture) and block.figure == "timeline":
            yield run, CHART
            run = []
    yield run, ""


def _felt(session: Assessment, root: str, here: str) -> str:
    """The form for how a session felt, with the ways into the diary of its day and the one after."""
    began, felt = session.recording.began, session.felt
    if began is None:
        return filled("felt.html.jinja", here=here, root=root, felt=felt, notes=(), day="", next_day="")
    day, next_day = began.date(), began.date() + timedelta(days=1)
    is_past = next_day <= datetime.now().astimezone().date()
    days = {"day": day.isoformat(), "next_day": next_day.isoformat() if is_past else ""}
    notes = [text for on, _, text in felt.notes if on == day]
    return filled("felt.html.jinja", here=here, root=root, felt=felt, notes=notes, **days)


def _compare(session: Assessment, root: str, before: SessionRow | None) -> str:
    """The ways to earlier sessions of this kind; nothing where there is none."""
    if before is None or before.began is None:
        return ""
    facts = {"sport": sport_text(session), "day": date_text(before.began)}
    return filled("compare.html.jinja", root=root, before=before, **facts)


def _under_the_chart(session: Assessment, root: str, here: str, around: Around) -> str:
    """Change the limit, and say where exercise began and stopped."""
    if session.limit is None:
        return phases_form(session, here)
    limit = other_limit_form(
        session, session.limit, root, here, newest=around.newest, own=around.own, reaches_all=around.reaches_all
    )
    return limit + phases_form(session, here)


def warm(_: Job) -> Reply:
    """Read, measure and draw the sample, where the installation has it."""
    package = Path(pacing.__file__).parent
    for folder in (package / "samples", package.parent / "sample_data"):
        path = folder / SAMPLE
        if path.exists():
            session = assess_file(path).sessions[0]
            body_html(session, Outcome((session,), (), session.person, session.program), "/")
            break
    return {}, b""
