"""The history as a plain folder of JSON and CSV, and back."""

import base64
import csv
import json
from collections.abc import Mapping
from pathlib import Path

from pacing.errors import HistoryError
from pacing.history.store import History, unpack_series

FORMAT = "pacing-history/1"
TABLES = ("file", "session", "measurement", "series", "mark", "note", "symptom", "refusal", "daily")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SHEETS = {
    "sessions.csv": (
        "SELECT id, start, duration_s, sport, kind, verdict, flagged, same_as FROM session ORDER BY start_utc_s, id"
    ),
    "measurements.csv": "SELECT session_id, index_id, value, low, high, unavailable FROM measurement ORDER BY 1, 2",
    "symptoms.csv": "SELECT day, name, score, source FROM symptom ORDER BY day, name",
    "daily.csv": "SELECT day, kind, value, source, method, file_name FROM daily ORDER BY day, kind, source, method",
    "notes.csv": "SELECT day, kind, text FROM note ORDER BY day, id",
}


def export_to(history: History, folder: Path) -> int:
    """Write everything into `folder`, which must be new or empty; gives the number of sessions.

    `history.json` restores the history; the CSV files are for reading elsewhere.

    Raises
    ------
    HistoryError
        The folder holds something already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise HistoryError(f"{folder} is not empty.", hint="Name a new folder; nothing is ever overwritten.")
        tables = {name: _table(history, name) for name in TABLES}
        text = json.dumps({"format": FORMAT, "tables": tables}, ensure_ascii=False, allow_nan=False, indent=1)
        (folder / "history.json").write_text(text, encoding="utf-8")
        for name, query in SHEETS.items():
            _write_sheet(history, query, folder / name)
    except OSError as error:
        raise HistoryError(f"{folder} cannot be written: {error.strerror}.", hint="Name another folder.") from error
    return len(tables["session"])


def import_from(history: History, folder: Path) -> int:
    """Restore what `export_to` wrote, all or nothing; rows that are there stay. Gives the number of new sessions.

    Raises
    ------
    HistoryError
        The folder was not written by `export_to`, or its data do not fit.
    """
    try:
        document = json.loads((folder / "history.json").read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise _not_exported(folder)
        columns = {name: _columns(history, name) for name in TABLES}
        tables = {name: [_values(row, columns[name]) for row in document["tables"].get(name, [])] for name in TABLES}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise _not_exported(folder) from error
    before = history.rows("SELECT count(*) FROM session")[0][0]
    with history.change() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for name, rows in tables.items():
            marks = ", ".join("?" * len(columns[name]))
            query = f"INSERT OR IGNORE INTO {name} ({', '.join(columns[name])}) VALUES ({marks})"  # noqa: S608 - our names
            connection.executemany(query, rows)
    return int(history.rows("SELECT count(*) FROM session")[0][0] - before)


def _not_exported(folder: Path) -> HistoryError:
    return HistoryError(f"{folder} has no exported history.", hint="Name the folder that export wrote.")


def _columns(history: History, name: str) -> list[str]:
    """The columns of a table; without a number that only counts, for it means nothing in another history."""
    return [row[1] for row in history.rows(f"PRAGMA table_info({name})") if (name, row[1]) != ("note", "id")]


def _table(history: History, name: str) -> list[dict[str, object]]:
    columns = _columns(history, name)
    rows = history.rows(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1, 2")  # noqa: S608 - our own names
    return [{column: _plain(value) for column, value in zip(columns, row, strict=True)} for row in rows]


def _values(row: Mapping[str, object], columns: list[str]) -> list[object]:
    """The values of an exported row, in the order of the columns.

    Raises
    ------
    ValueError
        A series or a document was not written by `export_to`.
    """
    values = [_from_plain(row.get(column)) for column in columns]
    for column, value in zip(columns, values, strict=True):
        if column == "packed" and isinstance(value, bytes):
            unpack_series(value)
        if column == "document" and isinstance(value, str):
            json.loads(value)
    return values


def _plain(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_plain(value: object) -> object:
    return base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value


def _write_sheet(history: History, query: str, path: Path) -> None:
    titles = [column.strip() for column in query.split("FROM", 1)[0].removeprefix("SELECT").split(",")]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows([[_no_formula(value) for value in row] for row in history.rows(query)])


def _no_formula(value: object) -> object:
    """Text that a spreadsheet would take for a formula, preceded by an apostrophe.

    Examples
    --------
    >>> _no_formula("=1+1"), _no_formula("half"), _no_formula(-3.0)
    ("'=1+1", 'half', -3.0)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value
