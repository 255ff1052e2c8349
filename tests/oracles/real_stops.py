"""Ends and recoveries on recordings whose stops are known apart from heart rate.

The recordings lie in the corpus (`../shared/corpus/stops`), not in the project: wrists on easy walks, jogs, sprints and
stairs with seated rest around them (the truth: the last second in which distance grew), shirts with their cadence (the
truth: the last step), free rides, and sessions that never stop. Each is judged as it is, and again with everything but
time and heart rate taken away.
"""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import fitdecode
import numpy as np

from pacing.model.assessment import Assessment
from pacing.model.phases import PhaseKind
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor
from pacing.pipeline import Request, assess_recording
from pacing.read.read import read_recordings

NEAR_S = 10.0  # a stop is found within this; an end holds within this or its own uncertainty
RECOVERY_NEAR_S = 20.0  # a recovery begins at a stop within this
AT_THE_END_S = 20.0  # an end this near to the recording's own is none that was found
SHIRT_REACH_S = 5.0  # cadence tells a shirt's stop to within this
STOOD_M = 6.0  # positions this near to each other are those of somebody who stands: receivers drift
SILENT_S = 5.0  # what lies between positions further apart in time was not recorded
EARTH_RADIUS_M = 6_371_000.0
DEGREES_PER_SEMICIRCLE = 180.0 / 2**31
RECOVERIES = ("hr_recovery_60", "hr_recovery_120")


@dataclass(frozen=True, slots=True)
class Known:
    """A recording with its known stops, each as the earliest and latest second it may have been (none at all: it never
    stops).
    """

    group: str
    path: Path
    stops: tuple[tuple[float, float], ...]
    place: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """Counts over some recordings: stops and how many were found, ends and how many hold (and by their own uncertainty
    alone), recoveries and how many begin at a stop; sessions, and how many of them have a recovery or a refusal of one
    because the sensor was late.
    """

    sessions: int = 0
    stops: int = 0
    found: int = 0
    ends: int = 0
    held: int = 0
    held_alone: int = 0
    recoveries: int = 0
    at_a_stop: int = 0
    with_recovery: int = 0
    sensor_late: int = 0

    def __add__(self, other: "Judged") -> "Judged":
        """The counts of both."""
        names = self.__slots__
        return Judged(*(getattr(self, name) + getattr(other, name) for name in names))


