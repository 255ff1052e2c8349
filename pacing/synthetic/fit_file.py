"""Write a recording as a FIT activity, as a watch would, down to its bytes.

Messages: file_id, device_info, event (timer start and stop), record, hrv, lap, session, activity with local time.
Without lap markers one lap covers all of it, as watches write. Seconds without heart rate become the format's "none"
(255) where another channel goes on, and no record at all where none does.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Marker, MarkerKind, Recording, Sensor

PROTOCOL_VERSION = 0x20
PROFILE_VERSION = 2132
HEADER_BYTES = 14
DEFINITION_FLAG = 0x40
LITTLE_ENDIAN = 0
MOST_LOCAL_KINDS = 16
CRC_NIBBLES = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip


class BaseType(Enum):
    """Code in a definition, letter for `struct`, bytes, and the value that means "none"."""

    ENUM = (0x00, "B", 1, 0xFF)
    UINT8 = (0x02, "B", 1, 0xFF)
    UINT16 = (0x84, "H", 2, 0xFFFF)
    UINT32 = (0x86, "I", 4, 0xFFFFFFFF)

    def __init__(self, code: int, letter: str, size: int, invalid: int) -> None:
        self.code = code
        self.letter = letter
        self.size = size
        self.invalid = invalid


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a message: its number, base type, and how many values it holds."""

    number: int
    base: BaseType
    count: int = 1


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A message's number and its fields, in the order they are written."""

    number: int
    fields: tuple[Field, ...]

    @property
    def invalid(self) -> tuple[int, ...]:
        """The values that mean "none", one a slot."""
        return tuple(f.base.invalid for f in self.fields for _ in range(f.count))


Value = int | None


@dataclass(slots=True)
class FitWriter:
    """Collects messages; `to_bytes` gives the file."""

    body: bytearray = field(default_factory=bytearray)
    local_numbers: dict[MessageKind, int] = field(default_factory=dict)

    def add(self, kind: MessageKind, values: Sequence[Value]) -> None:
        """Add one data message, `values` one a slot, None = "none"; defines the kind where it is new.

        Raises
        ------
        ValueError
            The number of values is not the number of slots, or there are more than 16 kinds.
        """
        filled = [none if value is None else value for value, none in zip(values, kind.invalid, strict=True)]
        if kind not in self.local_numbers:
            self._define(kind)
        self.body.append(self.local_numbers[kind])
        self.body += struct.pack("<" + "".join(f.base.letter * f.count for f in kind.fields), *filled)

    def _define(self, kind: MessageKind) -> None:
        local = len(self.local_numbers)
        if local >= MOST_LOCAL_KINDS:
            message = "a FIT file written here holds at most 16 kinds of messages"
            raise ValueError(message)
        self.local_numbers[kind] = local
        self.body += struct.pack("<BBBHB", DEFINITION_FLAG | local, 0, LITTLE_ENDIAN, kind.number, len(kind.fields))
        for one in kind.fields:
            self.body += bytes((one.number, one.base.size * one.count, one.base.code))

    def to_bytes(self) -> bytes:
        """The whole file: header with its own check sum, messages, check sum."""
        head = struct.pack("<BBHI4s", HEADER_BYTES, PROTOCOL_VERSION, PROFILE_VERSION, len(self.body), b".FIT")
        head += struct.pack("<H", check_sum(head))
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", check_sum(whole))


def check_sum(data: bytes) -> int:
    """The 16-bit check sum of the FIT format (CRC-16 with polynomial 0x8005, reflected), four bits at a time.

    Examples
    --------
    >>> hex(check_sum(b"123456789"))
    '0xbb3d'
    """
    crc = 0
    for byte in data:
        crc = (crc >> 4) ^ CRC_NIBBLES[crc & 0xF] ^ CRC_NIBBLES[byte & 0xF]
        crc = (crc >> 4) ^ CRC_NIBBLES[crc & 0xF] ^ CRC_NIBBLES[byte >> 4]
    return crc


FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
TIMESTAMP = Field(253, BaseType.UINT32)
MESSAGE_INDEX = Field(254, BaseType.UINT16)
ENUM, UINT8, UINT16, UINT32 = BaseType.ENUM, BaseType.UINT8, BaseType.UINT16, BaseType.UINT32

FILE_ID = MessageKind(0, (Field(0, ENUM), Field(1, UINT16), Field(2, UINT16), Field(4, UINT32)))
DEVICE_INFO = MessageKind(
    23, (TIMESTAMP, Field(0, UINT8), Field(1, UINT8), Field(2, UINT16), Field(4, UINT16), Field(25, ENUM))
)
EVENT = MessageKind(21, (TIMESTAMP, Field(3, UINT32), Field(0, ENUM), Field(1, ENUM), Field(4, UINT8)))
HRV = MessageKind(78, (Field(0, UINT16, 5),))
LAP = MessageKind(
    19,
    (
        MESSAGE_INDEX, TIMESTAMP, Field(0, ENUM), Field(1, ENUM), Field(2, UINT32), Field(7, UINT32), Field(8, UINT32),
        Field(15, UINT8), Field(16, UINT8), Field(23, ENUM), Field(24, ENUM), Field(25, ENUM),
    ),
)  # fmt: skip
SESSION = MessageKind(
    18,
    (
        MESSAGE_INDEX, TIMESTAMP, Field(0, ENUM), Field(1, ENUM), Field(2, UINT32), Field(5, ENUM), Field(7, UINT32),
        Field(8, UINT32), Field(16, UINT8), Field(17, UINT8), Field(25, UINT16), Field(26, UINT16), Field(28, ENUM),
    ),
)  # fmt: skip
ACTIVITY = MessageKind(
    34,
    (TIMESTAMP, Field(0, UINT32), Field(1, UINT16), Field(2, ENUM), Field(3, ENUM), Field(4, ENUM), Field(5, UINT32)),
)

RECORD_NUMBER = 20
HEART_RATE_FIELD = Field(3, UINT8)
CHANNEL_FIELDS = {  # name -> field of a record, how many of its units make one of ours
    "cadence": (Field(4, UINT8), 1.0),
    "distance": (Field(5, UINT32), 100.0),
    "speed": (Field(6, UINT16), 1000.0),
    "power": (Field(7, UINT16), 1.0),
}
FILE_ACTIVITY, DEVELOPMENT = 4, 255
CREATOR_INDEX, SENSOR_INDEX = 0, 1
ANT_HEART_RATE_STRAP, WRIST_HEART_RATE = 120, 10
SOURCE_ANT, SOURCE_LOCAL = 1, 5
EVENT_TIMER, EVENT_SESSION, EVENT_LAP, EVENT_RECOVERY_HR, EVENT_ACTIVITY = 0, 8, 9, 21, 26
TYPE_START, TYPE_STOP, TYPE_MARKER, TYPE_STOP_ALL = 0, 1, 3, 4
TRIGGER_MANUAL, TRIGGER_SESSION_END = 0, 7
SPORTS = {"generic": 0, "running": 1, "cycling": 2, "training": 10, "walking": 11, "hiking": 17}
INTENSITIES = {"active": 0, "rest": 1, "warmup": 2, "cooldown": 3, "recovery": 4, "interval": 5}
MS_PER_S = 1000.0
RR_PER_MESSAGE = 5


@dataclass(frozen=True, slots=True)
class _Clock:
    """The zero of a recording as FIT counts seconds."""

    start_fit: int
    zone: timedelta

    def at(self, time_s: float) -> int:
        return self.start_fit + round(time_s)


def write_fit(recording: Recording, path: Path) -> None:
    """Write `recording` to `path` as a FIT activity; see `fit_bytes`."""
    path.write_bytes(fit_bytes(recording))


