"""Text and dialect to arrays, block by block with flat memory: what each row says, on the table's own time axis."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

import numpy as np
import numpy.typing as npt

from pacing.errors import DamagedFileError
from pacing.model.arrays import FloatArray
from pacing.read.assembly.series import placeable
from pacing.read.budget import require_samples
from pacing.read.source import SourceFile
from pacing.read.table.block_values import ColumnValues, RowsRead, TablePlan, read_by_shape, read_rows
from pacing.read.table.clock import ClockPlan
from pacing.read.table.dialect import ClockKind, CsvDialect
from pacing.read.table.layout import Layout
from pacing.read.text.rows import BROKEN_OFF, BoolArray, text_blocks

OwnerArray = npt.NDArray[np.int16]
Owner = OwnerArray | int
MOST_PEOPLE = 500  # design: more different names in a column and it does not name people or sources
BLOCKS = 4  # design: so many are read at once, by few calls a row, and still in little memory
SPARE_PART = 8  # design: arrays grow by an eighth more than is needed


@dataclass(eq=False)
class Samples:
    """One signal as it is read: row times, who they belong to, values, the first `size` of each.

    The arrays grow in place, from small ones: of millions of rows there is one copy.
    `who` is a number as long as all rows are of one person and source.
    """

    time_s: FloatArray = field(default_factory=lambda: np.zeros(0))
    who: Owner = 0
    value: FloatArray = field(default_factory=lambda: np.zeros(0))
    size: int = 0

    def add(self, time_s: FloatArray, who: Owner, value: FloatArray) -> None:
        """Keep a part."""
        stop = self.size + time_s.size
        if not self.size:
            self.time_s, self.value = np.empty(stop), np.empty(stop)
            self.who = who if isinstance(who, int) else np.empty(stop, dtype=np.int16)
        elif stop > self.time_s.size:
            self._resize(stop + stop // SPARE_PART)
        if isinstance(self.who, int) and (not isinstance(who, int) or who != self.who):
            self.who = np.full(self.time_s.size, self.who, dtype=np.int16)
        self.time_s[self.size : stop] = time_s
        if not isinstance(self.who, int):
            self.who[self.size : stop] = who
        self.value[self.size : stop] = value
        self.size = stop

    def joined(self) -> tuple[FloatArray, Owner, FloatArray]:
        """All parts in the order read; they are handed out once."""
        self._resize(self.size)
        joined = self.time_s, self.who, self.value
        self.time_s, self.who, self.value, self.size = np.zeros(0), 0, np.zeros(0), 0
        return joined

    def _resize(self, size: int) -> None:
        for array in (self.time_s, self.who, self.value):
            if not isinstance(array, int):
                array.resize(size, refcheck=False)  # nobody else holds them before they are handed out


@dataclass(eq=False)
class DelimitedTable:
    """All that was read of a table.

    `signals`: by what they hold. `people`: how many people or sources. `rows`: lines that hold something. `left_out`:
    rows that could not be read, of these `tail` after the last good one, `untimed` without a time. `offset_s`: first
    offset to UTC written [s]. `broken_off`: the rest of the text has no lines.
    """

    signals: dict[str, Samples] = field(default_factory=dict)
    labels: dict[bytes, int] = field(default_factory=dict)
    rows: int = 0
    left_out: int = 0
    tail: int = 0
    untimed: int = 0
    offset_s: float | None = None
    broken_off: bool = False

    def signal(self, signal: str) -> Samples:
        """The parts of one signal."""
        if signal not in self.signals:
            self.signals[signal] = Samples()
        return self.signals[signal]


def read_table(
    source: SourceFile, layout: Layout, dialect: CsvDialect, plan: ClockPlan, every_s: float
) -> DelimitedTable:
    """Read all rows of the table.

    Parameters
    ----------
    source
        The file: its name and its bytes, which can be opened again.
    layout
        Where the table stands in the file.
    dialect
        What its columns are.
    plan
        How the times of the table are read.
    every_s
        [s], between samples where no times are written.

    Returns
    -------
    Times [s] and values of each signal, and what could not be read.

    Raises
    ------
    TooLargeError
        The table holds more rows than any recording.
    DamagedFileError
        A column that should name people or sources names hundreds.
    """
    table = DelimitedTable()
    wanted = [(column, layout.position(column.name)) for column in dialect.columns]
    columns = [(column, index) for column, index in wanted if index is not None]
    table_plan = TablePlan(layout, dialect, plan, columns, every_s)
    most = BLOCKS
    for blocks in _some(text_blocks(source, layout.data_line), BLOCKS):
        if blocks[-1] is BROKEN_OFF:
            table.broken_off = True
            del blocks[-1]
        most = _read_blocks(table, blocks, table_plan, most)
        require_samples(source.name, source.budget, [samples.size for samples in table.signals.values()])
        if len(table.labels) > MOST_PEOPLE:
            raise DamagedFileError(
                source.name,
                "The table mixes the rows of hundreds of people or sources.",
                hint="Split it into one file a person.",
            )
    return table


def _some(blocks: Iterator[bytes], count: int) -> Iterator[list[bytes]]:
    """So many blocks at a time; `BROKEN_OFF` comes last."""
    while some := list(islice(blocks, count)):
        yield some


def _read_blocks(table: DelimitedTable, blocks: list[bytes], plan: TablePlan, most: int) -> int:
    """Read some blocks: all of them by the shapes of their lines, or each, or none; returns how many so the next time.

    A table whose lines have many shapes is taken to have many to its end.
    """
    if len(blocks) > 1 and most > 1:
        rows = read_by_shape(b"".join(blocks), plan)
        if rows is not None:
            _take(table, rows, plan, blocks)
            return most
        most = 1
    for block in blocks:
        rows = read_by_shape(block, plan) if most else None
        if rows is None:
            most = 0
            rows = read_rows(block, plan)
        if rows is not None:
            _take(table, rows, plan, [block])
    return most


def _take(table: DelimitedTable, read: RowsRead, block: TablePlan, blocks: list[bytes]) -> None:
    """Keep what the good rows of some blocks say."""
    written = np.ones(read.size, dtype=bool) if read.blank is None else ~read.blank
    who = _who(table, read, blocks)
    if read.second is None:
        time_s = (table.rows + np.cumsum(written) - 1).astype(np.float64) * block.every_s
    else:
        time_s = read.second
    if read.offset_s is not None:
        zoned = np.isfinite(read.offset_s)
        if table.offset_s is None:
            table.offset_s = float(read.offset_s[zoned][0])
        if not block.dialect.clock.utc:
            time_s = np.where(zoned, time_s - read.offset_s, time_s)
    timed = block.plan.clock.kind is ClockKind.SAMPLING or block.plan.time is not None or block.plan.date is not None
    good = written & placeable(time_s) if timed else written.copy()
    table.untimed += int(np.count_nonzero(written) - np.count_nonzero(good))
    for values in read.values:
        junk = _take_values(table, values, good, time_s, who, block)
        if junk is not None and not values.column.beside:
            good &= ~junk
    table.rows += int(np.count_nonzero(written))
    _count(table, written & ~good, good)


def _count(table: DelimitedTable, bad: BoolArray, good: BoolArray) -> None:
    table.left_out += int(np.count_nonzero(bad))
    if good.all():
        table.tail = 0
    elif good.any():
        last = int(np.flatnonzero(good)[-1])
        table.tail = int(bad[last + 1 :].sum())
    else:
        table.tail += int(bad.sum())


def _who(table: DelimitedTable, read: RowsRead, blocks: list[bytes]) -> Owner:
    """Number of the person and source that the rows, or each of them, belong to; their names stay in here.

    People are numbered in order of their names within each block.
    """
    if not read.keys:
        return 0
    names = [b"".join(key).replace(b"\0", b"") for key in read.keys]
    if read.owner is not None and len(blocks) > 1:
        ends = np.cumsum([block.count(b"\n") for block in blocks])
        for first, last in pairwise([0, *ends.tolist()]):
            for owner in np.unique(read.owner[first:last]).tolist():
                table.labels.setdefault(names[owner], len(table.labels))
    places = [min(table.labels.setdefault(name, len(table.labels)), MOST_PEOPLE) for name in names]
    if read.owner is None:
        return places[0]
    return np.array(places, dtype=np.int16)[read.owner]


def _take_values(
    table: DelimitedTable, read: ColumnValues, good: BoolArray, time_s: FloatArray, who: Owner, block: TablePlan
) -> BoolArray | None:
    """Keep the values of one column from the good rows; says which of these hold junk there (None: none)."""
    samples = table.signal(read.column.signal)
    members = good if read.members is None else read.members & good
    if read.row is not None:
        some = members[read.row]
        row = read.row[some]
        after_s = 0.0 if read.after_s is None else read.after_s[some]
        samples.add(time_s[row] + after_s, who if isinstance(who, int) else who[row], read.value[some])
        return None if read.junk is None else members & read.junk
    value = read.value
    for invalid in block.dialect.invalid:
        value = np.where(value == invalid, np.nan, value)
    # a heart rate that was looked for and not found is a sample too; of other columns only what is there counts
    usable = members if read.junk is None else members & ~read.junk
    if read.column.signal != "heart_rate":
        usable = usable & np.isfinite(value)
    if not usable.all():
        time_s, value = time_s[usable], value[usable]
        who = who if isinstance(who, int) else who[usable]
    samples.add(time_s, who, value)
    return None if read.junk is None else members & read.junk
