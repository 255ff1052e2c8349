"""Fields of one message layout as numpy columns: a gather over the messages' bytes, no object per value.

Also what apps add to the messages (developer fields, read by their own descriptions), and times of which a message
carries only the low bits.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.definition import (
    BYTE_BASE,
    STRING_BASE,
    TIMESTAMP_FIELD,
    UINT32_BASE,
    BaseType,
    FieldLayout,
    FieldProfile,
    base_types,
)
from pacing.read.fit.wire.table import DeveloperColumn, IntArray, MessageTable
from pacing.read.fit.wire.walk import COMPRESSED_BIT, Group

SHORT_SIZES = (1, 2, 4)
COMPRESSED_BITS = 5
_TIMESTAMP = FieldProfile(TIMESTAMP_FIELD, 1.0, 0.0, "s", UINT32_BASE)


@dataclass(eq=False)
class GroupRows:
    """The messages of one group, their bytes gathered side by side when first asked for."""

    data: bytes
    group: Group

    def __post_init__(self) -> None:
        """Positions as an array."""
        self.positions: IntArray = np.frombuffer(self.group.positions, dtype=np.uint64).astype(np.int64)
        self._rows: npt.NDArray[np.void] | None = None

    @property
    def rows(self) -> npt.NDArray[np.void]:
        """Shape (n,), each item the bytes of one message with its header."""
        if self._rows is None:
            size = self.group.definition.size
            starts = len(self.data) - size + 1
            windows = np.ndarray((max(starts, 0),), dtype=f"V{size}", buffer=self.data, strides=(1,))
            self._rows = windows[self.positions]
        return self._rows

    def raw(self, offset: int, letter: str, count: int) -> npt.NDArray[np.generic]:
        """Shape (n, count): values of numpy type `letter` at `offset` of each message."""
        definition = self.group.definition
        kind = _kind(definition.order, letter)
        shape, strides = (self.positions.size, count), (definition.size, kind.itemsize)
        return np.ndarray(shape, kind, self.rows, offset, strides)

    def number(self, field: FieldLayout, profile: FieldProfile) -> FloatArray:
        """Shape (n, width): a field scaled to its unit, NaN = none."""
        base = _base_type(field.base, field.size, profile.base)
        if base is None:
            return np.full((self.positions.size, 1), np.nan)
        values = self.plain(field.offset, field.size, base)
        if profile.scale != 1:
            values /= profile.scale
        if profile.offset:
            values -= profile.offset
        return values

    def plain(self, offset: int, size: int, base: BaseType) -> FloatArray:
        """Shape (n, width): raw values as floats, the base type's invalid value and infinities as NaN."""
        count = size // base.size
        raw = self.raw(offset, base.letter, count)
        if base.invalid is None:
            with np.errstate(invalid="ignore"):  # a signalling NaN of a damaged float is a NaN
                values = raw.astype(np.float64)
            values[~np.isfinite(values)] = np.nan
            return values
        values = raw.astype(np.float64)
        exact = values if base.size < values.itemsize else raw  # floats hold all shorter numbers, and lie side by side
        values[exact == base.invalid] = np.nan
        return values

    def texts(self, offset: int, size: int) -> list[str]:
        """Shape (n,): text up to its first zero byte; damaged characters replaced."""
        raw = self.rows.tobytes()
        step = self.group.definition.size
        pieces = (raw[at + offset : at + offset + size] for at in range(0, len(raw), step))
        return [piece.split(b"\0", 1)[0].decode("utf-8", errors="replace").strip() for piece in pieces]


@cache
def _kind(order: str, letter: str) -> np.dtype[np.generic]:
    """The numpy type of values in this byte order; to make one from its letters takes as long as to look at a field."""
    return np.dtype(order + letter)


def _base_type(written: int, size: int, usual: int) -> BaseType | None:
    """How to read a field of base type `written`; None = it has no number.

    Bytes that have the very size of the type the profile gives the field (a timestamp as four bytes) are read as that
    type; a whole number written with fewer bytes than its type as a shorter one; any other size that is no multiple of
    the type, or a type nobody knows, cannot be read with certainty.
    """
    known = base_types()
    base = known.get(written)
    profile_base = known[usual]
    if base is not None and written == BYTE_BASE and size == profile_base.size:
        return profile_base if profile_base.letter != "S" else None
    if base is None or written == STRING_BASE or not size:
        return None
    if size < base.size and base.letter.startswith("u") and size in SHORT_SIZES:
        return BaseType(base.name, f"u{size}", size, 2 ** (8 * size) - 1)
    return None if size % base.size else base


class Description(NamedTuple):
    """A field description: the developer field's base type, name, unit, scale, and the native field it stands for."""

    position: int
    part: int
    base: int
    name: str
    unit: str
    scale: float
    offset: float
    native_field: int | None


