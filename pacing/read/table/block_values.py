"""What the cells of a block say, row by row: names, times, values; rows of one shape are read together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.read.table.clock import ClockPlan, read_clock
from pacing.read.table.dialect import ClockKind, Column, CsvDialect
from pacing.read.table.layout import Layout
from pacing.read.text.alike import LinesByShape, RowCells, lines_by_shape
from pacing.read.text.rows import BoolArray, Cells, IndexArray, parse_numbers, split_rows

LIST_BYTES = 4096  # design: longest cell that may hold several values
NOTHING = np.array(np.nan)  # where a part of the rows says nothing
_BETWEEN_VALUES = re.compile(r"[^\d.eE+\-]+")


@dataclass(frozen=True, slots=True, eq=False)
class TablePlan:
    """How a table is read; `columns`: those that are wanted and their places, `every_s`: where no times are written."""

    layout: Layout
    dialect: CsvDialect
    plan: ClockPlan
    columns: list[tuple[Column, int]]
    every_s: float

    def place(self, signal: str) -> int | None:
        """Which column holds a signal."""
        return next((index for column, index in self.columns if column.signal == signal), None)

    @property
    def plain(self) -> bool:
        """Whether every cell that is wanted holds one value."""
        columns = (*self.dialect.columns, *self.dialect.types.values())
        return not any(column.many or column.first_only for column in columns)


@dataclass(frozen=True, slots=True, eq=False)
class ColumnValues:
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
class RowsRead:
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
    values: list[ColumnValues]


def read_by_shape(block: bytes, plan: TablePlan) -> RowsRead | None:
    """What some lines of a table say, if they have few shapes.

    Parameters
    ----------
    block
        Whole lines, each ended by a newline.
    plan
        How the table is read.

    Returns
    -------
    RowsRead | None
        None where the lines have many shapes, or are few.
    """
    lines = lines_by_shape(block, plan.layout.delimiter) if plan.plain else None
    return None if lines is None else _lines_read(lines, plan)


def read_rows(block: bytes, plan: TablePlan) -> RowsRead | None:
    """What some lines of a table say, whatever they look like.

    Parameters
    ----------
    block
        Whole lines, each ended by a newline.
    plan
        How the table is read.

    Returns
    -------
    RowsRead | None
        None where there is no line.
    """
    rows = split_rows(block, plan.layout.delimiter)
    return _rows_read(rows, plan) if rows.size else None


def _rows_read(rows: RowCells, block: TablePlan) -> RowsRead:
    keys, owner = _keys(rows, block)
    second, offset_s = _clock(rows, block)
    blank = rows.blank()
    return RowsRead(
        rows.size, blank if blank.any() else None, keys, owner, second, offset_s, list(_values(rows, block))
    )


Parts = list[tuple[IndexArray, RowsRead]]


def _lines_read(lines: LinesByShape, block: TablePlan) -> RowsRead:
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
        ColumnValues(
            column.column,
            whole([part.values[place].value for _, part in parts]),
            together([part.values[place].junk for _, part in parts], NOTHING > 0),
            together([part.values[place].members for _, part in parts], NOTHING != 0),
        )
        for place, column in enumerate(parts[0][1].values)
    ]
    return RowsRead(
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


def _clock(rows: RowCells, block: TablePlan) -> tuple[FloatArray | None, FloatArray | None]:
    if block.plan.clock.kind is ClockKind.SAMPLING:
        return None, None
    second, offset_s = read_clock(rows, block.plan, block.layout.decimal)
    index = block.place("offset")
    if index is not None:
        beside_s = _offsets(rows.cells(index))
        offset_s = beside_s if offset_s is None else np.where(np.isfinite(offset_s), offset_s, beside_s)
    return second, None if offset_s is None or not np.isfinite(offset_s).any() else offset_s


def _offsets(cells: Cells) -> FloatArray:
    """Offsets to UTC [s] of a column of their own (`UTC+0200`, `+02:00`); NaN where none can be read."""
    starts = cells.runs()
    unique, inverse = np.unique(np.ascontiguousarray(cells.matrix[starts]), axis=0, return_inverse=True)
    texts = [bytes(key).replace(b"\0", b"").decode("ascii", "replace") for key in unique]
    result = [re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)", text) for text in texts]
    values = [int(f[1] + "1") * (int(f[2]) * 3600.0 + int(f[3]) * 60.0) if f else np.nan for f in result]
    return np.repeat(np.array(values)[inverse.reshape(-1)], np.diff(starts, append=cells.length.size))


def _keys(rows: RowCells, block: TablePlan) -> tuple[list[tuple[bytes, ...]], IndexArray | None]:
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


def _values(rows: RowCells, block: TablePlan) -> Iterator[ColumnValues]:
    for column, index, members in _signals(rows, block):
        if column.many or column.first_only:
            yield _lists(rows, block, column, index, members)
        else:
            numbers = parse_numbers(rows.cells(index), block.layout.decimal)
            yield ColumnValues(column, numbers.value, numbers.junk if numbers.junk.any() else None, members)


def _signals(rows: RowCells, block: TablePlan) -> Iterator[tuple[Column, int, BoolArray | None]]:
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


def _lists(rows: RowCells, block: TablePlan, column: Column, position: int, members: BoolArray | None) -> ColumnValues:
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
    return ColumnValues(column, np.array(values, dtype=np.float64), junk, members, row_of, after_s)


def _numbers_in(text: str, decimal: str) -> list[float] | None:
    plain = text.replace(decimal, ".") if decimal != "." else text
    words = [word for word in _BETWEEN_VALUES.split(plain) if word]
    try:
        return [float(word) for word in words]
    except ValueError:
        return None


def _within(rows: RowCells, block: TablePlan, index: IndexArray) -> FloatArray:
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
