"""Bytes of a FIT file to recordings, one for each session with heart rate or beats, by our own decoder or fitparse."""

from typing import NamedTuple

import numpy as np

from pacing.errors import DamagedFileError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Beats, Channel, HeartRate, Marker, MarkerKind, Recording, Sensor, Source
from pacing.plural import plural
from pacing.read.assembly.derived_movement import derived_movement
from pacing.read.assembly.series import Series
from pacing.read.fit.activity_samples import RecordTimeline, record_timeline
from pacing.read.fit.channels import day_channels
from pacing.read.fit.clock import DAY_S, start_instant
from pacing.read.fit.file_facts import device_estimate_remarks, device_name, heart_rate_sensor, is_plan, no_heart_rate
from pacing.read.fit.lengths import FROM_LENGTHS, speed_from_lengths
from pacing.read.fit.markers import all_markers, with_ways
from pacing.read.fit.sessions import FitSession, activities_of, sessions_of
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from pacing.read.fit.wire.second_decoder import decode_with_fitparse
from pacing.read.fit.wire.table import Decoded
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

MOSTLY = 0.5  # design: heart rate of which a strap's memory gave more than half is a strap's


class FileFacts(NamedTuple):
    """What is known of the file besides its messages."""

    file_name: str
    sha256: str
    zone_option: str | None
    remarks: tuple[str, ...]
    damage: str | None


def recordings_of(decoded: Decoded, facts: FileFacts) -> tuple[Recording, ...]:
    """All recordings of a decoded file, in the order of the file.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.
    facts
        What is known of the file besides its messages.

    Returns
    -------
    The recordings, in the order of the file.

    Raises
    ------
    NoHeartRateError
        The file is well but has no heart rate and no beats; the message says what it is.
    """
    result: list[Recording] = []
    units = activities_of(decoded)
    for unit in units:
        if is_plan(unit):
            continue
        timeline = record_timeline(unit)
        for session in sessions_of(unit):
            recording = _recording(unit, timeline, session, facts, len(result))
            if recording is not None:
                result.append(recording)
    if not result:
        raise no_heart_rate(units[0], facts.file_name)
    return tuple(result)


def _recording(
    decoded: Decoded, timeline: RecordTimeline, session: FitSession, facts: FileFacts, at: int
) -> Recording | None:
    begin, end = session.begin_s, session.end_s
    time_s, bpm = _between(timeline.time_s, timeline.bpm, begin, end)
    beat_s, rr_ms = _between(timeline.beats.time_s, timeline.beats.rr_ms, begin, end)
    if not (bpm > 0).any() and not rr_ms.size:
        return None
    firsts = [float(times[0]) for times in (time_s, beat_s) if times.size]
    lasts = [float(times[-1]) for times in (time_s, beat_s) if times.size]
    zero = min(firsts)
    markers, marker_remarks = _markers(decoded, begin, end, zero, max(lasts))
    start, zone_remarks = start_instant(zero, decoded, facts.zone_option)
    sensor, sensor_remarks = heart_rate_sensor(decoded)
    sensor = Sensor.STRAP if timeline.strap_share >= MOSTLY else sensor
    remarks = (
        *facts.remarks,
        *timeline.remarks,
        *zone_remarks,
        *sensor_remarks,
        *marker_remarks,
        *_outside(session, time_s),
        *device_estimate_remarks(decoded),
    )
    channels = _channels(decoded, timeline, session, zero)
    channels, swim_remarks = _with_lengths(channels, decoded, session, zero)
    derived = derived_movement({channel.name: Series(channel.time_s, channel.value) for channel in channels})
    made = {item.name for item in derived}
    with_rate = np.isfinite(bpm).any()
    return Recording(
        kind=timeline.kind,
        heart_rate=HeartRate(time_s - zero, bpm) if with_rate else HeartRate(np.empty(0), np.empty(0)),
        beats=Beats(beat_s - zero, rr_ms) if rr_ms.size else None,
        channels=(
            *(channel for channel in channels if channel.name not in made),
            *(Channel(item.name, item.unit, item.series.time_s, item.series.value) for item in derived),
        ),
        markers=markers,
        start=start,
        duration_s=max([max(lasts) - zero, *(marker.time_s for marker in markers)]),
        sport=session.sport,
        source=Source(
            file_name=facts.file_name,
            sha256=facts.sha256,
            reader="fit",
            device=device_name(decoded),
            sensor=sensor,
            remarks=(*remarks, *swim_remarks, *(item.remark for item in derived)),
            damage=facts.damage,
            place=at,
        ),
    )


