"""What surrounds every command: errors become words and exit codes, and closed or odd output streams do no harm."""

import gc
import io
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO, cast

from pacing.cli.output import ExitCode, say, say_error, say_mistakes
from pacing.cli.stopping import exit_code, was_stopped
from pacing.errors import PacingError
from pacing.internal_errors import REPORT_IT, collected
from pacing.printable import PrintableStream

LIVING_OBJECTS = 300_000  # design: more than one page or season makes; looking for garbage would find next to none


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


def run_in_words(do: Callable[[], int]) -> None:
    """Do what a command line asks for, and end with its exit code; every foreseen error becomes a sentence and code 2.

    Parameters
    ----------
    do
        Gives an exit code, or raises: never is a traceback shown.
    """
    make_streams_usable()
    _settle_libraries()
    with _printable_only():
        code = _exit_code_of(do)
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
    gc.enable()
    gc.set_threshold(LIVING_OBJECTS, 50, 100)
    for library in ("OPENBLAS", "OMP", "MKL"):  # our matrices are small: threads only wait for each other
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its words on caches are none of the person's business


def _exit_code_of(do: Callable[[], int]) -> int:
    stdout = sys.stdout
    try:
        with collected() as mistakes:
            try:
                code = do()
            finally:
                if mistakes:
                    say_mistakes(mistakes)
        if mistakes:
            code = code or ExitCode.SOME_REFUSED
        stdout.flush()
    except PacingError as error:
        say_error(error.message, error.hint)
        code = ExitCode.USAGE
    except KeyboardInterrupt:
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:  # nobody reads any more, as after `| head -1`
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
