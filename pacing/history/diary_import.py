"""Read a diary that another program exported: Visible, Bearable, or a plain table."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pacing.errors import HistoryError
from pacing.history.diary import HIGHEST_SCORE, LOWEST_SCORE
from pacing.history.diary_days import day_reader
from pacing.model.diary import SymptomScore

SYMPTOM_GROUPS_ELSEWHERE = frozenset({"measurement", "measurements", "heart rate", "sleep", "functional capacity"})
WORD_SCORES = {"none": 0.0, "mild": 1.0, "moderate": 2.0, "severe": 3.0, "unbearable": 4.0}  # as Bearable numbers them
DELIMITERS = (",", ";", "\t")
Row = Mapping[str, str]


def read_diary(path: Path) -> list[SymptomScore]:
    """Entries of a diary export: Visible (`observation_date, tracker_name, …`), Bearable (`date formatted, …, category,
    rating/amount, detail`), or a plain table with a `date` column and one column a symptom.

    Scores are numbers or the words none, mild, moderate, severe, unbearable (0 to 4). Several scores of one symptom on
    one day become their highest: the worst of the day. A row without a score, or with one outside 0 to 10, is no entry.

    Raises
    ------
    HistoryError
        The file cannot be opened, is none of these, or its dates cannot be told apart.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=max(DELIMITERS, key=head.count))
            titles = [(title or "").strip().lower() for title in reader.fieldnames or ()]
            reader.fieldnames = titles
            rows = [
                {key: value.strip() for key, value in row.items() if key and isinstance(value, str)} for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise HistoryError(f"{path.name} cannot be read as a diary.", hint="Bring it as CSV in UTF-8.") from error
    shape = next((known for known in SHAPES if known.needs <= set(titles)), None)
    if shape is None:
        raise HistoryError(
            f"{path.name} is no diary that is known.",
            hint="Bring a Visible or Bearable export, or a table with a date column and one column a symptom.",
        )
    return _worst(path.name, shape, rows)


def _worst(name: str, shape: "_Shape", rows: list[dict[str, str]]) -> list[SymptomScore]:
    """The worst score of each symptom by day."""
    day_of = day_reader(name, [row.get(shape.day_column, "") for row in rows])
    worst: dict[tuple[date, str], float] = {}
    for row in rows:
        day = day_of(row.get(shape.day_column, ""))
        for title, text in shape.scores(row):
            score, symptom = _score(text), title.strip().lower()
            if day is not None and score is not None and symptom:
                worst[day, symptom] = max(score, worst.get((day, symptom), score))
    return [SymptomScore(day, symptom, score) for (day, symptom), score in worst.items()]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A known table: the columns it must have, the one with the day, and (symptom, score) of a row."""

    needs: frozenset[str]
    day_column: str
    scores: Callable[[Row], Iterator[tuple[str, str]]]


def _visible(row: Row) -> Iterator[tuple[str, str]]:
    if row.get("tracker_category", "").lower() not in SYMPTOM_GROUPS_ELSEWHERE:
        yield row.get("tracker_name", ""), row.get("observation_value", "")


def _bearable(row: Row) -> Iterator[tuple[str, str]]:
    if row.get("category", "").lower() == "symptom":
        symptom, _, word = row.get("detail", "").partition("(")
        yield symptom, row.get("rating/amount", "") or word.rstrip(") ")


def _plain(row: Row) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name != "date":
            yield name, value


def _score(text: str) -> float | None:
    """A score as a number; None where there is none: a missing day stays missing.

    Examples
    --------
    >>> _score("2,5"), _score("Severe"), _score(""), _score("11")
    (2.5, 3.0, None, None)
    """
    word = WORD_SCORES.get(text.lower())
    if word is not None:
        return word
    try:
        score = float(text.replace(",", "."))
    except ValueError:
        return None
    return score if LOWEST_SCORE <= score <= HIGHEST_SCORE else None


SHAPES = (
    _Shape(
        frozenset({"observation_date", "tracker_name", "tracker_category", "observation_value"}),
        "observation_date",
        _visible,
    ),
    _Shape(frozenset({"date formatted", "category", "rating/amount", "detail"}), "date formatted", _bearable),
    _Shape(frozenset({"date"}), "date", _plain),
)
