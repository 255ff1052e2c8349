"""A tiny writer of FIT bytes for the tests: messages by name, or raw bytes for what no watch should write."""

import io
import struct
from typing import Any

from fitparse.profile import FIELD_TYPES, MESSAGE_TYPES
from fitparse.records import Crc

from pacing.model.recording import Recording
from pacing.read.formats.fit import READER
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

T0 = 1_149_238_800  # 2026-06-01T09:00:00Z in FIT seconds
MESSAGES = {message.name: message for message in MESSAGE_TYPES.values()}
ENUM, UINT8, UINT16, SINT16, UINT32, BYTE, STRING, FLOAT32 = 0x00, 0x02, 0x84, 0x83, 0x86, 0x0D, 0x07, 0x88
SIZES = {
    0x00: 1,
    0x01: 1,
    0x02: 1,
    0x0A: 1,
    0x0D: 1,
    0x83: 2,
    0x84: 2,
    0x8B: 2,
    0x85: 4,
    0x86: 4,
    0x8C: 4,
    0x88: 4,
    0x89: 8,
}
LETTERS = {0x00: "B", 0x01: "b", 0x02: "B", 0x0A: "B", 0x0D: "B", 0x83: "h", 0x84: "H", 0x8B: "H", 0x85: "i", 0x86: "I"}
LETTERS |= {0x8C: "I", 0x88: "f", 0x89: "d"}


def code(type_name: str, word: str) -> int:
    """The code of a profile word."""
    return next(int(number) for number, name in FIELD_TYPES[type_name].values.items() if name == word)


class FitBytes:
    """Collects messages; `file()` gives the whole file."""

    def __init__(self) -> None:
        self.body = bytearray()
        self._defined: dict[int, bytes] = {}

    def define(
        self,
        local: int,
        kind: int,
        fields: list[tuple[int, int, int]],
        *,
        big: bool = False,
        developer: list[tuple[int, int, int]] | None = None,
    ) -> "FitBytes":
        """A definition: (number, size, base type) of each field, (number, size, index) of each developer field."""
        raw = bytes([0x40 | local | (0x20 if developer else 0), 0, int(big)]) + struct.pack(">H" if big else "<H", kind)
        raw += bytes([len(fields)]) + b"".join(bytes(field) for field in fields)
        if developer:
            raw += bytes([len(developer)]) + b"".join(bytes(field) for field in developer)
        self.body += raw
        return self

    def data(self, local: int, payload: bytes) -> "FitBytes":
        """A data message with a plain header."""
        self.body += bytes([local]) + payload
        return self

    def compressed(self, local: int, offset: int, payload: bytes) -> "FitBytes":
        """A data message with a compressed timestamp header."""
        self.body += bytes([0x80 | local << 5 | offset & 31]) + payload
        return self

    def message(self, name: str, local: int = 0, *, big: bool = False, **values: Any) -> "FitBytes":
        """A message by names; values in their units; lists for arrays; words for codes; None for the invalid value."""
        layout, payload = [], b""
        numbers = {field.name: field for field in MESSAGES[name].fields.values()}
        for field_name, value in values.items():
            field = numbers[field_name]
            base = field.base_type.identifier
            raw = _packed(field, value, base, ">" if big else "<")
            layout.append((field.def_num, len(raw), base))
            payload += raw
        before = len(self.body)
        self.define(local, MESSAGES[name].mesg_num, layout, big=big)
        definition = bytes(self.body[before:])
        if self._defined.get(local) == definition:
            del self.body[before:]
        self._defined[local] = definition
        return self.data(local, payload)

    def file(self, *, header_size: int = 14, data_size: int | None = None, crc: int | None = None) -> bytes:
        """The whole file."""
        size = len(self.body) if data_size is None else data_size
        head = struct.pack("<BBHI4s", header_size, 0x20, 2132, size, b".FIT")
        if header_size == 14:
            head += struct.pack("<H", Crc.calculate(head))
        whole = head + bytes(self.body)
        return whole + struct.pack("<H", Crc.calculate(whole) if crc is None else crc)


def _packed(field: Any, value: Any, base: int, order: str) -> bytes:
    if base == STRING:
        return str(value).encode() + b"\0"
    if isinstance(value, (list, tuple)):
        return b"".join(_packed(field, one, base, order) for one in value)
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        value = code(field.type.name, value)
    elif value is not None and (field.scale or field.offset):
        scale = field.scale if isinstance(field.scale, (int, float)) and field.scale else 1
        value = round((value + (field.offset or 0)) * scale)
    if value is None:
        signed = LETTERS[base].islower()
        value = 0 if base in {0x0A, 0x8B, 0x8C} else 2 ** (8 * SIZES[base] - int(signed)) - 1
    return struct.pack(order + LETTERS[base], value)


def activity(
    seconds: int = 60, *, begin: int = T0, bpm: int = 100, session: bool = True, local_s: int | None = 7200
) -> FitBytes:
    """An ordinary activity: one record a second with heart rate and speed."""
    fit = FitBytes().message(
        "file_id", 0, type="activity", manufacturer="garmin", product=3121, serial_number=987654321
    )
    fit.message("event", 1, timestamp=begin, event="timer", event_type="start")
    for second in range(seconds):
        fit.message("record", 2, timestamp=begin + second, heart_rate=bpm + second % 7, speed=2.5)
    end = begin + seconds
    fit.message("event", 1, timestamp=end, event="timer", event_type="stop_all")
    if session:
        times: dict[str, Any] = {
            "timestamp": end,
            "start_time": begin,
            "total_elapsed_time": seconds,
            "total_timer_time": seconds,
        }
        fit.message("lap", 3, **times, intensity="active", lap_trigger="session_end")
        fit.message("session", 4, **times, sport="walking", sub_sport="generic")
    if local_s is not None:
        fit.message("activity", 5, timestamp=end, local_timestamp=end + local_s, num_sessions=1)
    return fit


def source(data: bytes, name: str = "made.fit") -> SourceFile:
    """The bytes as the readers see them."""
    return SourceFile(name, lambda: io.BytesIO(data))


def read_all(data: bytes, **options: Any) -> tuple[Recording, ...]:
    """All recordings of the bytes."""
    return READER.read(source(data), ReadOptions(**options))


def read_one(data: bytes, **options: Any) -> Recording:
    """The only recording of the bytes."""
    (recording,) = read_all(data, **options)
    return recording
