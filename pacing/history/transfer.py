"""The history as a plain folder of JSON and CSV, and back."""

import base64
import csv
import json
from pathlib import Path

from pacing.errors import HistoryError
from pacing.history.store import History

FORMAT = "pacing-history/1"
TABLES = ("file", "session", "measurement", "series", "mark", "note", "symptom", "refusal")
SHEETS = {
    "sessions.csv": (
        "SELECT id, start, duration_s, sport, kind, verdict, flagged, same_as FROM session ORDER BY start_utc_s, id"
    ),
    "measurements.csv": "SELECT session_id, index_id, value, low, high, unavailable FROM measurement ORDER BY 1, 2",
    "symptoms.csv": "SELECT day, name, score, source FROM symptom ORDER BY day, name",
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
        tables = document["tables"] if document.get("format") == FORMAT else None
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise HistoryError(f"{folder} holds no exported history.", hint="Name the folder that export wrote.") from error
    if not isinstance(tables, dict):
        raise HistoryError(f"{folder} holds no exported history.", hint="Name the folder that export wrote.")
    before = history.rows("SELECT count(*) FROM session")[0][0]
    with history.change() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for name in TABLES:
            for row in tables.get(name, []):
                columns = [column[1] for column in connection.execute(f"PRAGMA table_info({name})")]
                values = [_from_plain(row.get(column)) for column in columns]
                marks = ", ".join("?" * len(columns))
                connection.execute(f"INSERT OR IGNORE INTO {name} VALUES ({marks})", values)  # noqa: S608 - our names
    return int(history.rows("SELECT count(*) FROM session")[0][0] - before)


def _table(history: History, name: str) -> list[dict[str, object]]:
    columns = [row[1] for row in history.rows(f"PRAGMA table_info({name})")]
    rows = history.rows(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1, 2")  # noqa: S608 - our own names
    return [{column: _plain(value) for column, value in zip(columns, row, strict=True)} for row in rows]


def _plain(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_plain(value: object) -> object:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def _write_sheet(history: History, query: str, path: Path) -> None:
    titles = [column.strip().split(" ")[-1] for column in query.split("FROM", 1)[0].removeprefix("SELECT").split(",")]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows(history.rows(query))
