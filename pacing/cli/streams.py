"""Standard output and error as they come: closed, of another encoding, or with nobody reading any more."""

import io
import os
import sys
from pathlib import Path
from typing import TextIO


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
        place = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, place)
    os.close(nowhere)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
