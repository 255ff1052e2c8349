"""JSON lists of instants (ms since 1970) and heart rates: Samsung Health by the minute, Garmin's daily answer."""

import re
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.recording import Recording, RecordingKind
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series, usual_step_s
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.structured import entries, load_json, number

MILLISECONDS = 1000.0
_SAMSUNG = re.compile(r'\[\s*\{[^{}]*"heart_rate"\s*:[^{}]*\}')
_SPREAD = {"heart_rate_min", "heart_rate_max", "end_time"}
AVERAGED = "Each value covers the minutes after its time, as the app averaged it."
LOCAL = "The local clock is that of the file, which gives its first moment in UTC and in local time."
LARGEST_OFFSET_S = 14 * 3600.0
QUARTER_S = 900.0  # zones differ from UTC by whole quarters of an hour
START_CHARACTERS = 4096
_GARMIN = '"heartRateValues"'


def _matches(head: FileHead) -> bool:
    text = "\n".join(head.lines).lstrip()
    samsung = _SAMSUNG.match(text[:START_CHARACTERS])
    if samsung is not None and '"start_time"' in samsung.group():
        return True
    return text.startswith("{") and _GARMIN in text


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    device, by_minute, offset_s = "Samsung Health", True, None
    if isinstance(value, dict):
        device = "Garmin"
        pairs = [p for p in value.get("heartRateValues") or [] if isinstance(p, list) and len(p) > 1]
        stamp = np.array([number(p[0]) for p in pairs])
        bpm = np.array([number(p[1]) for p in pairs])
        offset_s = _local_offset_s(value)
    else:
        items = entries(value)
        stamp = np.array([number(item.get("start_time")) for item in items])
        bpm = np.array([number(item.get("heart_rate")) for item in items])
        by_minute = any(_SPREAD & set(item) for item in items)  # a session's live data come one by one
    known = np.isfinite(stamp) & (np.abs(stamp) < MILLISECONDS * 4e9)
    placed = place_instants(stamp[known] / MILLISECONDS, offset_s, options.time_zone)
    lost = int((~known).sum())
    draft = RecordingBuilder(
        source=source,
        reader="epoch_json",
        heart_rate=Series(placed.second, bpm[known]),
        origin=placed.origin,
        kind=RecordingKind.DAY if by_minute else None,
        device=device,
        averaged_s=usual_step_s(placed.second) if by_minute else None,
        remarks=(
            *placed.remarks,
            *(() if offset_s is None else (LOCAL,)),
            *((AVERAGED,) if by_minute else ()),
        ),
        damage=f"Entries without a readable time, left out: {lost}." if lost else None,
    )
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name, "The file has no heart rate in it.", hint="Use a file from a day when it was worn."
        )
    return (recording_of(draft),)


def _local_offset_s(value: dict[str, Any]) -> float | None:
    """Offset of the local clock to UTC [s], where the file gives one and the same moment in both; else None."""
    for moment in ("start", "end"):
        local, there = (value.get(f"{moment}Timestamp{clock}") for clock in ("Local", "GMT"))
        if isinstance(local, str) and isinstance(there, str):
            offset_s = read_instant(local)[0] - read_instant(there)[0]
            if abs(offset_s) <= LARGEST_OFFSET_S:
                return round(offset_s / QUARTER_S) * QUARTER_S
    return None


READER = Reader(title="Samsung Health and Garmin heart rate by the minute (JSON)", matches=_matches, read=_read)
