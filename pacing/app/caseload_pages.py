"""The rows of a caseload, a person's season, and everybody's sheets as one PDF."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pacing.app.showing import PROGRAM, target_in
from pacing.app.tasks import Job, Reply, Tell
from pacing.app.template import filled
from pacing.caseload.people import Patient
from pacing.caseload.person_rows import NOTHING_YET, kept_row
from pacing.errors import PacingError
from pacing.history.season import season_of
from pacing.history.store import History
from pacing.model.assessment import Outcome, Refusal
from pacing.model.caseload import PersonRow
from pacing.model.person import Person
from pacing.report.document import Audience, Block, Document, Heading, Paragraph
from pacing.report.formats.html import blocks_html
from pacing.report.formats.pdf import printed_documents
from pacing.report.pages.caseload import COLUMNS, facts_of
from pacing.report.pages.season import season_blocks
from pacing.report.wording.caseload import ORDER, TITLE, as_of_words, remark_words

STATES = {"reading": "being read", "waiting": "waits to be read"}

_rows: dict[Path, tuple[tuple[object, ...], PersonRow]] = {}


def show_people(job: Job) -> Reply:
    """One row a person, in the order that was asked for."""
    people: Sequence[Mapping[str, Any]] = job.what["people"]
    until = datetime.now().astimezone().date()
    rows = [_row(person, until) for person in people]
    reading = any(person["state"] != "read" for person in people)
    body = filled(
        "people.html.jinja",
        root=job.root,
        rows=rows,
        reading=reading,
        columns=COLUMNS[1:],
        as_of=as_of_words(len(rows), until),
        order=ORDER,
    )
    return {"title": TITLE}, body.encode()


def _row(person: Mapping[str, Any], until: date) -> Mapping[str, Any]:
    """What a row says; a person whose history cannot be read keeps one with the reason."""
    row = _kept(Path(person["history"]), str(person["name"]), until)
    refused = tuple(Refusal(name, "", message, hint) for name, message, hint in person["refused"])
    row = replace(row, refused=refused, failure=person["failure"] or row.failure)
    state = STATES.get(person["state"], "")
    return {
        "number": person["number"],
        "name": row.name,
        "facts": list(zip(COLUMNS[1:], facts_of(row), strict=True)),
        "remark": remark_words(row) or state,
    }


def _kept(history: Path, name: str, until: date) -> PersonRow:
    """The row of a history; worked out again only after the history has changed, or on another day."""
    signature = until, *(_state_of(Path(f"{history}{suffix}")) for suffix in ("", "-wal"))
    known = _rows.get(history)
    if known is None or known[0] != signature:
        known = _rows[history] = signature, kept_row(Patient(name, history.parent, history, history), until)
    return known[1]


def _state_of(path: Path) -> tuple[int, int]:
    """What changes whenever a file does; of one that is not there, nothing."""
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


def show_person(job: Job) -> Reply:
    """A person's season for a clinician, with the files that were not read."""
    name = str(job.what["name"])
    failure, refused = str(job.what["failure"]), [*job.what["refused"]]
    blocks, outcome = _season(name, job.place.history, failure)
    body = blocks_html(blocks, outcome, target_of=target_in(job.root))
    if failure and outcome.sessions:
        refused.insert(0, ("What is new in the folder", failure, ""))
    after = filled("after_person.html.jinja", root=job.root, refused=refused)
    return {"title": name}, f"{body}{after}".encode()


def print_people(job: Job) -> Reply:
    """One sheet a person, all in one PDF; who has nothing to show keeps a sheet that says so."""
    people: Sequence[Mapping[str, Any]] = job.what["people"]
    title = str(people[0]["name"]) if len(people) == 1 else "Caseload"
    return {}, printed_documents(title, _sheets(people, job.tell))


def _sheets(people: Sequence[Mapping[str, Any]], tell: Tell) -> Iterator[tuple[Document, Outcome]]:
    """Everybody's sheet; after each is drawn, a word of it, for a whole practice takes longer than silence may last."""
    for person in people:
        try:
            blocks, outcome = _season(person["name"], Path(person["history"]), person["failure"])
        except PacingError as error:
            blocks, outcome = _nothing(person["name"], error.message)
        yield Document(str(person["name"]), Audience.CLINICIAN, blocks), outcome
        tell({"drawn": person["name"]})


def _season(name: str, history: Path, failure: str) -> tuple[tuple[Block, ...], Outcome]:
    """The blocks of a person's season under their name, and what they show; where there is nothing, why."""
    if not history.exists():
        return _nothing(name, failure or NOTHING_YET)
    with History(history) as kept:
        season, sessions = season_of(kept)
    outcome = Outcome(sessions, (), Person(), PROGRAM, season)
    first, *others = season_blocks(outcome, season, Audience.CLINICIAN)
    heading = replace(first, text=f"{name}: sessions over time") if isinstance(first, Heading) else first
    return (heading, *others), outcome


def _nothing(name: str, why: str) -> tuple[tuple[Block, ...], Outcome]:
    return (Heading(name, 1), Paragraph(why, lead=True)), Outcome((), (), Person(), PROGRAM)
