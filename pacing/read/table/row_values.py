"""Text and dialect to arrays, block by block with flat memory: what each row says, on the table's own time axis."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pacing.errors import DamagedFileError
from pacing.model.arrays import FloatArray
from pacing.read.assembly.series import placeable
from pacing.read.budget import require_samples
from pacing.read.source import SourceFile
from pacing.read.table.clock import ClockPlan, read_clock
from pacing.read.table.dialect import ClockKind, Column, CsvDialect
from pacing.read.table.layout import Layout
from pacing.read.text.rows import (
    BROKEN_OFF,
    BoolArray,
    Cells,
    IndexArray,
    Rows,
    parse_numbers,
    run_starts,
    split_rows,
    text_blocks,
)

LIST_BYTES = 4096  # design: longest cell that may hold several values
OwnerArray = npt.NDArray[np.int16]
MOST_PEOPLE = 500  # design: more different names in a column and it does not name people or sources
SPARE_PART = 8  # design: arrays grow by an eighth more than is needed
_BETWEEN_VALUES = re.compile(r"[^\d.eE+\-]+")


@dataclass(eq=False)
class Samples:
    """One signal as it is read: row times, who they belong to, values, the first `size` of each.

    The arrays grow in place: of millions of rows there is one copy at any time.
    """

    time_s: FloatArray = field(default_factory=lambda: np.zeros(0))
    who: OwnerArray = field(default_factory=lambda: np.zeros(0, dtype=np.int16))
    value: FloatArray = field(default_factory=lambda: np.zeros(0))
    size: int = 0

    def add(self, time_s: FloatArray, who: OwnerArray, value: FloatArray) -> None:
        """Keep a part."""
        stop = self.size + time_s.size
        if stop > self.time_s.size:
            self._resize(stop + stop // SPARE_PART)
        self.time_s[self.size : stop] = time_s
        self.who[self.size : stop] = who
        self.value[self.size : stop] = value
        self.size = stop

    def joined(self) -> tuple[FloatArray, OwnerArray, FloatArray]:
        """All parts in the order read; they are handed out once."""
        self._resize(self.size)
        joined = self.time_s, self.who, self.value
        self.time_s, self.who, self.value, self.size = np.zeros(0), np.zeros(0, dtype=np.int16), np.zeros(0), 0
        return joined

    def _resize(self, size: int) -> None:
        for array in (self.time_s, self.who, self.value):
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
        return self.signals.setdefault(signal, Samples())


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
    for block in text_blocks(source, layout.data_line):
        if block is BROKEN_OFF:
            table.broken_off = True
            break
        rows = split_rows(block, layout.delimiter)
        if rows.size:
            _read_block(table, rows, _Block(layout, dialect, plan, columns, every_s))
        require_samples(source.name, source.budget, [samples.size for samples in table.signals.values()])
        if len(table.labels) > MOST_PEOPLE:
            raise DamagedFileError(
                source.name,
                "The table mixes the rows of hundreds of people or sources.",
                hint="Split it into one file a person.",
            )
    return table


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    layout: Layout
    dialect: CsvDialect
    plan: ClockPlan
    columns: list[tuple[Column, int]]
    every_s: float

    def place(self, signal: str) -> int | None:
        return next((index for column, index in self.columns if column.signal == signal), None)


def _read_block(table: DelimitedTable, rows: Rows, block: _Block) -> None:
    blank = rows.blank()
    who = _who(table, rows, block)
    time_s, offset_s = _times(table, rows, block, blank)
    written = np.isfinite(offset_s)
    if written.any():
        if table.offset_s is None:
            table.offset_s = float(offset_s[written][0])
        if not block.dialect.clock.utc:
            time_s = np.where(written, time_s - offset_s, time_s)
    timed = block.plan.clock.kind is ClockKind.SAMPLING or block.plan.time is not None or block.plan.date is not None
    good = ~blank & (placeable(time_s) if timed else True)
    table.untimed += int(np.count_nonzero(~blank & ~good))
    for column, index, members in _signals(rows, block):
        junk = _read_signal(table, rows, block, (column, index, members & good), time_s, who)
        if not column.beside:
            good &= ~junk
    table.rows += int((~blank).sum())
    bad = ~blank & ~good
    _count(table, bad, good)


def _count(table: DelimitedTable, bad: BoolArray, good: BoolArray) -> None:
    table.left_out += int(bad.sum())
    if good.any():
        last = int(np.flatnonzero(good)[-1])
        table.tail = int(bad[last + 1 :].sum())
    else:
        table.tail += int(bad.sum())


def _times(table: DelimitedTable, rows: Rows, block: _Block, blank: BoolArray) -> tuple[FloatArray, FloatArray]:
    if block.plan.clock.kind is ClockKind.SAMPLING:
        count = (table.rows + np.cumsum(~blank) - 1).astype(np.float64)
        return count * block.every_s, np.full(rows.size, np.nan)
    second, offset_s = read_clock(rows, block.plan, block.layout.decimal)
    index = block.place("offset")
    return second, offset_s if index is None else np.where(np.isfinite(offset_s), offset_s, _offsets(rows.cells(index)))


def _offsets(cells: Cells) -> FloatArray:
    """Offsets to UTC [s] of a column of their own (`UTC+0200`, `+02:00`); NaN where none can be read."""
    starts = run_starts(cells.matrix.T)
    unique, inverse = np.unique(np.ascontiguousarray(cells.matrix[starts]), axis=0, return_inverse=True)
    texts = [bytes(key).replace(b"\0", b"").decode("ascii", "replace") for key in unique]
    result = [re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)", text) for text in texts]
    values = [int(f[1] + "1") * (int(f[2]) * 3600.0 + int(f[3]) * 60.0) if f else np.nan for f in result]
    return np.repeat(np.array(values)[inverse.reshape(-1)], np.diff(starts, append=cells.length.size))


def _who(table: DelimitedTable, rows: Rows, block: _Block) -> OwnerArray:
    """Number of the person and source each row belongs to; their names stay in here."""
    keys = [rows.cells(index) for column, index in block.columns if column.signal in ("person", "source")]
    if not keys:
        return np.zeros(rows.size, dtype=np.int16)
    columns = np.concatenate([cells.matrix.T for cells in keys])
    starts = run_starts(columns)  # the rows of one person stand together as a rule
    unique, inverse = np.unique(np.ascontiguousarray(columns[:, starts].T), axis=0, return_inverse=True)
    places = [
        min(table.labels.setdefault(bytes(key).replace(b"\0", b""), len(table.labels)), MOST_PEOPLE) for key in unique
    ]
    return np.repeat(np.array(places, dtype=np.int16)[inverse.reshape(-1)], np.diff(starts, append=rows.size))


def _signals(rows: Rows, block: _Block) -> Iterator[tuple[Column, int, BoolArray]]:
    """Each signal with the place of its values and the rows that carry it."""
    every = np.ones(rows.size, dtype=bool)
    kind_place, value_place = block.place("type"), block.place("value")
    if block.dialect.types and kind_place is not None and value_place is not None:
        kinds = rows.cells(kind_place)
        for word, column in block.dialect.types.items():
            yield column, value_place, _equals(kinds, word)
        return
    structural = {"time", "date", "offset", "person", "source", "type", "value", "duration"}
    for column, index in block.columns:
        if column.signal not in structural:
            yield column, index, every


def _equals(cells: Cells, word: str) -> BoolArray:
    wanted = np.frombuffer(word.encode(), dtype=np.uint8)
    if wanted.size > cells.matrix.shape[1]:
        return np.zeros(cells.length.size, dtype=bool)
    same: BoolArray = (cells.length == wanted.size) & (cells.matrix[:, : wanted.size] == wanted).all(axis=1)
    return same


def _read_signal(
    table: DelimitedTable,
    rows: Rows,
    block: _Block,
    what: tuple[Column, int, BoolArray],
    time_s: FloatArray,
    who: OwnerArray,
) -> BoolArray:
    """Keep the values of one column; says which rows hold junk there."""
    column, position, members = what
    samples = table.signal(column.signal)
    if column.many or column.first_only:
        index, value, junk = _lists(rows, block, column, position, members)
        samples.add(time_s[index] + _within(rows, block, index), who[index], value)
        return junk
    numbers = parse_numbers(rows.cells(position), block.layout.decimal)
    value = numbers.value
    for invalid in block.dialect.invalid:
        value = np.where(value == invalid, np.nan, value)
    # a heart rate that was looked for and not found is a sample too; of other columns only what is there counts
    usable = members & ~numbers.junk & (np.isfinite(value) | (column.signal == "heart_rate"))
    whole = bool(usable.all())
    samples.add(*((time_s, who, value) if whole else (time_s[usable], who[usable], value[usable])))
    return members & numbers.junk


def _lists(
    rows: Rows, block: _Block, column: Column, position: int, members: BoolArray
) -> tuple[IndexArray, FloatArray, BoolArray]:
    """Row of each value, the values, and which rows hold something that is no list of numbers."""
    begin, end, _ = rows.span(position)
    length = end - begin
    index: list[int] = []
    values: list[float] = []
    junk = np.zeros(rows.size, dtype=bool)
    filled = np.flatnonzero(members & (length > 0))
    for row, text in zip(filled.tolist(), rows.texts(position, filled, LIST_BYTES), strict=True):
        numbers = _numbers_in(text, block.layout.decimal)
        junk[row] = numbers is None or bool(length[row] > LIST_BYTES)
        if numbers is None or junk[row]:
            continue
        taken = numbers[:1] if column.first_only else numbers
        index.extend([row] * len(taken))
        values.extend(np.nan if v in block.dialect.invalid else v for v in taken)
    return np.array(index, dtype=np.int64), np.array(values, dtype=np.float64), junk


def _numbers_in(text: str, decimal: str) -> list[float] | None:
    plain = text.replace(decimal, ".") if decimal != "." else text
    words = [word for word in _BETWEEN_VALUES.split(plain) if word]
    try:
        return [float(word) for word in words]
    except ValueError:
        return None


def _within(rows: Rows, block: _Block, index: IndexArray) -> FloatArray:
    """Seconds from the row's time to each of its values, where a `duration` column tells how long each lasts."""
    position = block.place("duration")
    if position is None or not index.size:
        return np.zeros(index.size)
    unique = np.unique(index)
    lasting = {
        row: _numbers_in(text, ".") or []
        for row, text in zip(unique.tolist(), rows.texts(position, unique, LIST_BYTES), strict=True)
    }
    seen: dict[int, int] = {}
    offsets = []
    for row in index.tolist():
        nth = seen.get(row, 0)
        offsets.append(sum(lasting[row][:nth]))
        seen[row] = nth + 1
    return np.array(offsets)
