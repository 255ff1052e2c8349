"""Google Fit in Google Takeout (`All Data/...heart_rate.bpm...json`): instants in UTC, heart rate of the whole day."""

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.recording import Recording, RecordingKind
from pacing.read.assembly.draft import RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.structured import entries, load_json, number, whole_number

NANOSECONDS = 1e9
HEART_RATE = "com.google.heart_rate.bpm"
RESTING = "resting_heart_rate"


def _matches(head: FileHead) -> bool:
    text = "\n".join(head.lines)
    return text.lstrip().startswith("{") and '"Data Points"' in text and HEART_RATE in text


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    value = value if isinstance(value, dict) else {}
    if RESTING in str(value.get("Data Source", "")):
        raise NoHeartRateError(
            source.name,
            "The file has one resting heart rate a day, not the heart rate itself.",
            hint='Use the file of the same export that has "merge_heart_rate_bpm" in its name.',
        )
    points = entries(value.get("Data Points"))
    second = np.array([whole_number(point.get("startTimeNanos")) / NANOSECONDS for point in points])
    bpm = np.array([_value(point) for point in points])
    known = np.isfinite(second) & (second > 0)
    placed = place_instants(second[known], None, options.time_zone)
    lost = int((~known).sum())
    draft = RecordingBuilder(
        source=source,
        reader="google_fit",
        heart_rate=Series(placed.second, bpm[known]),
        origin=placed.origin,
        kind=RecordingKind.DAY,
        device="Google Fit",
        remarks=placed.remarks,
        damage=f"Entries without a readable time, left out: {lost}." if lost else None,
    )
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name, "The file has no heart rate in it.", hint="Use a file from a time when it was worn."
        )
    return (recording_of(draft),)


def _value(point: dict[str, object]) -> float:
    first = next(iter(entries(point.get("fitValue")) or entries(point.get("value"))), {})
    inner = first.get("value", first)
    return number(inner.get("fpVal")) if isinstance(inner, dict) else np.nan


READER = Reader(title="Google Fit heart rate in Google Takeout (JSON)", matches=_matches, read=_read)
