"""The history as a plain folder of JSON and CSV, and back."""

import base64
import csv
import glob
import gzip
import hashlib
import io
import json
import os
import shutil
import tempfile
import zlib
from contextlib import suppress
from pathlib import Path

from pacing.errors import HistoryError
from pacing.history.migrations import CLOCKS_FROM_DOCUMENTS, OWNER_FILE, make_private_folder
from pacing.history.row_checks import row_problem
from pacing.history.store import History
from pacing.printable import printable, printable_json

FORMAT = "pacing-history/1"
TABLES = (
    *("file", "session", "measurement", "series", "mark", "note", "symptom", "refusal", "daily"),
    *("context", "judged"),
)
ORIGINALS = "originals"
"""Folder of the kept files, each gzipped under the hash of its content."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SHEETS = {
    "sessions.csv": (
        "SELECT id, start, duration_s, sport, kind, verdict, flagged, same_as, clock_start FROM session"
        " ORDER BY coalesce(start_utc_s, clock_s), id"
    ),
    "measurements.csv": "SELECT session_id, index_id, value, low, high, unavailable FROM measurement ORDER BY 1, 2",
    "symptoms.csv": "SELECT day, name, score, source FROM symptom ORDER BY day, name",
    "daily.csv": "SELECT day, kind, value, source, method, file_name FROM daily ORDER BY day, kind, source, method",
    "notes.csv": "SELECT day, kind, text FROM note ORDER BY day, id",
}


def export_to(history: History, folder: Path) -> int:
    """Write everything, as it stands at one moment, into `folder`, which must be new or empty.

    `history.json` and the folder `originals` restore the history; the CSV files are for reading elsewhere. The folder
    is written beside its place and moved there whole: where something fails, nothing is left. Only its owner may read
    it.

    Parameters
    ----------
    history
        An open history; others may write into it meanwhile.
    folder
        The folder to make.

    Returns
    -------
    int
        The number of sessions.

    Raises
    ------
    HistoryError
        The folder holds something already, or cannot be written.
    """
    try:
        if _holds_something(folder):
            raise HistoryError(f"{folder} is not empty.", hint="Name a new folder; nothing is ever overwritten.")
        make_private_folder(folder.parent)
        _remove_unfinished(folder)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{_unfinished(folder)}{os.getpid()}-"))
        try:
            count = _written(history, beside)
            if folder.is_dir():
                folder.rmdir()  # it is empty; not every system moves one folder over another
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise HistoryError(f"{folder} cannot be written: {error.strerror}.", hint="Name another folder.") from error
    return count


def _holds_something(folder: Path) -> bool:
    """Whether there is anything at a place, other than an empty folder."""
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _unfinished(folder: Path) -> str:
    """How the names of folders begin in which an export to `folder` is not finished yet."""
    return f".{folder.name}.unfinished-"


def _remove_unfinished(folder: Path) -> None:
    """Remove what exports to the same place left when they were killed; one that is running keeps its own."""
    for remaining in folder.parent.glob(f"{glob.escape(_unfinished(folder))}*"):
        process = remaining.name.removeprefix(_unfinished(folder)).partition("-")[0]
        if process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(remaining, ignore_errors=True)


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # asking would end it there
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _written(history: History, folder: Path) -> int:
    """Write all files of an export into a folder, each to the disk; gives the number of sessions."""
    with history.snapshot():
        tables = {name: _table(history, name) for name in TABLES}
        sheets = {name: _sheet(history, query) for name, query in SHEETS.items()}
        _write_originals(history, folder / ORIGINALS)
    text = json.dumps({"format": FORMAT, "tables": tables}, ensure_ascii=False, allow_nan=False, indent=1)
    for name, content in {"history.json": text, **sheets}.items():
        _write(folder / name, content.encode("utf-8"))
    return len(tables["session"])


def import_from(history: History, folder: Path) -> int:
    """Restore what `export_to` wrote, all or nothing; rows that are there stay.

    Every row is looked into before any is taken: dates, numbers, documents and series must make sense.

    Parameters
    ----------
    history
        The history to restore into.
    folder
        The folder that `export_to` wrote.

    Returns
    -------
    int
        The number of new sessions.

    Raises
    ------
    HistoryError
        The folder was not written by `export_to`, or its data do not fit.
    """
    tables = _read_export(history, folder)
    before = history.rows("SELECT count(*) FROM session")[0][0]
    with history.change() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for name, rows in tables.items():
            columns = _columns(history, name)
            marks = ", ".join("?" * len(columns))
            query = f"INSERT OR IGNORE INTO {name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our names
            connection.executemany(query, [[row[column] for column in columns] for row in rows])
        connection.execute(CLOCKS_FROM_DOCUMENTS)
        for (sha256,) in connection.execute("SELECT sha256 FROM file").fetchall():
            path = folder / ORIGINALS / f"{sha256}.gz"
            if path.is_file():
                connection.execute("INSERT OR IGNORE INTO original VALUES (?, ?)", (sha256, _whole(path, sha256)))
    return int(history.rows("SELECT count(*) FROM session")[0][0] - before)


def _write_originals(history: History, folder: Path) -> None:
    originals = history.rows("SELECT sha256 FROM original ORDER BY sha256")
    if originals:
        folder.mkdir()
    for (sha256,) in originals:
        _write(folder / f"{sha256}.gz", history.original(sha256) or b"")


def _write(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read, to the disk."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_FILE), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _whole(path: Path, sha256: str) -> bytes:
    """The gzipped file at `path`.

    Raises
    ------
    HistoryError
        It is not the file whose hash it bears.
    """
    try:
        packed = path.read_bytes()
        digest = hashlib.sha256()
        with gzip.open(path) as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except (OSError, EOFError, zlib.error) as error:
        raise HistoryError(f"{path.name} in {ORIGINALS} cannot be read.", hint="Export the history again.") from error
    if digest.hexdigest() != sha256:
        message = f"{path.name} in {ORIGINALS} was changed; nothing was kept."
        raise HistoryError(message, hint="Export the history again.")
    return packed


def _read_export(history: History, folder: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of every table of an export, each looked into.

    Raises
    ------
    HistoryError
        It is no export, or a row of it makes no sense.
    """
    path = folder / "history.json"
    try:
        if path.exists() and not path.is_file():
            raise _not_exported(folder)
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise _not_exported(folder)
        columns = {name: _columns(history, name) for name in TABLES}
        tables = {
            name: [{column: _from_plain(column, row.get(column)) for column in columns[name]} for row in rows]
            for name, rows in ((name, document["tables"].get(name, [])) for name in TABLES)
        }
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise _not_exported(folder) from error
    for name, rows in tables.items():
        for number, row in enumerate(rows, start=1):
            problem = row_problem(name, row)
            if problem is not None:
                raise HistoryError(
                    f"{folder} has no exported history that makes sense: in row {number} of `{name}`, {problem}.",
                    hint="Nothing was taken from it. Name the folder as export wrote it.",
                )
    return tables


