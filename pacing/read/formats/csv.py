"""Tables: one of the vendors' dialects, or any table whose columns explain themselves."""

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import pacing.read.dialects
from pacing.errors import AmbiguousFormatError, NoHeartRateError, UnknownFormatError, UsageError
from pacing.model.daily import DailyValue
from pacing.model.recording import Recording
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.table.dialect import CsvDialect
from pacing.read.table.generic import generic_table
from pacing.read.table.layout import HEADS_KEPT, Layout, find_by_header, find_without_header
from pacing.registry import collect

GENERIC = "generic"
KEPT = "`pacing add` keeps its values of days, and `pacing day` shows them."


def dialects() -> Mapping[str, CsvDialect]:
    """All dialects by their id."""
    return collect(pacing.read.dialects, "DIALECT", CsvDialect)


def layout_of(head: FileHead, dialect: CsvDialect) -> Layout | None:
    """Where the dialect's table stands in the file; None = the file is not of this dialect.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.
    dialect
        The vendor's description of its table.

    Returns
    -------
    Layout | None
    """
    if dialect.first_lines and not re.match(dialect.first_lines, "\n".join(head.lines), re.MULTILINE):
        return None
    if dialect.header or dialect.any_of:
        return find_by_header(head, dialect)
    return find_without_header(head, dialect)


@lru_cache(maxsize=HEADS_KEPT)
def recognised(head: FileHead) -> Mapping[str, tuple[CsvDialect, Layout]]:
    """The dialects that claim a file, each with where its table stands.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.

    Returns
    -------
    Mapping[str, tuple[CsvDialect, Layout]]
    """
    result = {}
    for name, dialect in dialects().items():
        layout = layout_of(head, dialect)
        if layout is not None:
            result[name] = dialect, layout
    return MappingProxyType(result)


def _matches(head: FileHead) -> bool:
    if not head.is_text or head.text_start.startswith(("<", "{", "[")):
        return False
    return bool(recognised(head)) or generic_table(head) is not None


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    from pacing.read.table.daily import daily_of_table  # noqa: PLC0415 - heavy: only when a table is read
    from pacing.read.table.recordings import read_recordings_of  # noqa: PLC0415

    name, dialect, layout = _chosen(source, options)
    held = len(daily_of_table(source, options, layout, dialect, f"csv/{name}"))
    if held and not dialect.refusal:
        raise NoHeartRateError(source.name, f"The table has one value a day ({held}), not a heart rate.", hint=KEPT)
    if dialect.refusal:
        raise NoHeartRateError(source.name, dialect.refusal, hint=f"{KEPT} {dialect.hint}" if held else dialect.hint)
    return read_recordings_of(source, options, layout, dialect, f"csv/{name}")


def _chosen(source: SourceFile, options: ReadOptions) -> tuple[str, CsvDialect, Layout]:
    if options.dialect is not None and options.dialect != GENERIC:
        return _forced(source, options.dialect)
    result = {} if options.dialect == GENERIC else recognised(source.head)
    if len(result) > 1:
        raise AmbiguousFormatError(
            source.name,
            f"The table looks like {' and like '.join(result)}.",
            hint="Say which it is with --dialect NAME.",
        )
    for name, (dialect, layout) in result.items():
        return name, dialect, layout
    own = generic_table(source.head)
    if own is None:
        raise UnknownFormatError(
            source.name,
            "The columns of this table do not explain themselves.",
            hint='Name them in the first line, such as "time_s,heart_rate_bpm".',
        )
    return GENERIC, *own


def _forced(source: SourceFile, name: str) -> tuple[str, CsvDialect, Layout]:
    known = dialects()
    if name not in known:
        near = difflib.get_close_matches(name, [*known, GENERIC], n=3, cutoff=0.4)
        message = f"There is no CSV dialect called {name!r}."
        raise UsageError(message, hint=f"Near: {', '.join(near)}." if near else "`pacing formats` lists them.")
    layout = layout_of(source.head, known[name])
    if layout is None:
        raise UnknownFormatError(
            source.name,
            f"The file is not a table of the dialect {name} ({known[name].title}).",
            hint="Leave --dialect out to let the program find the dialect.",
        )
    return name, known[name], layout


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    from pacing.read.table.daily import daily_of_table  # noqa: PLC0415 - heavy: only when a table is read

    name, dialect, layout = _chosen(source, options)
    return daily_of_table(source, options, layout, dialect, f"csv/{name}")


READER = Reader(title="Tables (CSV and text) of watches and apps", matches=_matches, read=_read, daily=_daily)
