"""Fitbit JSON: the daily files of Google Takeout (instants in UTC) and the API's intraday answer (local clock)."""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import PlacedTimes, place_instants, place_local
from pacing.read.assembly.series import EMPTY, Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import day_second, read_instant
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number
from pacing.read.text.years import date_remarks

_TAKEOUT = re.compile(r'\[\s*\{\s*"dateTime"\s*:\s*"[^"]*"\s*,\s*"value"\s*:\s*\{\s*"bpm"')
NO_CONFIDENCE = 0  # Fitbit's own word for a value it does not trust at all
UNSURE = (
    "Fitbit does not say whether the times of these files are UTC or the local clock; they were read as UTC. The CSV "
    "files of the same export settle it: bring them together."
)


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    if isinstance(value, dict):
        return "activities-heart-intraday" in value
    first = next(iter(entries(value)), {})
    held = first.get("value")
    return "dateTime" in first and isinstance(held, dict) and "bpm" in held


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    draft = _intraday(source, options, value) if isinstance(value, dict) else _takeout(source, options, value)
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name, "The file has no heart rate in it.", hint="Use a file from a day when it was worn."
        )
    return (recording_of(draft),)


def _takeout(source: SourceFile, options: ReadOptions, value: Any) -> RecordingBuilder:
    items = entries(value)
    inner = [item["value"] if isinstance(item.get("value"), dict) else {} for item in items]
    second = np.array([_american(item.get("dateTime")) for item in items])
    bpm = np.array([number(v.get("bpm")) for v in inner])
    doubtful = sum(v.get("confidence") == NO_CONFIDENCE for v in inner)
    bpm[[v.get("confidence") == NO_CONFIDENCE for v in inner]] = np.nan
    placed = place_instants(second, None, options.time_zone)
    remarks = [UNSURE, *placed.remarks]
    if doubtful:
        remarks.append(f"Values in which Fitbit itself has no confidence, left out: {doubtful} of {len(items)}.")
    lost = int((~np.isfinite(second)).sum())
    return replace(_draft(source, replace(placed, remarks=tuple(remarks)), bpm, lost), zone_known=False)


def _american(text: object) -> float:
    """Seconds since 1970 of `01/31/20 05:00:07`."""
    result = re.fullmatch(r"(\d\d)/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)", text) if isinstance(text, str) else None
    return read_instant(f"20{result[3]}-{result[1]}-{result[2]} {result[4]}")[0] if result else np.nan


def _intraday(source: SourceFile, options: ReadOptions, value: dict[str, Any]) -> RecordingBuilder:
    days = entries(value.get("activities-heart"))
    day = str(days[0].get("dateTime", ""))[:10] if days else ""
    dataset = value.get("activities-heart-intraday")
    items = entries(dataset.get("dataset")) if isinstance(dataset, dict) else []
    midnight = day_second(day)
    dated = bool(np.isfinite(midnight))
    times = np.array([_time_of_day(item.get("time")) for item in items])
    placed = place_local(times + (midnight if dated else 0.0), options.time_zone, dated=dated)
    bpm = np.array([number(item.get("value")) for item in items])
    placed = replace(placed, remarks=(*placed.remarks, *date_remarks(day)))
    return _draft(source, placed, bpm, int((~np.isfinite(times)).sum()))


def _time_of_day(text: object) -> float:
    result = re.fullmatch(r"(\d\d):(\d\d):(\d\d)", text) if isinstance(text, str) else None
    return int(result[1]) * 3600.0 + int(result[2]) * 60.0 + int(result[3]) if result else np.nan


def _draft(source: SourceFile, placed: PlacedTimes, bpm: FloatArray, lost: int) -> RecordingBuilder:
    known = np.isfinite(placed.second)
    return RecordingBuilder(
        source=source,
        reader="fitbit_json",
        heart_rate=Series(placed.second[known], bpm[known]) if known.any() else EMPTY,
        origin=placed.origin,
        clock=placed.clock,
        kind=RecordingKind.DAY,
        device="Fitbit",
        sensor=Sensor.OPTICAL,
        remarks=placed.remarks,
        damage=f"Entries without a readable time, left out: {lost}." if lost else None,
    )


READER = Reader(title="Fitbit JSON (Google Takeout, or the API's intraday answer)", matches=_matches, read=_read)
