"""The `pacing` command: where errors become words and exit codes.

Standard output and error as they come: closed, of another encoding, or with nobody reading any more.
"""

import gc
import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO, cast

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
from pacing.cli.mistyped import SpokenGroup
from pacing.cli.output import ExitCode, say, say_error, say_mistakes
from pacing.cli.stopping import exit_code, was_stopped
from pacing.errors import PacingError
from pacing.internal_errors import REPORT_IT, collected
from pacing.printable import PrintableStream


def make_streams_usable() -> None:
    """Words that a terminal cannot show are written out instead of ending the program; a closed stream takes anything.

    Data of a format never pass here: they are bytes of UTF-8.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def discard(stream: TextIO) -> None:
    """Let what is still to be written vanish, so that the end of the program does not stumble over it again."""
    try:
        index = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, index)
    os.close(nowhere)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


LIVING_OBJECTS = 100_000  # design: looking for garbage every 700 objects is a twentieth of a report; loading makes none

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
    """Run the command line; every foreseen error becomes a sentence and exit code 2, never a traceback."""
    make_streams_usable()
    _settle_libraries()
    with _printable_only():
        code = _run()
        if was_stopped() or code == ExitCode.INTERRUPTED:
            code = exit_code(ExitCode.INTERRUPTED)
            with suppress(OSError):  # the terminal may be gone
                say("Stopped.")
    sys.exit(code)


@contextmanager
def _printable_only() -> Iterator[None]:
    """Let no control character from outside reach a terminal, whoever writes it; data of a format go as bytes."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", PrintableStream(stream)) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def _settle_libraries() -> None:
    gc.set_threshold(LIVING_OBJECTS, 50, 100)
    for library in ("OPENBLAS", "OMP", "MKL"):  # our matrices are small: threads only wait for each other
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its words on caches are none of the person's business


def _run() -> int:
    """The exit code of what the command line asks for."""
    stdout = sys.stdout
    try:
        with collected() as mistakes:
            try:
                code = _exit_code_of_app()
            finally:
                if mistakes:
                    say_mistakes(mistakes)
        if mistakes:
            code = code or ExitCode.SOME_REFUSED
        if sys.stdout is not stdout:  # typer's way of saying that nobody reads any more, as after `| head -1`
            code = ExitCode.ALL_READ
        stdout.flush()
    except PacingError as error:
        say_error(error.message, error.hint)
        code = ExitCode.USAGE
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        discard(stdout)
        code = ExitCode.ALL_READ
    except Exception as error:
        if was_stopped():  # loading a library may turn a stop into an error of its own
            return ExitCode.INTERRUPTED
        if os.environ.get("PACING_DEBUG"):
            raise
        code = _own_mistake(error)
        discard(stdout)
    return code


def _exit_code_of_app() -> int:
    try:
        app()
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else ExitCode.ALL_READ
    return ExitCode.ALL_READ


def _own_mistake(error: Exception) -> ExitCode:
    if isinstance(error, OSError):
        index = f" ({error.filename})" if isinstance(error.filename, str) else ""
        say_error(
            f"The system did not let it happen: {error.strerror or error}{index}.",
            "Is there room, and may you write there?",
        )
        return ExitCode.USAGE
    say_error(
        f"The program made a mistake of its own ({type(error).__name__}); no report was written.",
        REPORT_IT,
    )
    return ExitCode.NOTHING_READ
