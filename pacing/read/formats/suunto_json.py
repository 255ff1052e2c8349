"""Suunto logs (JSON): samples with instants, heart rate in beats a second as SI units have it, RR intervals in ms."""

from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError, UnitError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording
from pacing.read.assembly.beat_check import chained
from pacing.read.assembly.draft import NamedSeries, RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants, place_local
from pacing.read.assembly.series import EMPTY, Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number

SECONDS_A_MINUTE = 60.0
FASTEST_PER_S = 5.0  # design: 300 beats a minute; more, and the numbers are no beats a second


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    named = isinstance(value, dict) and bool(value.keys() & {"DeviceLog", "Samples"})
    return named and '"TimeISO8601"' in "\n".join(head.lines)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    value = value if isinstance(value, dict) else {}
    log = value.get("DeviceLog", value)
    log = log if isinstance(log, dict) else {}
    samples = [_flat(sample) for sample in entries(log.get("Samples"))]
    readings = [read_instant(str(sample.get("TimeISO8601", ""))) for sample in samples]
    second = np.array([reading[0] for reading in readings])
    offset = next((o for _, o in readings if o is not None), None)
    if offset is None:
        placed = place_local(second, options.time_zone)
    else:
        placed = place_instants(second, offset, options.time_zone)
    per_s = _column(samples, "HR")
    there = np.isfinite(per_s) & np.isfinite(second)
    if there.any() and float(np.median(per_s[there])) > FASTEST_PER_S:
        raise UnitError(
            source.name,
            "The heart rates of this Suunto log cannot be beats a second, and nothing says what else they are.",
            hint="Export the session as .fit.",
        )
    beats, remarks = _beats(log, placed.second)
    speed = _column(samples, "Speed")
    moving = np.isfinite(speed) & np.isfinite(second)
    draft = RecordingBuilder(
        source=source,
        reader="suunto_json",
        heart_rate=Series(placed.second[there], per_s[there] * SECONDS_A_MINUTE),
        beats=beats,
        channels=[NamedSeries("speed", "m/s", Series(placed.second[moving], speed[moving]))] if moving.any() else (),
        origin=placed.origin,
        clock=placed.clock,
        device="Suunto",
        remarks=(*placed.remarks, *remarks),
    )
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name, "The Suunto log has no heart rate in it.", hint="Was the strap or sensor connected?"
        )
    return (recording_of(draft),)


def _flat(sample: dict[str, Any]) -> dict[str, Any]:
    """A sample with its values, which some exports wrap in attributes."""
    wrapped = sample.get("Attributes")
    for holder in wrapped.values() if isinstance(wrapped, dict) else ():
        inner = holder.get("Sample") if isinstance(holder, dict) else None
        if isinstance(inner, dict):
            return {**sample, **inner}
    return sample


def _column(samples: list[dict[str, Any]], key: str) -> FloatArray:
    return np.array([number(sample.get(key)) for sample in samples])


def _beats(log: dict[str, Any], second: FloatArray) -> tuple[Series, tuple[str, ...]]:
    """The log's RR intervals, which have no clock of their own, one after the other from its first sample."""
    intervals = log.get("R-R")
    data = intervals.get("Data") if isinstance(intervals, dict) else None
    known = second[np.isfinite(second)]
    if not isinstance(data, list) or not data or not known.size:
        return EMPTY, ()
    checked = chained(np.array([number(rr) for rr in data]), float(known.min()), float(np.ptp(known)))
    laid = "The RR intervals have no clock: they were laid one after the other from the first sample."
    return checked.placed.beats, (*checked.remarks, *((laid,) if checked.placed.beats.size else ()))


READER = Reader(title="Suunto logs (JSON)", matches=_matches, read=_read)
