"""Mi Fitness (Xiaomi), `*_hlth_center_fitness_data.csv`: a table whose `Value` is JSON, one row a measurement.

`Time` is in seconds since 1970. Some exports were written in UTF-7, whose signs (`+ACI-` for a quote) are turned back.
"""

import csv
import io
import json
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
from pacing.read.daily.collect import DailyCollector, day_of, local_clock
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile, recognised_text
from pacing.read.text.numbers import plain_number
from pacing.read.text.structured import number

_HEADER = re.compile(r'\ufeff?"?Uid"?,"?Sid"?,("?Tag"?,)?"?Key"?,"?Time"?,"?Value"?', re.IGNORECASE)
HEART_RATES = frozenset({"heart_rate", "single_heart_rate"})
QUARTER_S = 900.0
OWN = "Xiaomi's own"


def _matches(head: FileHead) -> bool:
    return bool(head.lines) and bool(_HEADER.match(_plain(head.lines[0])))


def _plain(text: str) -> str:
    """UTF-7 signs as what they stand for."""
    if "+AF8-" not in text and "+ACI" not in text:
        return text
    signs = {"+AF8-": "_", "+ACIAIg-": '"', "+ACI-": '"', "+AHs-": "{", "+AH0-": "}", "+AFs-": "[", "+AF0-": "]"}
    for sign, plain in signs.items():
        text = text.replace(sign, plain)
    return text


def _rows(source: SourceFile) -> Iterator[tuple[str, float, dict[str, Any]]]:
    """(key, time [s], value) of each row that can be read; a value that is none is an empty one."""
    with source.open_bytes() as stream:
        text = _plain(recognised_text(stream.read()))
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    rows.fieldnames = [name.strip().casefold() for name in rows.fieldnames or ()]
    for row in rows:
        try:
            value = json.loads(row.get("value") or "{}")
        except (ValueError, RecursionError):
            value = {}
        second = plain_number(row.get("time") or "")
        yield str(row.get("key", "")), second, value if isinstance(value, dict) else {}


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    second, bpm = [], []
    lost = 0
    try:
        for key, at, value in _rows(source):
            if key in HEART_RATES:
                measured, rate = number(value.get("time")), number(value.get("bpm"))
                measured = measured if np.isfinite(measured) else at
                if np.isfinite([measured, rate]).all():
                    second.append(measured)
                    bpm.append(rate)
                else:
                    lost += 1
    except csv.Error:
        lost += 1
    placed = place_instants(np.array(second), None, options.time_zone)
    draft = RecordingBuilder(
        source=source,
        reader="mi_fitness",
        heart_rate=Series(placed.second, np.array(bpm)),
        origin=placed.origin,
        kind=RecordingKind.DAY,
        device="Xiaomi",
        sensor=Sensor.OPTICAL,
        remarks=placed.remarks,
        damage=f"Rows of heart rate that could not be read, left out: {lost}." if lost else None,
    )
    if not has_heart_rate(draft):
        held = len(_daily(source, options))
        raise NoHeartRateError(
            source.name,
            plural(
                held,
                "The table has 1 value of a day, but no heart rate within it.",
                "The table has {} values of days and nights, but no heart rate within them.",
            )
            if held
            else "The table has no heart rate in it.",
            hint="Of Mi Fitness's export bring the table that ends in hlth_center_fitness_data.csv.",
        )
    return (recording_of(draft),)


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    result = DailyCollector(source, "mi_fitness", "Xiaomi")
    try:
        for key, at, value in _rows(source):
            quarters = number(value.get("timezone"))
            offset_s = quarters * QUARTER_S if np.isfinite(quarters) else None
            if key == "resting_heart_rate" and np.isfinite(at):
                result.add(
                    day_of(local_clock(at, offset_s, options.time_zone)),
                    DailyKind.RESTING_HR,
                    number(value.get("bpm")),
                    "Xiaomi's resting heart rate",
                )
            elif key == "steps" and np.isfinite(at):
                day = day_of(local_clock(at, offset_s, options.time_zone))
                result.add(day, DailyKind.STEPS, number(value.get("steps")), "sum of Xiaomi's minutes")
            elif key == "sleep":
                clocks = [
                    local_clock(number(value.get(name)), offset_s, options.time_zone)
                    for name in ("bedtime", "wake_up_time")
                ]
                result.add_sleep(clocks[0], clocks[1], OWN)
    except csv.Error:
        return result.values()
    return result.values()


READER = Reader(title="Mi Fitness (Xiaomi), table of measurements", matches=_matches, read=_read, daily=_daily)
