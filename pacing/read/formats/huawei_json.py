"""Huawei Health's export (JSON): points of the day (`health detail data`) and sessions (`motion path detail data`).

Points: records of type 7 with `samplePoints`, in ms, with the offset beside them. Sessions: a text `attribute` with one
`tp=h-r;k=...;v=...;` a heart rate, where k is an instant in ms or s, or counts from the start in a unit that only the
session's length tells.
"""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.arrays import FloatArray
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.plural import plural
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.daily.collect import DailyCollector, day_of, local_clock
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.structured import entries, load_json, number

MILLISECONDS = 1000.0
HEART_RATES = frozenset({"HEARTRATE_POINT", "DATA_POINT_DYNAMIC_HEARTRATE", "DYNAMIC_HEART_RATE", "HEART_RATE"})
RESTING = frozenset({"DATA_POINT_REST_HEARTRATE", "DATA_POINT_NEW_REST_HEARTRATE", "RESTING_HEART_RATE"})
_SPORTS = (
    "257 walking, 258 running, 259 cycling, 260 hiking, 262 swimming, 264 treadmill running, 265 indoor cycling, "
    "266 open water swimming, 273 elliptical, 274 rowing"
)
SPORTS: dict[float, str] = {int(one.split(" ", 1)[0]): one.split(" ", 1)[1] for one in _SPORTS.split(", ")}
_RATE = re.compile(r"tp=h-r;k=(\d+(?:\.\d+)?(?:E\d+)?);v=(\d+(?:\.\d+)?)")
_POINTS = re.compile(r'"samplePoints"\s*:')
_PATHS = re.compile(r'"attribute"\s*:\s*"[^"]{0,200}tp=|"HW_EXT_TRACK_DETAIL@is')
_BARE_KEY = re.compile(r"([{,]\s*)(\d+(?:\.\d+)?)(\s*:)")
INSTANT_S = 1e8  # a number beyond is an instant, not a count from the start
UNITS_S = (1.0, 5.0, 60.0)
LENGTH_AGREES = (0.85, 1.15)  # design: of the session's length, the last count times its unit
OWN = "Huawei's resting heart rate"
STILL = "A value stands for its whole minute, as the watch gave it."
COUNTED = "The times count from the start; their unit follows from the session's length."


def _matches(head: FileHead) -> bool:
    text = "\n".join(head.lines)
    if not text.lstrip().startswith(("[", "{")):
        return False
    return bool(_POINTS.search(text) and '"timeZone"' in text) or bool(_PATHS.search(text))


def _records(source: SourceFile) -> list[dict[str, Any]]:
    """The records of a file; numbers as keys, which the app writes without quotes, are mended."""
    value = load_json(source, mended=lambda text: _BARE_KEY.sub(r'\1"\2"\3', text))
    if isinstance(value, dict):
        value = next((part for part in value.values() if entries(part)), [])
    return entries(value)


def _offset_s(record: dict[str, Any]) -> float | None:
    """`+0200` as seconds."""
    text = str(record.get("timeZone", ""))
    if not re.fullmatch(r"[+-]\d{4}", text):
        return None
    return (1.0 if text[0] == "+" else -1.0) * (int(text[1:3]) * 3600.0 + int(text[3:]) * 60.0)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    records = _records(source)
    drafts = [*_sessions(source, options, records), *_days(source, options, records)]
    drafts = [draft for draft in drafts if has_heart_rate(draft)]
    if not drafts:
        held = len(_daily(source, options))
        remarks = (
            plural(
                held,
                "The file has 1 value of a day, but no heart rate within it.",
                "The file has {} values of days, but no heart rate within them.",
            )
            if held
            else ""
        )
        raise NoHeartRateError(
            source.name,
            remarks or "The file has no heart rate in it.",
            hint="Bring `health detail data` or `motion path detail data`; `pacing add` keeps values of days.",
        )
    return tuple(recording_of(replace(draft, place=index)) for index, draft in enumerate(drafts))


