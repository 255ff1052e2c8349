"""Apple Health export.xml, streamed: heart rate of each source by itself, and each workout as a session of its own.

Sources overlap (a watch, a strap's app, a phone): they are never mixed; each becomes a recording. Their names often
hold a person's name, so only known words of the product are shown. A workout is cut out of the samples of its source,
with the minutes after its end, in which the watch goes on measuring.
"""

from __future__ import annotations  # array.array cannot be subscripted at run time before Python 3.12

import re
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.daily import DailyValue
from pacing.model.recording import Marker, MarkerKind, Recording, RecordingKind, Sensor
from pacing.read.assembly.draft import RecordingBuilder, recording_of, with_heart_rate
from pacing.read.assembly.excerpt import FEWEST_SAMPLES, SortedSamples, end_of_recovery
from pacing.read.assembly.local_time import place_instants
from pacing.read.assembly.series import Series
from pacing.read.daily.apple import daily_of_apple
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.text.instants import read_instant
from pacing.read.text.numbers import plain_number
from pacing.read.text.structured import parse_xml

HEART_RATE = "HKQuantityTypeIdentifierHeartRate"
WORKOUT = "HKWorkoutActivityType"
CUT = "The samples were cut out of those of the whole day, with up to 5 minutes after the workout's end."
OWN_SESSIONS = "The export's workouts ({}) are separate recordings as well: their minutes are in both."
OTHER_SOURCE = "The workout was saved by another source than its heart rate."
_EVENTS = {
    "HKWorkoutEventTypePause": MarkerKind.PAUSE,
    "HKWorkoutEventTypeMotionPaused": MarkerKind.PAUSE,
    "HKWorkoutEventTypeResume": MarkerKind.RESUME,
    "HKWorkoutEventTypeMotionResumed": MarkerKind.RESUME,
}
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
PER_MINUTE = {"count/min": 1.0, "count/s": 60.0, "Hz": 60.0}
# what Apple reckons of the heart, by the words in which a remark names it
UNUSED = {
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN": "values of variability (SDNN)",
    "HKQuantityTypeIdentifierHeartRateVariabilityRMSSD": "values of variability (RMSSD)",
    "HKQuantityTypeIdentifierRestingHeartRate": "resting heart rates",
    "HKQuantityTypeIdentifierWalkingHeartRateAverage": "walking averages",
    "HKQuantityTypeIdentifierHeartRateRecoveryOneMinute": "recoveries over one minute",
}
BEAT = "InstantaneousBeatsPerMinute"
BEATS = "single beats of the variability readings"
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


@dataclass(eq=False)
class _Workout:
    source: str
    sport: str | None
    start_s: float
    stop_s: float
    offset_s: float | None
    markers: list[Marker] = field(default_factory=list)


class _Records:
    """Collects heart-rate records by source, and workouts; `start` and `end` are called by the XML stream."""

    def __init__(self) -> None:
        self.sources: dict[str, _OneSource] = {}
        self.workouts: list[_Workout] = []
        self.unreadable = 0
        self.unused: Counter[str] = Counter()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Workout":
            self.workouts.append(_workout(attributes))
        elif name == "WorkoutEvent" and self.workouts and attributes.get("type") in _EVENTS:
            at_s, _ = read_instant(attributes.get("date", ""))
            if np.isfinite(at_s):
                self.workouts[-1].markers.append(Marker(at_s, _EVENTS[attributes["type"]]))
        elif name == "Record" and attributes.get("type") == HEART_RATE:
            self._record(attributes)
        elif name == "Record" and attributes.get("type") in UNUSED:
            self.unused[UNUSED[attributes["type"]]] += 1
        elif name == BEAT:
            self.unused[BEATS] += 1

    def not_used(self) -> tuple[str, ...]:
        """A remark that names what else of the heart the export holds."""
        if not self.unused:
            return ()
        named = ", ".join(f"{what}: {count}" for what, count in self.unused.items())
        return (f"The export also has, not used for this recording: {named}.",)

    def _record(self, attributes: Mapping[str, str]) -> None:
        second, offset = read_instant(attributes.get("startDate", ""))
        factor = PER_MINUTE.get(attributes.get("unit", ""))
        bpm = plain_number(attributes.get("value", "")) * (factor or np.nan)
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
            result = _PRODUCTS.search(f"{name} {device}")
            self.sources[name] = _OneSource(result.group(1) if result else "")
        return self.sources[name]


