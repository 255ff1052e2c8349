"""`pacing caseload`: one row a person of a practice."""

import os
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pacing.cli.options import DAY
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenCommand, argument, word_of
from pacing.errors import UsageError
from pacing.plural import plural

if TYPE_CHECKING:
    from datetime import date

    from pacing.caseload.people import Patient
    from pacing.caseload.reading import PersonResult

STEM = "pacing-caseload"
MOST_PROCESSES = 8  # more wait for the disk and for memory


class CaseloadForm(StrEnum):
    """How the rows are written."""

    HTML = "html"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


@click.command(cls=SpokenCommand)
@argument("folder", type=Path, metavar="FOLDER", help="One folder a person inside it.")
@click.option(
    "--format",
    "forms",
    **word_of(CaseloadForm),
    multiple=True,
    help="How to write the rows; several are possible.",
)
@click.option("--out", metavar="PATH", help=f"Default: {STEM}.<suffix> here; - = standard output.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@click.option("--sheets", type=Path, metavar="FOLDER", help="Write each person's clinician sheet here too.")
@click.option(
    "--initials", "by_initials", is_flag=True, help="Label sheets with initials instead of the folder's name."
)
@click.option("--until", type=DAY, metavar="YYYY-MM-DD", help="The last day to look at.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Read this many people at once.")
def command(
    folder: Path,
    *,
    forms: tuple[CaseloadForm, ...],
    out: str | None,
    force: bool,
    sheets: Path | None,
    by_initials: bool,
    until: datetime | None,
    jobs: int | None,
) -> None:
    """Several people: one row each, in the order of their folders' names.

    The last 7 and 28 days, the last session, what changed, the newest note, and how the diary was kept. Each person's
    history lies in their own folder; a `profile.toml` there holds their limit. Only what is new is read.
    """
    from pacing.caseload.people import people_below
    from pacing.caseload.reading import Wanted, read_people
    from pacing.caseload.rendering import render_caseload
    from pacing.cli.output import require_free, say, target_paths, write_whole
    from pacing.keeping.history_file import usual_history
    from pacing.model.caseload import CaseloadRows

    names = [form.value for form in dict.fromkeys(forms or (CaseloadForm.HTML,))]
    targets = target_paths(out, {name: f".{name}" for name in names}, STEM)
    for target in targets.values():
        require_free(target, force=force)
    people = people_below(folder, usual_history().parent)
    today = datetime.now().date()  # noqa: DTZ005 - the practice's own calendar day
    day = today if until is None else until.date()
    files = {} if sheets is None else _sheet_files(people, sheets, today, by_initials=by_initials, force=force)
    wanted = Wanted(day, sheets is not None, by_initials, today)
    results = []
    for person, result in zip(people, read_people(people, wanted, jobs or _usual_jobs()), strict=True):
        results.append(result)
        if result.sheet is not None:
            write_whole(result.sheet, files[person])
    rows = CaseloadRows(day, tuple(result.row for result in results))
    for name in names:
        write_whole(render_caseload(rows, name), targets[name])
    _say_what_was_not_read(results)
    for target in targets.values():
        if target is not None:
            say(f"Written: {target}")
    if sheets is not None:
        written = sum(result.sheet is not None for result in results)
        say(plural(written, "1 sheet written to {folder}.", "{} sheets written to {folder}.", folder=sheets))
    raise Exit(_exit_code(results))


def _usual_jobs() -> int:
    return min(MOST_PROCESSES, os.cpu_count() or 1)


def _sheet_files(
    people: "tuple[Patient, ...]", folder: Path, today: "date", *, by_initials: bool, force: bool
) -> "dict[Patient, Path]":
    """Where each sheet goes: the person's label and the day; of two with the same initials, each has a number.

    Raises
    ------
    UsageError
        There is no such folder, or a sheet is there already.
    """
    from pacing.caseload.people import initials
    from pacing.cli.output import require_free

    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", hint="Make it first, or name another with --sheets.")
    labels = [initials(person.name) if by_initials else person.folder.name for person in people]
    counts: dict[str, int] = {}
    files = {}
    for person, label in zip(people, labels, strict=True):
        number = counts[label] = counts.get(label, 0) + 1
        files[person] = folder / f"{label}{f'-{number}' if labels.count(label) > 1 else ''} {today.isoformat()}.pdf"
        require_free(files[person], force=force)
    return files


def _say_what_was_not_read(results: "list[PersonResult]") -> None:
    """Who could not be read and why, and each file that was refused, under its person."""
    from pacing.cli.output import say_error

    for result in results:
        if result.row.failure:
            say_error(f"{result.row.name}: {result.row.failure}")
        for refusal in result.row.refused:
            say_error(f"Refused: {result.row.name}/{refusal.file_name}: {refusal.message}", refusal.hint)


def _exit_code(results: "list[PersonResult]") -> ExitCode:
    if not any(result.row.sessions for result in results):
        return ExitCode.NOTHING_READ
    incomplete = any(result.row.failure or result.row.refused for result in results)
    return ExitCode.SOME_REFUSED if incomplete else ExitCode.ALL_READ
