"""Text and dialect to arrays, block by block with flat memory: what each row says, on the table's own time axis."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

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
from pacing.read.text.alike import LinesByShape, RowCells, lines_by_shape
from pacing.read.text.rows import (
    BROKEN_OFF,
    BoolArray,
    Cells,
    IndexArray,
    parse_numbers,
    split_rows,
    text_blocks,
)

LIST_BYTES = 4096  # design: longest cell that may hold several values
OwnerArray = npt.NDArray[np.int16]
MOST_PEOPLE = 500  # design: more different names in a column and it does not name people or sources
SPARE_PART = 8  # design: arrays grow by an eighth more than is needed
NOTHING = np.array(np.nan)  # where a part of the rows says nothing
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
    read = _Block(layout, dialect, plan, columns, every_s)
    for block in text_blocks(source, layout.data_line):
        if block is BROKEN_OFF:
            table.broken_off = True
            break
        lines = lines_by_shape(block, layout.delimiter) if read.plain else None
        if lines is None:
            rows = split_rows(block, layout.delimiter)
            if rows.size:
                _take(table, _rows_read(rows, read), read)
        else:
            _take(table, _lines_read(lines, read), read)
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

    @property
    def plain(self) -> bool:
        """Whether every cell that is wanted holds one value."""
        columns = (*self.dialect.columns, *self.dialect.types.values())
        return not any(column.many or column.first_only for column in columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Values:
    """What one column says, a row each: its value, or junk (None: nowhere), in the rows that are `members` (None: all).

    Where a cell may hold several values, `row` is that of each, and `after_s` how long after the row's time it is [s].
    """

    column: Column
    value: FloatArray
    junk: BoolArray | None
    members: BoolArray | None
    row: IndexArray | None = None
    after_s: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _RowsRead:
    """What the cells of some rows say, row by row, before it is judged which rows are good.

    `keys`: names of person and source, as written, of which `owner` is the number for each row (None: the only one).
    `second`: on the table's own axis; `offset_s`: to UTC. None where no row is blank, has a time or an offset.
    """

    size: int
    blank: BoolArray | None
    keys: list[tuple[bytes, ...]]
    owner: IndexArray | None
    second: FloatArray | None
    offset_s: FloatArray | None
    values: list[_Values]


def _rows_read(rows: RowCells, block: _Block) -> _RowsRead:
    keys, owner = _keys(rows, block)
    second, offset_s = _clock(rows, block)
    blank = rows.blank()
    return _RowsRead(
        rows.size, blank if blank.any() else None, keys, owner, second, offset_s, list(_values(rows, block))
    )


Parts = list[tuple[IndexArray, _RowsRead]]


def _lines_read(lines: LinesByShape, block: _Block) -> _RowsRead:
    """As `_rows_read`, of lines parted by shape: each part is read by itself, and goes to its rows."""
    parts: Parts = [(rows.rows, _rows_read(rows, block)) for rows in lines.alike]
    if lines.others.size:
        parts.append((lines.others, _rows_read(split_rows(lines.other_lines, block.layout.delimiter), block)))

    def whole(values: list[FloatArray] | list[BoolArray]) -> npt.NDArray[Any]:
        joined = np.empty(lines.size, dtype=values[0].dtype)
        for (rows, _), part in zip(parts, values, strict=True):
            joined[rows] = part
        return joined

    def together(values: list[Any], otherwise: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
        if all(part is None for part in values):
            return None
        return whole([otherwise if part is None else part for part in values])

    columns = [
        _Values(
            column.column,
            whole([part.values[place].value for _, part in parts]),
            together([part.values[place].junk for _, part in parts], NOTHING > 0),
            together([part.values[place].members for _, part in parts], NOTHING != 0),
        )
        for place, column in enumerate(parts[0][1].values)
    ]
    return _RowsRead(
        lines.size,
        together([part.blank for _, part in parts], NOTHING > 0),
        *_keys_together(lines.size, parts),
        together([part.second for _, part in parts], NOTHING),
        together([part.offset_s for _, part in parts], NOTHING),
        columns,
    )


def _keys_together(size: int, parts: Parts) -> tuple[list[tuple[bytes, ...]], IndexArray | None]:
    keys = sorted({key for _, part in parts for key in part.keys})
    if len(keys) <= 1:
        return keys, None
    number = {key: place for place, key in enumerate(keys)}
    owner = np.empty(size, dtype=np.int64)
    for rows, part in parts:
        own = np.array([number[key] for key in part.keys])
        owner[rows] = own[0] if part.owner is None else own[part.owner]
    return keys, owner


def _take(table: DelimitedTable, read: _RowsRead, block: _Block) -> None:
    """Keep what the good rows say."""
    written = np.ones(read.size, dtype=bool) if read.blank is None else ~read.blank
    who = _who(table, read)
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


def _clock(rows: RowCells, block: _Block) -> tuple[FloatArray | None, FloatArray | None]:
    if block.plan.clock.kind is ClockKind.SAMPLING:
        return None, None
    second, offset_s = read_clock(rows, block.plan, block.layout.decimal)
    index = block.place("offset")
    if index is not None:
        offset_s = np.where(np.isfinite(offset_s), offset_s, _offsets(rows.cells(index)))
    return second, offset_s if np.isfinite(offset_s).any() else None


def _offsets(cells: Cells) -> FloatArray:
    """Offsets to UTC [s] of a column of their own (`UTC+0200`, `+02:00`); NaN where none can be read."""
    starts = cells.runs()
    unique, inverse = np.unique(np.ascontiguousarray(cells.matrix[starts]), axis=0, return_inverse=True)
    texts = [bytes(key).replace(b"\0", b"").decode("ascii", "replace") for key in unique]
    result = [re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)", text) for text in texts]
    values = [int(f[1] + "1") * (int(f[2]) * 3600.0 + int(f[3]) * 60.0) if f else np.nan for f in result]
    return np.repeat(np.array(values)[inverse.reshape(-1)], np.diff(starts, append=cells.length.size))


def _keys(rows: RowCells, block: _Block) -> tuple[list[tuple[bytes, ...]], IndexArray | None]:
    """The names of person and source, in order, and which of them stand in each row; None: the only ones."""
    columns = [rows.cells(index) for column, index in block.columns if column.signal in ("person", "source")]
    if not columns:
        return [], None
    starts = columns[0].runs()  # the rows of one person stand together as a rule
    for cells in columns[1:]:
        starts = np.union1d(starts, cells.runs())
    written = np.concatenate([cells.matrix[starts] for cells in columns], axis=1)
    inverse = None
    if starts.size > 1:
        written, inverse = np.unique(written, axis=0, return_inverse=True)
    ends = np.cumsum([0, *(cells.matrix.shape[1] for cells in columns)]).tolist()
    keys = [tuple(row[b:e].tobytes().rstrip(b"\0") for b, e in pairwise(ends)) for row in written]
    if len(keys) == 1 or inverse is None:
        return keys, None
    return keys, np.repeat(inverse.reshape(-1), np.diff(starts, append=rows.size))


def _who(table: DelimitedTable, read: _RowsRead) -> OwnerArray:
    """Number of the person and source each row belongs to; their names stay in here."""
    if not read.keys:
        return np.zeros(read.size, dtype=np.int16)
    places = [
        min(table.labels.setdefault(b"".join(key).replace(b"\0", b""), len(table.labels)), MOST_PEOPLE)
        for key in read.keys
    ]
    if read.owner is None:
        return np.full(read.size, places[0], dtype=np.int16)
    return np.array(places, dtype=np.int16)[read.owner]


def _values(rows: RowCells, block: _Block) -> Iterator[_Values]:
    for column, index, members in _signals(rows, block):
        if column.many or column.first_only:
            yield _lists(rows, block, column, index, members)
        else:
            numbers = parse_numbers(rows.cells(index), block.layout.decimal)
            yield _Values(column, numbers.value, numbers.junk if numbers.junk.any() else None, members)


def _signals(rows: RowCells, block: _Block) -> Iterator[tuple[Column, int, BoolArray | None]]:
    """Each signal with the place of its values and the rows that carry it (None: all)."""
    kind_place, value_place = block.place("type"), block.place("value")
    if block.dialect.types and kind_place is not None and value_place is not None:
        kinds = rows.cells(kind_place)
        for word, column in block.dialect.types.items():
            yield column, value_place, _equals(kinds, word)
        return
    structural = {"time", "date", "offset", "person", "source", "type", "value", "duration"}
    for column, index in block.columns:
        if column.signal not in structural:
            yield column, index, None


def _equals(cells: Cells, word: str) -> BoolArray:
    wanted = np.frombuffer(word.encode(), dtype=np.uint8)
    if wanted.size > cells.matrix.shape[1]:
        return np.zeros(cells.length.size, dtype=bool)
    same: BoolArray = (cells.length == wanted.size) & (cells.matrix[:, : wanted.size] == wanted).all(axis=1)
    return same


def _take_values(
    table: DelimitedTable, read: _Values, good: BoolArray, time_s: FloatArray, who: OwnerArray, block: _Block
) -> BoolArray | None:
    """Keep the values of one column from the good rows; says which of these hold junk there (None: none)."""
    samples = table.signal(read.column.signal)
    members = good if read.members is None else read.members & good
    if read.row is not None:
        some = members[read.row]
        row = read.row[some]
        after_s = 0.0 if read.after_s is None else read.after_s[some]
        samples.add(time_s[row] + after_s, who[row], read.value[some])
        return None if read.junk is None else members & read.junk
    value = read.value
    for invalid in block.dialect.invalid:
        value = np.where(value == invalid, np.nan, value)
    # a heart rate that was looked for and not found is a sample too; of other columns only what is there counts
    usable = members if read.junk is None else members & ~read.junk
    if read.column.signal != "heart_rate":
        usable = usable & np.isfinite(value)
    whole = bool(usable.all())
    samples.add(*((time_s, who, value) if whole else (time_s[usable], who[usable], value[usable])))
    return None if read.junk is None else members & read.junk


def _lists(rows: RowCells, block: _Block, column: Column, position: int, members: BoolArray | None) -> _Values:
    """The values of cells that may hold several, and which rows hold something that is no list of numbers."""
    begin, end, _ = rows.span(position)
    length = end - begin
    index: list[int] = []
    values: list[float] = []
    junk = np.zeros(rows.size, dtype=bool)
    filled = np.flatnonzero(length > 0 if members is None else members & (length > 0))
    for row, text in zip(filled.tolist(), rows.texts(position, filled, LIST_BYTES), strict=True):
        numbers = _numbers_in(text, block.layout.decimal)
        junk[row] = numbers is None or bool(length[row] > LIST_BYTES)
        if numbers is None or junk[row]:
            continue
        taken = numbers[:1] if column.first_only else numbers
        index.extend([row] * len(taken))
        values.extend(np.nan if v in block.dialect.invalid else v for v in taken)
    row_of = np.array(index, dtype=np.int64)
    after_s = _within(rows, block, row_of)
    return _Values(column, np.array(values, dtype=np.float64), junk, members, row_of, after_s)


def _numbers_in(text: str, decimal: str) -> list[float] | None:
    plain = text.replace(decimal, ".") if decimal != "." else text
    words = [word for word in _BETWEEN_VALUES.split(plain) if word]
    try:
        return [float(word) for word in words]
    except ValueError:
        return None


def _within(rows: RowCells, block: _Block, index: IndexArray) -> FloatArray:
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
