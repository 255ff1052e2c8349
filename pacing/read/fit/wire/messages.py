"""Bytes of a FIT file to one table of numpy columns per message kind."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.columns import GroupRows, compressed_times, developer_columns
from pacing.read.fit.wire.definition import field_profiles, message_numbers
from pacing.read.fit.wire.table import DeveloperColumn, IntArray
from pacing.read.fit.wire.walk import Group

DESCRIPTIONS = "field_description"


class MessageRows:
    """The messages of a file by kind, and what all of its tables need. Knows no table, so that none outlives its use:
    objects that know each other keep a file's bytes until somebody looks for garbage.
    """

    def __init__(self, data: bytes, groups: Iterable[Group]) -> None:
        self.by_kind: dict[int, list[GroupRows]] = defaultdict(list)
        for group in groups:
            if group.positions:
                self.by_kind[group.definition.kind].append(GroupRows(data, group))

    def of(self, message: str) -> list[GroupRows]:
        """The messages of a kind by its name."""
        return self.by_kind.get(message_numbers().get(message, -1), [])

    @cached_property
    def compressed(self) -> tuple[IntArray, FloatArray] | None:
        """Positions and times [FIT s] of the messages with a compressed timestamp header, or None."""
        return compressed_times([rows for result in self.by_kind.values() for rows in result])


class ColumnTable:
    """Messages of one kind, decoded field by field when asked (see `pacing.read.fit.wire.table.Table`)."""

    def __init__(self, message: str, every: MessageRows) -> None:
        self._profiles = field_profiles(message)
        self._groups = parts_of_it = every.of(message)
        self._every = every
        self._kept: dict[str, FloatArray] = {}
        self._kept_series: dict[str, FloatArray] = {}
        self._kept_texts: dict[str, list[str]] = {}
        together = _joined([rows.positions for rows in parts_of_it], np.int64)
        self._order = np.argsort(together, kind="stable") if len(parts_of_it) > 1 else None
        self.positions: IntArray = self._sorted(together)
        self.parts: IntArray = self._sorted(
            np.repeat([rows.group.part for rows in parts_of_it], [rows.positions.size for rows in parts_of_it]).astype(
                np.int64
            )
        )

    def _sorted(self, values: np.ndarray) -> np.ndarray:
        return values if self._order is None else values.take(self._order, axis=0)

    def __len__(self) -> int:
        """Number of messages."""
        return self.positions.size

    def has(self, field: str) -> bool:
        """Whether any message defines the field."""
        profile = self._profiles.get(field)
        return profile is not None and profile.number in self._fields

    @cached_property
    def _fields(self) -> frozenset[int]:
        """Numbers of all fields that any message defines."""
        return frozenset().union(*(rows.group.definition.plain[0::3] for rows in self._groups))

    def series(self, field: str) -> FloatArray:
        """Shape (n, width), an array field scaled to its unit, NaN = none or shorter."""
        if field not in self._kept_series:
            self._kept_series[field] = self._decoded_series(field)
        return self._kept_series[field]

    def _decoded_series(self, field: str) -> FloatArray:
        profile = self._profiles.get(field)
        blocks = []
        for rows in self._groups:
            layout = rows.group.definition.field(profile.number) if profile is not None else None
            if layout is None or profile is None:
                blocks.append(np.full((rows.positions.size, 1), np.nan))
            else:
                blocks.append(rows.number(layout, profile))
        if not blocks:
            return np.empty((0, 1))
        widths = {block.shape[1] for block in blocks}
        if len(widths) > 1:
            missing = [max(widths) - block.shape[1] for block in blocks]
            blocks = [np.pad(b, ((0, 0), (0, m)), constant_values=np.nan) for b, m in zip(blocks, missing, strict=True)]
        return np.asarray(self._sorted(np.concatenate(blocks) if len(blocks) > 1 else blocks[0]))

    def number(self, field: str) -> FloatArray:
        """Shape (n,), the field scaled to its unit, NaN = none; an array field's first value."""
        if field not in self._kept:
            values = self.series(field)[:, 0]
            if field == "timestamp":
                values = self._with_compressed(values)
            self._kept[field] = values
        return self._kept[field]

    def texts(self, field: str) -> list[str]:
        """Texts of a field, "" = none."""
        if field not in self._kept_texts:
            self._kept_texts[field] = self._decoded_texts(field)
        return self._kept_texts[field]

    def _decoded_texts(self, field: str) -> list[str]:
        profile = self._profiles.get(field)
        words: list[str] = []
        for rows in self._groups:
            layout = rows.group.definition.field(profile.number) if profile is not None else None
            none = [""] * rows.positions.size
            words += rows.texts(layout.offset, layout.size) if layout is not None else none
        return words if self._order is None else [words[i] for i in self._order]

    def developer_columns(self) -> list[DeveloperColumn]:
        """All developer fields of this kind that hold numbers."""
        return self._developer_columns

    @cached_property
    def _developer_columns(self) -> list[DeveloperColumn]:
        columns = developer_columns(self._groups, ColumnTable(DESCRIPTIONS, self._every))
        return [DeveloperColumn(c.name, c.unit, c.native_field, self._sorted(c.values)) for c in columns]

    def _with_compressed(self, values: FloatArray) -> FloatArray:
        times = self._every.compressed
        if not times:
            return values
        at, seconds = times
        index = np.searchsorted(at, self.positions)
        index[index == at.size] = 0
        exact = at[index] == self.positions
        return np.where(exact, seconds[index], values)


class ColumnMessages:
    """A file decoded into columns (see `pacing.read.fit.wire.table.Decoded`)."""

    def __init__(self, data: bytes, groups: Iterable[Group]) -> None:
        self._every = MessageRows(data, groups)
        self._tables: dict[str, ColumnTable] = {}

    def table(self, message: str) -> ColumnTable:
        """The table of a message kind by its name."""
        if message not in self._tables:
            self._tables[message] = ColumnTable(message, self._every)
        return self._tables[message]

    @property
    def kinds(self) -> dict[int, int]:
        """Number of messages of each global message number."""
        return {kind: sum(rows.positions.size for rows in result) for kind, result in self._every.by_kind.items()}

    @property
    def descriptions(self) -> ColumnTable:
        """The developer field descriptions."""
        return self.table(DESCRIPTIONS)


def _joined(arrays: list[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=kind)
