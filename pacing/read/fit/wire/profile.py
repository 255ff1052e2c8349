"""Names, scales and words of FIT messages, from the profile that fitparse carries."""

from dataclasses import dataclass
from functools import cache
from typing import Any

TIMESTAMP_FIELD = 253
UINT32_BASE = 0x86


@dataclass(frozen=True, slots=True)
class FieldProfile:
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
    """Fields of a message by name; empty for a message nobody knows."""
    known = _messages().get(message)
    found = {"timestamp": FieldProfile(TIMESTAMP_FIELD, 1.0, 0.0, "s", UINT32_BASE)}
    if known is None:
        return found
    for number, field in known.fields.items():
        scale, offset = field.scale, field.offset
        if isinstance(scale, (list, tuple)) or isinstance(offset, (list, tuple)):
            scale, offset = None, None  # scales of packed parts, not of the field
        base = field.base_type.identifier
        found[field.name] = FieldProfile(number, float(scale or 1), float(offset or 0), field.units or "", base)
    return found


@cache
def words(type_name: str) -> dict[int, str]:
    """Words of an enumeration such as `sport` by their code; empty when unknown."""
    from fitparse.profile import FIELD_TYPES  # noqa: PLC0415 - heavy: only when a FIT file is read

    known = FIELD_TYPES.get(type_name)
    return dict(known.values) if known is not None and known.values else {}


def word(type_name: str, code: float | None) -> str | None:
    """The word of one code, or None for a code without a word (also NaN)."""
    if code is None or code != code:  # noqa: PLR0124 - NaN
        return None
    return words(type_name).get(int(code))


@cache
def code(type_name: str, wanted: str) -> int:
    """The code of a word the profile must know.

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
