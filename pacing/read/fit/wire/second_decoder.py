"""The second, independent decoder: fitparse reads the messages, ours only arranges them (`--decoder fitparse`)."""

import io
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.definition import TIMESTAMP_FIELD, field_profiles
from pacing.read.fit.wire.file_parts import extent_of, header_at
from pacing.read.fit.wire.table import DeveloperColumn

DeveloperKey: TypeAlias = tuple[str, str, int | None]


class Message(NamedTuple):
    """One message: values by field number, developer values by name, unit and native field; its place and part."""

    place: int
    part: int
    fields: dict[int, Any]
    developer: dict[DeveloperKey, Any]


@dataclass(slots=True)
class MessageTable:
    """Messages of one kind as columns (see `pacing.read.fit.wire.table.Table`)."""

    name: str
    messages: list[Message] = field(default_factory=list)

    @property
    def positions(self) -> np.ndarray:
        """Shape (n,): rising places."""
        return np.array([message.place for message in self.messages], dtype=np.int64)

    @property
    def parts(self) -> np.ndarray:
        """Shape (n,): parts of a chained file."""
        return np.array([message.part for message in self.messages], dtype=np.int64)

    def __len__(self) -> int:
        """Number of messages."""
        return len(self.messages)

    def has(self, field: str) -> bool:
        """Whether any message holds the field."""
        number = self._number_of(field)
        return any(number in message.fields for message in self.messages)

    def series(self, field: str) -> FloatArray:
        """Shape (n, width): an array field, NaN = none or shorter."""
        number = self._number_of(field)
        rows = [_numbers(message.fields.get(number)) for message in self.messages]
        width = max((len(row) for row in rows), default=1) or 1
        values = np.full((len(rows), width), np.nan)
        for row, given in zip(values, rows, strict=True):
            row[: len(given)] = given
        values[~np.isfinite(values)] = np.nan
        return values

    def number(self, field: str) -> FloatArray:
        """Shape (n,): the field, NaN = none; an array field's first value."""
        return np.asarray(self.series(field)[:, 0])

    def texts(self, field: str) -> list[str]:
        """Texts of a field, "" = none."""
        number = self._number_of(field)
        values = (message.fields.get(number) for message in self.messages)
        return [value.strip() if isinstance(value, str) else "" for value in values]

    def developer_columns(self) -> list[DeveloperColumn]:
        """All developer fields of this kind that hold numbers."""
        keys = list(dict.fromkeys(key for message in self.messages for key in message.developer))
        result = []
        for key in keys:
            rows = [_numbers(message.developer.get(key)) for message in self.messages]
            values = np.array([row[0] if row else np.nan for row in rows])
            if np.isfinite(values).any():
                result.append(DeveloperColumn(*key, values))
        return result

    def _number_of(self, field: str) -> int:
        profile = field_profiles(self.name).get(field)
        return -1 if profile is None else profile.number


@dataclass(slots=True)
class FitparseMessages:
    """A file as fitparse decodes it (see `pacing.read.fit.wire.table.Decoded`).

    `remarks`: what fitparse says of it; `damage`: where it gave up, in its own words, or None.
    """

    tables: dict[str, MessageTable] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    damage: str | None = None

    def table(self, message: str) -> MessageTable:
        """The table of a message kind by its name."""
        return self.tables.get(message) or MessageTable(message)


def decode_with_fitparse(data: bytes) -> FitparseMessages:
    """All messages fitparse can read: of each part of a chained file those before its first error.

    Parameters
    ----------
    data
        Bytes of the file.

    Returns
    -------
    FitparseMessages
    """
    result: dict[str, MessageTable] = defaultdict(lambda: MessageTable(""))
    decoded = FitparseMessages(remarks=["decoded by fitparse"])
    position = part = index = 0
    while position < len(data):
        header = header_at(data, position)
        if header is None:
            decoded.damage = f"Fitparse reads nothing from byte {position} on: no FIT header."
            break
        end = extent_of(data, header).next_at
        index, stopped = _decode_part(data[header.position : end], part, index, result, decoded.remarks)
        decoded.damage = decoded.damage or stopped
        position, part = end, part + 1
    decoded.tables = {name: table for name, table in result.items() if table.messages}
    return decoded


def _decode_part(
    data: bytes, part: int, index: int, result: dict[str, MessageTable], remarks: list[str]
) -> tuple[int, str | None]:
    """The next place, and why fitparse stopped before the end, or None."""
    from fitparse.base import FitFileDecoder  # noqa: PLC0415 - heavy: only when asked for

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        stopped = None
        try:
            for message in FitFileDecoder(io.BytesIO(data)).get_messages():
                table = result[message.name]
                table.name = message.name
                table.messages.append(_message(message, index, part))
                index += 1
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
            stopped = f"Fitparse stopped before the end of part {part + 1} of the file: {error}."
    remarks += list(dict.fromkeys(f"fitparse: {warning.message}" for warning in warned))
    return index, stopped


def _message(message: Any, index: int, part: int) -> Message:
    fields: dict[int, Any] = {}
    developer: dict[DeveloperKey, Any] = {}
    for item in message.fields:
        layout = item.field_def
        if layout is None:
            if item.field is not None and item.field.def_num == TIMESTAMP_FIELD:  # a compressed timestamp
                fields[TIMESTAMP_FIELD] = item.raw_value
        elif hasattr(layout, "dev_data_index"):
            native = item.field.native_field_num
            key = (item.field.name or "", item.field.units or "", native if isinstance(native, int) else None)
            developer[key] = item.raw_value
        else:
            fields[layout.def_num] = item.raw_value if _is_code(item) else item.value
    return Message(index, part, fields, developer)


def _is_code(item: Any) -> bool:
    """Whether fitparse gave a word for a code: the code itself is wanted."""
    return isinstance(item.value, str) and not isinstance(item.raw_value, str)


def _numbers(value: Any) -> list[float]:
    values = value if isinstance(value, (tuple, list)) else (value,)
    return [float(one) if isinstance(one, (int, float)) else np.nan for one in values if not isinstance(one, str)]
