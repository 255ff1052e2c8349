"""Garmin's values of days (JSON): of the account export (`UDSFile`, `sleepData`, `healthStatusData`,
`summarizedActivities`) and of its two interfaces (`hrv`, `dailysummaries`, `sleep`).

They hold no heart rate within a day. Two traps: `currentDayRestingHeartRate` is of the day so far, and 511 means no
variability at all; a night is of the day of waking.
"""

import re
from typing import Any

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.recording import Recording
from pacing.read.daily.collect import HOUR_S, DailyCollector, local_clock, written_day
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.structured import entries, load_json, number

START_CHARACTERS = 6000
_HRV = re.compile(r'"hrvSummary"\s*:|"lastNightAvg"\s*:')
_DAY = re.compile(
    r'"calendarDate"\s*:.*"(restingHeartRate|totalSteps|sleepStartTimestampGMT|metrics|minHeartRate|wellnessStartTimeGmt)"'
    r'|"(restingHeartRate|totalSteps|sleepStartTimestampGMT|metrics)"\s*:.*"calendarDate"',
    re.DOTALL,
)
_ACTIVITIES = re.compile(r'"summarizedActivities(Export)?"\s*:')
_SERIES = '"heartRateValues"'
RESTING = "Garmin's resting heart rate"
OF_NIGHT = "Garmin's average of the night (HRV status)"
ASLEEP = "Garmin's average of the night (health status)"
BOUNDS = "bounds of the sleep by Garmin"
COUNT = "Garmin's count"
NO_VARIABILITY = 511.0
MILLISECONDS = 1000.0


def _matches(head: FileHead) -> bool:
    start = head.text_start
    text = "\n".join(head.lines)[:START_CHARACTERS]
    if not start.startswith(("{", "[")) or _SERIES in "\n".join(head.lines):
        return False
    return any(pattern.search(text) for pattern in (_HRV, _DAY, _ACTIVITIES))


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    load_json(source)
    if _ACTIVITIES.search("\n".join(source.head.lines)[:START_CHARACTERS]):
        raise NoHeartRateError(
            source.name,
            "This is Garmin's list of activities with their averages, without the heart rate itself.",
            hint="The same export holds the activities as .fit, under DI-Connect-Uploaded-Files.",
        )
    held = len(_daily(source, options))
    raise NoHeartRateError(
        source.name,
        f"These are Garmin's values of days and nights (of use: {held}), not a heart rate within them.",
        hint="`pacing add` keeps them, and `pacing day` shows them.",
    )


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    result = DailyCollector(source, "garmin_daily_json", "Garmin")
    for item in _items(load_json(source)):
        _of_item(result, item, options)
    return result.values()


def _items(value: Any) -> list[dict[str, Any]]:
    """The objects of days, wherever they stand: alone, in a list, or in the first list inside an object."""
    if isinstance(value, list):
        return entries(value)
    if not isinstance(value, dict):
        return []
    inner = [item for part in value.values() for item in entries(part) if "calendarDate" in item]
    named = [part for name in ("hrvSummary", "dailySleepDTO") if isinstance(part := value.get(name), dict)]
    return [*named, *inner] or [value]


def _of_item(result: DailyCollector, item: dict[str, Any], options: ReadOptions) -> None:
    date_text = item.get("calendarDate")
    day = written_day(date_text.get("date") if isinstance(date_text, dict) else date_text)
    result.add(day, DailyKind.RESTING_HR, number(item.get("restingHeartRate")), RESTING)
    result.add(day, DailyKind.STEPS, number(item.get("totalSteps")), COUNT)
    night = number(item.get("lastNightAvg", item.get("avgOvernightHrv")))
    if night != NO_VARIABILITY:
        result.add(day, DailyKind.NIGHT_RMSSD, night, OF_NIGHT)
    for metric in entries(item.get("metrics")):
        kind = {"HRV": DailyKind.NIGHT_RMSSD, "HR": DailyKind.NIGHT_HR}.get(str(metric.get("type")))
        if kind is not None:
            result.add(day, kind, number(metric.get("value")), ASLEEP)
    _of_sleep(result, item, options)


def _of_sleep(result: DailyCollector, item: dict[str, Any], options: ReadOptions) -> None:
    """Bounds by the local clock where it is written, or where the person said the zone; else the length alone."""
    if item.get("sleepWindowConfirmationType") == "OFF_WRIST":
        return
    local = [number(item.get(f"sleep{end}TimestampLocal")) / MILLISECONDS for end in ("Start", "End")]
    if local[1] > local[0]:
        result.add_sleep(local[0], local[1], BOUNDS)
        return
    bounds = []
    for end in ("Start", "End"):
        written = item.get(f"sleep{end}TimestampGMT")
        second = read_instant(written)[0] if isinstance(written, str) else number(written) / MILLISECONDS
        bounds.append(local_clock(second, None, options.time_zone))
    if options.time_zone is not None:
        result.add_sleep(bounds[0], bounds[1], BOUNDS)
    else:
        day = written_day(item.get("calendarDate"))
        result.add(day, DailyKind.SLEEP_DURATION, (bounds[1] - bounds[0]) / HOUR_S, BOUNDS)


READER = Reader(title="Garmin values of days and nights (JSON)", matches=_matches, read=_read, daily=_daily)
