"""Ultrahuman ring, answers of its partner interface (JSON): `metrics` by day, each a type with its object.

Two layouts: a list of metrics by day under `metrics`, or one list `metric_data` of one day.
"""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyKind, DailyValue
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.plural import plural
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.daily.collect import HOUR_S, DailyCollector, day_of, local_clock, written_day
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OWN = "Ultrahuman's own"
SINGLE = {
    "night_rhr": DailyKind.RESTING_HR,
    "sleep_rhr": DailyKind.RESTING_HR,
    "avg_sleep_hrv": DailyKind.NIGHT_RMSSD,
}


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    data = value.get("data") if isinstance(value, dict) else None
    if not isinstance(data, dict):
        return False
    by_day = data.get("metrics")
    dated = isinstance(by_day, dict) and any(_DAY.fullmatch(str(key)) for key in by_day)
    return dated or isinstance(data.get("metric_data"), list)


def _metrics(source: SourceFile) -> Iterator[tuple[str | None, str, dict[str, Any]]]:
    """(day, type, object) of every metric."""
    value = load_json(source)
    data = value.get("data") if isinstance(value, dict) else None
    data = data if isinstance(data, dict) else {}
    by_day = data.get("metrics")
    lists: list[tuple[str | None, list[dict[str, Any]]]] = [(None, entries(data.get("metric_data")))]
    if isinstance(by_day, dict):
        lists += [(day, entries(metrics)) for day, metrics in by_day.items()]
    for day, metrics in lists:
        for metric in metrics:
            held = metric.get("object")
            if isinstance(held, dict):
                yield day, str(metric.get("type", "")).lower(), held


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    points = [
        (number(point.get("timestamp")), number(point.get("value")))
        for _, kind, held in _metrics(source)
        if kind == "hr"
        for point in entries(held.get("values"))
    ]
    second, bpm = np.array(points).T if points else (np.zeros(0), np.zeros(0))
    known = np.isfinite(second)
    placed = place_instants(second[known], None, options.time_zone)
    draft = RecordingBuilder(
        source=source,
        reader="ultrahuman_json",
        heart_rate=Series(placed.second, bpm[known]),
        origin=placed.origin,
        kind=RecordingKind.DAY,
        device="Ultrahuman",
        sensor=Sensor.OPTICAL,
        remarks=(*placed.remarks, "Each value covers the minutes after its time, as the ring averaged it."),
    )
    if not has_heart_rate(draft):
        held = len(_daily(source, options))
        raise NoHeartRateError(
            source.name,
            plural(
                held,
                "The answer holds 1 value of a day, but no heart rate within it.",
                "The answer holds {} values of days and nights, but no heart rate within them.",
            )
            if held
            else "The answer has no heart rate in it.",
            hint="`pacing add` keeps values of days; ask for the metric hr to see a day's course.",
        )
    return (recording_of(draft),)


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    result = DailyCollector(source, "ultrahuman_json", "Ultrahuman")
    for date_text, kind, held in _metrics(source):
        begins_s = number(held.get("day_start_timestamp"))
        day = written_day(date_text)
        if day is None and np.isfinite(begins_s):
            day = day_of(local_clock(begins_s, None, options.time_zone))
        if kind in SINGLE:
            result.add(day, SINGLE[kind], number(held.get("value", held.get("avg"))), OWN)
        elif kind == "steps":
            result.add(day, DailyKind.STEPS, number(held.get("total", held.get("value"))), OWN)
        elif kind == "sleep":
            bounds = [number(held.get(name)) for name in ("bedtime_start", "bedtime_end")]
            clock = [local_clock(second, None, options.time_zone) for second in bounds]
            if options.time_zone is not None:
                result.add_sleep(clock[0], clock[1], OWN)
            else:  # an instant in UTC tells no clock
                result.add(day, DailyKind.SLEEP_DURATION, (clock[1] - clock[0]) / HOUR_S, OWN)
    return result.values()


READER = Reader(title="Ultrahuman ring (JSON)", matches=_matches, read=_read, daily=_daily)