def _not_exported(folder: Path) -> HistoryError:
    return HistoryError(f"{folder} has no exported history.", hint="Name the folder that export wrote.")


def _columns(history: History, name: str) -> list[str]:
    """The columns of a table; without a number that only counts, for it means nothing in another history."""
    return [row[1] for row in history.rows(f"PRAGMA table_info({name})") if (name, row[1]) != ("note", "id")]


def _table(history: History, name: str) -> list[dict[str, object]]:
    columns = _columns(history, name)
    rows = history.rows(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1, 2")  # noqa: S608 - our own names
    return [{column: _plain(column, value) for column, value in zip(columns, row, strict=True)} for row in rows]


def _plain(column: str, value: object) -> object:
    """A value as JSON can hold it; a text that an older version kept as it came, as it may be shown."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    return _shown(column, value) if isinstance(value, str) and not value.isprintable() else value


def _from_plain(column: str, value: object) -> object:
    """A value as the database keeps it; of texts, only what may be shown to a person."""
    if isinstance(value, str):
        return _shown(column, value)
    return base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value


def _shown(column: str, text: str) -> str:
    with suppress(ValueError, RecursionError):  # what is no document is found where rows are looked into
        return printable_json(text) if column == "document" else printable(text)
    return printable(text)


def _sheet(history: History, query: str) -> str:
    """A query's answer as the text of a CSV file."""
    titles = [column.strip() for column in query.split("FROM", 1)[0].removeprefix("SELECT").split(",")]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows([[_no_formula(value) for value in row] for row in history.rows(query)])
    return text.getvalue()


def _no_formula(value: object) -> object:
    """Printable text; where a spreadsheet would take it for a formula, preceded by an apostrophe.

    Examples
    --------
    >>> _no_formula("=1+1"), _no_formula("half"), _no_formula(-3.0)
    ("'=1+1", 'half', -3.0)
    """
    if not isinstance(value, str):
        return value
    return printable(f"'{value}" if value.startswith(FORMULA_SIGNS) else value)
