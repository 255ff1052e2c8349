"""`pacing limit`: every pacing rule side by side for this person: limits, where they come from, what to mind."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from pacing.cli import options
from pacing.cli.options import with_all_past
from pacing.cli.output import ExitCode
from pacing.cli.spoken import SpokenCommand, argument
from pacing.errors import HistoryError

if TYPE_CHECKING:
    from pacing.judge.limits_table import LimitRow, LimitsTable
    from pacing.model.assessment import Assessment
    from pacing.model.exceedance import Limit
    from pacing.pipeline import Request


WIDTH = 88
NO_LIMIT = "No limit from"
PROVENANCE = "Where they come from"
FROM_PERSON = ("told", "given")  # how the data name what the person gave, and how a page does
WARNINGS = "Keep in mind"


def limit_lines(tables: "Sequence[tuple[str, LimitsTable]]") -> Iterator[str]:
    """The tables by their headings ("": none), then once for all: rules without a limit, provenance and warnings."""
    for heading, table in tables:
        if heading:
            yield heading
        with_limit = [(row, row.limit) for row in table.rows if row.limit is not None]
        yield from (_row_line(row, limit) for row, limit in with_limit)
        yield from ("", _filled(table.remark, "", ""), "") if with_limit else ()
    rows = [row for _, table in tables for row in table.rows]
    yield from _section(NO_LIMIT, rows, lambda row: (row.advice,) if row.advice else ())
    yield from _section(PROVENANCE, rows, lambda row: () if row.limit is None else (_provenance(row.rule, row.limit),))
    yield from _section(WARNINGS, rows, lambda row: () if row.limit is None else row.limit.warnings)


def _row_line(row: "LimitRow", limit: "Limit") -> str:
    mark = "*" if row.is_set else ">" if row.is_first else " "
    spread = f"+-{limit.uncertainty_bpm:.0f}" if limit.uncertainty_bpm else ""
    above = "" if row.minutes_above is None else f"{row.minutes_above:7.1f} min above"
    chosen = f"  set by {limit.set_by or 'you'}" if row.is_set else ""
    since = f" since {limit.since}" if row.is_set and limit.since is not None else ""
    trial = "  (experimental)" if row.experimental else ""
    return f"{mark} {row.rule:36} {limit.bpm:4.0f} bpm {spread:5}{above}{chosen}{since}{trial}".rstrip()


def _provenance(rule_id: str, limit: "Limit") -> str:
    """Formula, inputs and sources of a limit."""
    from pacing.judge.applicable_limits import rule_of
    from pacing.reference import SOURCES

    inputs = ", ".join(
        f"{name} {value.replace(*FROM_PERSON, 1)}" if isinstance(value, str) else f"{name} {value:g}"
        for name, value in limit.inputs.items()
    )
    sources = "; ".join(SOURCES[key].text for key in limit.sources)
    return f"{rule_of(rule_id).formula} ({inputs})" + (f". {sources}." if sources else ".")


def _section(title: str, rows: "Iterable[LimitRow]", texts: "Callable[[LimitRow], tuple[str, ...]]") -> Iterator[str]:
    """Each text once, behind the rules it is said of; nothing at all where there is none."""
    rules: dict[str, list[str]] = {}
    for row in rows:
        for text in texts(row):
            said_of = rules.setdefault(text, [])
            if row.rule not in said_of:
                said_of.append(row.rule)
    if not rules:
        return
    yield title
    for text, said_of in rules.items():
        yield _filled(f"{', '.join(said_of)}: {text}", "  ", "    ")
    yield ""


def _filled(text: str, first: str, others: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


@click.command(cls=SpokenCommand)
@argument("paths", nargs=-1, type=Path, metavar="[PATH...]", help="Sessions to compare with each rule.")
@options.takes(options.Subject.PERSON, options.Subject.READING, without=("rule", "budget"))
@options.history_option
def command(paths: tuple[Path, ...], *, settings: options.Settings, history: Path | None) -> None:
    """Every pacing rule side by side for you.

    Each with its uncertainty, what it was made from and its sources, and the minutes above it in the sessions given.
    """
    from pacing.cli.output import outcome_summary, progress
    from pacing.pipeline import assess_paths, collect_outcome

    request = _with_past(options.request_from(settings), history)
    if not paths:
        print("\n".join(limit_lines([("", _table_for_today(request))])))
        raise Exit(ExitCode.ALL_READ)
    with progress("Reading", paths) as tell:
        outcome = collect_outcome(assess_paths(paths, request), request, tell)
    code = outcome_summary(outcome, paths)
    if outcome.sessions:
        print("\n".join(limit_lines([(_heading(one), _table_for(one, request)) for one in outcome.sessions])))
    raise Exit(code)


def _with_past(request: "Request", history: Path | None) -> "Request":
    """The past is one rule among many: a history that nobody named and that cannot be used is said, and left out."""
    from pacing.cli.output import say_error

    try:
        return with_all_past(request, history)
    except HistoryError as error:
        if history is not None:
            raise
        say_error(error.message, error.hint)
        return request


def _table_for_today(request: "Request") -> "LimitsTable":
    from datetime import datetime

    from pacing.judge.limits_table import limits_table

    return limits_table(request.person, datetime.now().astimezone(), past=request.past)


def _table_for(session: "Assessment", request: "Request") -> "LimitsTable":
    from pacing.judge.limits_table import limits_table_for_session

    return limits_table_for_session(
        session.recording, session.cleaned, session.measurements, request.person, past=request.past
    )


def _heading(session: "Assessment") -> str:
    source = session.recording.source
    return f"{source.file_name} (session {source.place + 1})"