def fit_bytes(recording: Recording) -> bytes:
    """`recording` as the bytes of a FIT activity.

    Heart rate and channels on whole seconds; RR intervals in hrv messages of up to five [ms]; times on the recording's
    own clock.

    Raises
    ------
    ValueError
        The recording has no start time, or a sport FIT does not know by the names used here.
    """
    if recording.start is None:
        message = "a FIT file needs a start time"
        raise ValueError(message)
    clock = _Clock(round((recording.start - FIT_EPOCH).total_seconds()), recording.start.utcoffset() or timedelta())
    sport = SPORTS.get(recording.sport or "generic")
    if sport is None:
        message = f"unknown sport {recording.sport!r}"
        raise ValueError(message)
    end_s = float(np.floor(recording.duration_s))
    writer = FitWriter()
    writer.add(FILE_ID, (FILE_ACTIVITY, DEVELOPMENT, 0, clock.at(0)))
    _add_devices(writer, recording, clock)
    writer.add(EVENT, (clock.at(0), None, EVENT_TIMER, TYPE_START, 0))
    _add_stream(writer, recording, clock, end_s)
    laps = _add_laps(writer, recording, clock, sport, end_s)
    mean, highest = _mean_and_highest(recording, 0.0, end_s)
    total_ms = round(end_s * MS_PER_S)
    session: list[Value] = [
        0, clock.at(end_s), EVENT_SESSION, TYPE_STOP, clock.at(0), sport, total_ms, total_ms, mean, highest, 0, laps, 0,
    ]  # fmt: skip
    writer.add(SESSION, session)
    local = clock.at(end_s) + round(clock.zone.total_seconds())
    writer.add(ACTIVITY, (clock.at(end_s), total_ms, 1, 0, EVENT_ACTIVITY, TYPE_STOP, local))
    return writer.to_bytes()


def _add_devices(writer: FitWriter, recording: Recording, clock: _Clock) -> None:
    """The watch itself, and what sensed the heart: a strap over ANT+, or the wrist."""
    writer.add(DEVICE_INFO, (clock.at(0), CREATOR_INDEX, None, DEVELOPMENT, 0, SOURCE_LOCAL))
    if recording.source.sensor is Sensor.STRAP:
        writer.add(DEVICE_INFO, (clock.at(0), SENSOR_INDEX, ANT_HEART_RATE_STRAP, DEVELOPMENT, 0, SOURCE_ANT))
    elif recording.source.sensor is Sensor.OPTICAL:
        writer.add(DEVICE_INFO, (clock.at(0), SENSOR_INDEX, WRIST_HEART_RATE, DEVELOPMENT, 0, SOURCE_LOCAL))


def _add_stream(writer: FitWriter, recording: Recording, clock: _Clock, end_s: float) -> None:
    """Records, RR intervals and events in the order they happen; the timer stops last."""
    records = _records(recording)
    beats = [] if recording.beats is None else list(zip(recording.beats.time_s, recording.beats.rr_ms, strict=True))
    events = sorted(
        (m for m in recording.markers if m.kind in (MarkerKind.STOP, MarkerKind.RECOVERY_HR)), key=lambda m: m.time_s
    )
    kind, rows = records
    beat = event = 0
    for time_s, values in rows:
        event = _add_events(writer, events, event, time_s, clock)
        writer.add(kind, (clock.at(time_s), *values))
        waiting: list[float] = []
        while beat < len(beats) and beats[beat][0] < time_s + 1.0:
            waiting.append(float(beats[beat][1]))
            beat += 1
        _add_beats(writer, waiting)
    _add_beats(writer, [float(rr) for _, rr in beats[beat:]])
    _add_events(writer, events, event, np.inf, clock)
    if not any(m.kind is MarkerKind.STOP for m in events):
        writer.add(EVENT, (clock.at(end_s), None, EVENT_TIMER, TYPE_STOP_ALL, 0))


