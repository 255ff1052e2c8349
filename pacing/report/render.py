"""From what was found to the bytes of a report."""

from collections.abc import Iterable

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


def render_report(outcome: Outcome, format_name: str, audience: Audience) -> bytes:
    """The report on `outcome` in one format, for one audience. The same outcome gives the same bytes.

    Raises
    ------
    ReportError
        There is no such format.
    """
    return load_format(format_name).render(outcome, audience)


def render_pieces(outcome: Outcome, format_name: str, audience: Audience) -> Iterable[bytes]:
    """As `render_report`, as pieces to be written one after another: large reports are then never whole in memory.

    Raises
    ------
    ReportError
        There is no such format.
    """
    form = load_format(format_name)
    return [form.render(outcome, audience)] if form.pieces is None else form.pieces(outcome, audience)
