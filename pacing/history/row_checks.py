"""Whether a row of the history makes sense: used for what is kept, and for what is to be taken in from an export."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pacing.codec import decode
from pacing.codec.published import first_problem
from pacing.history.packed_series import unpack_series
from pacing.model.exceedance import ExceedanceVerdict
from pacing.model.longitudinal import HIGHEST_SCORE, LOWEST_SCORE, NOTE_KINDS
from pacing.model.person import Conditions, Person
from pacing.model.recording import Marker, RecordingKind

Row = Mapping[str, Any]
START_SLACK_S = 1.0
NEEDED: Mapping[str, frozenset[str]] = {
    "": frozenset({"id", "source", "kind", "start", "duration_s", "coverage", "limit", "exceedance", "measurements"}),
    "source": frozenset({"file_name", "sha256", "reader", "device", "sensor"}),
    "coverage": frozenset({"measured_share", "longest_gap_s", "hr_samples", "beats", "beat_artefact_share"}),
    "limit": frozenset({"bpm", "rule", "uncertainty_bpm", "inputs"}),
    "exceedance": frozenset({"verdict", "borderline", "time_above_s", "share_above", "unknown_s", "excursions"}),
}
"""What reading a session again needs of its document, whichever version of the program kept it."""
NEEDED_OF_MEASUREMENT = frozenset({"title", "unit", "value", "low", "high", "parts", "unavailable"})


def row_problem(table: str, row: Row) -> str | None:
    """What of a row makes no sense, in a few words; None where all does.

    Parameters
    ----------
    table
        The name of its table; the rows of a table that is not known here are not looked into.
    row
        Its values by column.
    """
    try:
        return CHECKS[table](row) if table in CHECKS else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        return f"its values make no sense ({type(error).__name__})"


def document_problem(text: object) -> str | None:
    """What of a kept document is not as the published schema and its readers want it; None where all is."""
    try:
        document = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return "its document cannot be read"
    if not isinstance(document, dict):
        return "its document cannot be read"
    index = first_problem(document, "session")
    if index is not None:
        return f"its document is wrong at {index}"
    return next(_lacking(document), None)


def _lacking(document: Row) -> Iterator[str]:
    """What readers need of a document that has the published shape, and that it lacks."""
    for name, keys in NEEDED.items():
        part = document.get(name) if name else document
        if part is not None and (missing := keys - part.keys()):
            yield f"its document lacks {min(missing)}"
            return
    for name, measurement in document["measurements"].items():
        if missing := NEEDED_OF_MEASUREMENT - measurement.keys():
            yield f"its document lacks {min(missing)} of {name}"
        elif not _one_answer(measurement):
            yield f"its document is wrong at measurements.{name}"


def _one_answer(row: Row) -> bool:
    """Whether a number lies in its interval, or there is none and no interval either."""
    value, low, high = (row[name] for name in ("value", "low", "high"))
    if value is None:
        return bool(row["unavailable"])
    return not row["unavailable"] and None not in (low, high) and bool(low <= value <= high)


def _session(row: Row) -> str | None:
    start = row["start"]
    if start is not None:
        began = datetime.fromisoformat(start)
        if began.tzinfo is None or abs(began.timestamp() - row["start_utc_s"]) > START_SLACK_S:
            return "its start makes no sense"
    elif row["start_utc_s"] is not None:
        return "its start makes no sense"
    RecordingKind(row["kind"])
    if row["verdict"] is not None:
        ExceedanceVerdict(row["verdict"])
    if row["flagged"] not in (None, 0, 1) or row["place"] < 0 or not 0 <= row["duration_s"] < math.inf:
        return "its values make no sense"
    if not str(row["id"]).rpartition("-")[2].isdecimal():
        return "its id makes no sense"
    problem = document_problem(row["document"])
    if problem is None and json.loads(row["document"])["id"] != row["id"]:
        return "its document belongs to another session"
    return problem


def _measurement(row: Row) -> str | None:
    numbers = [row[name] for name in ("value", "low", "high") if row[name] is not None]
    if not all(math.isfinite(number) for number in numbers) or not _one_answer(row):
        return f"its number {row['index_id']} makes no sense"
    return None


def _series(row: Row) -> str | None:
    try:
        unpack_series(row["packed"])
    except (ValueError, TypeError):
        return "its heart rate cannot be read"
    return None


def _mark(row: Row) -> str | None:
    return None if {row["comfortable"], row["flare_after"]} <= {None, 0, 1} else "its mark makes no sense"


def _is_day(text: str) -> bool:
    """Whether a text is a day of the calendar in the one form in which days are kept."""
    return date.fromisoformat(text).isoformat() == text


def _note(row: Row) -> str | None:
    if not _is_day(row["day"]):
        return "a note has no day"
    return None if row["kind"] in NOTE_KINDS and isinstance(row["text"], str) else "a note makes no sense"


def _symptom(row: Row) -> str | None:
    sound = _is_day(row["day"]) and row["name"].strip() and LOWEST_SCORE <= row["score"] <= HIGHEST_SCORE
    return None if sound else "a score makes no sense"


def _daily(row: Row) -> str | None:
    return None if _is_day(row["day"]) and math.isfinite(row["value"]) else "a value of a day makes no sense"


def _context(row: Row) -> str | None:
    plain = json.loads(row["document"])
    if not all(isinstance(plain[name], dict) for name in ("person", "conditions", "how")):
        return "what it was measured with makes no sense"
    decode(Person, plain["person"])
    decode(Conditions, plain["conditions"])
    for marker in plain["markers"]:
        decode(Marker, marker)
    return None


def _judged(row: Row) -> str | None:
    datetime.fromisoformat(row["until"])
    for name, part in json.loads(row["document"]).items():
        if name in ("limit", "exceedance") and part is not None and first_problem(part, name) is not None:
            return "its earlier judgement makes no sense"
    return None


CHECKS: Mapping[str, Callable[[Row], str | None]] = {
    "session": _session,
    "measurement": _measurement,
    "series": _series,
    "mark": _mark,
    "note": _note,
    "symptom": _symptom,
    "daily": _daily,
    "context": _context,
    "judged": _judged,
}
