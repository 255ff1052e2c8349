"""How a FIT file describes its messages: definitions and base types, with names and scales from fitparse's profile."""

from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

LITTLE = "<"
BIG = ">"
FIXED_BYTES = 6  # header, reserved, architecture, message number (2), number of fields
BYTE_BASE = 0x0D
STRING_BASE = 0x07


class BaseType(NamedTuple):
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
    result = {}
    for number, base in BASE_TYPES.items():
        letter = letters[base.fmt]
        size = 1 if letter == "S" else int(letter[1])
        invalid = None
        if letter[0] == "i":
            invalid = 2 ** (8 * size - 1) - 1
        elif letter[0] == "u":
            invalid = 0 if base.name.endswith("z") else 2 ** (8 * size) - 1
        result[number] = BaseType(base.name, letter, size, invalid)
    return result


class FieldLayout(NamedTuple):
    """Where a field stands in its message: `offset` counts from the record header."""

    number: int
    offset: int
    size: int
    base: int


class DeveloperLayout(NamedTuple):
    """Where a developer field stands; `developer` is its developer data index."""

    number: int
    offset: int
    size: int
    developer: int


class Definition(NamedTuple):
    """Layout of one message: `kind` is the global message number, `size` the bytes with the record header.

    `plain` and `developer`: three bytes a field as they stand in the file; most fields are never asked for.
    """

    kind: int
    order: str
    plain: bytes
    developer: bytes
    size: int

    def field(self, number: int) -> FieldLayout | None:
        """The first field with this number, or None."""
        at = self.plain[0::3].find(number)
        if at < 0:
            return None
        sizes = self.plain[1::3]
        return FieldLayout(number, 1 + sum(sizes[:at]), sizes[at], self.plain[3 * at + 2])

    @property
    def fields(self) -> tuple[FieldLayout, ...]:
        """All native fields in order."""
        offsets = accumulate(self.plain[1::3], initial=1)
        return tuple(FieldLayout(number, at, size, base) for (number, size, base), at in _placed(self.plain, offsets))

    @property
    def developer_fields(self) -> tuple[DeveloperLayout, ...]:
        """All developer fields in order; they stand behind the native ones."""
        offsets = accumulate(self.developer[1::3], initial=1 + sum(self.plain[1::3]))
        return tuple(
            DeveloperLayout(number, at, size, index) for (number, size, index), at in _placed(self.developer, offsets)
        )


def _placed(raw: bytes, offsets: Iterator[int]) -> Iterator[tuple[tuple[int, int, int], int]]:
    return zip(zip(raw[0::3], raw[1::3], raw[2::3], strict=True), offsets, strict=False)


def definition_length(data: bytes, position: int, end: int) -> int | None:
    """Bytes of the definition message at `position`, with its header; None when it does not fit before `end`.

    Parameters
    ----------
    data
        Bytes of the file.
    position
        Place in the bytes.
    end
        Byte after the stretch.

    Returns
    -------
    int | None
        None where there is none.
    """
    after = position + FIXED_BYTES
    if after > end:
        return None
    after += 3 * data[after - 1]
    if data[position] & 0x20:
        if after >= end:
            return None
        after += 1 + 3 * data[after]
    return after - position if after <= end else None


def parse_definition(raw: bytes) -> Definition | None:
    """The definition message `raw` (from its header on); None when its byte order is neither little nor big.

    Sizes that do not fit their base type, base types nobody knows and fields of no size are kept as they are written:
    real watches write them, and the message's length is still certain.

    Parameters
    ----------
    raw
        Bytes of the definition.

    Returns
    -------
    Definition | None
    """
    if raw[2] > 1:
        return None
    native_end = FIXED_BYTES + 3 * raw[5]
    plain = raw[FIXED_BYTES:native_end]
    developer = raw[native_end + 1 :] if raw[0] & 0x20 else b""
    size = 1 + sum(plain[1::3]) + sum(developer[1::3])
    if raw[2]:
        return Definition(int.from_bytes(raw[3:5], "big"), BIG, plain, developer, size)
    return Definition(int.from_bytes(raw[3:5], "little"), LITTLE, plain, developer, size)


TIMESTAMP_FIELD = 253
UINT32_BASE = 0x86


class FieldProfile(NamedTuple):
    """A field of a message: value = raw / `scale` - `offset`, in `unit`; `base` is its base type's number."""

    number: int
    scale: float
    offset: float
    unit: str
    base: int


@cache
def _messages() -> dict[str, Any]:
    from fitparse.profile import MESSAGE_TYPES  # noqa: PLC0415 - heavy: only when a FIT file is read

    return {message.name: message for message in MESSAGE_TYPES.values()}


@cache
def message_numbers() -> dict[str, int]:
    """Global message number by name."""
    return {name: int(message.mesg_num) for name, message in _messages().items()}


@cache
def message_names() -> dict[int, str]:
    """Message name by its global number."""
    return {number: name for name, number in message_numbers().items()}


@cache
def field_profiles(message: str) -> dict[str, FieldProfile]:
    """Fields of a message by name; empty for a message nobody knows.

    Parameters
    ----------
    message
        Name of the message kind.

    Returns
    -------
    dict[str, FieldProfile]
    """
    known = _messages().get(message)
    result = {"timestamp": FieldProfile(TIMESTAMP_FIELD, 1.0, 0.0, "s", UINT32_BASE)}
    if known is None:
        return result
    for number, field in known.fields.items():
        scale, offset = field.scale, field.offset
        if isinstance(scale, (list, tuple)) or isinstance(offset, (list, tuple)):
            scale, offset = None, None  # scales of packed parts, not of the field
        base = field.base_type.identifier
        result[field.name] = FieldProfile(number, float(scale or 1), float(offset or 0), field.units or "", base)
    return result


@cache
def words(type_name: str) -> dict[int, str]:
    """Words of an enumeration such as `sport` by their code; empty when unknown.

    Parameters
    ----------
    type_name
        Name of the type in FIT's profile.

    Returns
    -------
    dict[int, str]
    """
    from fitparse.profile import FIELD_TYPES  # noqa: PLC0415 - heavy: only when a FIT file is read

    known = FIELD_TYPES.get(type_name)
    return {} if known is None else dict(known.values or {})


def word(type_name: str, code: float | None) -> str | None:
    """The word of one code, or None for a code without a word (also NaN).

    Parameters
    ----------
    type_name
        Name of the type in FIT's profile.
    code
        The number in the file; None or NaN: it gives none.

    Returns
    -------
    str | None
        None where there is none.
    """
    if code is None or code != code:  # noqa: PLR0124 - NaN
        return None
    return words(type_name).get(int(code))


@cache
def code(type_name: str, wanted: str) -> int:
    """The code of a word the profile must know.

    Parameters
    ----------
    type_name
        Name of the type in FIT's profile.
    wanted
        The name that is looked for.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        The profile has no such word.
    """
    for number, name in words(type_name).items():
        if name == wanted:
            return number
    message = f"the FIT profile has no {wanted} in {type_name}"
    raise ValueError(message)
