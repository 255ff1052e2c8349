"""`pacing history`: list, show, remove, export, import and check what is kept."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pacing.cli import options
from pacing.cli.options import Form, form_option, history_option, open_history, open_kept
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenGroup, argument
from pacing.errors import UsageError
from pacing.plural import plural

if TYPE_CHECKING:
    from pacing.history.session_list import SessionRow


session_argument = argument(
    "session_id", metavar="ID", help="An id, how it begins, its number in the list, a day, or last."
)


@click.group(cls=SpokenGroup)
def command() -> None:
    """The history: list, show, remove, export, import, check."""


@command.command("list")
@form_option
@options.since_option
@history_option
def list_sessions(*, form: Form, since: str | None, history: Path | None) -> None:
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


@command.command("show")
@session_argument
@history_option
def show_session(session_id: str, *, history: Path | None) -> None:
    """One session as JSON, with how it was judged before where that has changed."""
    with open_kept(history) as store:
        row = store.meant(session_id)
        document = store.document(row.id)
        earlier = store.earlier_judgements(row.id)
    if earlier:
        document["earlier"] = [{"until": until.isoformat(), **judgement} for until, judgement in earlier]
    print(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


@command.command("remove")
@session_argument
@history_option
def remove_session(session_id: str, *, history: Path | None) -> None:
    """Remove one session."""
    from pacing.cli.output import say
    from pacing.history.duplicates import link_duplicates

    with open_history(history) as store:
        removed = store.remove(store.meant(session_id).id)
        link_duplicates(store)
    say(f"Removed {removed.id}.")


@command.command("remeasure")
@argument("session_id", required=False, metavar="[ID]", help="Only this session.")
@click.option("--since", type=options.DAY, metavar="YYYY-MM-DD", help="Only sessions from this day on.")
@options.takes(options.Subject.PERSON, options.Subject.SESSION, also=("timezone",))
@history_option
def remeasure(
    session_id: str | None, *, since: datetime | None, settings: options.Settings, history: Path | None
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


@command.command("mark")
@session_argument
@click.option("--comfortable/--not-comfortable", default=None, help="How it felt.")
@click.option("--flare/--no-flare", default=None, help="Whether a flare followed.")
@click.option("--forget", is_flag=True, help="Take out what you said of it.")
@history_option
def mark_session(
    session_id: str, *, comfortable: bool | None, flare: bool | None, forget: bool, history: Path | None
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


@command.command("export")
@argument("folder", type=Path, metavar="FOLDER")
@history_option
def export_history(folder: Path, *, history: Path | None) -> None:
    """Everything as a plain folder of JSON and CSV; `import` restores it."""
    from pacing.cli.output import say
    from pacing.history.export import export_to

    with open_kept(history, must_exist=True) as store:
        count = export_to(store, folder)
    say(plural(count, "1 session written to {folder}.", "{} sessions written to {folder}.", folder=folder))


@command.command("import")
@argument("folder", type=Path, metavar="FOLDER")
@history_option
def import_history(folder: Path, *, history: Path | None) -> None:
    """Restore what `export` wrote; what is there already stays as it is."""
    from pacing.cli.output import say
    from pacing.history.duplicates import link_duplicates
    from pacing.history.export import import_from

    with open_history(history) as store:
        count = import_from(store, folder)
        link_duplicates(store)
    say(plural(count, "1 session restored.", "{} sessions restored."))


@command.command("check")
@history_option
def check_history(*, history: Path | None) -> None:
    """Check that the file is intact."""
    with open_kept(history, must_exist=True) as store:
        wrong = store.check()
    for line in wrong or ["Everything is in order."]:
        print(line)
    raise Exit(ExitCode.SOME_REFUSED if wrong else ExitCode.ALL_READ)


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
