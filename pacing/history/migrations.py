"""The database: its tables as numbered migrations, and how it is opened for writing (read_only.py: for reading)."""

import os
import sqlite3
import stat
import time
from pathlib import Path

from pacing.errors import HistoryError, LockedError, NewerSchemaError
from pacing.history.checksums import keep_checksums, reseal

BUSY_TIMEOUT_S = 30.0
BUSY_PAUSE_S = 0.05
OWNER_FILE, OWNER_FOLDER = 0o600, 0o700
APPLICATION_ID = 0x70616365  # "pace": so that another program's database is not taken for ours

CLOCKS_FROM_DOCUMENTS = """
    UPDATE session SET clock_start = json_extract(document, '$.source.clock_start'),
        clock_s = strftime('%s', substr(coalesce(start, json_extract(document, '$.source.clock_start')), 1, 19)) * 1.0
        WHERE clock_s IS NULL
"""
"""The local clock of sessions that were kept before there was a column for it."""

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
    """
    CREATE TABLE seal (
        table_name  TEXT NOT NULL,
        owner       TEXT NOT NULL,
        row_count   INTEGER NOT NULL,
        total       INTEGER NOT NULL,
        PRIMARY KEY (table_name, owner)
    ) STRICT, WITHOUT ROWID;
    """,
    f"""
    ALTER TABLE session ADD COLUMN clock_start TEXT;
    ALTER TABLE session ADD COLUMN clock_s REAL;
    {CLOCKS_FROM_DOCUMENTS};
    CREATE INDEX session_by_clock ON session (clock_s);
    CREATE TABLE original (
        sha256      TEXT PRIMARY KEY REFERENCES file (sha256) ON DELETE CASCADE,
        packed      BLOB NOT NULL
    ) STRICT;
    CREATE TABLE context (
        session_id  TEXT PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
        document    TEXT NOT NULL
    ) STRICT;
    CREATE TABLE judged (
        session_id  TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        until       TEXT NOT NULL,
        document    TEXT NOT NULL,
        PRIMARY KEY (session_id, until)
    ) STRICT, WITHOUT ROWID;
    """,
)


def connect(path: Path) -> sqlite3.Connection:
    """An open, migrated database at `path`; made with its folders where it is missing, for its owner only.

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
        make_private_folder(path.parent)
        require_history_file(path)
        _make_private_file(path)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    except (sqlite3.Error, OSError) as error:
        raise translated(error, path) from error
    try:
        schema_number(connection, path)  # before anything is changed: it may be another program's
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is removed is gone from the file, too
        migrate(connection, path)
        keep_checksums(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise translated(error, path) from error
        raise
    return connection


def make_private_folder(folder: Path) -> None:
    """Make a folder, with those above it, that only its owner may enter; one that is there stays as it is."""
    if not folder.is_dir():
        if folder.parent != folder:
            make_private_folder(folder.parent)
        folder.mkdir(mode=OWNER_FOLDER, exist_ok=True)


def require_history_file(path: Path) -> None:
    """Refuse what can be no history at first sight.

    Raises
    ------
    HistoryError
        It is a folder, a device or pipe, or it is empty.
    """
    if path.is_dir():
        raise HistoryError(f"{path.name} is a folder, not a history.", hint="Name a file in it with --history.")
    if path.exists() and not path.is_file():
        raise HistoryError(f"{path.name} is not an ordinary file.", hint="Name another file with --history.")
    if path.exists() and not path.stat().st_size:
        raise HistoryError(
            f"{path.name} is empty (0 bytes), so it holds no history.",
            hint="Remove it to begin a new one, or name another with --history; an export restores an old one.",
        )


def _make_private_file(path: Path) -> None:
    """Make the database where there is none, whole from the beginning; only its owner may read it.

    It gets its tables beside its place and is then moved there, so that no other program meets it empty.
    """
    if path.exists():
        if stat.S_IMODE(path.stat().st_mode) & ~OWNER_FILE and os.access(path, os.W_OK):
            path.chmod(OWNER_FILE)
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        os.close(os.open(beside, os.O_CREAT | os.O_RDWR | os.O_TRUNC, OWNER_FILE))
        connection = sqlite3.connect(beside, isolation_level=None)
        try:
            migrate(connection, beside)
        finally:
            connection.close()
        _move_unless_there(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _move_unless_there(beside: Path, path: Path) -> None:
    """Give a finished file its place, unless another process was quicker."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            beside.replace(path)


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
        reseal(connection)  # the tables themselves may have changed
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
    if any(sign in text for sign in ("not a database", "malformed", "Could not decode", "corrupt", "already exists")):
        return HistoryError(
            f"{path.name} is not a history, or it is damaged.",
            hint="Name another file with --history, or restore it with `pacing history import`.",
        )
    if "constraint" in text:
        return HistoryError("The data do not fit together; nothing was kept.", hint="Export them again, whole.")
    reason = next((words for signs, words in SAID_OF_SQLITE.items() if any(sign in text for sign in signs)), text)
    return HistoryError(f"The history {path.name} cannot be used: {reason}.", hint="Name another place with --history.")