def _channels(decoded: Decoded, timeline: RecordTimeline, session: FitSession, zero: float) -> tuple[Channel, ...]:
    """Channels of the records, and those of the day that the records do not hold."""
    result = timeline.channels(session.begin_s, session.end_s, zero)
    names = {channel.name for channel in result}
    of_day = day_channels(decoded, session.begin_s, session.end_s, zero)
    return (*result, *(channel for channel in of_day if channel.name not in names))


def _with_lengths(
    channels: tuple[Channel, ...], decoded: Decoded, session: FitSession, zero: float
) -> tuple[tuple[Channel, ...], tuple[str, ...]]:
    """The channels with a speed from the lengths of a pool, where records stand only at their ends, and a remark."""
    distance = next((channel for channel in channels if channel.name == "distance"), None)
    if distance is None or session.written_s is None:
        return channels, ()
    series = Series(distance.time_s + zero, distance.value)
    speed = speed_from_lengths(decoded, series, session.sport, session.written_s)
    if speed is None:
        return channels, ()
    others = tuple(channel for channel in channels if channel.name != "speed")
    return (*others, Channel("speed", "m/s", speed.time_s - zero, speed.value)), (FROM_LENGTHS,)


def _between(time_s: FloatArray, values: FloatArray, begin_s: float, end_s: float) -> tuple[FloatArray, FloatArray]:
    first, last = np.searchsorted(time_s, (begin_s, end_s))
    return time_s[first:last], values[first:last]


def _markers(
    decoded: Decoded, begin: float, end: float, zero: float, last: float
) -> tuple[tuple[Marker, ...], tuple[str, ...]]:
    """Markers counted from `zero`; those a day and more from any sample cannot be placed and are left out."""
    event, lap = decoded.table("event"), decoded.table("lap")
    near = all_markers(event, lap, max(begin, zero - DAY_S), min(end, last + DAY_S))
    marked_s = np.concatenate((event.number("timestamp"), lap.number("start_time")))
    far = (marked_s >= begin) & (marked_s < end) & ((marked_s < zero - DAY_S) | (marked_s >= last + DAY_S))
    remarks = ("moments marked a day and more from any sample left out",) if far.any() else ()
    own = []
    for marker in with_ways(near, decoded.table("record")):
        time_s = marker.time_s - zero
        if time_s < 0 and marker.kind in {MarkerKind.RESUME, MarkerKind.USER, MarkerKind.STOP}:
            continue
        own.append(Marker(max(time_s, 0.0), marker.kind, marker.label, marker.value))
    return tuple(own), remarks


def _outside(session: FitSession, time_s: FloatArray) -> tuple[str, ...]:
    if session.written_s is None or not np.isfinite([session.begin_s, session.end_s]).any():
        return ()
    begin, end = session.written_s
    outside = int(((time_s < begin - 1) | (time_s > end + 1)).sum())
    return (
        (
            plural(
                outside,
                "1 sample is outside every session and was given to this one, the nearest before",
                "{} samples are outside every session and were given to this one, the nearest before",
            ),
        )
        if outside
        else ()
    )


FITPARSE = "fitparse"
MOST_MESSAGES = 5_000_000  # design: two months at one a second; bounds the memory that a hostile file can ask for


def read_fit(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    """All recordings of a FIT file.

    Parameters
    ----------
    source
        The file: its name and its bytes, which can be opened again.
    options
        What the person said about how to read it: dialect, decoder, time zone.

    Returns
    -------
    The recordings, in the order of the file.

    Raises
    ------
    DamagedFileError
        No message at all can be read.
    NoHeartRateError
        The file has no heart rate and no beats.
    """
    data = source.read_bytes()
    if options.decoder == FITPARSE:
        second = decode_with_fitparse(data)
        if not second.tables:
            raise _nothing_readable(source.name)
        remarks = tuple(second.remarks)
        facts = FileFacts(source.name, source.sha256, options.time_zone, remarks, second.damage)
        return recordings_of(second, facts)
    salvaged = salvage(data)
    if sum(len(group.positions) for group in salvaged.groups) > MOST_MESSAGES:
        raise DamagedFileError(
            source.name,
            f"The file has more than {MOST_MESSAGES:,} messages, which no recording does.",
            hint="It is not the recording of a watch, or it is broken: export it again from the app.",
        )
    decoded = ColumnMessages(data, salvaged.groups)
    if not decoded.kinds:
        raise _nothing_readable(source.name)
    account = salvaged.account
    facts = FileFacts(source.name, source.sha256, options.time_zone, tuple(account.remarks), account.sentence())
    return recordings_of(decoded, facts)


def _nothing_readable(file_name: str) -> DamagedFileError:
    return DamagedFileError(
        file_name,
        "No message of this FIT file can be read.",
        hint="Copy the file from the watch again, or export it again from the app: this copy is empty or broken.",
    )
