"""Track points of an XML recording (TCX, GPX): collected compactly, then made into recordings."""

from __future__ import annotations  # array.array cannot be subscripted at run time before Python 3.12

from array import array
from dataclasses import dataclass, field, replace

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.recording import Marker, MarkerKind, Recording
from pacing.read.assembly.channel_units import MODEL_UNIT
from pacing.read.assembly.derived_movement import FROM_POSITIONS, speed_from_positions
from pacing.read.assembly.draft import NamedSeries, RecordingBuilder, recording_of, with_heart_rate
from pacing.read.assembly.local_time import place_instants, place_local
from pacing.read.assembly.series import Series
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.numbers import plain_number
from pacing.read.text.years import SET_CLOCK, impossible_year, why_impossible

LONGEST_EXAMPLE = 40  # characters of a time that an error quotes
_POSITION = ("latitude", "longitude")  # kept only until speed is worked out
_HELD = ("heart_rate", "speed", "power", "cadence", "distance", "altitude", "temperature")


@dataclass(eq=False)
class PointTrack:
    """The points of one activity in the file's order; a value that is not written is NaN."""

    sport: str | None = None
    time_s: array[float] = field(default_factory=lambda: array("d"))
    values: dict[str, array[float]] = field(default_factory=lambda: {name: array("d") for name in (*_HELD, *_POSITION)})
    laps: list[tuple[float, str]] = field(default_factory=list)
    offset_s: float | None = None
    unreadable: int = 0
    unset: str = ""
    example: str = ""

    def add(self, point: dict[str, str]) -> None:
        """Keep one point (texts by name); one without a readable time is counted and left out."""
        second, offset = read_instant(point.get("time", ""))
        if not np.isfinite(second):
            self.unreadable += 1
            self.example = self.example or point.get("time", "")
            self.unset = self.unset or (point["time"] if impossible_year(point.get("time", "")) else "")
            return
        self.offset_s = offset if self.offset_s is None else self.offset_s
        self.time_s.append(second)
        for name in (*_HELD, *_POSITION):
            self.values[name].append(plain_number(point.get(name, "")))

    def open_lap(self, start: str) -> None:
        """A lap begins."""
        self.laps.append((read_instant(start)[0], ""))

    def label_lap(self, label: str) -> None:
        """The open lap's intensity in the file's words."""
        if self.laps:
            self.laps[-1] = self.laps[-1][0], label

    def markers(self) -> tuple[Marker, ...]:
        """Where laps begin."""
        return tuple(Marker(t, MarkerKind.LAP, label) for t, label in self.laps if np.isfinite(t))


def recordings_of(
    source: SourceFile, options: ReadOptions, reader: str, tracks: list[PointTrack], damage: str | None
) -> tuple[Recording, ...]:
    """The recordings of all tracks with heart rate.

    Parameters
    ----------
    source
        The file: its name and its bytes, which can be opened again.
    options
        What the person said about how to read it: dialect, decoder, time zone.
    reader
        The reader's id.
    tracks
        The points of each activity of the file.
    damage
        What was lost of a damaged file, or None.

    Returns
    -------
    One recording for each track with heart rate.

    Raises
    ------
    NoHeartRateError
        None has any.
    """
    drafts = [_draft(source, options, reader, track, damage) for track in tracks if len(track.time_s)]
    recorded = with_heart_rate(drafts)
    unset = next((track.unset for track in tracks if track.unset), "")
    if not drafts and unset:
        raise NoHeartRateError(source.name, why_impossible(unset), hint=SET_CLOCK)
    lost = sum(track.unreadable for track in tracks)
    if not drafts and lost:
        example = next((track.example for track in tracks if track.example), "")
        raise NoHeartRateError(
            source.name,
            f'The {lost} points of the file have no time that can be read (such as "{example[:LONGEST_EXAMPLE]}").',
            hint="Export the session again, best as .fit.",
        )
    if not recorded:
        raise NoHeartRateError(
            source.name,
            "The file has a track but no heart rate." if drafts else "The file has no activity.",
            hint="Export the session again with heart rate, best as .fit.",
        )
    return tuple(recording_of(replace(draft, place=number)) for number, draft in enumerate(recorded))


def _draft(
    source: SourceFile, options: ReadOptions, reader: str, track: PointTrack, damage: str | None
) -> RecordingBuilder:
    second = np.array(track.time_s)
    if track.offset_s is None:
        placed = place_local(second, options.time_zone)
    else:
        placed = place_instants(second, track.offset_s or None, options.time_zone)
    lost = f"Points without a readable time, left out: {track.unreadable}." if track.unreadable else None
    channels = []
    for name in _HELD:
        value = np.array(track.values[name])
        known = np.isfinite(value)
        if name != "heart_rate" and known.any():
            channels.append(NamedSeries(name, MODEL_UNIT[name], Series(placed.second[known], value[known])))
    remarks = list(placed.remarks)
    if not {"speed", "distance"} & {channel.name for channel in channels}:
        speed = speed_from_positions(placed.second, *(np.array(track.values[name]) for name in _POSITION))
        if speed is not None:
            channels.append(NamedSeries("speed", MODEL_UNIT["speed"], speed))
            remarks.append(FROM_POSITIONS)
    return RecordingBuilder(
        source=source,
        reader=reader,
        heart_rate=Series(placed.second, np.array(track.values["heart_rate"])),
        channels=channels,
        markers=track.markers() if track.offset_s is not None else (),
        origin=placed.origin,
        clock=placed.clock,
        sport=track.sport,
        remarks=tuple(remarks),
        damage=" ".join(filter(None, (damage, lost))) or None,
    )
