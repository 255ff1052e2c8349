"""Mistakes of the program itself that cost only a part: the part is left out and named, everything else stands.

A part is one index, rule, criterion, figure, page or report format. Whoever runs the program collects the mistakes with
`collected`; where nobody does, each goes to the log, so that it is never silent.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from pacing.errors import PacingError

LEFT_OUT = "The program made a mistake of its own here, so it was left out; this is not your fault."
REPORT_IT = "This is not your fault. Set PACING_DEBUG=1 and run again to see the details, and please report it."
NEVER_SET_ASIDE = (PacingError, MemoryError)  # foreseen, or it concerns the whole file

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InternalError:
    """The part that failed, the class of the error, and the file it happened with ("" where there is none)."""

    part: str
    error: str
    file_name: str = ""


_COLLECTED: ContextVar[list[InternalError] | None] = ContextVar("collected", default=None)


def set_aside(part: str, error: Exception) -> None:
    """Note that `part` failed by the program's own mistake, so that the caller can go on without it.

    Parameters
    ----------
    part
        What failed, such as "the index hr_rest".
    error
        What was raised.

    Raises
    ------
    Exception
        `error` itself: where it was foreseen, where memory ran out, or where PACING_DEBUG is set.
    """
    if isinstance(error, NEVER_SET_ASIDE) or os.environ.get("PACING_DEBUG"):
        raise error
    note(InternalError(part, type(error).__name__))


def note(mistake: InternalError) -> None:
    """Add a mistake to those that are collected now, or write it to the log."""
    result = _COLLECTED.get()
    if result is None:
        _LOG.error("%s failed by a mistake of the program (%s).", mistake.part, mistake.error)
    elif mistake not in result:
        result.append(mistake)


@contextmanager
def collected() -> Iterator[list[InternalError]]:
    """Collect the mistakes that are set aside in this block, each once."""
    result: list[InternalError] = []
    token = _COLLECTED.set(result)
    try:
        yield result
    finally:
        _COLLECTED.reset(token)


def with_file(mistakes: list[InternalError], file_name: str) -> tuple[InternalError, ...]:
    """The mistakes, each with the file it happened with."""
    return tuple(replace(mistake, file_name=file_name) for mistake in mistakes)
