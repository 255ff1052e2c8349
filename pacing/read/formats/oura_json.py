"""Oura's answers with a series for each night (JSON): values at an even interval from a written instant on."""

import re

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyValue
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.daily.oura import daily_of_nights
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.structured import entries, load_json, number

_NIGHT = re.compile(r'"heart_rate"\s*:\s*\{\s*"(interval|items|timestamp)"')


def _matches(head: FileHead) -> bool:
    text = "\n".join(head.lines)
    return text.lstrip().startswith(("{", "[")) and bool(_NIGHT.search(text))


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    nights = entries(value.get("data")) or [value] if isinstance(value, dict) else entries(value)
    seconds, values, offsets, lost = [], [], [], 0
    for night in nights:
        series = night.get("heart_rate")
        if not isinstance(series, dict) or not isinstance(series.get("items"), list):
            continue
        start, offset = read_instant(str(series.get("timestamp", "")))
        interval_s = number(series.get("interval"))
        if not (np.isfinite(start) and interval_s > 0):
            lost += 1
            continue
        items = series["items"]
        seconds.append(start + interval_s * np.arange(len(items)))
        values.append(np.array([number(item) for item in items]))
        offsets.append(offset)
    known = [offset for offset in offsets if offset is not None]
    placed = place_instants(np.concatenate(seconds or [np.zeros(0)]), next(iter(known), None), options.time_zone)
    draft = RecordingBuilder(
        source=source,
        reader="oura_json",
        heart_rate=Series(placed.second, np.concatenate(values or [np.zeros(0)])),
        origin=placed.origin,
        kind=RecordingKind.DAY,
        device="Oura",
        sensor=Sensor.OPTICAL,
        remarks=(*placed.remarks, "Each value covers the minutes after its time, as the ring averaged it."),
        damage=f"Series without a readable start, left out: {lost}." if lost else None,
    )
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name, "The file has no heart rate in it.", hint="Use a file from a night when it was worn."
        )
    return (recording_of(draft),)


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:  # noqa: ARG001 - as every reader
    return daily_of_nights(source, "oura_json")


READER = Reader(title="Oura, series of the night (JSON)", matches=_matches, read=_read, daily=_daily)
