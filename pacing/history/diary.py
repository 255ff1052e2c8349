"""Symptoms by day, three that the person chose; and dated notes of what changed."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pacing.errors import HistoryError
from pacing.history.store import History

NOTE_KINDS = ("treatment", "dose", "illness", "cycle", "travel", "other")
COMFORT = "comfortable"
LOWEST_SCORE, HIGHEST_SCORE = 0.0, 10.0
SYMPTOM_GROUPS_ELSEWHERE = frozenset({"measurement", "measurements", "heart rate", "sleep", "functional capacity"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One symptom's score on one day; higher is worse, on the scale the person uses."""

    day: date
    name: str
    score: float


def add_entries(history: History, entries: Iterable[Entry], source: str) -> int:
    """Keep entries; a later one for the same day and symptom replaces the earlier. Gives how many were kept.

    Raises
    ------
    HistoryError
        A score lies outside 0 to 10, or the history cannot be written.
    """
    rows = [(entry.day.isoformat(), entry.name.strip().lower(), entry.score, source) for entry in entries]
    for _, name, score, _ in rows:
        if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            raise HistoryError(f"A score of {score:g} for {name} is outside 0 to 10.", hint="Use one scale, 0 to 10.")
    with history.change() as connection:
        connection.executemany("INSERT OR REPLACE INTO symptom VALUES (?, ?, ?, ?)", rows)
    return len(rows)


def add_note(history: History, day: date, kind: str, text: str) -> None:
    """Keep a dated note; the same note twice is one.

    Raises
    ------
    HistoryError
        The kind is unknown, or the history cannot be written.
    """
    if kind not in NOTE_KINDS:
        raise HistoryError(f"A note cannot be of the kind `{kind}`.", hint=f"Known are: {', '.join(NOTE_KINDS)}.")
    with history.change() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO note (day, kind, text) VALUES (?, ?, ?)", (day.isoformat(), kind, text)
        )


def symptoms(history: History) -> Mapping[str, Mapping[date, float]]:
    """Scores by symptom and day; days without an entry are absent, never zero."""
    found: dict[str, dict[date, float]] = defaultdict(dict)
    for day, name, score in history.rows("SELECT day, name, score FROM symptom ORDER BY name, day"):
        found[name][date.fromisoformat(day)] = score
    return found


def notes(history: History) -> list[tuple[date, str, str]]:
    """Dated notes (day, kind, text), oldest first."""
    rows = history.rows("SELECT day, kind, text FROM note ORDER BY day, id")
    return [(date.fromisoformat(day), kind, text) for day, kind, text in rows]


def read_diary(path: Path) -> list[Entry]:
    """Entries of a diary export: Visible (`observation_date, tracker_name, …`), Bearable (`date formatted, …, category,
    rating/amount, detail`), or a plain table with a `date` column and one column a symptom.

    Several scores of one symptom on one day become their highest: the worst of the day.

    Raises
    ------
    HistoryError
        The file cannot be opened, or is none of these.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            titles = [(title or "").strip().lower() for title in reader.fieldnames or ()]
            reader.fieldnames = titles
            shape = next((known for known in SHAPES if known.needs <= set(titles)), None)
            if shape is None:
                raise HistoryError(
                    f"{path.name} is no diary that is known.",
                    hint="Bring a Visible or Bearable export, or a table with a date column and one column a symptom.",
                )
            worst: dict[tuple[date, str], float] = {}
            for row in reader:
                for entry in shape.entries({key: (value or "").strip() for key, value in row.items() if key}):
                    key = (entry.day, entry.name)
                    worst[key] = max(entry.score, worst.get(key, entry.score))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise HistoryError(f"{path.name} cannot be read as a diary.", hint="Bring it as CSV in UTF-8.") from error
    return [Entry(day, name, score) for (day, name), score in worst.items()]


@dataclass(frozen=True, slots=True)
class _Shape:
    needs: frozenset[str]
    entries: Callable[[Mapping[str, str]], Iterator[Entry]]


def _visible(row: Mapping[str, str]) -> Iterator[Entry]:
    if row["tracker_category"].lower() not in SYMPTOM_GROUPS_ELSEWHERE:
        yield from _entry(row["observation_date"], row["tracker_name"], row["observation_value"])


def _bearable(row: Mapping[str, str]) -> Iterator[Entry]:
    if row["category"].lower() == "symptom":
        yield from _entry(row["date formatted"], row["detail"].partition("(")[0], row["rating/amount"])


def _plain(row: Mapping[str, str]) -> Iterator[Entry]:
    for name, value in row.items():
        if name != "date":
            yield from _entry(row["date"], name, value)


def _entry(day: str, name: str, value: str) -> Iterator[Entry]:
    """An entry, or none where the day or the score is missing: a missing day stays missing."""
    when = _day(day)
    try:
        score = float(value.replace(",", "."))
    except ValueError:
        return
    if when is not None and name.strip() and LOWEST_SCORE <= score <= HIGHEST_SCORE:
        yield Entry(when, name.strip().lower(), score)


def _day(text: str) -> date | None:
    words = text.replace("st ", " ").replace("nd ", " ").replace("rd ", " ").replace("th ", " ")
    for form in ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%Y-%m-%dT%H:%M:%S"):
        try:
            return datetime.strptime(words[:19].strip(), form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None


SHAPES = (
    _Shape(frozenset({"observation_date", "tracker_name", "tracker_category", "observation_value"}), _visible),
    _Shape(frozenset({"date formatted", "category", "rating/amount", "detail"}), _bearable),
    _Shape(frozenset({"date"}), _plain),
)
