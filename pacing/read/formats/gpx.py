"""GPX tracks with heart rate in their extensions; positions give speed where it is not recorded."""

import re
from collections.abc import Mapping

from pacing.model.recording import Recording
from pacing.read.assembly.point_track import PointTrack, recordings_of
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.structured import parse_xml

# the words of several writers for the same thing, in lower case
_VALUES = {
    "time": "time",
    "ele": "altitude",
    "hr": "heart_rate",
    "heartrate": "heart_rate",
    "heart_rate": "heart_rate",
    "cad": "cadence",
    "cadence": "cadence",
    "power": "power",
    "watts": "power",
    "atemp": "temperature",
    "temp": "temperature",
    "speed": "speed",
}


START_LINES = 50
_ROOT = re.compile(r"<(\w+:)?gpx\b", re.IGNORECASE)


def _matches(head: FileHead) -> bool:
    return bool(_ROOT.search("\n".join(head.lines[:START_LINES])))


class _Tracks:
    """Collects track points; `start` and `end` are called by the XML stream."""

    def __init__(self) -> None:
        self.tracks: list[PointTrack] = []
        self.inside = False
        self.point: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "trk":
            self.tracks.append(PointTrack())
        elif name == "trkpt":
            self.inside = True
            self.point = {"latitude": attributes.get("lat", ""), "longitude": attributes.get("lon", "")}

    def end(self, name: str, text: str) -> None:
        if name == "trkpt":
            self.inside = False
            if self.tracks:
                self.tracks[-1].add(self.point)
        elif self.inside and name.casefold() in _VALUES:
            self.point[_VALUES[name.casefold()]] = text
        elif name == "type" and self.tracks and not self.inside and text.isascii() and text.isalpha():
            self.tracks[-1].sport = text.casefold()


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    result = _Tracks()
    damage = parse_xml(source, result.start, result.end)
    return recordings_of(source, options, "gpx", result.tracks, damage)


READER = Reader(title="GPX tracks with heart rate", matches=_matches, read=_read)
