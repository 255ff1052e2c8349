"""Polar account export (`training-session-....json`): heart rate of each exercise, local clock with its offset."""

import re
from dataclasses import replace
from typing import Any

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.recording import Recording
from pacing.read.assembly.draft import Draft, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants, place_local
from pacing.read.assembly.series import Series
from pacing.read.head import FileHead
from pacing.read.options import ReadOptions
from pacing.read.reader import Reader
from pacing.read.source_file import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.json_file import entries, load_json, number

_EXERCISES = re.compile(r'"exercises"\s*:\s*\[')


def _matches(head: FileHead) -> bool:
    text = "\n".join(head.lines).lstrip()
    return text.startswith("{") and bool(_EXERCISES.search(text))


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    value = load_json(source)
    exercises = entries(value.get("exercises")) if isinstance(value, dict) else []
    found = [_draft(source, options, exercise) for exercise in exercises]
    drafts = [draft for draft in found if draft is not None and has_heart_rate(draft)]
    if not drafts:
        raise NoHeartRateError(
            source.name,
            "The training session holds no heart-rate samples.",
            hint="In Polar Flow open the session and export it as TCX or CSV.",
        )
    return tuple(recording_of(replace(draft, place=place)) for place, draft in enumerate(drafts))


def _draft(source: SourceFile, options: ReadOptions, exercise: dict[str, Any]) -> Draft | None:
    samples = exercise.get("samples")
    points = entries(samples.get("heartRate")) if isinstance(samples, dict) else []
    second = np.array([read_instant(str(p.get("dateTime", "")))[0] for p in points])
    bpm = np.array([number(p.get("value")) for p in points])
    known = np.isfinite(second)
    if not known.any():
        return None
    minutes = number(exercise.get("timezoneOffset"))
    if np.isfinite(minutes):
        placed = place_instants(second[known] - minutes * 60.0, minutes * 60.0, options.time_zone)
    else:
        placed = place_local(second[known], options.time_zone)
    sport = exercise.get("sport")
    return Draft(
        source=source,
        reader="polar_json",
        heart_rate=Series(placed.second, bpm[known]),
        origin=placed.origin,
        clock=placed.clock,
        sport=sport.casefold() if isinstance(sport, str) and re.fullmatch(r"[A-Za-z_ ]{1,40}", sport) else None,
        device="Polar",
        remarks=placed.remarks,
    )


READER = Reader(title="Polar account export, training sessions (JSON)", matches=_matches, read=_read)
