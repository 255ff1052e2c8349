"""Read a diary that another program exported: Visible, Bearable, or a plain table.

Days are read as diaries write them; which number is the day and which the month is seen from the whole column, or not
decided at all.
"""

import csv
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pacing.errors import HistoryError
from pacing.model.longitudinal import HIGHEST_SCORE, LOWEST_SCORE, SymptomScore

NUMBERS = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?=\D|$)")
ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
WEEKDAY = re.compile(r"^[A-Za-z]+day,?\s+")
CENTURY, MONTHS = 2000, 12


def day_reader(name: str, texts: Sequence[str]) -> Callable[[str], date | None]:
    """How the days of one column are read; a text that is no day gives None.

    `3/4/2026` is read day first or month first by the other days of the column: a number above 12 decides for all.
    With dots the day comes first, as everywhere that writes dots.

    Raises
    ------
    HistoryError
        Both orders are possible, or the column contradicts itself.

    Examples
    --------
    >>> day_reader("diary.csv", ["3/4/2026", "13/4/2026"])("3/4/2026")
    datetime.date(2026, 4, 3)
    """
    result = [match for text in texts if (match := NUMBERS.match(text.strip()))]
    first = max((int(match[1]) for match in result), default=0) > MONTHS
    second = max((int(match[3]) for match in result), default=0) > MONTHS
    if first and second:
        raise HistoryError(
            f"{name} writes some dates day first and some month first.", hint="Write them as 2026-05-31 and try again."
        )
    dotted = all(match[2] == "." for match in result)
    same = all(match[1] == match[3] for match in result)
    if result and not (first or second or dotted or same):
        raise HistoryError(
            f"{name} writes dates such as {result[0][0]}, which could be day or month first.",
            hint="Write them as 2026-05-31, or use a longer diary in which a day above 12 decides.",
        )
    return lambda text: _day(text.strip(), month_first=second)


def _day(text: str, *, month_first: bool) -> date | None:
    match = NUMBERS.match(text)
    try:
        if match is not None:
            day, month = (int(match[3]), int(match[1])) if month_first else (int(match[1]), int(match[3]))
            return date(int(match[4]) + (CENTURY if len(match[4]) == len("26") else 0), month, day)
    except ValueError:
        return None
    words = ORDINAL.sub("", WEEKDAY.sub("", text)).replace(",", "").partition("T")[0]
    for form in FORMS:
        for shown in (words, words.rpartition(" ")[0]):
            try:
                return datetime.strptime(shown, form).date()  # noqa: DTZ007 - a calendar day has no zone
            except ValueError:
                continue
    return None


SYMPTOM_GROUPS_ELSEWHERE = frozenset({"measurement", "measurements", "heart rate", "sleep", "functional capacity"})
# what a day asked of a person, not how they felt: kept as a symptom, exertion would become what follows exertion
EXERTION_GROUPS = frozenset(
    {"exertion", "physical", "activity", "activities", "lifestyle", "medication", "medications"}
)
EXERTION_NAMES = frozenset(
    {
        *("physically active", "physical activity", "physical exertion", "mentally demanding", "mental exertion"),
        *("cognitive exertion", "socially demanding", "social exertion", "emotionally stressful", "emotional exertion"),
        *("exercise", "steps", "work", "screen time", "rested", "pacing", "menstruation", "period", "alcohol"),
    }
)
WORD_SCORES = {"none": 0.0, "mild": 1.0, "moderate": 2.0, "severe": 3.0, "unbearable": 4.0}  # as Bearable numbers them
TRAINING = frozenset(
    {
        *("sport", "start time", "duration", "distance", "speed", "pace", "calories", "elevation", "ascent", "laps"),
        *("heart rate", "hr", "cadence", "power", "activity type", "workout", "training load", "elapsed time"),
    }
)
"""Column names of tables of training: a diary of symptoms has none of them, or one at most."""
LEAST_TRAINING = 2
NO_SYMPTOMS = frozenset({"steps", "weight", "temperature", "hrv", "rmssd", "spo2", "time", *TRAINING})
MEANS = re.compile(r"^(average|avg|mean|max|maximum|min|minimum|total|resting)\.? ")
UNIT = re.compile(r"[(\[].*?[)\]]")
DELIMITERS = (",", ";", "\t")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadDiary:
    """What a diary file holds, and what of it is not kept.

    `entries`: the scores. `outside`: scores that are not within 0 to 10. `not_symptoms`: columns of a plain table that
    are no symptom, such as steps.
    """

    entries: tuple[SymptomScore, ...]
    outside: tuple[SymptomScore, ...] = ()
    not_symptoms: tuple[str, ...] = ()


