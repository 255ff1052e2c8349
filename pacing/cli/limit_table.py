"""Every pacing rule side by side, as lines for a terminal."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pacing.cli.words import say_refusals
from pacing.judge.table import LimitRow, LimitsTable, limits_table, limits_table_for_session
from pacing.pipeline import Request, assess_paths, collect_outcome

WIDTH = 88


def limit_lines(request: Request, paths: Sequence[Path]) -> Iterator[str]:
    """The table for the person alone, or one for each session found in `paths`."""
    if not paths:
        now = datetime.now().astimezone()
        yield from _lines(limits_table(request.person, now, past=request.past))
        return
    outcome = collect_outcome(assess_paths(paths, request), request)
    say_refusals(outcome.refused, "Refused")
    for session in outcome.sessions:
        source = session.recording.source
        yield f"{source.file_name} (session {source.place + 1})"
        yield from _lines(
            limits_table_for_session(
                session.recording, session.cleaned, session.measurements, request.person, past=request.past
            )
        )
        yield ""


def _lines(table: LimitsTable) -> Iterator[str]:
    for row in table.rows:
        yield from _row_lines(row)
    yield ""
    yield textwrap.fill(table.remark, WIDTH)


def _row_lines(row: LimitRow) -> Iterator[str]:
    mark = "*" if row.is_set else ">" if row.is_first else " "
    if row.limit is None:
        yield textwrap.fill(
            row.advice or "", WIDTH, initial_indent=f"{mark} {row.rule:36}   -      ", subsequent_indent=" " * 48
        )
        return
    spread = f"+-{row.limit.uncertainty_bpm:.0f}" if row.limit.uncertainty_bpm else ""
    above = "" if row.minutes_above is None else f"{row.minutes_above:7.1f} min above"
    trial = "  (experimental)" if row.experimental else ""
    chosen = "  set by you" if row.is_set else ""
    yield f"{mark} {row.rule:36} {row.limit.bpm:4.0f} bpm {spread:5}{above}{chosen}{trial}"
