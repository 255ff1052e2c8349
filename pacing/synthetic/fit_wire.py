"""The FIT file as bytes: header, definitions, data messages, check sums. Knows no meaning of any field.

A file is a 14-byte header, messages and a 16-bit check sum. Each kind of message is defined once (its number and its
fields: number, size, base type) under a local number from 0 to 15; data messages then carry that number and the values,
little-endian here.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

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
