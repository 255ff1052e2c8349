"""`pacing history`: list, show, remove, export, import and check what is kept."""

import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pacing.cli import options
from pacing.cli.options import HistoryOption, open_history, open_kept
from pacing.cli.output import ExitCode
from pacing.errors import UsageError
from pacing.plural import plural

if TYPE_CHECKING:
    from pacing.history.session_list import SessionRow


class Form(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"


app = typer.Typer(
    help="The history: list, show, remove, export, import, check.", no_args_is_help=True, rich_markup_mode=None
)
FormOption = Annotated[Form, typer.Option("--format", help="How to write the answer.")]
SessionArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An id, how it begins, its number in the list, a day, or last.")
]


@app.command("list")
def list_sessions(
    form: FormOption = Form.TEXT, since: options.SinceOption = None, history: HistoryOption = None
) -> None:
    """All sessions, oldest first."""
    first_day = None if since is None else options.first_day(since)
    with open_kept(history) as store:
        every = list(enumerate(store.sessions(), 1))
    numbers = [(n, r) for n, r in every if first_day is None or (r.began is not None and r.began.date() >= first_day)]
    rows = [row for _, row in numbers]
    if form is Form.JSON:
        from pacing.codec import history_document

        document = history_document(_summary(row) for row in rows)
        print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))
        return
    if not rows:
        from pacing.cli.output import say

        say("There are no sessions in the history yet. `pacing add` keeps them.")
        return
    print(f"{'No.':>4}  {'Date':16}  {'Length':>8}  {'What':14} {'Against the limit':18} Id")
    for number, row in numbers:
        day = "no date" if row.began is None else row.began.strftime("%Y-%m-%d %H:%M")
        words = "no limit set" if row.verdict is None else row.verdict.replace("_", " ")
        double = f"  (the same session as {row.same_as})" if row.same_as else ""
        length = f"{row.duration_s / 60:.0f} min"
        print(f"{number:4}  {day:16}  {length:>8}  {row.sport or '-':14} {words:18} {row.id}{double}")


@app.command("show")
def show_session(session_id: SessionArgument, history: HistoryOption = None) -> None:
    """One session as JSON, with how it was judged before where that has changed."""
    with open_kept(history) as store:
        row = store.meant(session_id)
        document = store.document(row.id)
        earlier = store.earlier_judgements(row.id)
    if earlier:
        document["earlier"] = [{"until": until.isoformat(), **judgement} for until, judgement in earlier]
    print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


@app.command("remove")
def remove_session(session_id: SessionArgument, history: HistoryOption = None) -> None:
    """Remove one session."""
    from pacing.cli.output import say
    from pacing.history.duplicates import link_duplicates

    with open_history(history) as store:
        removed = store.remove(store.meant(session_id).id)
        link_duplicates(store)
    say(f"Removed {removed.id}.")


@app.command("remeasure")
@options.takes(options.Subject.PERSON, options.Subject.SESSION, also=("timezone",))
def remeasure(
    session_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only this session.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only sessions from this day on."),
    ] = None,
    *,
    settings: options.Settings,
    history: HistoryOption = None,
) -> None:
    """Measure and judge kept sessions again, by what you tell now.

    What you give now wins over what was given when they were added; the earlier limit and verdict are kept with their
    date. Sessions whose file is not kept are only judged again.
    """
    from pacing.cli.output import say_remeasured
    from pacing.keeping.again import judge_again

    request = options.request_from(settings)
    with open_history(history) as store:
        identity = None if session_id is None else store.meant(session_id).id
        day = None if since is None else since.date()
        again = judge_again(store, request, all_of_it=True, since=day, session_id=identity)
    say_remeasured(again)


@app.command("mark")
def mark_session(
    session_id: SessionArgument,
    comfortable: Annotated[bool | None, typer.Option("--comfortable/--not-comfortable", help="How it felt.")] = None,
    flare: Annotated[bool | None, typer.Option("--flare/--no-flare", help="Whether a flare followed.")] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take out what you said of it.")] = False,
    history: HistoryOption = None,
) -> None:
    """Say how a session felt and whether a flare followed; the rule `learnt` builds on it."""
    from pacing.cli.output import say
    from pacing.history.annotations import mark, unmark

    if comfortable is None and flare is None and not forget:
        raise UsageError(
            "Nothing is said of the session.", hint="Add --comfortable or --flare, their opposites, or --forget."
        )
    with open_history(history) as store:
        row = store.meant(session_id)
        day = "" if row.began is None else f" of {row.began:%Y-%m-%d %H:%M}"
        if forget:
            say(f"What you said of {unmark(store, row.id)}{day} is taken out.")
        if comfortable is not None or flare is not None:
            say(f"Kept for {mark(store, row.id, comfortable=comfortable, flare_after=flare)}{day}.")


@app.command("export")
def export_history(folder: Annotated[Path, typer.Argument(metavar="FOLDER")], history: HistoryOption = None) -> None:
    """Everything as a plain folder of JSON and CSV; `import` restores it."""
    from pacing.cli.output import say
    from pacing.history.export import export_to

    with open_kept(history, must_exist=True) as store:
        count = export_to(store, folder)
    say(plural(count, "1 session written to {folder}.", "{} sessions written to {folder}.", folder=folder))


@app.command("import")
def import_history(folder: Annotated[Path, typer.Argument(metavar="FOLDER")], history: HistoryOption = None) -> None:
    """Restore what `export` wrote; what is there already stays as it is."""
    from pacing.cli.output import say
    from pacing.history.duplicates import link_duplicates
    from pacing.history.export import import_from

    with open_history(history) as store:
        count = import_from(store, folder)
        link_duplicates(store)
    say(plural(count, "1 session restored.", "{} sessions restored."))


@app.command("check")
def check_history(history: HistoryOption = None) -> None:
    """Check that the file is intact."""
    with open_kept(history, must_exist=True) as store:
        wrong = store.check()
    for line in wrong or ["Everything is in order."]:
        print(line)
    raise typer.Exit(ExitCode.SOME_REFUSED if wrong else ExitCode.ALL_READ)


def _summary(row: "SessionRow") -> dict[str, object]:
    return {
        "id": row.id,
        "start": None if row.start is None else row.start.isoformat(),
        "clock_start": None if row.clock_start is None else row.clock_start.isoformat(),
        "sport": row.sport,
        "duration_s": row.duration_s,
        "kind": row.kind,
        "verdict": row.verdict,
        "flagged": row.flagged,
        "same_as": row.same_as,
        "file_name": row.file_name,
    }
