"""The `pacing` command: its commands, and how they are read from the command line."""

import glob
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click
from click.exceptions import Exit

from pacing import __version__
from pacing.cli.frame import run_in_words
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenGroup

COMMANDS = (
    "app",
    "setup",
    "report",
    "inspect",
    "add",
    "caseload",
    "trend",
    "payback",
    "day",
    "cohort",
    "limit",
    "formats",
    "why",
    "demo",
    "doctor",
    "schema",
    "history",
    "diary",
)
"""In the order of the help; each is a module of its name."""


class Commands(SpokenGroup):
    """The commands of the program; only the one that is asked for is loaded."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the name is the library's
        """The names of the commands, in the order of the help."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name; None: there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pacing.cli.commands.{cmd_name}").command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(__version__, message="pacing %(version)s", help="Show the version.")
def app() -> None:
    """How your heart responded to exertion, and whether you stayed inside your own pace.

    Describes what a watch or strap recorded; does not diagnose, prescribe or score. Nothing leaves this machine.
    """


def run() -> None:
    """Run the command line; never ends in a traceback."""
    run_in_words(_exit_code_of_app)


def _exit_code_of_app() -> int:
    """Not by `app()`, which answers a stop and a stream that nobody reads in ways of its own."""
    typed = sys.argv[1:] if os.name == "posix" else names_in_place_of_patterns(sys.argv[1:])
    try:
        with app.make_context("pacing", [*typed]) as context:
            app.invoke(context)
    except Exit as ended:
        return ended.exit_code
    return ExitCode.ALL_READ


def names_in_place_of_patterns(words: Sequence[str]) -> list[str]:
    """The words with the files that fit in place of a pattern such as `*.fit`, as no shell of Windows does it.

    Parameters
    ----------
    words
        What was typed. A word that fits no file stays as it is.
    """
    return [name for word in words for name in (sorted(glob.glob(word)) or [word])]  # noqa: PTH207 - a path of any kind