def _days(source: SourceFile, options: ReadOptions, records: list[dict[str, Any]]) -> list[RecordingBuilder]:
    second, bpm, offset_s = [], [], None
    for record in records:
        for point in entries(record.get("samplePoints")):
            if point.get("key") in HEART_RATES:
                offset_s = _offset_s(record) if offset_s is None else offset_s
                second.append(number(point.get("startTime")) / MILLISECONDS)
                bpm.append(_value(point.get("value")))
    times, values = np.array(second), np.array(bpm)
    known = np.isfinite(times)
    if not known.any():
        return []
    placed = place_instants(times[known], offset_s, options.time_zone)
    lost = int((~known).sum())
    return [
        RecordingBuilder(
            source=source,
            reader="huawei_json",
            heart_rate=Series(placed.second, values[known]),
            origin=placed.origin,
            kind=RecordingKind.DAY,
            device="Huawei",
            sensor=Sensor.OPTICAL,
            remarks=(*placed.remarks, STILL),
            damage=f"Points without a readable time, left out: {lost}." if lost else None,
        )
    ]


def _value(value: object) -> float:
    """`"89.0"`, 89, or `{"bpm": 70}` as a text."""
    if isinstance(value, str):
        result = re.fullmatch(r'\s*(?:\{"?bpm"?\s*:\s*)?(\d+(?:\.\d+)?)\s*\}?\s*', value)
        return float(result[1]) if result else float("nan")
    return number(value)


def _sessions(source: SourceFile, options: ReadOptions, records: list[dict[str, Any]]) -> list[RecordingBuilder]:
    drafts: list[RecordingBuilder] = []
    unplaced = 0
    for record in records:
        attribute = record.get("attribute")
        rows = _RATE.findall(attribute) if isinstance(attribute, str) else []
        if not rows:
            continue
        count, bpm = np.array([(float(k), float(v)) for k, v in rows]).T
        second, remark = _instants(count, record)
        if second is None:
            unplaced += 1
            continue
        placed = place_instants(second, _offset_s(record), options.time_zone)
        drafts.append(
            RecordingBuilder(
                source=source,
                reader="huawei_json",
                heart_rate=Series(placed.second, bpm),
                origin=placed.origin,
                kind=RecordingKind.ACTIVITY,
                sport=SPORTS.get(int(np.nan_to_num(number(record.get("sportType", 0))))),
                device="Huawei",
                sensor=Sensor.OPTICAL,
                remarks=(*placed.remarks, *remark),
            )
        )
    lost = f"Sessions whose times count in an unknown unit, left out: {unplaced}." if unplaced else None
    return [replace(draft, damage=lost) for draft in drafts]


def _instants(count: FloatArray, record: dict[str, Any]) -> tuple[FloatArray | None, tuple[str, ...]]:
    """Seconds since 1970 of the values, or None where nothing tells what their numbers count."""
    if (count > INSTANT_S).all():
        return np.where(count > INSTANT_S * MILLISECONDS, count / MILLISECONDS, count), ()
    start_s = number(record.get("startTime")) / MILLISECONDS
    length_s = number(record.get("totalTime")) / MILLISECONDS
    for unit_s in UNITS_S:
        share = float(count.max()) * unit_s / length_s if length_s > 0 else np.nan
        if np.isfinite(start_s) and LENGTH_AGREES[0] <= share <= LENGTH_AGREES[1]:
            return start_s + count * unit_s, (COUNTED,)
    return None, ()


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    result = DailyCollector(source, "huawei_json", "Huawei")
    for record in _records(source):
        for point in entries(record.get("samplePoints")):
            if point.get("key") in RESTING:
                second = number(point.get("startTime")) / MILLISECONDS
                clock = local_clock(second, _offset_s(record), options.time_zone)
                if np.isfinite(clock):
                    result.add(day_of(clock), DailyKind.RESTING_HR, _value(point.get("value")), OWN)
    return result.values()


READER = Reader(title="Huawei Health (JSON): days and sessions", matches=_matches, read=_read, daily=_daily)