def known_stops(corpus: Path) -> list[Known]:
    """Every recording with known stops."""
    stops: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with (corpus / "stops/stops.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            stops.setdefault((row["kind"], row["file"]), []).append((float(row["earliest_s"]), float(row["latest_s"])))
    known = [Known(kind, corpus / file, tuple(spans)) for (kind, file), spans in stops.items()]
    shirts = json.loads((corpus / "stops/harlab_truth.json").read_text(encoding="utf-8"))
    for name, truth in shirts.items():
        spans = tuple((stop - SHIRT_REACH_S, stop + SHIRT_REACH_S) for stop in truth["stops"])
        known.append(Known("shirts", corpus / f"stops/harlab__{name}_hr_cadence.csv", spans))
    return known


def never_stopping(corpus: Path) -> list[Known]:
    """Every session that never stops."""
    with (corpus / "stops/never_stops.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    return [Known("never stops", corpus / row["file"], (), int(row["session"])) for row in rows]


def heart_rate_alone(recording: Recording) -> Recording:
    """The recording as a table of time and heart rate would give it."""
    known = np.isfinite(recording.heart_rate.bpm) & (recording.heart_rate.bpm > 0)
    time_s, bpm = recording.heart_rate.time_s[known], recording.heart_rate.bpm[known]
    return replace(
        recording,
        kind=RecordingKind.ACTIVITY,
        heart_rate=HeartRate(time_s, bpm),
        beats=None,
        channels=(),
        markers=(),
        sport=None,
        duration_s=float(time_s[-1]) if time_s.size else 0.0,
        source=replace(recording.source, sensor=Sensor.UNKNOWN),
    )


def judge_stops(known: Iterable[Known], *, alone: bool) -> dict[str, Judged]:
    """The counts of each group of recordings."""
    found: dict[str, Judged] = {}
    reading = cache(read_recordings)  # many sessions may lie in one file
    for item in known:
        recordings = [r for r in reading(item.path) if r.source.place == item.place]
        for recording in recordings[:1]:
            session = assess_recording(heart_rate_alone(recording) if alone else recording, Request())
            found[item.group] = found.get(item.group, Judged()) + _judged(session, item.stops)
    return found


def _judged(session: Assessment, stops: tuple[tuple[float, float], ...]) -> Judged:
    duration_s = session.recording.duration_s
    ends = [p for p in session.phases.of(PhaseKind.EXERCISE) if p.stop_s < duration_s - AT_THE_END_S]
    numbers = [m for m in (session.measurement(name) for name in RECOVERIES) if m is not None]
    begins_s = [m.window[0] for m in numbers if m.value is not None and m.window is not None]
    return Judged(
        sessions=1,
        stops=len(stops),
        found=sum(any(_off(p.stop_s, (stop,)) <= NEAR_S for p in ends) for stop in stops),
        ends=len(ends),
        held=sum(_off(p.stop_s, stops) <= max(NEAR_S, p.uncertainty_s) for p in ends),
        held_alone=sum(_off(p.stop_s, stops) <= p.uncertainty_s for p in ends),
        recoveries=len(begins_s),
        at_a_stop=sum(_off(at_s, stops) <= RECOVERY_NEAR_S for at_s in begins_s),
        with_recovery=bool(begins_s),
        sensor_late=any(m.unavailable == "sensor_late" for m in numbers),
    )


def ends_of_exercise(known: Known) -> dict[float, float]:
    """Each end of exercise of a recording [s], but for that of the recording itself, with how unsure it is [s]."""
    (recording,) = (r for r in read_recordings(known.path) if r.source.place == known.place)
    exercise = assess_recording(recording, Request()).phases.of(PhaseKind.EXERCISE)
    return {p.stop_s: p.uncertainty_s for p in exercise if p.stop_s < recording.duration_s - AT_THE_END_S}


def recorded_stands(path: Path) -> list[tuple[float, float]]:
    """Every [start, stop] [s] of ten seconds or more in which a FIT file's own positions stay within six metres.

    Decoded by fitdecode; neither the program's reading nor speed or distance has any part in it. Some watches write
    positions only while they change: records must be there all the time, so that nothing is made of a halted timer.
    """
    begins_s = next(iter(read_recordings(path))).start
    assert begins_s is not None
    written_s: list[float] = []
    fixes: list[tuple[float, float, float]] = []
    with fitdecode.FitReader(str(path), error_handling=fitdecode.ErrorHandling.IGNORE) as frames:
        for frame in frames:
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record" and frame.has_field("timestamp"):
                written_s.append(frame.get_value("timestamp").timestamp() - begins_s.timestamp())
                raw = [frame.get_value(name, fallback=None) for name in ("position_lat", "position_long")]
                if None not in raw:
                    north, east = (np.radians(value * DEGREES_PER_SEMICIRCLE) for value in raw)
                    fixes.append((written_s[-1], EARTH_RADIUS_M * north, EARTH_RADIUS_M * east * np.cos(north)))
    at_s, north_m, east_m = np.array(fixes).T
    holes_s = np.array(written_s)[:-1][np.diff(written_s) > SILENT_S]
    piece = np.searchsorted(holes_s, at_s)
    stands: list[tuple[float, float]] = []
    first = 0
    while first < at_s.size:
        far = np.hypot(north_m[first:] - north_m[first], east_m[first:] - east_m[first]) > STOOD_M
        far |= piece[first:] != piece[first]
        last = first + (int(np.argmax(far)) if far.any() else far.size) - 1
        if at_s[last] - at_s[first] >= NEAR_S:
            stands.append((float(at_s[first]), float(at_s[last])))
            first = last
        first += 1
    return stands


def _off(second: float, stops: tuple[tuple[float, float], ...]) -> float:
    """How far [s] from the nearest stop."""
    return min((max(first - second, second - last, 0.0) for first, last in stops), default=np.inf)
