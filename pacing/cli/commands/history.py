"""`pacing history`: list, show, remove, export, import and check what is kept."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pacing.cli.options import HistoryOption, open_history
from pacing.cli.output import ExitCode
from pacing.errors import UsageError
from pacing.plural import plural

if TYPE_CHECKING:
    from pacing.history.store import SessionRow


class Form(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"


app = typer.Typer(
    help="The history: list, show, remove, export, import, check.", no_args_is_help=True, rich_markup_mode=None
)
FormOption = Annotated[Form, typer.Option("--format", help="Format of the answer.")]
SessionArgument = Annotated[str, typer.Argument(metavar="ID", help="The session's id, or how it begins.")]


@app.command("list")
def list_sessions(form: FormOption = Form.TEXT, history: HistoryOption = None) -> None:
    """All sessions, oldest first."""
    with open_history(history) as kept:
        rows = kept.sessions()
    if form is Form.JSON:
        from pacing.codec import history_document

        document = history_document(_summary(row) for row in rows)
        print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        return
    if not rows:
        from pacing.cli.output import say

        say("There are no sessions in the history yet. `pacing add` keeps them.")
    for row in rows:
        day = "no date         " if row.start is None else row.start.strftime("%Y-%m-%d %H:%M")
        words = "no limit set" if row.verdict is None else row.verdict.replace("_", " ")
        double = f"  (the same session as {row.same_as})" if row.same_as else ""
        print(f"{row.id}  {day}  {row.duration_s / 60:5.0f} min  {row.sport or '-':14} {words}{double}")


@app.command("show")
def show_session(session_id: SessionArgument, history: HistoryOption = None) -> None:
    """One session as JSON, as it was when it was added."""
    with open_history(history) as kept:
        print(json.dumps(kept.document(session_id), ensure_ascii=False, indent=2, allow_nan=False))


@app.command("remove")
def remove_session(session_id: SessionArgument, history: HistoryOption = None) -> None:
    """Remove one session."""
    from pacing.cli.output import say
    from pacing.history.duplicates import link_duplicates

    with open_history(history) as kept:
        removed = kept.remove(session_id)
        link_duplicates(kept)
    say(f"Removed {removed.id}.")


@app.command("mark")
def mark_session(
    session_id: SessionArgument,
    comfortable: Annotated[bool | None, typer.Option("--comfortable/--not-comfortable", help="How it felt.")] = None,
    flare: Annotated[bool | None, typer.Option("--flare/--no-flare", help="Whether a flare followed.")] = None,
    history: HistoryOption = None,
) -> None:
    """Say how a session felt and whether a flare followed; the rule `learnt` builds on it."""
    from pacing.cli.output import say
    from pacing.history.annotations import mark

    if comfortable is None and flare is None:
        raise UsageError(
            "There is nothing to keep about the session.",
            hint="Add --comfortable or --flare (or --not-comfortable, --no-flare).",
        )
    with open_history(history) as kept:
        say(f"Kept for {mark(kept, session_id, comfortable=comfortable, flare_after=flare)}.")


@app.command("export")
def export_history(folder: Annotated[Path, typer.Argument(metavar="FOLDER")], history: HistoryOption = None) -> None:
    """Everything as a plain folder of JSON and CSV; `import` restores it."""
    from pacing.cli.output import say
    from pacing.history.export import export_to

    with open_history(history) as kept:
        count = export_to(kept, folder)
    say(plural(count, "1 session written to {folder}.", "{} sessions written to {folder}.", folder=folder))


@app.command("import")
def import_history(folder: Annotated[Path, typer.Argument(metavar="FOLDER")], history: HistoryOption = None) -> None:
    """Restore what `export` wrote; what is there already stays as it is."""
    from pacing.cli.output import say
    from pacing.history.duplicates import link_duplicates
    from pacing.history.export import import_from

    with open_history(history) as kept:
        count = import_from(kept, folder)
        link_duplicates(kept)
    say(plural(count, "1 session restored.", "{} sessions restored."))


@app.command("check")
def check_history(history: HistoryOption = None) -> None:
    """Check that the file is intact."""
    with open_history(history) as kept:
        wrong = kept.check()
    for line in wrong or ["Everything is in order."]:
        print(line)
    raise typer.Exit(ExitCode.SOME_REFUSED if wrong else ExitCode.ALL_READ)


def _summary(row: "SessionRow") -> dict[str, object]:
    return {
        "id": row.id,
        "start": None if row.start is None else row.start.isoformat(),
        "sport": row.sport,
        "duration_s": row.duration_s,
        "kind": row.kind,
        "verdict": row.verdict,
        "flagged": row.flagged,
        "same_as": row.same_as,
    }
