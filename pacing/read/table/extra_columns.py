"""Columns of a table that its dialect does not list: read where their names explain themselves, else named."""

import re
from dataclasses import replace

from pacing.read.assembly.channel_units import MODEL_UNIT, conversion
from pacing.read.assembly.rr_intervals import stated_unit
from pacing.read.table.dialect import ClockKind, Column, CsvDialect
from pacing.read.table.generic import EPOCH_DIGITS, few_values, meaning, several_in_a_cell, unit_of
from pacing.read.table.layout import Layout, is_number, plain_name

_CALENDARS = (ClockKind.CALENDAR, ClockKind.AUTO)
_DATE_ALONE = re.compile(r"^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}\.?$")
MOST_NAMED = 12  # design: of more columns the rest is counted
LONGEST_NAME = 60  # characters of a column's name that a remark quotes
CONFIDENCE = frozenset({"confidence", "hr confidence", "heart rate confidence", "bpm confidence"})
_BEATS = frozenset({"rr", "beat"})
NO_UNIT = "it has no known unit"
NO_NUMBERS = "it has no plain numbers"
TWICE = "another column was read for it"


def with_extra_columns(dialect: CsvDialect, layout: Layout) -> CsvDialect:
    """The dialect with the table's further columns, and with a remark that names those which are not read.

    A channel is read where its unit is known, a second heart rate where the first stayed empty, RR intervals where
    their unit is written and the dialect has no beats, people and sources where a few names repeat. A further date is
    only named: the clock is the dialect's; a further elapsed time tells nothing new. A long table (one measurement a
    row) has no such columns.

    Parameters
    ----------
    dialect
        What its columns are.
    layout
        Where the table stands in the file.

    Returns
    -------
    The dialect with more columns and remarks.
    """
    if dialect.types:
        return dialect
    dialect = _with_time_of_day(dialect, layout)
    listed = {index: column for column in dialect.columns if (index := layout.position(column.name)) is not None}
    columns = list(dialect.columns)
    held = {column.signal for column in listed.values()}
    remarks, unread = list(dialect.remarks), []
    for index, name in enumerate(layout.names):
        why = _why_not_used(layout, index, listed[index]) if index in listed else ""
        if index not in listed and (result := _found(layout, index)) is not None:
            column, why = _admitted(layout, dialect, result, held)
            if column is not None:
                columns = [*_without_absent(columns, column.signal, layout), column]
                held.add(column.signal)
            if column is not None and column.signal == "heart_rate_else":
                first = next(c for c in columns if c.signal == "heart_rate" and layout.position(c.name) is not None)
                named = layout.names[layout.position(first.name) or 0][:LONGEST_NAME]
                remarks.append(f'Of several heart-rate columns "{named}" was read.')
        if why:
            unread.append(f'"{name[:LONGEST_NAME]}" ({why})')
    confident = [index for index, name in enumerate(layout.names) if plain_name(name) in CONFIDENCE]
    if len(confident) == 1 and "heart_rate" in held:
        columns.append(Column(f"#{confident[0]}", "confidence", beside=True))
    if unread:
        more = f" and {len(unread) - MOST_NAMED} more" if len(unread) > MOST_NAMED else ""
        remarks.append(f"Columns of the table that were not read: {', '.join(unread[:MOST_NAMED])}{more}.")
    return replace(dialect, columns=tuple(columns), remarks=tuple(remarks))


def _without_absent(columns: list[Column], signal: str, layout: Layout) -> list[Column]:
    """The columns without those of a channel that the dialect lists and this table lacks: another one has its unit."""
    if signal not in MODEL_UNIT:
        return columns
    return [one for one in columns if one.signal != signal or layout.position(one.name) is not None]


def _with_time_of_day(dialect: CsvDialect, layout: Layout) -> CsvDialect:
    """The dialect with a column of its own for the time of day, where its column of times holds dates alone."""
    located = {layout.position(c.name): c for c in dialect.columns if c.signal in ("time", "date")}
    located.pop(None, None)
    if len(located) != 1 or dialect.clock.kind not in _CALENDARS:
        return dialect
    ((own, dated),) = located.items()
    cells = _cells(layout, Column(f"#{own}", "date"))
    if not cells or not all(_DATE_ALONE.match(cell) for cell in cells):
        return dialect
    for index, name in enumerate(layout.names):
        column = Column(f"#{index}", "time")
        beside = _cells(layout, column)
        if index != own and meaning(name) == "time" and beside and ":" in beside[0]:
            others = [c for c in dialect.columns if c.signal not in ("time", "date")]
            return replace(dialect, columns=(column, replace(dated, signal="date"), *others))
    return dialect


def _why_not_used(layout: Layout, index: int, column: Column) -> str:
    """Why a channel that is listed cannot be used, or ""."""
    return _why_not(layout, replace(column, name=f"#{index}")) if column.signal in MODEL_UNIT else ""


def _found(layout: Layout, index: int) -> Column | None:
    """What a column is by its name alone, or None."""
    name, units_cell = layout.names[index], layout.units[index] if index < len(layout.units) else ""
    signal = meaning(name, units_cell.strip().strip("[]()").casefold()) if name else ""
    return Column(f"#{index}", signal, unit_of(name, units_cell), beside=True) if signal else None


def _admitted(layout: Layout, dialect: CsvDialect, column: Column, held: set[str]) -> tuple[Column | None, str]:
    """The column as it is to be read, or None and why it is not."""
    if column.signal in ("time", "date"):
        return None, "the times were taken from another column" if _dated(layout, column) else ""
    if column.signal == "heart_rate" and column.signal in held and "heart_rate_else" not in held:
        return replace(column, signal="heart_rate_else"), ""
    if column.signal == "rr":
        why = _why_no_beats(dialect, column, held)
        return (None, why) if why else (replace(column, many=several_in_a_cell(layout, int(column.name[1:]))), "")
    if column.signal == "heart_rate" and held & _BEATS:
        return None, "the beats themselves were read"
    why = TWICE if column.signal in held else _why_not(layout, column)
    return (None, why) if why else (column, "")


def _why_not(layout: Layout, column: Column) -> str:
    """Why a channel or the names of people cannot be used, or "" for these and all else."""
    if column.signal in MODEL_UNIT and conversion(column.signal, column.unit) is None:
        return NO_UNIT
    if column.signal in MODEL_UNIT and not _numbers(layout, column):
        return NO_NUMBERS
    if column.signal in ("person", "source") and not few_values(layout, column):
        return "its names do not repeat"
    return ""


def _why_no_beats(dialect: CsvDialect, column: Column, held: set[str]) -> str:
    if held & _BEATS:
        return TWICE
    if dialect.clock.kind is ClockKind.SAMPLING:
        return "nothing says when each interval ended"
    return NO_UNIT if stated_unit(column.unit) is None else ""


def _numbers(layout: Layout, column: Column) -> bool:
    """Whether what is written in the first rows of a column is mostly plain numbers."""
    cells = _cells(layout, column)
    return 2 * sum(is_number(cell) for cell in cells) >= len(cells)


def _dated(layout: Layout, column: Column) -> bool:
    """Whether a column of times mostly holds clock readings or instants, no elapsed seconds."""
    cells = _cells(layout, column)
    passed = sum(is_number(cell) and len(cell.partition(".")[0]) < EPOCH_DIGITS for cell in cells)
    return 2 * passed < len(cells)


def _cells(layout: Layout, column: Column) -> list[str]:
    index = int(column.name[1:])
    return [row[index] for row in layout.sample if index < len(row) and row[index]]