def read_diary(path: Path) -> ReadDiary:
    """Entries of a diary export: Visible (`observation_date, tracker_name, …`), Bearable (`date formatted, …, category,
    rating/amount, detail`), or a plain table with a `date` column and one column a symptom.

    Scores are numbers or the words none, mild, moderate, severe, unbearable (0 to 4). Several scores of one symptom on
    one day become their highest: the worst of the day. A row without a score is no entry. Of a plain table, columns
    that hold something else than a symptom, by their name or because most numbers lie beyond 10, are left out.

    Parameters
    ----------
    path
        The exported file.

    Returns
    -------
    ReadDiary
        The entries, and what was left out.

    Raises
    ------
    HistoryError
        The file cannot be opened, is none of these, is a table of training, or its dates cannot be kept apart.
    """
    if path.exists() and not path.is_file():  # a pipe or a device, which may never end
        raise HistoryError(f"{path.name} is not an ordinary file.", hint="Use the diary as a CSV file.")
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
        raise HistoryError(f"{path.name} cannot be read as a diary.", hint="Use it as CSV in UTF-8.") from error
    shape = next((known for known in SHAPES if known.needs <= set(titles)), None)
    if shape is None:
        raise HistoryError(
            f"{path.name} is not a diary format we know.",
            hint="Use a Visible or Bearable export, or a table with a date column and one column a symptom.",
        )
    if shape.scores is not _plain:
        return _worst(path.name, shape, rows)
    if sum(_names(TRAINING, title) for title in titles) >= LEAST_TRAINING:
        raise HistoryError(
            f"{path.name} is a table of training, not a diary of symptoms.",
            hint="`pacing add` keeps recordings; a diary has a date column and one column a symptom.",
        )
    others = tuple(title for title in titles if title and title != shape.day_column and _is_no_symptom(title, rows))
    return replace(_worst(path.name, shape, rows, frozenset(others)), not_symptoms=others)


def _names(words: frozenset[str], title: str) -> bool:
    """Whether a column is called by one of these words, whatever unit stands behind it or mean before it."""
    return MEANS.sub("", UNIT.sub("", title).strip()) in words


def _is_no_symptom(title: str, rows: list[dict[str, str]]) -> bool:
    if _names(NO_SYMPTOMS, title):
        return True
    numbers = [number for row in rows if (number := _number(row.get(title, ""))) is not None]
    beyond = sum(not LOWEST_SCORE <= number <= HIGHEST_SCORE for number in numbers)
    return len(numbers) > 1 and beyond > len(numbers) / 2


def _worst(name: str, shape: "_Shape", rows: list[dict[str, str]], left_out: frozenset[str] = frozenset()) -> ReadDiary:
    """The worst score of each symptom by day, and the scores that lie outside."""
    day_of = day_reader(name, [row.get(shape.day_column, "") for row in rows])
    worst: dict[tuple[date, str], float] = {}
    outside: list[SymptomScore] = []
    for row in rows:
        day = day_of(row.get(shape.day_column, ""))
        for title, text in shape.scores(row):
            number, symptom = _number(text), title.strip().lower()
            if day is None or number is None or not symptom or symptom in left_out:
                continue
            if LOWEST_SCORE <= number <= HIGHEST_SCORE:
                worst[day, symptom] = max(number, worst.get((day, symptom), number))
            else:
                outside.append(SymptomScore(day, symptom, number))
    entries = tuple(SymptomScore(day, symptom, score) for (day, symptom), score in worst.items())
    return ReadDiary(entries, tuple(outside))


@dataclass(frozen=True, slots=True)
class _Shape:
    """A known table: the columns it must have, the one with the day, and (symptom, score) of a row."""

    needs: frozenset[str]
    day_column: str
    scores: Callable[[Row], Iterator[tuple[str, str]]]


def _visible(row: Row) -> Iterator[tuple[str, str]]:
    group, name = row.get("tracker_category", "").lower(), row.get("tracker_name", "").lower()
    if group not in SYMPTOM_GROUPS_ELSEWHERE | EXERTION_GROUPS and name not in EXERTION_NAMES:
        yield row.get("tracker_name", ""), row.get("observation_value", "")


def _bearable(row: Row) -> Iterator[tuple[str, str]]:
    if row.get("category", "").lower() == "symptom":
        symptom, _, word = row.get("detail", "").partition("(")
        yield symptom, row.get("rating/amount", "") or word.rstrip(") ")


def _plain(row: Row) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name != "date" and name not in EXERTION_NAMES:
            yield name, value


def _number(text: str) -> float | None:
    """A score as a number; None where there is none: a missing day stays missing.

    Examples
    --------
    >>> _number("2,5"), _number("Severe"), _number(""), _number("11")
    (2.5, 3.0, None, 11.0)
    """
    word = WORD_SCORES.get(text.lower())
    if word is not None:
        return word
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


SHAPES = (
    _Shape(
        frozenset({"observation_date", "tracker_name", "tracker_category", "observation_value"}),
        "observation_date",
        _visible,
    ),
    _Shape(frozenset({"date formatted", "category", "rating/amount", "detail"}), "date formatted", _bearable),
    _Shape(frozenset({"date"}), "date", _plain),
)
