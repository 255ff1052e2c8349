"""Symptoms by day, three that the person chose; and dated notes of what changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np

from pacing.errors import HistoryError
from pacing.history.store import History
from pacing.model.longitudinal import HIGHEST_SCORE, LOWEST_SCORE, NOTE_KINDS, SymptomScore, SymptomSummary
from pacing.printable import printable

MOST_SYMPTOMS = 3  # design: as the journals of three key symptoms that physiotherapists use
RANGE = (0.05, 0.95)  # design: nine of ten days
EARLIEST_DAY = date(2000, 1, 1)  # design: an earlier one is a slip of the pen, and would stretch the calendar


REPLACE = "INSERT OR REPLACE INTO symptom VALUES (?, ?, ?, ?)"
FOLLOW = """INSERT INTO symptom VALUES (?, ?, ?, ?) ON CONFLICT (day, name)
DO UPDATE SET score = excluded.score WHERE source = excluded.source AND score <> excluded.score"""


def add_entries(history: History, entries: Iterable[SymptomScore], source: str, *, follow: bool = False) -> int:
    """Keep entries; a later one for the same day and symptom replaces the earlier. Gives how many there were.

    `follow`: the source is a file that is read again and again: what was entered in another way stays as it is.

    Raises
    ------
    HistoryError
        A score lies outside 0 to 10, a day is yet to come or long gone, or the history cannot be written.
    """
    entries = tuple(entries)
    for entry in entries:
        _require_day(entry.day)
    rows = [
        (entry.day.isoformat(), printable(entry.name).strip().lower(), entry.score, printable(source))
        for entry in entries
    ]
    for _, name, score, _ in rows:
        if not name:
            raise HistoryError("A symptom needs a name.", hint="Write it such as fatigue=6.")
        if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
            raise HistoryError(f"A score of {score:g} for {name} is outside 0 to 10.", hint="Use one scale, 0 to 10.")
    with history.change() as connection:
        connection.executemany(FOLLOW if follow else REPLACE, rows)
    return len(rows)


def _require_day(day: date) -> None:
    """Refuse days that can only be slips of the pen; tomorrow may be today farther east."""
    if EARLIEST_DAY <= day <= datetime.now(UTC).date() + timedelta(days=1):
        return
    when = "long gone" if day < EARLIEST_DAY else "yet to come"
    raise HistoryError(f"The day {day.isoformat()} is {when}.", hint="Correct the day and try again; nothing was kept.")


def add_note(history: History, day: date, kind: str, text: str) -> None:
    """Keep a dated note; the same note twice is one.

    Raises
    ------
    HistoryError
        The kind is unknown, or the history cannot be written.
    """
    if kind not in NOTE_KINDS:
        raise HistoryError(f"`{kind}` is not a kind of note.", hint=f"Choose one of: {', '.join(NOTE_KINDS)}.")
    with history.change() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO note (day, kind, text) VALUES (?, ?, ?)", (day.isoformat(), kind, printable(text))
        )


def remove_entries(history: History, day: date, names: Iterable[str] = (), *, notes_too: bool = False) -> int:
    """Take out what the diary says of a day; gives how many scores and notes went.

    Parameters
    ----------
    history
        An open history.
    day
        The calendar day.
    names
        Only these symptoms; none named: all of the day.
    notes_too
        Whether the notes of the day go too.

    Raises
    ------
    HistoryError
        The history cannot be written.
    """
    wanted = [name.strip().lower() for name in names]
    with history.change() as connection:
        if wanted:
            gone = sum(
                connection.execute("DELETE FROM symptom WHERE day = ? AND name = ?", (day.isoformat(), name)).rowcount
                for name in wanted
            )
        else:
            gone = connection.execute("DELETE FROM symptom WHERE day = ?", (day.isoformat(),)).rowcount
        if notes_too:
            gone += connection.execute("DELETE FROM note WHERE day = ?", (day.isoformat(),)).rowcount
    return gone


def remove_note(history: History, day: date, kind: str, text: str) -> bool:
    """Take out one note of a day; gives whether there was one.

    Raises
    ------
    HistoryError
        The history cannot be written.
    """
    with history.change() as connection:
        gone = connection.execute(
            "DELETE FROM note WHERE day = ? AND kind = ? AND text = ?", (day.isoformat(), kind, text)
        ).rowcount
    return bool(gone)


def symptoms(history: History) -> Mapping[str, Mapping[date, float]]:
    """Scores by symptom and day; days without an entry are absent, never zero."""
    result: dict[str, dict[date, float]] = defaultdict(dict)
    for day, name, score in history.rows("SELECT day, name, score FROM symptom ORDER BY name, day"):
        result[printable(name)][date.fromisoformat(day)] = score
    return result


def key_symptoms(scores: Mapping[str, Mapping[date, float]]) -> tuple[SymptomSummary, ...]:
    """The symptoms that were scored on most days, at most three, each as its middle day and its usual range.

    Examples
    --------
    >>> found, = key_symptoms({"pain": {date(2026, 5, day): float(day % 5) for day in range(1, 21)}})
    >>> found.days, found.middle, found.low, found.high
    (20, 2.0, 0.0, 4.0)
    """
    most = sorted(scores.items(), key=lambda named: (-len(named[1]), named[0]))[:MOST_SYMPTOMS]
    return tuple(
        SymptomSummary(
            name, len(days), min(days), float(np.median(list(days.values()))), *_scores_at(RANGE, list(days.values()))
        )
        for name, days in most
        if days
    )


def _scores_at(shares: tuple[float, ...], scores: list[float]) -> list[float]:
    """The scores, as they were given, that such shares of the days lie at or below."""
    return [float(score) for score in np.quantile(scores, shares, method="inverted_cdf")]


def notes(history: History) -> list[tuple[date, str, str]]:
    """Dated notes (day, kind, text), oldest first."""
    rows = history.rows("SELECT day, kind, text FROM note ORDER BY day, id")
    return [(date.fromisoformat(day), kind, printable(text)) for day, kind, text in rows]