def _workout(attributes: Mapping[str, str]) -> _Workout:
    start_s, offset_s = read_instant(attributes.get("startDate", ""))
    stop_s, _ = read_instant(attributes.get("endDate", ""))
    kind = attributes.get("workoutActivityType", "").removeprefix(WORKOUT)
    sport = _WORDS.sub(" ", kind).lower() if kind.isascii() and kind.isalpha() else None
    return _Workout(attributes.get("sourceName", ""), sport, start_s, stop_s, offset_s)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    result = _Records()
    damage = parse_xml(source, result.start, result.end)
    several = len(result.sources) > 1
    drafts = [_draft(source, options, one, several=several) for one in result.sources.values()]
    drafts = with_heart_rate(drafts)
    sessions = _workouts(source, options, result)
    if sessions:
        drafts = [replace(draft, remarks=(*draft.remarks, OWN_SESSIONS.format(len(sessions)))) for draft in drafts]
    drafts += sessions
    drafts = [replace(draft, remarks=(*draft.remarks, *result.not_used())) for draft in drafts]
    if not drafts:
        raise NoHeartRateError(
            source.name,
            " ".join(filter(None, ("The Apple Health export has no heart rate in it.", *result.not_used(), damage))),
            hint="Was a watch or strap connected to Health? Use its own export.",
        )
    lost = f"Heart-rate records that could not be read, left out: {result.unreadable}." if result.unreadable else None
    damages = " ".join(filter(None, (damage, lost))) or None
    return tuple(recording_of(replace(draft, place=n, damage=damages)) for n, draft in enumerate(drafts))


def _draft(source: SourceFile, options: ReadOptions, one: _OneSource, *, several: bool) -> RecordingBuilder:
    placed = place_instants(np.array(one.time_s), one.offset_s, options.time_zone)
    remarks = placed.remarks
    if several:
        remarks += ("The export has several sources that overlap in time; each is a recording of its own.",)
    watch = one.product.casefold() == "apple watch"
    return RecordingBuilder(
        source=source,
        reader="apple_health",
        heart_rate=Series(placed.second, np.array(one.bpm)),
        origin=placed.origin,
        kind=RecordingKind.DAY,
        device=one.product or None,
        sensor=Sensor.OPTICAL if watch else Sensor.UNKNOWN,
        remarks=remarks,
    )


def _workouts(source: SourceFile, options: ReadOptions, result: _Records) -> list[RecordingBuilder]:
    """Each workout during which some source measured heart rate."""
    known = [w for w in result.workouts if np.isfinite(w.start_s) and w.stop_s > w.start_s]
    starts_s = [workout.start_s for workout in known]
    samples = {
        name: SortedSamples(np.array(one.time_s), np.array(one.bpm)) for name, one in result.sources.items() if known
    }
    drafts = []
    for workout in known:
        counts = {name: one.count(workout.start_s, workout.stop_s) for name, one in samples.items()}
        name = workout.source
        if counts.get(name, 0) < FEWEST_SAMPLES:
            name = max(counts, key=counts.__getitem__, default="")
        if counts.get(name, 0) >= FEWEST_SAMPLES:
            drafts.append(_session(source, options, workout, result.sources[name].product, samples[name], starts_s))
            if name != workout.source:
                drafts[-1] = replace(drafts[-1], remarks=(*drafts[-1].remarks, OTHER_SOURCE))
    return drafts


def _session(
    source: SourceFile,
    options: ReadOptions,
    workout: _Workout,
    product: str,
    samples: SortedSamples,
    starts_s: list[float],
) -> RecordingBuilder:
    cut = samples.between(workout.start_s, end_of_recovery(workout.stop_s, starts_s))
    placed = place_instants(cut.time_s, workout.offset_s, options.time_zone)
    watch = product.casefold() == "apple watch"
    inside = [m for m in dict.fromkeys(workout.markers) if workout.start_s <= m.time_s <= workout.stop_s]
    return RecordingBuilder(
        source=source,
        reader="apple_health",
        heart_rate=Series(placed.second, cut.value),
        markers=(*sorted(inside, key=lambda m: m.time_s), Marker(workout.stop_s, MarkerKind.STOP)),
        origin=placed.origin,
        kind=RecordingKind.ACTIVITY,
        sport=workout.sport,
        device=product or None,
        sensor=Sensor.OPTICAL if watch else Sensor.UNKNOWN,
        remarks=(*placed.remarks, CUT),
    )


def _daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:  # noqa: ARG001 - every clock has its zone
    return daily_of_apple(source)


READER = Reader(
    title="Apple Health export (export.xml, also inside its .zip)", matches=_matches, read=_read, daily=_daily
)
