"""Apple Health export.xml, streamed: heart rate of each source by itself, and beats where the watch wrote them.

Sources overlap (a watch, a strap's app, a phone): they are never mixed; each becomes a recording. Their names often
hold a person's name, so only known words of the product are shown.
"""

from __future__ import annotations  # array.array cannot be subscripted at run time before Python 3.12

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.read.assembly.draft import Draft, has_heart_rate, recording_of
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.head import FileHead
from pacing.read.options import ReadOptions
from pacing.read.reader import Reader
from pacing.read.source_file import SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.xml_stream import parse_xml

HEART_RATE = "HKQuantityTypeIdentifierHeartRate"
PER_MINUTE = {"count/min": 1.0, "count/s": 60.0, "Hz": 60.0}
MOST_SOURCES = 100  # design: more differing sources are put together under the last
_PRODUCTS = re.compile(
    r"\b(Apple Watch|iPhone|Polar|Garmin|Wahoo|Fitbit|Oura|Withings|WHOOP|Coros|Suunto|Zwift|Strava)\b", re.IGNORECASE
)


def _matches(head: FileHead) -> bool:
    start = "\n".join(head.lines)
    return "<HealthData" in start and "<!DOCTYPE html" not in start[:200]


@dataclass(eq=False)
class _OneSource:
    product: str
    time_s: array[float] = field(default_factory=lambda: array("d"))
    bpm: array[float] = field(default_factory=lambda: array("d"))
    offset_s: float | None = None


class _Records:
    """Collects heart-rate records by source; `start` and `end` are called by the XML stream."""

    def __init__(self) -> None:
        self.sources: dict[str, _OneSource] = {}
        self.unreadable = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "Record" or attributes.get("type") != HEART_RATE:
            return
        second, offset = read_instant(attributes.get("startDate", ""))
        factor = PER_MINUTE.get(attributes.get("unit", ""))
        try:
            bpm = float(attributes.get("value", "")) * (factor or np.nan)
        except ValueError:
            bpm = np.nan
        if not (np.isfinite(second) and np.isfinite(bpm)):
            self.unreadable += 1
            return
        one = self._source(attributes.get("sourceName", ""), attributes.get("device", ""))
        one.offset_s = offset if one.offset_s is None else one.offset_s
        one.time_s.append(second)
        one.bpm.append(bpm)

    def end(self, name: str, text: str) -> None:
        """Nothing is held in element texts."""

    def _source(self, name: str, device: str) -> _OneSource:
        if name not in self.sources and len(self.sources) >= MOST_SOURCES:
            name = next(reversed(self.sources))
        if name not in self.sources:
            found = _PRODUCTS.search(f"{name} {device}")
            self.sources[name] = _OneSource(found.group(1) if found else "")
        return self.sources[name]


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    found = _Records()
    damage = parse_xml(source, found.start, found.end)
    several = len(found.sources) > 1
    drafts = [_draft(source, options, one, several=several) for one in found.sources.values()]
    drafts = [draft for draft in drafts if has_heart_rate(draft)]
    if not drafts:
        raise NoHeartRateError(
            source.name,
            "The Apple Health export holds no heart rate.",
            hint="Was a watch or strap connected to Health? Bring its own export.",
        )
    lost = f"Heart-rate records that could not be read, left out: {found.unreadable}." if found.unreadable else None
    said = " ".join(filter(None, (damage, lost))) or None
    return tuple(recording_of(replace(draft, place=n, damage=said)) for n, draft in enumerate(drafts))


def _draft(source: SourceFile, options: ReadOptions, one: _OneSource, *, several: bool) -> Draft:
    placed = place_instants(np.array(one.time_s), one.offset_s, options.time_zone)
    remarks = placed.remarks
    if several:
        remarks += ("The export holds several sources that overlap in time; each is a recording of its own.",)
    watch = one.product.casefold() == "apple watch"
    return Draft(
        source=source,
        reader="apple_health",
        heart_rate=Series(placed.second, np.array(one.bpm)),
        origin=placed.origin,
        kind=RecordingKind.DAY,
        device=one.product or None,
        sensor=Sensor.OPTICAL if watch else Sensor.UNKNOWN,
        remarks=remarks,
    )


READER = Reader(title="Apple Health export (export.xml, also inside its .zip)", matches=_matches, read=_read)
