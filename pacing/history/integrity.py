"""What is wrong with a history: pages, tables, rows that do not fit their checksums, and values that make no sense."""

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pacing.history.checksums import damaged_owners
from pacing.history.migrations import migrate
from pacing.history.row_checks import CHECKS, row_problem
from pacing.printable import printable

PAGES = "Its pages are damaged: {}."
MOST_OF_A_KIND = 20  # design: a page damaged in its middle may touch thousands of rows; the first show where
TABLES = "SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY type, name"
WORDS = {
    "symptom": "the diary of",
    "daily": "the values of",
    "note": "the note",
    "refusal": "the refusal of",
    "file": "the file",
}


def damage(connection: sqlite3.Connection) -> list[str]:
    """Everything wrong that can be found, each in one plain sentence; empty when all is well."""
    text_factory = connection.text_factory
    connection.text_factory = _any_text
    try:
        return list(dict.fromkeys(_damage(connection)))
    finally:
        connection.text_factory = text_factory


def _any_text(data: bytes) -> str:
    """Text of the database, also where it is no text any more."""
    return data.decode("utf-8", "surrogateescape")


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    try:
        for row in connection.execute("PRAGMA main.integrity_check"):
            if row[0] != "ok":
                yield PAGES.format(_one_line(row[0]))
        for row in connection.execute("PRAGMA main.foreign_key_check"):
            yield f"A row of the table {_one_line(row[0])} belongs to nothing."
        if [tuple(row) for row in connection.execute(TABLES)] != _tables_as_made():
            yield "Its tables are not as the program makes them."
            return  # what they hold cannot be asked for
        owners = damaged_owners(connection)
        for table, owner in owners[:MOST_OF_A_KIND]:
            yield f"What is kept of {_who(table, owner)} is not what was written: its checksum does not fit."
        if len(owners) > MOST_OF_A_KIND:
            yield f"And {len(owners) - MOST_OF_A_KIND} more rows that do not fit their checksums."
        yield from _senseless(connection)
    except sqlite3.Error as error:
        yield PAGES.format(_one_line(error))


@cache
def _tables_as_made() -> list[tuple[object, ...]]:
    """The tables of a new history."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, Path(":memory:"))
        return [tuple(row) for row in connection.execute(TABLES)]
    finally:
        connection.close()


def _senseless(connection: sqlite3.Connection) -> Iterator[str]:
    """Rows whose values make no sense, whatever their checksum says."""
    count = 0
    made = {str(name) for kind, name, _, _ in _tables_as_made() if kind == "table"}
    for table in sorted(made & CHECKS.keys()):
        cursor = connection.execute(f"SELECT * FROM main.{table}")  # noqa: S608 - our own names
        columns = [column[0] for column in cursor.description]
        for row in cursor:
            problem = row_problem(table, dict(zip(columns, row, strict=True)))
            if problem is not None and (count := count + 1) <= MOST_OF_A_KIND:
                yield f"Of {_who(table, str(row[0]))}, {_one_line(problem)}."


def _who(table: str, owner: str) -> str:
    return f"{WORDS.get(table, 'the session')} {_one_line(owner)}"


def _one_line(text: object) -> str:
    """Words of the database, which may be damaged themselves, as they may be shown."""
    shown = str(text)[:200]
    return printable(shown).strip().rstrip(".")
