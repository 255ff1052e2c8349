"""From an outcome to the bytes of a report."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

import pacing.report.formats
from pacing.errors import ReportError
from pacing.model.assessment import Outcome
from pacing.registry import collect, load, plugin_names
from pacing.report.document import Audience
from pacing.report.format import Format


def format_names() -> tuple[str, ...]:
    """Names of the report formats, in alphabetical order; loads none of them."""
    return plugin_names(pacing.report.formats)


def suffixes() -> dict[str, str]:
    """What the file of each report format ends in; one that fails while it is loaded is left out and named."""
    return {name: one.suffix for name, one in collect(pacing.report.formats, "FORMAT", Format).items()}


def load_format(name: str) -> Format:
    """The report format called `name`.

    Raises
    ------
    ReportError
        There is no such format.
    """
    try:
        return load(pacing.report.formats, name, "FORMAT", Format)
    except KeyError as unknown:
        message = f"There is no report format called {name!r}."
        raise ReportError(message, hint=f"Choose one of: {', '.join(format_names())}.") from unknown


def render_report(outcome: Outcome, format_name: str, audience: Audience, jobs: int = 1) -> bytes:
    """The report on `outcome` in one format, for one audience. The same outcome gives the same bytes.

    Parameters
    ----------
    outcome
        What was found.
    format_name
        The format's id.
    audience
        For whom the page is.
    jobs
        How many processes draw figures at once; no more than there are processors.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    ReportError
        There is no such format.
    """
    render = load_format(format_name).render
    if jobs == 1:
        return render(outcome, audience)
    from pacing.report.drawing import drawing_processes  # noqa: PLC0415 - most formats draw nothing

    with drawing_processes(jobs):
        return render(outcome, audience)


def steps_before(names: Iterable[str]) -> Iterator[Callable[[], object]]:
    """What reports in these formats need whatever was found, piece by piece, for a process that would only wait.

    Parameters
    ----------
    names
        The formats' ids.

    Yields
    ------
    Callable
        Loads a part of a library; one that cannot be loaded is missed where the report is made.
    """
    for step in dict.fromkeys(step for name in names for step in load_format(name).steps):
        yield partial(_tried, step)


def _tried(step: Callable[[], object]) -> None:
    with suppress(ImportError):
        step()


def render_pieces(outcome: Outcome, format_name: str, audience: Audience, jobs: int = 1) -> Iterable[bytes]:
    """As `render_report`, as pieces to be written one after another: large reports are then never whole in memory.

    Raises
    ------
    ReportError
        There is no such format.
    """
    pieces = load_format(format_name).pieces
    return [render_report(outcome, format_name, audience, jobs)] if pieces is None else pieces(outcome, audience)
