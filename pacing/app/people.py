"""The rows of a caseload, a person's season, and everybody's sheets as one PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pacing.app.markup import filled
from pacing.app.showing import PROGRAM, target_in
from pacing.app.tasks import Job, Reply
from pacing.errors import PacingError
from pacing.history.season import season_of
from pacing.history.store import History
from pacing.model.assessment import Outcome
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.person import Person
from pacing.report.document import Audience, Block, Document, Heading, Paragraph
from pacing.report.formats.html import blocks_html
from pacing.report.formats.pdf import printed_documents
from pacing.report.pages.season import season_blocks
from pacing.report.wording.format_times import MONTHS

NOTHING_YET = "Nothing could be read of this person yet."


def show_people(job: Job) -> Reply:
    """One row a person, in the order that was asked for."""
    people: Sequence[Mapping[str, Any]] = job.what["people"]
    rows = [_row(person) for person in people]
    reading = any(person["state"] != "read" for person in people)
    body = filled("people.html.jinja", root=job.root, rows=rows, reading=reading)
    return {"title": "Caseload"}, body.encode()


def _row(person: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a row says; a person whose history cannot be read keeps one with the reason."""
    row = {"number": person["number"], "name": person["name"], "said": person["failure"]}
    facts = {"sessions": "", "above": "", "newest": ""}
    if Path(person["history"]).exists():
        try:
            facts = _facts(Path(person["history"]))
        except PacingError as error:
            row["said"] = error.message
    if not row["said"] and person["state"] != "read":
        row["said"] = "being read" if person["state"] == "reading" else "waits to be read"
    if not row["said"] and person["refused"]:
        row["said"] = f"{person['refused']} not read"
    return {**row, **facts}


def _facts(history: Path) -> dict[str, str]:
    with History(history) as kept:
        sessions = [row for row in kept.sessions() if row.same_as is None]
    judged = [row for row in sessions if row.verdict not in (None, ExceedanceVerdict.CANNOT_JUDGE.value)]
    days = [row.began.date() for row in sessions if row.began is not None]
    newest = max(days, default=None)
    return {
        "sessions": str(len(sessions)),
        "above": f"{sum(bool(row.flagged) for row in judged)} of {len(judged)}" if judged else "no limit",
        "newest": "" if newest is None else f"{newest.day} {MONTHS[newest.month - 1][:3]} {newest.year}",
    }


def show_person(job: Job) -> Reply:
    """A person's season for a clinician, with the files that were not read."""
    name = str(job.what["name"])
    blocks, outcome = _season(name, job.place.history)
    body = blocks_html(blocks, outcome, target_of=target_in(job.root))
    after = filled("after_person.html.jinja", root=job.root, refused=job.what["refused"])
    return {"title": name}, f"{body}{after}".encode()


def print_people(job: Job) -> Reply:
    """One sheet a person, all in one PDF; who has nothing to show keeps a sheet that says so."""
    people: Sequence[Mapping[str, Any]] = job.what["people"]
    sheets = []
    for person in people:
        try:
            blocks, outcome = _season(person["name"], Path(person["history"]))
        except PacingError as error:
            blocks, outcome = _nothing(person["name"], error.message)
        sheets.append((Document(str(person["name"]), Audience.CLINICIAN, blocks), outcome))
    title = str(people[0]["name"]) if len(people) == 1 else "Caseload"
    return {}, printed_documents(title, sheets)


def _season(name: str, history: Path) -> tuple[tuple[Block, ...], Outcome]:
    """The blocks of a person's season under their name, and what they show."""
    if not history.exists():
        return _nothing(name, NOTHING_YET)
    with History(history) as kept:
        season, sessions = season_of(kept)
    outcome = Outcome(sessions, (), Person(), PROGRAM, season)
    first, *others = season_blocks(outcome, season, Audience.CLINICIAN)
    heading = replace(first, text=f"{name}: sessions over time") if isinstance(first, Heading) else first
    return (heading, *others), outcome


def _nothing(name: str, why: str) -> tuple[tuple[Block, ...], Outcome]:
    return (Heading(name, 1), Paragraph(why, lead=True)), Outcome((), (), Person(), PROGRAM)
