"""How a FIT file describes its own messages: definition messages and base types."""

from dataclasses import dataclass
from functools import cache
from itertools import accumulate

LITTLE = "<"
BIG = ">"
FIXED_BYTES = 6  # header, reserved, architecture, message number (2), number of fields
BYTE_BASE = 0x0D
STRING_BASE = 0x07


@dataclass(frozen=True, slots=True)
class BaseType:
    """A FIT base type: numpy letter, size [bytes] and the raw value that means «none» (None: not a number or NaN)."""

    name: str
    letter: str
    size: int
    invalid: int | None


@cache
def base_types() -> dict[int, BaseType]:
    """The protocol's base types by their number, from fitparse's table."""
    from fitparse.records import BASE_TYPES  # noqa: PLC0415 - heavy: only when a FIT file is read

    letters = {"b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "q": "i8", "Q": "u8"}
    letters |= {"f": "f4", "d": "f8", "s": "S"}
    found = {}
    for number, base in BASE_TYPES.items():
        letter = letters[base.fmt]
        size = 1 if letter == "S" else int(letter[1])
        invalid = None
        if letter[0] == "i":
            invalid = 2 ** (8 * size - 1) - 1
        elif letter[0] == "u":
            invalid = 0 if base.name.endswith("z") else 2 ** (8 * size) - 1
        found[number] = BaseType(base.name, letter, size, invalid)
    return found


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """Where a field stands in its message: `offset` counts from the record header."""

    number: int
    offset: int
    size: int
    base: int


@dataclass(frozen=True, slots=True)
class DeveloperLayout:
    """Where a developer field stands; `developer` is its developer data index."""

    number: int
    offset: int
    size: int
    developer: int


@dataclass(frozen=True, slots=True)
class Definition:
    """Layout of one message: `kind` is the global message number, `size` the bytes with the record header."""

    kind: int
    order: str
    fields: tuple[FieldLayout, ...]
    developer_fields: tuple[DeveloperLayout, ...]
    size: int

    def field(self, number: int) -> FieldLayout | None:
        """The field with this number, or None."""
        return next((field for field in self.fields if field.number == number), None)


def definition_length(data: bytes, position: int, end: int) -> int | None:
    """Bytes of the definition message at `position`, with its header; None when it does not fit before `end`."""
    after = position + FIXED_BYTES
    if after > end:
        return None
    after += 3 * data[after - 1]
    if data[position] & 0x20:
        if after >= end:
            return None
        after += 1 + 3 * data[after]
    return after - position if after <= end else None


def _triples(raw: bytes) -> tuple[tuple[int, int, int], ...]:
    return tuple(zip(raw[0::3], raw[1::3], raw[2::3], strict=True))


def parse_definition(raw: bytes) -> Definition | None:
    """The definition message `raw` (from its header on); None when its byte order is neither little nor big.

    Sizes that do not fit their base type, base types nobody knows and fields of no size are kept as they are written:
    real watches write them, and the message's length is still certain.
    """
    if raw[2] > 1:
        return None
    order = BIG if raw[2] else LITTLE
    kind = int.from_bytes(raw[3:5], "big" if raw[2] else "little")
    count = raw[5]
    plain = _triples(raw[FIXED_BYTES : FIXED_BYTES + 3 * count])
    developer = _triples(raw[FIXED_BYTES + 3 * count + 1 :]) if raw[0] & 0x20 else ()
    offsets = list(accumulate((size for _, size, _ in plain + developer), initial=1))
    fields = tuple(
        FieldLayout(number, at, size, base) for (number, size, base), at in zip(plain, offsets, strict=False)
    )
    developer_fields = tuple(
        DeveloperLayout(number, at, size, index)
        for (number, size, index), at in zip(developer, offsets[count:], strict=False)
    )
    return Definition(kind, order, fields, developer_fields, offsets[-1])
