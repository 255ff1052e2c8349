"""Polar account export, the whole day: heart rate (`247ohr...json`) and pulse intervals (`ppi_samples...json`)."""

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.read.assembly.beat_check import stamped
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_local
from pacing.read.assembly.series import EMPTY, Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import day_second, read_instant
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    if isinstance(value, dict):
        return "deviceDays" in value
    return "devicePpiSamplesList" in next(iter(entries(value)), {})


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    days = entries(value.get("deviceDays")) if isinstance(value, dict) else []
    samples = [(day_second(str(day.get("date", ""))[:10]), one) for day in days for one in entries(day.get("samples"))]
    second = np.array([midnight + number(one.get("secondsFromDayStart")) for midnight, one in samples])
    bpm = np.array([number(one.get("heartRate")) for _, one in samples])
    pulses = [
        pulse
        for day in entries(value)
        for device in entries(day.get("devicePpiSamplesList"))
        for pulse in entries(device.get("ppiSamples"))
    ]
    stamp = np.array([read_instant(str(pulse.get("sampleDateTime", "")))[0] for pulse in pulses])
    known, dated = np.isfinite(second), np.isfinite(stamp)
    lost = int((~known).sum()) + int((~dated).sum())
    placed = place_local(second[known] if samples else stamp[dated], options.time_zone)
    beats, remarks = EMPTY, placed.remarks
    if pulses:
        rr_ms = np.array([number(pulse.get("pulseLength")) for pulse in pulses])[dated]
        checked = stamped(placed.second, rr_ms)
        laid = checked.placed
        beats = laid.beats
        remarks += (*checked.remarks, "The intervals are of the pulse at the skin, not of the heart's own beat.")
        if laid.gaps:
            remarks += (f"Gaps in the intervals, where beats were lost: {laid.gaps}; they were kept as gaps.",)
    draft = RecordingBuilder(
        source=source,
        reader="polar_day_json",
        heart_rate=Series(placed.second, bpm[known]) if samples else EMPTY,
        beats=beats,
        origin=placed.origin,
        clock=placed.clock,
        kind=RecordingKind.DAY if samples else RecordingKind.BEATS,
        device="Polar",
        sensor=Sensor.OPTICAL,
        remarks=remarks,
        damage=f"Entries without a readable time, left out: {lost}." if lost else None,
    )
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name, "The file has no heart rate in it.", hint="Use a file from a time when it was worn."
        )
    return (recording_of(draft),)


READER = Reader(title="Polar account export, heart rate and pulse of the day (JSON)", matches=_matches, read=_read)
