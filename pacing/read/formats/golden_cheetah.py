"""GoldenCheetah activities (JSON): samples by elapsed second, start in UTC, RR intervals where they were imported."""

import re
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording
from pacing.read.assembly.beat_check import stamped
from pacing.read.assembly.channel_units import MODEL_UNIT
from pacing.read.assembly.draft import NamedSeries, RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import later, place_instants
from pacing.read.assembly.rr_intervals import stated_unit
from pacing.read.assembly.series import EMPTY, Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number
from pacing.read.text.years import date_remarks

KM_H = 1 / 3.6  # m/s
KM = 1000.0  # m
_CHANNELS = {
    "WATTS": ("power", 1.0),
    "CAD": ("cadence", 1.0),
    "KPH": ("speed", KM_H),
    "KM": ("distance", KM),
    "ALT": ("altitude", 1.0),
    "SLOPE": ("grade", 1.0),
    "SMO2": ("muscle_oxygen", 1.0),
}
_DATE = re.compile(r"(\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d) UTC")


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    return isinstance(value, dict) and isinstance(value.get("RIDE"), dict)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    ride = value.get("RIDE") if isinstance(value, dict) else None
    ride = ride if isinstance(ride, dict) else {}
    samples = entries(ride.get("SAMPLES"))
    time_s = _column(samples, "SECS")
    known = np.isfinite(time_s)
    channels = []
    for key, (name, factor) in _CHANNELS.items():
        written = _column(samples, key)
        there = known & np.isfinite(written)
        if there.any():
            channels.append(NamedSeries(name, MODEL_UNIT[name], Series(time_s[there], written[there] * factor)))
    beats, remarks = _beats(ride)
    result = _DATE.match(str(ride.get("STARTTIME", "")))
    second = read_instant(f"{result[1]}-{result[2]}-{result[3]} {result[4]}Z")[0] if result else np.nan
    placed = place_instants(np.zeros(0), None, options.time_zone)
    dated = bool(np.isfinite(second))
    draft = RecordingBuilder(
        source=source,
        reader="golden_cheetah",
        heart_rate=Series(time_s[known], _column(samples, "HR")[known]),
        beats=beats,
        channels=channels,
        origin=later(placed.origin, second) if placed.origin is not None and dated else None,
        remarks=(*(placed.remarks if dated else date_remarks(result[0] if result else "")), *remarks),
    )
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name,
            "The GoldenCheetah activity has no heart rate in it.",
            hint="Was the strap or sensor connected? Use the file the activity was imported from.",
        )
    return (recording_of(draft),)


def _column(samples: list[dict[str, Any]], key: str) -> FloatArray:
    return np.array([number(sample.get(key)) for sample in samples])


def _beats(ride: dict[str, Any]) -> tuple[Series, tuple[str, ...]]:
    """RR intervals of the extra series called HRV, laid on its own clock."""
    for extra in entries(ride.get("XDATA")):
        unit = stated_unit(str(extra.get("UNIT", "")).strip().removesuffix("s"))
        if str(extra.get("NAME", "")).strip() == "HRV" and unit is not None:
            samples = entries(extra.get("SAMPLES"))
            checked = stamped(_column(samples, "SECS"), _column(samples, "VALUE") * unit.to_ms)
            gaps = checked.placed.gaps
            remark = f"Gaps in the RR intervals, where beats were lost: {gaps}; they were kept as gaps."
            return checked.placed.beats, (*checked.remarks, *((remark,) if gaps else ()))
    return EMPTY, ()


READER = Reader(title="GoldenCheetah activities (JSON)", matches=_matches, read=_read)
