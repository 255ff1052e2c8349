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

COLUMNS_BESIDE = 6  # of a name and what it is for, before, between and behind
COMMANDS = {
    "app": "The page on this computer: drop a file, read the answer.",
    "setup": "Tell what holds for all your sessions, once.",
    "report": "One report over all sessions found.",
    "inspect": "What is in each file, without analysis.",
    "add": "Keep sessions in the history.",
    "caseload": "Several people: one row each, in the order of their folders' names.",
    "trend": "What changed over the sessions, beyond your usual variation.",
    "payback": "What follows exertion, one to three days later.",
    "day": "Resting rate, nights, sleep and time above your limit, by day.",
    "cohort": "Many people at once: one folder each, or the rows of a manifest, into tables for research.",
    "limit": "Every pacing rule side by side for you.",
    "formats": "What can be read.",
    "why": "Where a number comes from.",
    "demo": "A full report from the samples.",
    "doctor": "A self-test on inputs that go wrong elsewhere.",
    "schema": "The JSON Schema of every document that the program writes.",
    "history": "The history: list, show, remove, export, import, check.",
    "diary": "Symptoms by day, and dated notes of what changed.",
}
"""In the order of the help, each with the first sentence of its own, so that the help of all loads none of them."""


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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write what each command is for, without loading it."""
        room = formatter.width - COLUMNS_BESIDE - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(name, help=words).get_short_help_str(room)) for name, words in COMMANDS.items()]
            )


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
