"""Open a history for reading: nothing is written, no file is made, and a read-only folder or stick is enough."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from pacing.errors import HistoryError
from pacing.history.migrations import (
    BUSY_TIMEOUT_S,
    MIGRATIONS,
    migrate,
    require_history_file,
    schema_number,
    translated,
)

WAL = "-wal"


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """An open database at `path` that cannot be changed; empty, and nowhere on the disk, where there is none.

    An older history is brought up to date in memory only.

    Raises
    ------
    NewerSchemaError
        A newer version of the program wrote it.
    LockedError
        Another process holds it for too long.
    HistoryError
        The file is no database, another program's database, or cannot be opened.
    """
    try:
        connection = _opened(path)
        try:
            if schema_number(connection, path) != len(MIGRATIONS):
                connection = _up_to_date_in_memory(connection, path)
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA temp_store = MEMORY")  # else what does not fit while sorting goes to a file
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, OSError) as error:
        raise translated(error, path) from error
    return connection


def _opened(path: Path) -> sqlite3.Connection:
    if not _is_there(path):
        return sqlite3.connect(":memory:", isolation_level=None)
    require_history_file(path)
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        try:
            # a connection that could write but must not: one that cannot leaves two files behind
            return _connected(path, "mode=rw")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise
    return _of_unwritable(path)


def _is_there(path: Path) -> bool:
    """Whether there is a file at `path`; a file that has the name of its folder is an error."""
    try:
        return stat_or_none(path) is not None
    except NotADirectoryError as error:
        raise translated(error, path) from error


def stat_or_none(path: Path) -> os.stat_result | None:
    """What the system knows of a file; None where there is none."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _connected(path: Path, how: str) -> sqlite3.Connection:
    """A connection that has read from the database, so that what cannot be read is known at once."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{how}", uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None
    )
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _of_unwritable(path: Path) -> sqlite3.Connection:
    """A database where nothing can be written; changes that wait beside it are taken in, in a copy."""
    waiting = path.with_name(path.name + WAL)
    result = stat_or_none(waiting)
    if result is None or not result.st_size:
        return _connected(path, "immutable=1")
    with tempfile.TemporaryDirectory(prefix="pacing-") as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        shutil.copyfile(waiting, copy.with_name(waiting.name))
        return _in_memory(_connected(copy, "mode=rw"))


def _in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The same database in memory; the given connection is closed."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.backup(copy)
    except BaseException:
        copy.close()
        raise
    finally:
        connection.close()
    return copy


def _up_to_date_in_memory(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    copy = _in_memory(connection)
    try:
        migrate(copy, path)
    except BaseException:
        copy.close()
        raise
    return copy


def require_there(path: Path) -> None:
    """Refuse a history that does not exist.

    Raises
    ------
    HistoryError
        There is no such file.
    """
    if not _is_there(path):
        raise HistoryError(f"There is no history at {path}.", hint="`pacing add` makes one; check the name.")
