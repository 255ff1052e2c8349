"""The options that several commands share, each with one wording, and the files they may stand for."""

import atexit
import functools
import inspect
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

import pacing
from pacing.errors import UsageError
from pacing.keeping.history_file import open_history, open_kept, usual_history, with_all_past, with_past, with_symptoms
from pacing.printable import printable
from pacing.settings import Settings, Subject, request_from, settings_with_option

__all__ = [
    "Settings",
    "Subject",
    "open_history",
    "open_kept",
    "request_from",
    "usual_history",
    "with_all_past",
    "with_past",
    "with_symptoms",
]

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH...", help="Files, folders or archives; - = standard input.", exists=False, show_default=False
    ),
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", help="Say on standard error what each stage decided; reads with one process.")
]


def _printable(text: str) -> str:
    return printable(text)


LabelOption = Annotated[
    str,
    typer.Option("--label", metavar="TEXT", callback=_printable, help="Initials or a label to stand on the report."),
]
PrintedOption = Annotated[
    str | None, typer.Option("--printed", metavar="today|DATE", help="The print date to stand on the report.")
]
OnePersonOption = Annotated[
    bool, typer.Option("--one-person", help="All subfolders are one person's, though they look like several people.")
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="7d|30d|DATE", help="Only the last days, or from a day on."),
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Read and draw with this many processes.")]


HistoryOption = Annotated[
    Path | None, typer.Option("--history", metavar="FILE", help="Use this history file instead of the usual one.")
]
NoProfileOption = Annotated[bool, typer.Option("--no-profile", help="Leave the profile of `pacing setup` out.")]
Command = Callable[..., None]


def takes(
    *subjects: Subject, also: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Callable[[Command], Command]:
    """Give a command an option for each setting on some subjects, in place of its argument `settings`.

    Parameters
    ----------
    subjects
        What the options are about.
    also
        Single settings on other subjects.
    without
        Single settings that the command has no use for.

    Returns
    -------
    Callable
        A decorator. Beside a profile stands the option that leaves the person's usual one out.
    """
    chosen = [
        one
        for one in settings_with_option()
        if (one.option.subject in subjects or one.name in also) and one.name not in without
    ]

    def decorate(command: Command) -> Command:
        generated = []
        for one in chosen:
            flag, option = f"--{one.name.replace('_', '-')}", one.option
            typer_option = typer.Option(flag, metavar=option.metavar, help=option.help, min=option.least)
            generated.append(_keyword(one.name, one.default, Annotated[one.kind, typer_option]))
            if one.name == "profile":
                generated.append(_keyword("no_profile", default=False, annotation=NoProfileOption))
        signature = inspect.signature(command)
        parameters: list[inspect.Parameter] = []
        for own in signature.parameters.values():
            parameters += generated if own.name == "settings" else [own.replace(kind=own.KEYWORD_ONLY)]

        @functools.wraps(command)
        def with_options(**given: Any) -> None:
            words = {one.name: given.pop(one.name) for one in chosen}
            command(settings=Settings(**words, own_profile=not given.pop("no_profile", True)), **given)

        vars(with_options)["__signature__"] = signature.replace(parameters=parameters)
        return with_options

    return decorate


def _keyword(name: str, default: object, annotation: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def parse_since(text: str, today: date) -> date:
    """The first day of a span that ends today: `7d` for seven days, or a day.

    Parameters
    ----------
    text
        A number of days with a `d` behind it, or a day such as 2026-05-31.
    today
        The person's calendar day.

    Raises
    ------
    UsageError
        The text is neither.

    Examples
    --------
    >>> parse_since("7d", date(2026, 5, 14)).isoformat(), parse_since("2026-05-01", date(2026, 5, 14)).isoformat()
    ('2026-05-08', '2026-05-01')
    """
    days = SINCE_DAYS.fullmatch(text.strip())
    try:
        if days is not None and int(days[1]) > 0:
            return today - timedelta(days=int(days[1]) - 1)
        return date.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise UsageError(f"--since cannot be `{text}`.", hint="Write 7d, 30d or a day such as 2026-05-31.") from None


def first_day(since: str) -> date:
    """The first day of what `--since` asks for, counted back from today.

    Raises
    ------
    UsageError
        It asks for nothing that can be.
    """
    return parse_since(since, datetime.now().date())  # noqa: DTZ005 - the person's own calendar day


def print_date(printed: str | None) -> date | None:
    """The day that `--printed` names; None where nothing was asked for.

    Raises
    ------
    UsageError
        It is no day.
    """
    if printed is None:
        return None
    try:
        return datetime.now().date() if printed == "today" else date.fromisoformat(printed)  # noqa: DTZ005 - their day
    except ValueError:
        hint = "Write today, or a day such as 2026-05-31."
        raise UsageError(f"--printed cannot be `{printed}`.", hint=hint) from None


SINCE_DAYS = re.compile(r"(\d{1,5})d", re.ASCII)
STANDARD_INPUT = Path("-")


def with_standard_input(paths: list[Path]) -> list[Path]:
    """The paths, with what standard input brings in place of a `-`, kept in a file for as long as the program runs.

    Parameters
    ----------
    paths
        Files, folders, archives, or `-`.

    Raises
    ------
    UsageError
        Standard input is the terminal.
    """
    if STANDARD_INPUT not in paths:
        return paths
    if sys.stdin.isatty():
        raise UsageError("Nothing comes on standard input.", hint="Send a file there: `pacing report - < walk.fit`.")
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="pacing-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    copy = folder / "standard input"
    with copy.open("xb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    return [copy if path == STANDARD_INPUT else path for path in paths]


SUFFIXES = (".fit", ".csv")


def sample_files() -> list[Path]:
    """The sample recordings, sorted by name.

    Raises
    ------
    UsageError
        The installation has none.
    """
    package = Path(pacing.__file__).parent
    for folder in (package / "samples", package.parent / "sample_data"):
        files = sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES)
        if files:
            return files
    raise UsageError("This installation has no sample recordings.", hint="Install the program again from its wheel.")
