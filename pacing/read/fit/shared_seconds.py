"""Records of one second: some devices write one with the position and the next with the heart rate."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.table import DeveloperColumn, IntArray, MessageTable

MOST_SHARED = 8  # design: of more records in one second the rest adds nothing


def each_second_once(record: MessageTable) -> tuple[MessageTable, tuple[str, ...]]:
    """The records, those of one second that follow each other put together field by field, and a remark.

    What the first of them leaves out is taken from the next; what both give is the first's.

    Parameters
    ----------
    record
        The `record` messages, in file order.

    Returns
    -------
    The records, one for each second, and a remark.
    """
    times = record.number("timestamp")
    if times.size < 2:
        return record, ()
    again = np.concatenate(([False], np.diff(times) == 0))
    if not again.any():
        return record, ()
    kept = np.flatnonzero(~again)
    owner = np.cumsum(~again) - 1
    merged = SharedSeconds(record, kept, np.flatnonzero(again), owner[again])
    said = f"{int(again.sum())} records that share their second with the one before were put together with it"
    return merged, (said,)


class SharedSeconds:
    """Records with those of the same second filled in (see `pacing.read.fit.wire.table.Table`)."""

    def __init__(self, table: MessageTable, kept: IntArray, others: IntArray, owner: IntArray) -> None:
        first = np.searchsorted(owner, owner)
        nth = np.arange(owner.size) - first
        few = nth < MOST_SHARED
        self._table, self._kept, self._others, self._owner, self._nth = table, kept, others[few], owner[few], nth[few]
        self.positions, self.parts = table.positions[kept], table.parts[kept]

    def __len__(self) -> int:
        return self._kept.size

    def has(self, field: str) -> bool:
        """Whether any record defines the field."""
        return self._table.has(field)

    def number(self, field: str) -> FloatArray:
        """One value a record."""
        return self._filled(self._table.number(field))

    def series(self, field: str) -> FloatArray:
        """An array field, one row a record."""
        return self._filled(self._table.series(field))

    def texts(self, field: str) -> list[str]:
        """One text a record."""
        texts = self._table.texts(field)
        return [texts[row] for row in self._kept]

    def developer_columns(self) -> list[DeveloperColumn]:
        """All developer fields that hold numbers."""
        columns = self._table.developer_columns()
        return [DeveloperColumn(c.name, c.unit, c.native_field, self._filled(c.values)) for c in columns]

    def _filled(self, values: FloatArray) -> FloatArray:
        own, offered = values[self._kept].copy(), values[self._others]
        for nth in range(int(self._nth.max()) + 1):  # in file order: the first that gives a value is taken
            mine = self._nth == nth
            place, value = self._owner[mine], offered[mine]
            missing = np.isnan(own[place])
            missing = missing if missing.ndim == 1 else missing.all(axis=1)
            own[place[missing]] = value[missing]
        return own
