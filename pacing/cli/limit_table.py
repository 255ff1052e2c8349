"""Every pacing rule side by side, as lines for a terminal: the limits, where they come from, and what to mind."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from pacing.judge.choose import rule_of
from pacing.judge.table import LimitRow, LimitsTable
from pacing.model.exceedance import Limit
from pacing.reference import SOURCES

WIDTH = 88
NO_LIMIT = "No limit from"
PROVENANCE = "Where they come from"
WARNINGS = "Mind"


def limit_lines(tables: Sequence[tuple[str, LimitsTable]]) -> Iterator[str]:
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


def _row_line(row: LimitRow, limit: Limit) -> str:
    mark = "*" if row.is_set else ">" if row.is_first else " "
    spread = f"+-{limit.uncertainty_bpm:.0f}" if limit.uncertainty_bpm else ""
    above = "" if row.minutes_above is None else f"{row.minutes_above:7.1f} min above"
    chosen = f"  set by {limit.set_by or 'you'}" if row.is_set else ""
    since = f" since {limit.since}" if row.is_set and limit.since is not None else ""
    trial = "  (experimental)" if row.experimental else ""
    return f"{mark} {row.rule:36} {limit.bpm:4.0f} bpm {spread:5}{above}{chosen}{since}{trial}".rstrip()


def _provenance(rule_id: str, limit: Limit) -> str:
    """Formula, inputs and sources of a limit."""
    inputs = ", ".join(
        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}" for name, value in limit.inputs.items()
    )
    sources = "; ".join(SOURCES[key].text for key in limit.sources)
    return f"{rule_of(rule_id).formula} ({inputs})" + (f". {sources}." if sources else ".")


def _section(title: str, rows: Iterable[LimitRow], texts: Callable[[LimitRow], tuple[str, ...]]) -> Iterator[str]:
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
