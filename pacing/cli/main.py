"""The `pacing` command: where errors become words and exit codes."""

import sys

import typer

from pacing import __version__
from pacing.cli.commands import demo, doctor, formats, inspect, limit, report, why
from pacing.cli.exit_codes import ExitCode
from pacing.cli.words import say, say_error
from pacing.errors import PacingError

app = typer.Typer(
    name="pacing",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, command in {
    "report": report.command,
    "inspect": inspect.command,
    "limit": limit.command,
    "formats": formats.command,
    "why": why.command,
    "demo": demo.command,
    "doctor": doctor.command,
}.items():
    app.command(name)(command)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"pacing {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version."),
) -> None:
    """How your heart responded to exertion, and whether you stayed inside your own pace.

    Describes what a watch or strap recorded; does not diagnose, prescribe or score. Nothing leaves this machine.
    """


def run() -> None:
    """Run the command line; every foreseen error becomes a sentence and exit code 2, never a traceback."""
    try:
        app()
    except PacingError as error:
        say_error(error.message, error.hint)
        sys.exit(ExitCode.USAGE)
    except KeyboardInterrupt:
        say("Stopped.")
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.ALL_READ)
