"""The database: its tables as numbered migrations, and how it is opened. With store.py the only one that knows it."""

import sqlite3
import time
from pathlib import Path

from pacing.errors import HistoryError, LockedError, NewerSchemaError

BUSY_TIMEOUT_S = 30.0
BUSY_PAUSE_S = 0.05
APPLICATION_ID = 0x70616365  # "pace": so that another program's database is not taken for ours

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE file (
        sha256      TEXT PRIMARY KEY,
        file_name   TEXT NOT NULL,
        program     TEXT NOT NULL
    ) STRICT;
    CREATE TABLE session (
        id          TEXT PRIMARY KEY,
        sha256      TEXT NOT NULL REFERENCES file (sha256) ON DELETE CASCADE,
        place       INTEGER NOT NULL,
        kind        TEXT NOT NULL,
        start       TEXT,
        start_utc_s REAL,
        duration_s  REAL NOT NULL,
        sport       TEXT,
        verdict     TEXT,
        flagged     INTEGER,
        same_as     TEXT REFERENCES session (id) ON DELETE SET NULL,
        document    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX session_by_time ON session (start_utc_s);
    CREATE TABLE measurement (
        session_id  TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        index_id    TEXT NOT NULL,
        value       REAL,
        low         REAL,
        high        REAL,
        unavailable TEXT,
        PRIMARY KEY (session_id, index_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX measurement_by_index ON measurement (index_id);
    CREATE TABLE series (
        session_id  TEXT PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
        packed      BLOB NOT NULL
    ) STRICT;
    CREATE TABLE mark (
        session_id  TEXT PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
        comfortable INTEGER,
        flare_after INTEGER
    ) STRICT;
    CREATE TABLE note (
        id          INTEGER PRIMARY KEY,
        day         TEXT NOT NULL,
        kind        TEXT NOT NULL,
        text        TEXT NOT NULL,
        UNIQUE (day, kind, text)
    ) STRICT;
    CREATE TABLE symptom (
        day         TEXT NOT NULL,
        name        TEXT NOT NULL,
        score       REAL NOT NULL,
        source      TEXT NOT NULL,
        PRIMARY KEY (day, name)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE refusal (
        sha256      TEXT NOT NULL,
        program     TEXT NOT NULL,
        file_name   TEXT NOT NULL,
        error       TEXT NOT NULL,
        message     TEXT NOT NULL,
        hint        TEXT NOT NULL,
        PRIMARY KEY (sha256, program)
    ) STRICT, WITHOUT ROWID;
    """,
    "CREATE INDEX session_by_file ON session (sha256)",
    """
    CREATE TABLE daily (
        day         TEXT NOT NULL,
        kind        TEXT NOT NULL,
        source      TEXT NOT NULL,
        method      TEXT NOT NULL,
        value       REAL NOT NULL,
        reader      TEXT NOT NULL,
        file_name   TEXT NOT NULL,
        sha256      TEXT NOT NULL,
        PRIMARY KEY (day, kind, source, method)
    ) STRICT, WITHOUT ROWID;
    """,
)


def connect(path: Path) -> sqlite3.Connection:
    """An open, migrated database at `path`; made with its folders where it is missing.

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
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise HistoryError(f"{path.name} is a folder, not a history.", hint="Name a file in it with --history.")
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    except (sqlite3.Error, OSError) as error:
        raise translated(error, path) from error
    try:
        schema_number(connection, path)  # before anything is changed: it may be another program's
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, path)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise translated(error, path) from error
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at once.

    Two programs that make a history at the same moment would else refuse each other: the library waits for every lock
    but this one.
    """
    until_s = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until_s:
                raise
            time.sleep(BUSY_PAUSE_S)
        else:
            return


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Use the tables up to the newest number, all steps in one transaction; nothing is written where they are.

    Raises
    ------
    NewerSchemaError
        The tables are newer than this program.
    HistoryError
        The database belongs to another program.
    """
    if schema_number(connection, path) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        number = schema_number(connection, path)  # again: another process may have been quicker
        for step, script in enumerate(MIGRATIONS[number:], start=number + 1):
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def schema_number(connection: sqlite3.Connection, path: Path) -> int:
    """The number of the tables that are there, 0 for none.

    Raises
    ------
    NewerSchemaError
        They are newer than this program.
    HistoryError
        They belong to another program.
    """
    number, owner, tables = connection.execute(
        "SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id),"
        " (SELECT count(*) FROM sqlite_master)"
    ).fetchone()  # one question: asked one by one, another process could make the tables in between
    if owner != APPLICATION_ID and tables:
        raise HistoryError(f"{path.name} is another program's database.", hint="Name another file with --history.")
    if number > len(MIGRATIONS):
        raise NewerSchemaError(
            f"A newer version of the program wrote {path.name}.", hint="Install the newest version to open it."
        )
    return int(number)


SAID_OF_SQLITE = {
    ("readonly", "read-only"): "it may not be written",
    ("unable to open",): "it cannot be opened; it, or its folder, may not be read or written",
    ("disk is full",): "the disk is full",
}


def translated(error: Exception, path: Path) -> HistoryError:
    """The database library's, or the system's, error as one of ours."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        text = "a file has the name of its folder"
    else:
        text = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
    if "locked" in text or "busy" in text:
        return LockedError(f"Another program is using {path.name}.", hint="Wait until it is done, then try again.")
    if "not a database" in text or "malformed" in text:
        return HistoryError(
            f"{path.name} is not a history, or it is damaged.",
            hint="Name another file with --history, or restore it with `pacing history import`.",
        )
    if "constraint" in text:
        return HistoryError("The data do not fit together; nothing was kept.", hint="Export them again, whole.")
    said = next((words for signs, words in SAID_OF_SQLITE.items() if any(sign in text for sign in signs)), text)
    return HistoryError(f"The history {path.name} cannot be used: {said}.", hint="Name another place with --history.")
