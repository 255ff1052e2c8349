"""Open another program's SQLite database so that nothing can be written to it and nothing of it is run.

The file is opened read-only and immutable: no journal is replayed, no lock taken, no file made beside it. Only plain
tables are read (views, triggers and virtual tables could run what a stranger wrote), and only by reading statements.
"""

import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.read.source import SourceFile

MAGIC = b"SQLite format 3\0"
ROWS_AT_ONCE = 600  # below the 700 new objects at which Python's collector of lost ones starts: a third less time
MOST_ROWS = 60_000_000  # design: a decade of one value every five seconds; bounds what a hostile file can ask for
STEPS_A_LOOK = 10_000_000
MOST_LOOKS = 4_000  # design: minutes of work; no export needs more
LONGEST_VALUE = 1 << 28  # design: 256 MiB, far above any recording of a watch kept inside a database
COLUMNS_SHOWN = 3
NOT_WHOLE = (
    "Beside the database lies {}, which was not read: the newest values may be missing. "
    "An export made by the app holds them all."
)
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_PRAGMA,
    sqlite3.SQLITE_TRANSACTION,
}
_BROKEN = (sqlite3.Error, UnicodeError, OverflowError, MemoryError)  # what a broken file makes the library raise
_EXPORT_AGAIN = "Close the app it comes from and export it again, or copy the file again."


@dataclass(frozen=True)
class Database:
    """An open database: its plain tables with their columns, all names in lower case but `names`."""

    file_name: str
    connection: sqlite3.Connection
    tables: dict[str, frozenset[str]]
    names: dict[str, str]
    remarks: tuple[str, ...] = ()

    def has(self, table: str, *columns: str) -> bool:
        """Whether a table with these columns is there.

        Parameters
        ----------
        table, *columns
            Names; capital and small letters are alike, as in SQL.

        Returns
        -------
        bool
            Also False for a view or a virtual table of that name.
        """
        result = self.tables.get(table.casefold())
        return result is not None and {column.casefold() for column in columns} <= result

    def rows(self, query: str, values: Sequence[object] = ()) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a reading query, a block at a time.

        Parameters
        ----------
        query
            A SELECT whose names were quoted by `quoted`.
        values
            What stands at its question marks.

        Yields
        ------
        list of tuple
            At most `ROWS_AT_ONCE` rows.

        Raises
        ------
        DamagedFileError
            The database is broken where these rows stand, or asks for more than any export holds.
        """
        try:
            cursor = self.connection.execute(query, values)
            seen = 0
            while block := cursor.fetchmany(ROWS_AT_ONCE):
                seen += len(block)
                if seen > MOST_ROWS:
                    raise _too_much(self.file_name)
                yield block
        except _BROKEN as error:
            raise _damaged(self.file_name, error) from error


@contextmanager
def opened(source: SourceFile) -> Iterator[Database]:
    """A source's database, open for reading while the block runs.

    A file that lies on the disk by itself is read where it is; one inside an archive from a temporary copy.

    Parameters
    ----------
    source
        A file that begins as SQLite databases do.

    Yields
    ------
    Database
        Its connection is closed at the end of the block.

    Raises
    ------
    DamagedFileError
        The database is broken, cut short or locked by a password.
    """
    with tempfile.TemporaryDirectory(prefix="pacing-") as folder:
        path = source.path
        if path is None:
            path = Path(folder) / "copy.db"
            source.copy_to(path)
        connection = _connect(source.name, path)
        try:
            names = _plain_tables(source.name, connection)
            tables = {name.casefold(): _columns(source.name, connection, name) for name in names}
            yield Database(
                source.name, connection, tables, {name.casefold(): name for name in names}, _left_beside(source.path)
            )
        finally:
            connection.close()


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever stands in it.

    Parameters
    ----------
    name
        What it is called.

    Returns
    -------
    str

    Examples
    --------
    >>> quoted('heart rate')
    '"heart rate"'
    """
    return '"' + name.replace('"', '""') + '"'


def _connect(name: str, path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
    except _BROKEN as error:
        raise _damaged(name, error) from error
    try:
        connection.text_factory = lambda data: data.decode("utf-8", errors="replace")
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0"):
            connection.execute(f"PRAGMA {pragma}")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        looks = iter(range(MOST_LOOKS))
        connection.set_progress_handler(lambda: int(next(looks, None) is None), STEPS_A_LOOK)
        connection.set_authorizer(_only_reading)
        result = connection.execute("PRAGMA quick_check(1)").fetchone()
    except _BROKEN as error:
        connection.close()
        raise _damaged(name, error) from error
    if result != ("ok",):
        connection.close()
        raise _damaged(name, None)
    return connection


def _only_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _plain_tables(name: str, connection: sqlite3.Connection) -> list[str]:
    """Names of the tables that hold their rows themselves."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite_%'"
    try:
        return sorted(str(row[0]) for row in connection.execute(query))
    except _BROKEN as error:
        raise _damaged(name, error) from error


def _columns(name: str, connection: sqlite3.Connection, table: str) -> frozenset[str]:
    """Columns that are kept, not worked out: what a generated one runs is not ours to run."""
    try:
        return frozenset(str(row[1]).casefold() for row in connection.execute(f"PRAGMA table_info({quoted(table)})"))
    except _BROKEN as error:
        raise _damaged(name, error) from error


def _left_beside(path: Path | None) -> tuple[str, ...]:
    """What is to be said where the app had not yet written everything into the file itself."""
    beside = [] if path is None else [path.with_name(path.name + ending) for ending in ("-wal", "-journal")]
    return tuple(NOT_WHOLE.format(one.name) for one in beside if one.is_file() and one.stat().st_size)


def _damaged(name: str, error: BaseException | None) -> DamagedFileError:
    text = str(error)
    if "interrupted" in text:
        return _too_much(name)
    if "not a database" in text:
        return DamagedFileError(
            name, "The database is broken at its beginning, or locked by a password.", hint=_EXPORT_AGAIN
        )
    return DamagedFileError(name, "The database is broken or cut short.", hint=_EXPORT_AGAIN)


def _too_much(name: str) -> DamagedFileError:
    return DamagedFileError(
        name, "The database asks for more work than any export of a watch.", hint="Export a shorter time."
    )


def unknown_database(database: Database) -> NoHeartRateError:
    """The error for a database in which no description finds anything.

    Parameters
    ----------
    database
        An open one.

    Returns
    -------
    NoHeartRateError
        Names some of its tables, so that a person recognises what they brought.
    """
    shown = ", ".join(list(database.names.values())[:COLUMNS_SHOWN])
    held = f"its tables are {shown} ..." if len(database.names) > COLUMNS_SHOWN else f"its tables: {shown or 'none'}"
    return NoHeartRateError(
        database.file_name,
        f"This is a database of a program that is not known ({held}).",
        hint="Export the recordings themselves from the app it comes from, best as .fit or .csv.",
    )
