"""Read what is new of everybody, each person by one process, so that nobody's file touches another person."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from pacing.caseload.people import DIARY_NAME, Patient, initials
from pacing.caseload.person_rows import kept_row
from pacing.errors import PacingError
from pacing.history.diary import add_entries
from pacing.history.diary_import import read_diary
from pacing.history.season import season_of
from pacing.history.store import History
from pacing.keeping.adding import add_paths
from pacing.keeping.history_file import with_past
from pacing.model.assessment import Outcome, Refusal, refusal_of
from pacing.model.caseload import PersonRow
from pacing.model.person import Person
from pacing.pipeline import PROGRAM, Request
from pacing.plural import plural
from pacing.read.archive import find_sources
from pacing.report.document import Audience
from pacing.report.render import render_report
from pacing.settings import Settings, request_from
from pacing.workers import Workers

EMPTY = "There is nothing in the folder that could be a recording."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is made of everybody: the last day that is looked at, and their sheets.

    `sheets`: whether each person's clinician sheet is made; `by_initials`: under their initials instead of their name;
    `printed`: the date that stands on it.
    """

    until: date
    sheets: bool = False
    by_initials: bool = False
    printed: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PersonResult:
    """A person's row, and their sheet as a PDF where it was asked for and something is kept of them."""

    row: PersonRow
    sheet: bytes | None = None


def read_people(people: Sequence[Patient], wanted: Wanted, jobs: int = 1) -> Iterator[PersonResult]:
    """Everybody's row, in their order, after what is new of them was read.

    Parameters
    ----------
    people
        Who is read.
    wanted
        What is made of each.
    jobs
        How many people are read at once.
    """
    jobs = min(jobs, len(people), os.cpu_count() or 1)
    read = partial(read_person, wanted=wanted)
    if jobs <= 1:
        yield from map(read, people)
        return
    # a process that died may have died of one file: where each file has a process of its own, it costs only that file
    afresh = wanted.sheets and "typst" in sys.modules  # its threads are not copied
    workers = Workers(read, jobs, lambda person, _: read_person(person, wanted, jobs=2), afresh=afresh)
    yield from workers.in_order(people)


def read_person(person: Patient, wanted: Wanted, *, jobs: int = 1) -> PersonResult:
    """One person: what is new in their folder is kept in their history; whatever goes wrong is said in their row.

    Parameters
    ----------
    person
        Who is read.
    wanted
        What is made of them.
    jobs
        How many of their files are read at once.
    """
    refused: tuple[Refusal, ...] = ()
    failure = ""
    try:
        refused = _added(person, jobs)
    except PacingError as error:
        failure = " ".join(filter(None, (error.message, error.hint)))
    row = kept_row(person, wanted.until)
    if not failure and not row.failure and not row.sessions and not refused:
        failure = EMPTY
    row = replace(row, refused=refused, failure=failure or row.failure)
    return PersonResult(row, _sheet(person, row, wanted))


def _added(person: Patient, jobs: int) -> tuple[Refusal, ...]:
    """Keep what is new; gives what was refused, now or before. No history is made where there is nothing to keep."""
    request = person_request(person)
    if not person.history.exists() and next(find_sources(person.folder), None) is None:
        return ()
    with History(person.history) as store:
        refused = add_paths(store, [person.folder], request, jobs=jobs).refused
        if not person.diary.exists():
            return refused
        return *(one for one in refused if one.file_name != DIARY_NAME), *_diary_added(store, person.diary)


def _diary_added(store: History, path: Path) -> tuple[Refusal, ...]:
    """Keep what a diary says, beside what was entered by hand; gives why it, or a part of it, is not kept."""
    try:
        diary = read_diary(path)
        add_entries(store, diary.entries, path.name, follow=True)
    except PacingError as error:
        return (refusal_of(path.name, error),)
    left_out = []
    if diary.outside:
        words = ("1 score outside 0 to 10 was left out.", "{} scores outside 0 to 10 were left out.")
        left_out.append(
            Refusal(path.name, "HistoryError", plural(len(diary.outside), *words), "Use one scale, 0 to 10.")
        )
    if diary.not_symptoms:
        message = f"Not a symptom scored from 0 to 10, so left out: {', '.join(diary.not_symptoms)}."
        left_out.append(Refusal(path.name, "HistoryError", message, "If one is a symptom, score it from 0 to 10."))
    return tuple(left_out)


def person_request(person: Patient) -> Request:
    """What is asked of the pipeline for a person, by the profile in their folder alone.

    Raises
    ------
    PacingError
        The profile makes no sense, or the history cannot be opened.
    """
    request = request_from(Settings(person.profile if person.profile.exists() else None))
    return with_past(request, person.history) if person.history.exists() else request


def _sheet(person: Patient, row: PersonRow, wanted: Wanted) -> bytes | None:
    if not wanted.sheets or not row.sessions:
        return None
    with History(person.history, read_only=True) as store:
        season, sessions = season_of(store)
    label = initials(person.name) if wanted.by_initials else person.name
    outcome = Outcome(sessions, (), Person(), PROGRAM, season, label=label, printed=wanted.printed)
    return render_report(outcome, "pdf", Audience.CLINICIAN)
