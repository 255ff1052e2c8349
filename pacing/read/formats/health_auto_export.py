"""Health Auto Export (JSON), an app beside Apple Health: heart rate of the day, and workouts with their recovery."""

from dataclasses import replace
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyValue
from pacing.model.recording import Marker, MarkerKind, Recording, RecordingKind
from pacing.read.assembly.draft import RecordingBuilder, recording_of, with_heart_rate
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.daily.health_auto_export import daily_of_health_auto_export
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number

# the arrays of the app's documented layout, in whatever order they stand
DOCUMENTED = frozenset(
    {
        *("metrics", "workouts", "symptoms", "medications", "stateOfMind", "ecg", "cycleTracking"),
        *("heartRateNotifications", "heartbeatSeries"),
    }
)
ONLY_AFTERWARDS = (
    "All heart rates of this workout were measured after its end: they are its recovery. The workout's own heart rate "
    "is not in the export."
)
PER_MINUTE = frozenset({"count/min", "bpm"})
MEANS = "Each value is the mean of the time it stands for, as the app averaged it."


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    data = value.get("data") if isinstance(value, dict) else None
    if not isinstance(data, dict):
        return False
    return any(isinstance(held, list) and name in DOCUMENTED for name, held in data.items())


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    data = value.get("data") if isinstance(value, dict) else None
    data = data if isinstance(data, dict) else {}
    drafts = [
        replace(_draft(source, options, entries(metric.get("data"))), kind=RecordingKind.DAY)
        for metric in entries(data.get("metrics"))
        if metric.get("name") == "heart_rate" and str(metric.get("units")) in PER_MINUTE
    ]
    drafts += [_workout(source, options, workout) for workout in entries(data.get("workouts"))]
    drafts = with_heart_rate(drafts)
    if not drafts:
        raise NoHeartRateError(
            source.name,
            "The export has no heart rate in it.",
            hint="Choose heart rate, or workouts with their heart rate, when exporting.",
        )
    return tuple(recording_of(replace(draft, place=index)) for index, draft in enumerate(drafts))


def _draft(source: SourceFile, options: ReadOptions, points: list[dict[str, Any]]) -> RecordingBuilder:
    readings = [read_instant(str(point.get("date", ""))) for point in points]
    second = np.array([reading[0] for reading in readings])
    known = np.isfinite(second)
    bpm = np.array([number(point.get("Avg", point.get("qty"))) for point in points])
    offset = next((o for _, o in readings if o is not None), None)
    placed = place_instants(second[known], offset, options.time_zone)
    lost = int((~known).sum())
    return RecordingBuilder(
        source=source,
        reader="health_auto_export",
        heart_rate=Series(placed.second, bpm[known]),
        origin=placed.origin,
        remarks=(*placed.remarks, MEANS),
        damage=f"Entries without a readable time, left out: {lost}." if lost else None,
    )


def _workout(source: SourceFile, options: ReadOptions, workout: dict[str, Any]) -> RecordingBuilder:
    """A workout with what was recorded after its end, where a STOP stands."""
    points = [*entries(workout.get("heartRateData")), *entries(workout.get("heartRateRecovery"))]
    draft = _draft(source, options, points)
    (start, _), (end, _) = (read_instant(str(workout.get(moment, ""))) for moment in ("start", "end"))
    markers = (Marker(end, MarkerKind.STOP),) if np.isfinite(end) else ()
    draft = replace(draft, kind=RecordingKind.ACTIVITY, markers=markers)
    second, bpm = draft.heart_rate.time_s, draft.heart_rate.value
    if not second.size or not (start < end <= second.min()):
        return draft
    # the recording begins with the workout, of which nothing is known
    whole = Series(np.append(start, second), np.append(np.nan, bpm))
    return replace(draft, heart_rate=whole, remarks=(*draft.remarks, ONLY_AFTERWARDS))


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:  # noqa: ARG001 - every clock has its zone
    return daily_of_health_auto_export(source)


READER = Reader(title="Health Auto Export (JSON): heart rate and workouts", matches=_matches, read=_read, daily=_daily)
