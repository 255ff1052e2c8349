"""Symptoms and medicines that a phone keeps: Apple Health's export and Health Auto Export, as entries for the diary."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError, ReadError
from pacing.model.longitudinal import SymptomScore
from pacing.read.archive import find_sources
from pacing.read.daily.collect import day_of
from pacing.read.daily.medicines import Dose, dose_notes
from pacing.read.source import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.structured import entries, load_json, number, parse_xml

CATEGORY = "HKCategoryTypeIdentifier"
# the phone's four words, as the numbers the diary uses for the same words elsewhere; "present" alone is no degree
SEVERITIES = {"notpresent": 0.0, "mild": 1.0, "moderate": 2.0, "severe": 3.0}
_APPLE_SEVERITY = re.compile(r"HKCategoryValueSeverity(\w+)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TAKEN = frozenset({"taken", "logged as taken"})


@dataclass(frozen=True, slots=True)
class PhoneDiary:
    """What a phone noted: the worst score of each symptom by day, dated notes of medicines, and entries left out.

    `without_degree`: entries that only say a symptom was there.
    """

    scores: tuple[SymptomScore, ...]
    notes: tuple[tuple[date, str, str], ...]
    without_degree: int = 0


def is_phone_diary(path: Path) -> bool:
    """Whether a file is of a kind that a phone exports: XML, JSON or an archive of them, not a table.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    bool
        False for what cannot be opened.
    """
    if not path.is_file():  # a pipe or a device may never end
        return False
    try:
        with path.open("rb") as stream:
            start = stream.read(64)
    except OSError:
        return False
    return start.startswith(b"PK\x03\x04") or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{"))


def read_phone_diary(path: Path) -> PhoneDiary:
    """Symptoms and medicines of a phone's export.

    Parameters
    ----------
    path
        export.xml, a JSON file of Health Auto Export, or an archive that holds them.

    Returns
    -------
    PhoneDiary
        Empty where the phone noted none.

    Raises
    ------
    ReadError
        The file cannot be opened, or is of another kind.
    """
    scores: list[tuple[date, str, float | None]] = []
    doses: list[Dose] = []
    known = False
    for source in find_sources(path):
        if isinstance(source, ReadError):
            continue
        head = "\n".join(source.head.lines)
        if "<HealthData" in head:
            known = True
            scores += _of_apple(source)
        elif re.match(r'\s*\{\s*"data"\s*:', head):
            known = True
            value = load_json(source)
            data = value.get("data") if isinstance(value, dict) else None
            scores += _of_json(data if isinstance(data, dict) else {})
            doses += _doses(data if isinstance(data, dict) else {})
    if not known:
        raise NoHeartRateError(
            path.name,
            "This is no export of a phone's health app.",
            hint="Bring Apple Health's export.zip, or the JSON of Health Auto Export.",
        )
    worst: dict[tuple[date, str], float] = {}
    for day, name, score in scores:
        if score is not None:
            worst[day, name] = max(score, worst.get((day, name), score))
    entries = tuple(SymptomScore(day, name, score) for (day, name), score in sorted(worst.items()))
    return PhoneDiary(entries, dose_notes(doses), sum(score is None for _, _, score in scores))


def _of_apple(source: SourceFile) -> list[tuple[date, str, float | None]]:
    """(day, symptom, degree) of every category of severity or presence; other categories are no symptoms."""
    result: list[tuple[date, str, float | None]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        kind, value = attributes.get("type", ""), attributes.get("value", "")
        if name != "Record" or not kind.startswith(CATEGORY):
            return
        severity = _APPLE_SEVERITY.fullmatch(value)
        if severity is None:
            return
        second, offset_s = read_instant(attributes.get("startDate", ""))
        if np.isfinite(second):
            words = _HUMP.sub(" ", kind.removeprefix(CATEGORY)).lower()
            result.append((day_of(second + (offset_s or 0.0)), words, SEVERITIES.get(severity[1].lower())))

    parse_xml(source, start, lambda name, text: None)  # noqa: ARG005 - nothing is held in element texts
    return result


def _of_json(data: dict[str, Any]) -> Iterator[tuple[date, str, float | None]]:
    for entry in entries(data.get("symptoms")):
        second, offset_s = read_instant(str(entry.get("start") or entry.get("date") or ""))
        name = str(entry.get("name", "")).strip().lower()
        if np.isfinite(second) and name:
            word = str(entry.get("severity", "")).replace(" ", "").lower()
            yield day_of(second + (offset_s or 0.0)), name, SEVERITIES.get(word)


def _doses(data: dict[str, Any]) -> Iterator[Dose]:
    for entry in entries(data.get("medications")):
        second, offset_s = read_instant(
            str(entry.get("start") or entry.get("scheduledDate") or entry.get("date") or "")
        )
        name = str(entry.get("displayText") or entry.get("name") or entry.get("nickname") or "").strip()
        taken = str(entry.get("status", "taken")).lower() in _TAKEN
        count = number(entry.get("dosage", 1.0))
        if np.isfinite(second) and name and taken:
            yield Dose(day_of(second + (offset_s or 0.0)), name, count if count > 0 else 1.0)
