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
from pacing.model.assessment import Assessment, Outcome
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.person import Person
from pacing.report.document import Audience, Block, Break, Document, Fold, Heading, Paragraph, Picture
from pacing.report.formats.html import blocks_html
from pacing.report.formats.pdf import printed_document
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
    blocks: list[Block] = []
    sessions: list[Assessment] = []
    for person in people:
        try:
            theirs, outcome = _season(person["name"], Path(person["history"]))
        except PacingError as error:
            theirs, outcome = _nothing(person["name"], error.message), None
        blocks += [Break()] if blocks else []
        blocks += [_moved(block, len(sessions)) for block in theirs]
        sessions += outcome.sessions if outcome is not None else ()
    title = str(people[0]["name"]) if len(people) == 1 else "Caseload"
    whole = Outcome(tuple(sessions), (), Person(), PROGRAM)
    return {}, printed_document(Document(title, Audience.CLINICIAN, tuple(blocks)), whole)


def _season(name: str, history: Path) -> tuple[tuple[Block, ...], Outcome]:
    """The blocks of a person's season under their name, and what they show."""
    if not history.exists():
        return _nothing(name, NOTHING_YET), Outcome((), (), Person(), PROGRAM)
    with History(history) as kept:
        season, sessions = season_of(kept)
    outcome = Outcome(sessions, (), Person(), PROGRAM, season)
    first, *others = season_blocks(outcome, season, Audience.CLINICIAN)
    heading = replace(first, text=f"{name}: sessions over time") if isinstance(first, Heading) else first
    return (heading, *others), outcome


def _nothing(name: str, why: str) -> tuple[Block, ...]:
    return Heading(name, 1), Paragraph(why, lead=True)


def _moved(block: Block, by: int) -> Block:
    """A block whose pictures show sessions that stand further back in a longer list."""
    if isinstance(block, Picture):
        return replace(block, sessions=tuple(place + by for place in block.sessions))
    if isinstance(block, Fold):
        return replace(block, blocks=tuple(_moved(inner, by) for inner in block.blocks))
    return block
