"""Polar account export (`training-session-....json`): heart rate and RR of each exercise, local clock with its offset.

Two generations: the older writes a time beside each heart rate, the newer lists of values at an even interval.
"""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording
from pacing.read.assembly.beat_check import chained
from pacing.read.assembly.draft import RecordingBuilder, recording_of, with_heart_rate
from pacing.read.assembly.local_time import place_instants, place_local
from pacing.read.assembly.rr_intervals import MILLISECONDS
from pacing.read.assembly.series import EMPTY, Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number, whole_number
from pacing.read.text.years import SET_CLOCK, impossible_year, why_impossible

_LASTING = re.compile(r"PT(?:(\d+)M)?(\d+(?:\.\d+)?)S")
MINUTE_S = 60.0
NO_CLOCK = "The RR intervals have no clock: they were laid one after the other from the start of the exercise."


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    return isinstance(value, dict) and isinstance(value.get("exercises"), list)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    exercises = entries(value.get("exercises")) if isinstance(value, dict) else []
    result = [_draft(source, options, exercise) for exercise in exercises]
    drafts = with_heart_rate(draft for draft in result if draft is not None)
    unset = next((str(one["startTime"]) for one in exercises if impossible_year(str(one.get("startTime", "")))), "")
    if not drafts and unset:
        raise NoHeartRateError(source.name, why_impossible(unset), hint=SET_CLOCK)
    if not drafts:
        raise NoHeartRateError(
            source.name,
            "The training session has no heart-rate samples.",
            hint="In Polar Flow open the session and export it as TCX or CSV.",
        )
    return tuple(recording_of(replace(draft, place=index)) for index, draft in enumerate(drafts))


def _draft(source: SourceFile, options: ReadOptions, exercise: dict[str, Any]) -> RecordingBuilder | None:
    samples = exercise.get("samples")
    samples = samples if isinstance(samples, dict) else {}
    start, _ = read_instant(str(exercise.get("startTime", "")))
    second, bpm = _evenly(samples, start) if "samples" in samples else _stamped(samples)
    intervals = [_lasting_ms(one.get("duration")) for one in entries(samples.get("rr"))]
    known = np.isfinite(second)
    if not known.any():
        return None
    minutes = number(exercise.get("timezoneOffset", exercise.get("timezoneOffsetMinutes")))
    ahead_s = minutes * MINUTE_S if np.isfinite(minutes) else 0.0
    if np.isfinite(minutes):
        placed = place_instants(second[known] - ahead_s, ahead_s, options.time_zone)
    else:
        placed = place_local(second[known], options.time_zone)
    beats, remarks = EMPTY, placed.remarks
    if intervals and placed.second.size:
        checked = chained(np.array(intervals), float(placed.second[0]), float(np.ptp(placed.second)))
        beats = checked.placed.beats
        remarks += (*checked.remarks, *((NO_CLOCK,) if beats.size else ()))
    sport = exercise.get("sport")
    return RecordingBuilder(
        source=source,
        reader="polar_json",
        heart_rate=Series(placed.second, bpm[known]),
        beats=beats,
        origin=placed.origin,
        clock=placed.clock,
        sport=sport.casefold() if isinstance(sport, str) and re.fullmatch(r"[A-Za-z_ ]{1,40}", sport) else None,
        device="Polar",
        remarks=remarks,
    )


def _stamped(samples: dict[str, Any]) -> tuple[FloatArray, FloatArray]:
    """Clock readings [s] and heart rates, each written with its time."""
    points = entries(samples.get("heartRate"))
    second = np.array([read_instant(str(p.get("dateTime", "")))[0] for p in points])
    return second, np.array([number(p.get("value")) for p in points])


def _evenly(samples: dict[str, Any], start: float) -> tuple[FloatArray, FloatArray]:
    """Clock readings [s] and heart rates of a list at an even interval from the start of the exercise."""
    for one in entries(samples.get("samples")):
        values, step_s = one.get("values"), whole_number(one.get("intervalMillis")) / MILLISECONDS
        if one.get("type") == "HEART_RATE" and isinstance(values, list) and step_s > 0:
            second: FloatArray = start + step_s * np.arange(len(values), dtype=np.float64)
            return second, np.array([number(v) for v in values])
    return np.zeros(0), np.zeros(0)


def _lasting_ms(text: object) -> float:
    """Milliseconds of a length of time such as `PT0.812S`; NaN when it is none."""
    result = _LASTING.fullmatch(text) if isinstance(text, str) else None
    return (float(result[1] or 0) * MINUTE_S + float(result[2])) * MILLISECONDS if result else np.nan


READER = Reader(title="Polar account export, training sessions (JSON)", matches=_matches, read=_read)