def _add_events(writer: FitWriter, events: list[Marker], index: int, until_s: float, clock: _Clock) -> int:
    while index < len(events) and events[index].time_s <= until_s:
        marker = events[index]
        if marker.kind is MarkerKind.STOP:
            writer.add(EVENT, (clock.at(marker.time_s), None, EVENT_TIMER, TYPE_STOP_ALL, 0))
        else:
            value = None if marker.value is None else round(marker.value)
            writer.add(EVENT, (clock.at(marker.time_s), value, EVENT_RECOVERY_HR, TYPE_MARKER, None))
        index += 1
    return index


def _add_beats(writer: FitWriter, rr_ms: list[float]) -> None:
    for first in range(0, len(rr_ms), RR_PER_MESSAGE):
        part: list[Value] = [round(rr) for rr in rr_ms[first : first + RR_PER_MESSAGE]]
        writer.add(HRV, part + [None] * (RR_PER_MESSAGE - len(part)))


def _records(recording: Recording) -> tuple[MessageKind, list[tuple[float, list[Value]]]]:
    """The kind of record this recording needs, and its rows (time, values after the time stamp)."""
    channels = [c for c in recording.channels if c.name in CHANNEL_FIELDS]
    time_s = np.unique(np.concatenate([recording.heart_rate.time_s, *(c.time_s for c in channels)]))
    kind = MessageKind(RECORD_NUMBER, (TIMESTAMP, HEART_RATE_FIELD, *(CHANNEL_FIELDS[c.name][0] for c in channels)))
    heart = _at(time_s, recording.heart_rate.time_s, recording.heart_rate.bpm)
    columns = [heart, *(_at(time_s, c.time_s, c.value) * CHANNEL_FIELDS[c.name][1] for c in channels)]
    rows = [
        (at_s, [None if np.isnan(value) else round(value) for value in row])
        for at_s, row in zip(time_s.tolist(), np.column_stack(columns).tolist(), strict=True)
    ]
    return kind, rows


def _at(time_s: FloatArray, known_s: FloatArray, value: FloatArray) -> FloatArray:
    """`value` at `time_s`, NaN where there is none."""
    result = np.full(time_s.shape, np.nan)
    result[np.searchsorted(time_s, known_s)] = value
    return result


def _mean_and_highest(recording: Recording, start_s: float, stop_s: float) -> tuple[int | None, int | None]:
    series = recording.heart_rate
    inside = series.bpm[(series.time_s >= start_s) & (series.time_s < stop_s)]
    valid = inside[np.isfinite(inside) & (inside > 0)]
    return (round(float(valid.mean())), round(float(valid.max()))) if valid.size else (None, None)


def _add_laps(writer: FitWriter, recording: Recording, clock: _Clock, sport: int, end_s: float) -> int:
    """Laps from the markers (one over all where there are none); how many."""
    begins = [(m.time_s, m.label) for m in recording.markers if m.kind in (MarkerKind.LAP, MarkerKind.USER)]
    if not begins or begins[0][0] > 0:
        begins.insert(0, (0.0, "active"))
    stops_s = [at_s for at_s, _ in begins[1:]] + [end_s]
    for index, ((start_s, label), stop_s) in enumerate(zip(begins, stops_s, strict=True)):
        mean, highest = _mean_and_highest(recording, start_s, stop_s)
        length_ms = round((stop_s - start_s) * MS_PER_S)
        trigger = TRIGGER_SESSION_END if index == len(begins) - 1 else TRIGGER_MANUAL
        lap: list[Value] = [
            index, clock.at(stop_s), EVENT_LAP, TYPE_STOP, clock.at(start_s), length_ms, length_ms,
            mean, highest, INTENSITIES.get(label, 0), trigger, sport,
        ]  # fmt: skip
        writer.add(LAP, lap)
    return len(begins)
