"""Tables whose rows stand for whole days: read row by row, as they are short, by the description of their dialect."""

import csv
from collections.abc import Iterator
from datetime import date

import numpy as np

from pacing.model.daily import DailyValue
from pacing.read.daily.collect import HOUR_S, DailyCollector, day_of, local_clock, written_day
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile, recognised_text
from pacing.read.table.dialect import CsvDialect, DailyTable
from pacing.read.table.layout import Layout, plain_name
from pacing.read.text.instants import read_instant

LONGEST_TABLE = 1 << 26  # design: 64 MiB: centuries of days, or a year of minutes
DAY_S = 86400.0


def daily_of_table(
    source: SourceFile, options: ReadOptions, layout: Layout, dialect: CsvDialect, reader: str
) -> tuple[DailyValue, ...]:
    """Values of days in a table.

    Parameters
    ----------
    source, options
        The file, and the time zone that tells the day of an instant.
    layout
        Where its table stands.
    dialect
        The vendor's description; without a description of days there are none.
    reader
        Id for the provenance.

    Returns
    -------
    tuple of DailyValue
        In order of day; empty where the table is no table of days.
    """
    table = dialect.daily
    if table is None:
        return ()
    result = DailyCollector(source, reader, table.source)
    clocks: list[float] = []
    for row in _rows(source, layout):
        if any(row.get(plain_name(name), "").casefold() in words for name, words in table.skip.items()):
            continue
        day, clock_s = _day(table, row, options)
        if day is None:
            continue
        clocks.append(clock_s)
        device = row.get(plain_name(table.device), "") if table.device else ""
        label = f"{table.source}: {device}" if device else ""
        _add(result, table, row, day, label)
    if table.midnights_only and not _only_midnights(clocks):
        return ()
    return result.values()


def _add(result: DailyCollector, table: DailyTable, row: dict[str, str], day: date, label: str) -> None:
    for column in table.columns:
        if table.names:
            named = row.get(plain_name(table.names), "").casefold() == column.name.casefold()
            cell = row.get(plain_name(table.value), "") if named else ""
        else:
            cell = row.get(plain_name(column.name), "")
        result.add(day, column.kind, _number(cell) * column.scale, column.method, label)
    if table.bounds is not None:
        start_s, stop_s = (_first_clock(row, names) for names in table.bounds)
        result.add_sleep(start_s, stop_s, table.bounds_method, label)


def _rows(source: SourceFile, layout: Layout) -> Iterator[dict[str, str]]:
    """Every row as cells by the plain name of their column."""
    with source.open_bytes() as stream:
        text = recognised_text(stream.read(LONGEST_TABLE))
    names = [plain_name(name) for name in layout.names]
    lines = text.splitlines()[layout.data_line :]
    reader = csv.reader(lines, delimiter=layout.delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            continue
        yield {name: cell.strip() for name, cell in zip(names, cells, strict=False)}


def _day(table: DailyTable, row: dict[str, str], options: ReadOptions) -> tuple[date | None, float]:
    """The day of a row, and the clock beside it [s since 1970], NaN where only a day is written."""
    cell = next((cell for name in table.day if (cell := row.get(plain_name(name), ""))), "")
    second, offset_s = read_instant(cell) if len(cell) > len("2026-06-01") else (np.nan, None)
    if table.instants and np.isfinite(second):
        return day_of(local_clock(second, None if offset_s == 0.0 else offset_s, options.time_zone)), second
    if np.isfinite(second) and table.evening_h * HOUR_S < DAY_S:
        clock = second if offset_s is None else local_clock(second, offset_s or None, options.time_zone)
        return day_of(clock + DAY_S - table.evening_h * HOUR_S), second
    return written_day(cell), second


def _first_clock(row: dict[str, str], names: tuple[str, ...]) -> float:
    """The clock of the first of these columns that is written, as seconds since 1970 by the local clock."""
    cell = next((cell for name in names if (cell := row.get(plain_name(name), ""))), "")
    second, offset_s = read_instant(cell)
    return second + (offset_s or 0.0)


def _only_midnights(clocks: list[float]) -> bool:
    return bool(clocks) and len(set(clocks)) == len(clocks) and all(clock % DAY_S == 0 for clock in clocks)


def _number(cell: str) -> float:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return float("nan")
