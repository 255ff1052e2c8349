"""Garmin Training Center XML: activities with laps and track points; positions give speed where nothing else does."""

import re
from collections.abc import Mapping

from pacing.model.recording import Recording
from pacing.read.assembly.point_track import PointTrack, recordings_of
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.structured import parse_xml

_CHANNELS = {
    "AltitudeMeters": "altitude",
    "DistanceMeters": "distance",
    "Cadence": "cadence",
    "RunCadence": "cadence",
    "Speed": "speed",
    "Watts": "power",
    "LatitudeDegrees": "latitude",
    "LongitudeDegrees": "longitude",
}


START_LINES = 50
_ROOT = re.compile(r"<(\w+:)?TrainingCenterDatabase\b")


def _matches(head: FileHead) -> bool:
    return bool(_ROOT.search("\n".join(head.lines[:START_LINES])))


class _Activities:
    """Collects track points; `start` and `end` are called by the XML stream."""

    def __init__(self) -> None:
        self.tracks: list[PointTrack] = []
        self.inside_point = False
        self.inside_heart = False
        self.point: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("Activity", "Course"):
            self.tracks.append(PointTrack(sport=attributes.get("Sport", "").casefold() or None))
        elif name == "Lap" and self.tracks:
            self.tracks[-1].open_lap(attributes.get("StartTime", ""))
        elif name == "Trackpoint":
            self.inside_point, self.point = True, {}
        elif name == "HeartRateBpm":
            self.inside_heart = True

    def end(self, name: str, text: str) -> None:
        if name == "HeartRateBpm":
            self.inside_heart = False
        elif name == "Trackpoint":
            self.inside_point = False
            if self.tracks:
                self.tracks[-1].add(self.point)
        elif name == "Value" and self.inside_point and self.inside_heart:
            self.point["heart_rate"] = text
        elif self.inside_point and name == "Time":
            self.point["time"] = text
        elif self.inside_point and name in _CHANNELS:
            self.point[_CHANNELS[name]] = text
        elif name == "Intensity" and self.tracks:
            self.tracks[-1].label_lap({"resting": "rest"}.get(text.casefold(), text.casefold()))


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    result = _Activities()
    damage = parse_xml(source, result.start, result.end)
    return recordings_of(source, options, "tcx", result.tracks, damage)


READER = Reader(title="Garmin Training Center XML (.tcx)", matches=_matches, read=_read)
