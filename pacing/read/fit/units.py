"""The activities of a chained file: which of its parts belong together."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.table import Decoded, DeveloperColumn, IntArray, Table


def units_of(decoded: Decoded) -> list[Decoded]:
    """Each activity of the file by itself; a part without a file id (a strap's memory) belongs to the one before it."""
    begins = np.unique(decoded.table("file_id").parts)
    if begins.size < 2:
        return [decoded]
    bounds = [-1, *map(int, begins[1:])]
    stops = [*bounds[1:], np.iinfo(np.int64).max]
    return [_Unit(decoded, begin, stop) for begin, stop in zip(bounds, stops, strict=True)]


@dataclass(frozen=True, slots=True)
class _Unit:
    """The parts [begin, stop) of a file."""

    whole: Decoded
    begin: int
    stop: int

    def table(self, message: str) -> Table:
        """The table of a message kind, only the messages of these parts."""
        table = self.whole.table(message)
        inside = (table.parts >= self.begin) & (table.parts < self.stop)
        return table if inside.all() else _Rows(table, np.flatnonzero(inside))


class _Rows:
    """Some rows of a table (see `pacing.read.fit.wire.table.Table`)."""

    def __init__(self, table: Table, rows: IntArray) -> None:
        self._table, self._rows = table, rows
        self.positions, self.parts = table.positions[rows], table.parts[rows]

    def __len__(self) -> int:
        return self._rows.size

    def has(self, field: str) -> bool:
        return self._table.has(field)

    def number(self, field: str) -> FloatArray:
        return self._table.number(field)[self._rows]

    def series(self, field: str) -> FloatArray:
        return self._table.series(field)[self._rows]

    def texts(self, field: str) -> list[str]:
        texts = self._table.texts(field)
        return [texts[row] for row in self._rows]

    def developer_columns(self) -> list[DeveloperColumn]:
        columns = self._table.developer_columns()
        return [DeveloperColumn(c.name, c.unit, c.native_field, c.values[self._rows]) for c in columns]
