"""A checksum of every kept row, so that damage which the database library cannot see is found.

The rows of each table are summed by the first column of their key (a session, a file, a day). Triggers that live only
as long as a writing connection keep the sums up to date, so that no writer can forget to; what another program changed,
or a disk, does not fit them any more.
"""

import hashlib
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterator

SUM_BYTES = 6  # design: a change goes unseen once in 2^48, and thousands of rows of one key still fit a 64-bit sum
OWN_TABLES = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'seal'"
FUNCTION = "pacing_checksum"


def row_checksum(*values: object) -> int:
    """The checksum of one row from the values of its columns, each with its type.

    Examples
    --------
    >>> row_checksum("a", 1) == row_checksum("a", 1), row_checksum("a", 1) == row_checksum("a", 1.0)
    (True, False)
    """
    digest = hashlib.blake2b(digest_size=SUM_BYTES)
    for value in values:
        plain = _as_bytes(value)
        digest.update(f"{type(value).__name__}{len(plain)}:".encode())
        digest.update(plain)
    return int.from_bytes(digest.digest(), "little")


def _as_bytes(value: object) -> bytes:
    match value:
        case bytes():
            return value
        case str():
            return value.encode("utf-8", "surrogateescape")
        case float():
            return struct.pack("<d", value)
        case _:
            return repr(value).encode()


def keep_checksums(connection: sqlite3.Connection) -> None:
    """Let every change of this connection keep the sums of the rows it touches."""
    connection.create_function(FUNCTION, -1, row_checksum, deterministic=True)
    connection.execute("PRAGMA recursive_triggers = ON")  # a row that is replaced is a row removed, too
    for table in _tables(connection):
        columns = _columns(connection, table)
        for number, (event, body) in enumerate(_bodies(table, columns)):
            connection.execute(
                f"CREATE TEMP TRIGGER IF NOT EXISTS seal_{table}_{number} AFTER {event} ON main.{table}"
                f" BEGIN {body} END"
            )


def _bodies(table: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    """What happens to the sums when a row of a table comes, goes or changes; `changes` of a value do both."""
    key = columns[0]
    new, old = (f"{FUNCTION}({', '.join(f'{side}.{column}' for column in columns)})" for side in ("NEW", "OLD"))
    there, here = (f"table_name = '{table}' AND owner = CAST({side}.{key} AS TEXT)" for side in ("NEW", "OLD"))
    # written without conflict clauses: a trigger takes over that of the statement which fired it
    comes = (
        f"INSERT INTO seal SELECT '{table}', CAST(NEW.{key} AS TEXT), 0, 0"  # noqa: S608 - our own names
        f" WHERE NOT EXISTS (SELECT 1 FROM seal WHERE {there});"
        f"UPDATE seal SET row_count = row_count + 1, total = total + {new} WHERE {there};"
    )
    goes = (
        f"UPDATE seal SET row_count = row_count - 1, total = total - {old} WHERE {here};"  # noqa: S608 - our own names
        f"DELETE FROM seal WHERE {here} AND row_count <= 0;"
    )
    yield "INSERT", comes
    yield "DELETE", goes
    yield "UPDATE", goes + comes


def reseal(connection: sqlite3.Connection) -> None:
    """Work out all sums anew, as after a change of the tables themselves; inside a transaction of the caller."""
    connection.execute("DELETE FROM seal")
    connection.executemany(
        "INSERT INTO seal VALUES (?, ?, ?, ?)", [(*key, *result) for key, result in _sums_of_rows(connection).items()]
    )


def damaged_owners(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(table, key) of all rows that do not fit their checksum, that have none, or that are missing."""
    sealed = {
        (str(table), str(owner)): (rows, total)
        for table, owner, rows, total in connection.execute("SELECT table_name, owner, row_count, total FROM seal")
    }
    counted = _sums_of_rows(connection)
    return sorted(key for key in sealed.keys() | counted.keys() if sealed.get(key) != counted.get(key))


def _sums_of_rows(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[int, int]]:
    """How many rows each table has by key, and the sum of their checksums."""
    rows, totals = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for table in _tables(connection):
        columns = _columns(connection, table)
        for row in connection.execute(f"SELECT {', '.join(columns)} FROM main.{table}"):  # noqa: S608 - our own names
            key = table, str(row[0])
            rows[key] += 1
            totals[key] += row_checksum(*row)
    return {key: (rows[key], totals[key]) for key in rows}


def _tables(connection: sqlite3.Connection) -> list[str]:
    return sorted(str(row[0]) for row in connection.execute(OWN_TABLES))


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table, those of its key first."""
    result = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
    return [str(row[1]) for row in sorted(result, key=lambda row: (row[5] == 0, row[5], row[0]))]
