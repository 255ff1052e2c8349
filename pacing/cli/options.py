"""The options that several commands share, each with one wording, and the files they may stand for."""

import atexit
import functools
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

import pacing
from pacing.cli.spoken import argument, word_of
from pacing.errors import UsageError
from pacing.keeping.history_file import open_history, open_kept, usual_history, with_all_past, with_past, with_symptoms
from pacing.printable import printable
from pacing.settings import Setting, Settings, Subject, request_from, settings_with_option

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


def _printable(_context: click.Context, _option: click.Parameter, text: str) -> str:
    return printable(text)


class Form(StrEnum):
    """How an answer is written."""

    TEXT = "text"
    JSON = "json"


paths_argument = argument(
    "paths",
    nargs=-1,
    required=True,
    type=Path,
    metavar="PATH...",
    help="Files, folders or archives; - = standard input.",
)
verbose_option = click.option(
    "--verbose", is_flag=True, help="Say on standard error what each stage decided; reads with one process."
)
label_option = click.option(
    "--label",
    metavar="TEXT",
    default="",
    show_default=False,
    callback=_printable,
    help="Initials or a label to stand on the report.",
)
printed_option = click.option("--printed", metavar="today|DATE", help="The print date to stand on the report.")
one_person_option = click.option(
    "--one-person", is_flag=True, help="All subfolders are one person's, though they look like several people."
)
since_option = click.option("--since", metavar="7d|30d|DATE", help="Only the last days, or from a day on.")
jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", default=1, help="Read and draw with this many processes."
)
history_option = click.option(
    "--history", type=Path, metavar="FILE", help="Use this history file instead of the usual one."
)
form_option = click.option(
    "--format", "form", **word_of(Form), default=Form.TEXT.value, help="How to write the answer."
)
no_profile_option = click.option("--no-profile", is_flag=True, help="Leave the profile of `pacing setup` out.")
DAY = click.DateTime(["%Y-%m-%d"])
Command = Callable[..., None]


def takes(
    *subjects: Subject, also: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Callable[[Command], Command]:
    """Give a command an option for each setting on some subjects; it takes them as its argument `settings`.

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
        @functools.wraps(command)
        def with_options(**given: Any) -> None:
            words = {one.name: given.pop(one.name) for one in chosen}
            command(settings=Settings(**words, own_profile=not given.pop("no_profile", True)), **given)

        for one in reversed(chosen):
            if one.name == "profile":
                no_profile_option(with_options)
            _option_of(one)(with_options)
        return with_options

    return decorate


def _option_of(setting: Setting) -> Callable[[Command], Command]:
    kind, option = setting.value_type, setting.option
    taken: dict[str, Any] = {"type": kind, "default": setting.default}
    if kind is bool:
        taken = {"is_flag": True}
    elif kind is float and option.least is not None:
        taken["type"] = click.FloatRange(min=option.least)
    elif issubclass(kind, StrEnum):
        taken = {**word_of(kind), "default": setting.default and setting.default.value}
    return click.option(
        f"--{setting.name.replace('_', '-')}", setting.name, metavar=option.metavar, help=option.help, **taken
    )


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


def with_standard_input(paths: Sequence[Path]) -> Sequence[Path]:
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
