"""The `pacing` command: its commands, and how they are read from the command line."""

import typer

from pacing import __version__
from pacing.cli.commands import (
    add,
    cohort,
    day,
    demo,
    diary,
    doctor,
    formats,
    history,
    inspect,
    limit,
    payback,
    report,
    schema,
    setup,
    trend,
    why,
)
from pacing.cli.commands import (
    app as page,
)
from pacing.cli.frame import run_in_words
from pacing.cli.mistyped import SpokenGroup
from pacing.cli.output import ExitCode

app = typer.Typer(
    name="pacing",
    cls=SpokenGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("app")(page.command)
app.command("setup")(setup.command)
app.command("report")(report.command)
app.command("inspect")(inspect.command)
app.command("add")(add.command)
app.command("trend")(trend.command)
app.command("payback")(payback.command)
app.command("day")(day.command)
app.command("cohort")(cohort.command)
app.command("limit")(limit.command)
app.command("formats")(formats.command)
app.command("why")(why.command)
app.command("demo")(demo.command)
app.command("doctor")(doctor.command)
app.command("schema")(schema.command)
app.add_typer(history.app, name="history")
app.add_typer(diary.app, name="diary")


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
    """Run the command line; never ends in a traceback."""
    run_in_words(_exit_code_of_app)


def _exit_code_of_app() -> int:
    try:
        app()
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else ExitCode.ALL_READ
    return ExitCode.ALL_READ
