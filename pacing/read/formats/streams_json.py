"""Streams of one activity as Strava and intervals.icu hand them out: a list of numbers for each signal."""

from typing import Any

import numpy as np

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording
from pacing.read.assembly.channel_units import MODEL_UNIT
from pacing.read.assembly.draft import NamedSeries, RecordingBuilder, has_heart_rate, recording_of
from pacing.read.assembly.series import Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, load_json, number

_CHANNELS = {
    "watts": "power",
    "cadence": "cadence",
    "velocity_smooth": "speed",
    "grade_smooth": "grade",
    "distance": "distance",
    "altitude": "altitude",
    "temp": "temperature",
}
_NAMES = frozenset({"time", "heartrate", "latlng", "moving", "hrv", "fixed_altitude", *_CHANNELS})


def _matches(head: FileHead) -> bool:
    value = beginning_of(head)
    if isinstance(value, dict):
        return any(isinstance(held, dict) and isinstance(held.get("data"), list) for held in _named(value))
    first = next(iter(entries(value)), {})
    return first.get("type") in _NAMES and isinstance(first.get("data"), list)


def _named(value: dict[str, Any]) -> list[Any]:
    return [held for name, held in value.items() if name in _NAMES]


def _streams(value: Any) -> dict[str, FloatArray]:
    """The numbers of each stream by its name; NaN where a value is none."""
    if isinstance(value, dict):
        pairs = [(name, one.get("data")) for name, one in value.items() if isinstance(one, dict)]
    else:
        pairs = [(one.get("type"), one.get("data")) for one in entries(value)]
    wanted = {"time", "heartrate", *_CHANNELS}
    return {
        name: np.array([number(v) for v in data]) for name, data in pairs if name in wanted and isinstance(data, list)
    }


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:  # noqa: ARG001 - streams have no clock
    streams = _streams(load_json(source))
    time_s, bpm = streams.pop("time", None), streams.pop("heartrate", None)
    if time_s is None or bpm is None:
        missing = "heart rate" if bpm is None else "time"
        raise NoHeartRateError(
            source.name,
            f"The streams of this activity have no {missing} among them.",
            hint="Ask for the streams time and heartrate, or export the activity as .fit.",
        )
    if time_s.size != bpm.size:
        raise DamagedFileError(
            source.name, "The streams have different lengths.", hint="Export the activity again, best as .fit."
        )
    known = np.isfinite(time_s)
    channels = [
        NamedSeries(_CHANNELS[name], MODEL_UNIT[_CHANNELS[name]], Series(time_s[known], value[known]))
        for name, value in streams.items()
        if value.size == time_s.size and np.isfinite(value).any()
    ]
    draft = RecordingBuilder(
        source=source,
        reader="streams_json",
        heart_rate=Series(time_s[known], bpm[known]),
        channels=channels,
        remarks=("The streams count seconds from the start of the activity; its date is not in the file.",),
    )
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            source.name, "The heart-rate stream is empty.", hint="Was the strap or sensor connected?"
        )
    return (recording_of(draft),)


READER = Reader(title="Streams of an activity from Strava or intervals.icu (JSON)", matches=_matches, read=_read)
