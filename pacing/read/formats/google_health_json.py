"""Google Health API (v4, JSON): data points, each with its value under the name of its kind.

Numbers of 64 bits stand as texts ("68"), offsets as seconds with an s ("7200s"), days as {year, month, day}.
"""

import re
from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.recording import Recording, RecordingKind
from pacing.plural import plural
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.daily.collect import DailyCollector, local_clock
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.numbers import plain_number
from pacing.read.text.structured import entries, load_json, number

_KINDS = "heartRate|dailyRestingHeartRate|dailyHeartRateVariability|sleep|steps"
_POINT = re.compile(rf'"({_KINDS})"\s*:\s*\{{')
OWN = "as Google Health gives it"
PLATFORMS = {"FITBIT": "Fitbit", "HEALTH_CONNECT": "Health Connect", "GOOGLE_WEB_API": "Google"}


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    named = isinstance(value, dict) and isinstance(value.get("dataPoints"), list)
    return named and bool(_POINT.search("\n".join(head.lines)))


def _points(source: SourceFile) -> list[dict[str, Any]]:
    value = load_json(source)
    return entries(value.get("dataPoints")) if isinstance(value, dict) else []


def _number(value: object) -> float:
    """A number, also one of 64 bits, which stands as a text."""
    return plain_number(value) if isinstance(value, str) else number(value)


def _device(point: dict[str, Any]) -> str:
    source = point.get("dataSource")
    platform = source.get("platform") if isinstance(source, dict) else None
    return PLATFORMS.get(str(platform), "")


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    samples: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    lost = 0
    for point in _points(source):
        held = point.get("heartRate")
        if not isinstance(held, dict):
            continue
        time = held.get("sampleTime")
        time = time if isinstance(time, dict) else {}
        second, _ = read_instant(str(time.get("physicalTime", "")))
        if np.isfinite(second):
            offset_s = _number(str(time.get("utcOffset", "")).removesuffix("s") or None)
            samples[_device(point)].append((second, _number(held.get("beatsPerMinute")), offset_s))
        else:
            lost += 1
    drafts: list[RecordingBuilder] = []
    for device, rows in samples.items():
        second, bpm, offset_s = np.array(rows).T
        known = offset_s[np.isfinite(offset_s)]
        placed = place_instants(second, float(known[0]) if known.size else None, options.time_zone)
        drafts.append(
            RecordingBuilder(
                source=source,
                reader="google_health_json",
                heart_rate=Series(placed.second, bpm),
                origin=placed.origin,
                kind=RecordingKind.DAY,
                device=device or None,
                remarks=placed.remarks,
                damage=f"Entries without a readable time, left out: {lost}." if lost else None,
                place=len(drafts),
            )
        )
    drafts = [draft for draft in drafts if has_heart_rate(draft)]
    if not drafts:
        held_days = len(_daily(source, options))
        raise NoHeartRateError(
            source.name,
            plural(
                held_days,
                "The answer holds 1 value of a day, but no heart rate within it.",
                "The answer holds {} values of days and nights, but no heart rate within them.",
            )
            if held_days
            else "The answer has no heart rate in it.",
            hint="`pacing add` keeps values of days; ask for the data type heart-rate to see a day's course.",
        )
    return tuple(recording_of(draft) for draft in drafts)


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    result = DailyCollector(source, "google_health_json", "Google Health")
    for point in _points(source):
        label = f"Google Health: {device}" if (device := _device(point)) else ""
        for name, kind, field in (
            ("dailyRestingHeartRate", DailyKind.RESTING_HR, "beatsPerMinute"),
            ("dailyHeartRateVariability", DailyKind.NIGHT_RMSSD, "averageHeartRateVariabilityMilliseconds"),
        ):
            held = point.get(name)
            if isinstance(held, dict):
                result.add(_civil_day(held.get("date")), kind, _number(held.get(field)), OWN, label)
        sleep = point.get("sleep")
        interval = sleep.get("interval") if isinstance(sleep, dict) else None
        if isinstance(interval, dict):
            result.add_sleep(_clock(interval, "start", options), _clock(interval, "end", options), OWN, label)
    return result.values()


def _clock(interval: dict[str, Any], end: str, options: ReadOptions) -> float:
    second, _ = read_instant(str(interval.get(f"{end}Time", "")))
    offset_s = _number(str(interval.get(f"{end}UtcOffset", "")).removesuffix("s") or None)
    return local_clock(second, offset_s if np.isfinite(offset_s) else None, options.time_zone)


def _civil_day(value: object) -> date | None:
    if not isinstance(value, dict):
        return None
    try:
        return date(int(value["year"]), int(value["month"]), int(value["day"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


READER = Reader(
    title="Google Health API (JSON): heart rate and values of days", matches=_matches, read=_read, daily=_daily
)