def described_fields(descriptions: MessageTable) -> dict[tuple[int, int], list[Description]]:
    """Descriptions by (developer index, field number), in file order.

    Parameters
    ----------
    descriptions
        The messages that describe developer fields.

    Returns
    -------
    dict[tuple[int, int], list[Description]]
    """
    names, units = descriptions.texts("field_name"), descriptions.texts("units")
    columns = {
        name: descriptions.number(name)
        for name in (
            "developer_data_index",
            "field_definition_number",
            "fit_base_type_id",
            "scale",
            "offset",
            "native_field_num",
        )
    }
    result: dict[tuple[int, int], list[Description]] = {}
    for i in range(len(descriptions)):
        row = {name: float(column[i]) for name, column in columns.items()}
        if np.isnan(row["developer_data_index"]) or np.isnan(row["field_definition_number"]):
            continue
        key = (int(row["developer_data_index"]), int(row["field_definition_number"]))
        native = row["native_field_num"]
        result.setdefault(key, []).append(
            Description(
                position=int(descriptions.positions[i]),
                part=int(descriptions.parts[i]),
                base=_whole(row["fit_base_type_id"], -1),
                name=names[i],
                unit=units[i],
                scale=row["scale"] if row["scale"] > 0 else 1.0,
                offset=0.0 if np.isnan(row["offset"]) else row["offset"],
                native_field=None if np.isnan(native) else int(native),
            )
        )
    return result


def _whole(value: float, otherwise: int) -> int:
    return otherwise if np.isnan(value) else int(value)


def developer_columns(groups: Sequence[GroupRows], descriptions: MessageTable) -> list[DeveloperColumn]:
    """Developer fields of one message kind as columns over all its groups; fields nobody described are left out.

    Parameters
    ----------
    groups
        Where the messages of each kind stand.
    descriptions
        The messages that describe developer fields.

    Returns
    -------
    list[DeveloperColumn]
    """
    if not len(descriptions):
        return []
    described = described_fields(descriptions)
    total = sum(rows.positions.size for rows in groups)
    columns: dict[tuple[str, str, int | None], FloatArray] = {}
    begin = 0
    for rows in groups:
        stop = begin + rows.positions.size
        for layout in rows.group.definition.developer_fields:
            known = _valid_here(described.get((layout.developer, layout.number), []), rows)
            base = base_types().get(known.base) if known is not None else None
            if known is None or base is None or known.base == STRING_BASE or not layout.size or layout.size % base.size:
                continue
            key = (known.name, known.unit, known.native_field)
            column = columns.setdefault(key, np.full(total, np.nan))
            values = rows.plain(layout.offset, layout.size, base)[:, 0] / known.scale - known.offset
            column[begin:stop] = values
        begin = stop
    return [DeveloperColumn(name, unit, native, values) for (name, unit, native), values in columns.items()]


def _valid_here(descriptions: list[Description], rows: GroupRows) -> Description | None:
    """The last description before the group's first message in the same part of the file; else the first after it.

    A description holds for the whole part, also where a device writes it late.
    """
    first = int(rows.positions[0]) if rows.positions.size else 0
    before = bisect_left(descriptions, first, key=lambda description: description.position)
    last = descriptions[before - 1] if before else None  # parts follow one another as positions do
    if last is not None and last.part == rows.group.part:
        return last
    late = descriptions[before] if before < len(descriptions) else None
    return late if late is not None and late.part == rows.group.part else None


def compressed_times(groups: list[GroupRows]) -> tuple[IntArray, FloatArray] | None:
    """Positions (rising) and times [FIT s] of all messages with a compressed timestamp header; None = there are none.

    The five bits of the header count on from the last time in the file, whichever message gave it; a message before
    any full time has none (NaN).

    Parameters
    ----------
    groups
        Where the messages of each kind stand.

    Returns
    -------
    tuple[IntArray, FloatArray] | None
    """
    if not any(rows.group.short_times for rows in groups):
        return None
    at: list[IntArray] = []
    seconds: list[FloatArray] = []
    short: list[np.ndarray] = []
    for rows in groups:
        headers = np.frombuffer(rows.data, dtype=np.uint8)[rows.positions]
        is_short = headers >= COMPRESSED_BIT
        layout = rows.group.definition.field(TIMESTAMP_FIELD)
        none = np.full(headers.size, np.nan)
        full = none if layout is None else rows.number(layout, _TIMESTAMP)[:, 0]
        keep = is_short | np.isfinite(full)
        at.append(rows.positions[keep])
        seconds.append(np.where(is_short, headers & 31, full)[keep])
        short.append(is_short[keep])
    order = np.argsort(np.concatenate(at), kind="stable")
    positions = np.concatenate(at)[order]
    is_compressed = np.concatenate(short)[order]
    times = counted_on(np.concatenate(seconds)[order], is_compressed, COMPRESSED_BITS)
    if not is_compressed.any():
        return None
    return positions[is_compressed], times[is_compressed]


def counted_on(values: FloatArray, short: np.ndarray, bits: int) -> FloatArray:
    """Whole times [s] from a mixture of whole times and times of which only the low `bits` are known (`short`).

    Each short time is the first one at or after the time before it with these low bits. Short times before the first
    whole one are NaN.

    Parameters
    ----------
    values
        Shape (n,), times [s], whole or with only their low bits.
    short
        Shape (n,), which of them hold only the low bits.
    bits
        How many bits these are.

    Returns
    -------
    Shape (n,), [s], NaN before the first whole time.

    Examples
    --------
    >>> counted_on(np.array([100.0, 5, 4, 200, 31]), np.array([False, True, True, False, True]), 5)
    array([100., 101., 132., 200., 223.])
    """
    if not values.size:
        return values
    modulus = 1 << bits
    low = np.mod(values, modulus)
    before = np.concatenate(([0.0], low[:-1]))
    step = np.where(short, np.mod(low - before, modulus), 0.0)
    gone = np.cumsum(step)
    anchor = np.maximum.accumulate(np.where(short, -1, np.arange(values.size)))
    times = values[anchor] + gone - gone[anchor]
    return np.where(anchor < 0, np.nan, times)
