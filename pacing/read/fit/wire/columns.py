"""Fields of one message layout as numpy columns: a gather over the messages' bytes, no object per value."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.definition import BYTE_BASE, STRING_BASE, BaseType, FieldLayout, FieldProfile, base_types
from pacing.read.fit.wire.table import IntArray
from pacing.read.fit.wire.walk import Group

SHORT_SIZES = (1, 2, 4)


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
        kind = np.dtype(self.group.definition.order + letter)
        shape, strides = (self.positions.size, count), (self.group.definition.size, kind.itemsize)
        return np.ndarray(shape, kind, self.rows.data, offset, strides)

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
        values[raw == base.invalid] = np.nan
        return values

    def texts(self, offset: int, size: int) -> list[str]:
        """Shape (n,): text up to its first zero byte; damaged characters replaced."""
        raw = self.rows.tobytes()
        step = self.group.definition.size
        pieces = (raw[at + offset : at + offset + size] for at in range(0, len(raw), step))
        return [piece.split(b"\0", 1)[0].decode("utf-8", errors="replace").strip() for piece in pieces]


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
