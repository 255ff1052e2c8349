"""Rows of described tables as arrays: seconds, values, and by number whose they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.database.connection import Database, quoted
from pacing.read.database.description import Join, Rows, TimeForm

MILLISECONDS = 1000.0
HOUR_S = 3600.0
LATEST_SECOND = 4.2e9  # the year 2103: a number beyond it counts something else than seconds
EPOCH_IN_JULIAN_DAYS = 2440587.5
DAY_S = 86400.0
DECIMALS = 3
ROWS_TOGETHER = 60_000  # arrays of this size go back to the system when they are freed; small ones stay
NOBODY = -1  # the number of an owner or session that is not written
TEXT_FORMS = (TimeForm.UTC_TEXT, TimeForm.LOCAL_TEXT)


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Values of one table.

    `second`: shape (n,), [s since 1970], UTC, or of the local clock where its form says so; in the table's order.
    `value`: shape (n,), in the column's unit. `owner`, `session`: shape (n,), int64, -1 = not written. `zone_s`: shape
    (n,), offset to UTC [s], NaN = not written. `until`: shape (n,), a second time, NaN = none. `lost`: rows without a
    readable time or value.
    """

    second: FloatArray
    value: FloatArray
    owner: np.ndarray[tuple[int], np.dtype[np.int64]]
    session: np.ndarray[tuple[int], np.dtype[np.int64]]
    zone_s: FloatArray
    until: FloatArray
    lost: int

    def where(self, here: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> "Values":
        """The values at these places, and none lost.

        Parameters
        ----------
        here
            Shape (n,).

        Returns
        -------
        Values
            In the same order.
        """
        return Values(
            self.second[here],
            self.value[here],
            self.owner[here],
            self.session[here],
            self.zone_s[here],
            self.until[here],
            lost=0,
        )


def tables_of(database: Database, rows: Rows) -> list[str]:
    """The tables that a description of rows is of, and that have its time and value.

    Parameters
    ----------
    database
        An open one.
    rows
        The description.

    Returns
    -------
    list of str
        In alphabetical order.
    """
    needed = [column.removeprefix("t.") for column in (rows.time, rows.value) if column.startswith("t.")]
    pattern = re.compile(rows.tables, re.IGNORECASE)
    return [name for name in database.names.values() if pattern.fullmatch(name) and database.has(name, *needed)]


def column(database: Database, table: str, joins: tuple[Join, ...], wanted: str) -> str | None:
    """SQL of `alias.column`, or None where the database lacks the table or the column.

    Parameters
    ----------
    database
        The open database, read-only.
    table
        Name of the table in the database.
    joins
        How tables of the database belong together.
    wanted
        The name that is looked for.

    Returns
    -------
    str | None
        None where there is none.
    """
    alias, _, name = wanted.partition(".")
    if not name:
        return None
    where = table if alias == "t" else next((join.table for join in joins if join.alias == alias), "")
    return f"{alias}.{quoted(name)}" if database.has(where, name) else None


def from_clause(database: Database, table: str, joins: tuple[Join, ...]) -> str:
    """SQL of the table and of the joined ones that are there.

    Parameters
    ----------
    database
        The open database, read-only.
    table
        Name of the table in the database.
    joins
        How tables of the database belong together.

    Returns
    -------
    str
    """
    parts = [f"{quoted(table)} AS t"]
    for join in joins:
        to = column(database, table, joins, join.to)
        if database.has(join.table, join.key) and to is not None:
            parts.append(f"LEFT JOIN {quoted(join.table)} AS {join.alias} ON {join.alias}.{quoted(join.key)} = {to}")
    return " ".join(parts)


def second_of(expression: str, form: TimeForm) -> str:
    """SQL of a time in seconds since 1970.

    Parameters
    ----------
    expression
        Column or expression of the database that holds the time.
    form
        How the database writes its times.

    Returns
    -------
    str
    """
    if form in TEXT_FORMS:
        return f"round((julianday({expression}) - {EPOCH_IN_JULIAN_DAYS}) * {DAY_S}, {DECIMALS})"
    factor = {TimeForm.MILLISECONDS: 1 / MILLISECONDS, TimeForm.LOCAL_DAY: DAY_S}.get(form, 1.0)
    return f"({expression}) * {factor!r}" if factor != 1.0 else f"({expression})"


def read_values(database: Database, table: str, rows: Rows, session: str = "", until: str = "") -> Values:
    """All rows of one table that a description is of.

    Parameters
    ----------
    database
        An open one.
    table
        One of `tables_of`.
    rows
        The description.
    session, until
        `alias.column` of the session's number and of a second time of the same form; "" = none.

    Returns
    -------
    Values
        Rows without a readable number in time or value are counted and left out.

    Raises
    ------
    DamagedFileError
        The database is broken where the rows stand.
    """
    blocks = list(_blocks(database, table, rows, session, until))
    merged = [np.concatenate(parts) for parts in zip(*blocks, strict=True)] if blocks else [np.empty(0)] * 6
    second, value, owner, key, zone_s, until_s = merged
    known = np.isfinite(second) & np.isfinite(value) & (np.abs(second) < LATEST_SECOND)
    for number in rows.invalid:
        known &= value != number
    unreadable = int((~(np.isfinite(second) & np.isfinite(value))).sum())
    if not known.all():
        second, value, owner, key, zone_s, until_s = (part[known] for part in merged)
    return Values(second, value, owner.astype(np.int64), key.astype(np.int64), zone_s, until_s, unreadable)


def _blocks(database: Database, table: str, rows: Rows, session: str, until: str) -> Iterator[tuple[FloatArray, ...]]:
    result = {
        name: column(database, table, rows.joins, wanted)
        for name, wanted in {
            "time": rows.time,
            "value": rows.value,
            "owner": rows.owner,
            "session": session,
            "zone_s": rows.zone_s,
            "zone_h": rows.zone_h,
            "until": until,
        }.items()
    }
    if result["time"] is None or result["value"] is None:
        return
    zone, factor = (result["zone_s"], 1.0) if result["zone_s"] is not None else (result["zone_h"], HOUR_S)
    wanted = [
        second_of(result["time"], rows.form),
        result["value"],
        *(result[name] for name in ("owner", "session")),
        zone,
        None if result["until"] is None else second_of(result["until"], rows.form),
    ]
    expressions = [expression for expression in wanted if expression is not None]
    query = f"SELECT {', '.join(expressions)} FROM {from_clause(database, table, rows.joins)}"  # noqa: S608 - names are quoted
    conditions = [column(database, table, rows.joins, name) for name in rows.where]
    if None in conditions:
        return
    if conditions:
        query += " WHERE " + " AND ".join(f"{condition} = ?" for condition in conditions)
    chunk, held = np.empty((len(wanted), ROWS_TOGETHER)), 0
    for block in database.rows(query, tuple(rows.where.values())):
        if held + len(block) > ROWS_TOGETHER:
            yield _finished(chunk[:, :held], factor)
            chunk, held = np.empty_like(chunk), 0
        columns = iter(zip(*block, strict=True))
        for row, expression in zip(chunk, wanted, strict=True):
            row[held : held + len(block)] = np.nan if expression is None else numbers(next(columns))
        held += len(block)
    if held:
        yield _finished(chunk[:, :held], factor)


def _finished(chunk: FloatArray, factor: float) -> tuple[FloatArray, ...]:
    """Rows of `_blocks` with nobody's numbers filled in and their offsets to UTC in seconds."""
    owners = chunk[2:4]
    owners[np.isnan(owners)] = NOBODY
    chunk[4] *= factor
    return tuple(chunk)


def numbers(cells: tuple[object, ...]) -> FloatArray:
    """Cells of a column as numbers; NaN where one is none.

    Parameters
    ----------
    cells
        As the database gave them: a column may hold anything, whatever type it was declared with.

    Returns
    -------
    FloatArray
        Shape (n,).

    Examples
    --------
    >>> numbers((1, 2.5, None, "8", b"x")).tolist()
    [1.0, 2.5, nan, 8.0, nan]
    """
    try:
        return np.array(cells, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return np.array([_number(cell) for cell in cells])


def _number(cell: object) -> float:
    if not isinstance(cell, int | float | str):
        return np.nan
    try:
        return float(cell)
    except (ValueError, OverflowError):
        return np.nan
