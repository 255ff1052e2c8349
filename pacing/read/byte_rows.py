"""Blocks of text to rows and cells without a Python object a cell: what makes tables of millions of rows cheap.

A cell is a row of a byte matrix, left-justified and padded with zeros; numbers and clocks are then worked out on whole
matrices (`byte_numbers`, `byte_clock`). Quotes are honoured within a line: a lone quote spoils its own line, never the
rest of the file.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ByteMatrix = npt.NDArray[np.uint8]
IndexArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

NEWLINE, QUOTE, BLANK, TAB, RETURN = 10, 34, 32, 9, 13
CELL_BYTES = 48  # design: no number and no clock is longer; longer cells are not numbers


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One column of a block: `matrix` (n, w) bytes, `length` (n,) of each whole cell; -1 where a row is too short.

    `too_long`: the cell did not fit and its matrix row is not all of it.
    """

    matrix: ByteMatrix
    length: IndexArray

    @property
    def empty(self) -> BoolArray:
        """Where nothing is written (or the row has no such column)."""
        empty: BoolArray = self.length <= 0
        return empty

    @property
    def too_long(self) -> BoolArray:
        """Where the cell was cut."""
        long: BoolArray = self.length > self.matrix.shape[1]
        return long

    def texts(self, rows: IndexArray) -> list[str]:
        """The cells of `rows` as text (cut at the matrix width)."""
        return [bytes(self.matrix[row]).rstrip(b"\0").decode("utf-8", "replace") for row in rows]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The lines of a block and where their delimiters stand."""

    data: ByteMatrix
    line_start: IndexArray
    line_stop: IndexArray
    marks: IndexArray
    first: IndexArray
    count: IndexArray
    delimiter: str

    @property
    def size(self) -> int:
        """Number of lines."""
        return int(self.line_start.size)

    def span(self, column: int) -> tuple[IndexArray, IndexArray, BoolArray]:
        """Begin, end (without blanks and quotes around) and presence of the cells of `column`."""
        has = self.count >= column
        before = np.where(has, self.first + column - 1, 0)
        after = np.where(self.count > column, self.first + column, 0)
        marks = self.marks if self.marks.size else np.zeros(1, dtype=np.int64)
        begin = self.line_start if column == 0 else np.where(has, marks[before] + 1, self.line_stop)
        end = np.where(self.count > column, marks[after], self.line_stop)
        begin, end = strip(self.data, begin.copy(), np.where(has, end, begin))
        return begin, end, has

    def cells(self, column: int, width: int = CELL_BYTES) -> Cells:
        """The cells of `column` as a byte matrix no wider than `width` and no wider than needed."""
        begin, end, has = self.span(column)
        length = end - begin
        wide = max(1, min(width, int(length.max(initial=0))))
        offsets = np.arange(wide, dtype=np.int32)
        index = np.minimum(begin.astype(np.int32)[:, None] + offsets, np.int32(max(self.data.size - 1, 0)))
        matrix = self.data[index] if self.data.size else np.zeros((self.size, wide), dtype=np.uint8)
        matrix[offsets >= length[:, None]] = 0
        return Cells(matrix, np.where(has, length, -1))

    def texts(self, column: int, rows: IndexArray, longest: int) -> list[str]:
        """The cells of some rows as text, cut at `longest` bytes: for columns whose cells are long."""
        begin, end, _ = self.span(column)
        spans = zip(begin[rows].tolist(), end[rows].tolist(), strict=True)
        return [self.data[b : min(e, b + longest)].tobytes().decode("utf-8", "replace") for b, e in spans]

    def blank(self) -> BoolArray:
        """Lines on which nothing stands but delimiters."""
        begin, end = strip(self.data, self.line_start.copy(), self.line_stop.copy(), self.delimiter)
        return begin >= end


def strip(data: ByteMatrix, begin: IndexArray, end: IndexArray, also: str = "") -> tuple[IndexArray, IndexArray]:
    """Spans without the blanks, returns and quotes around them (and the character `also`)."""
    if not data.size:
        return begin, end
    trim = np.zeros(256, dtype=bool)
    trim[[BLANK, TAB, RETURN, QUOTE]] = True
    trim[[ord(character) for character in also]] = True
    last = data.size - 1
    while (step := (begin < end) & trim[data[np.minimum(begin, last)]]).any():
        begin = begin + step
    while (step := (begin < end) & trim[data[np.maximum(end - 1, 0)]]).any():
        end = end - step
    return begin, end


def split_rows(block: bytes, delimiter: str) -> Rows:
    """The rows of `block`; a delimiter of `" "` stands for any run of blanks and tabs."""
    data = np.frombuffer(block, dtype=np.uint8)
    newline = np.flatnonzero(data == NEWLINE)
    line_start = np.concatenate(([0], newline + 1)).astype(np.int64)
    line_stop = np.concatenate((newline, [data.size])).astype(np.int64)
    if line_start[-1] >= data.size:
        line_start, line_stop = line_start[:-1], line_stop[:-1]
    marks = _runs_of_blanks(data) if delimiter == " " else np.flatnonzero(data == ord(delimiter))
    if QUOTE in block and marks.size and line_start.size:
        quotes = np.cumsum(data == QUOTE, dtype=np.int32)
        line = np.searchsorted(line_start, marks, side="right") - 1
        before = np.where(line_start[line] > 0, quotes[line_start[line] - 1], 0)
        marks = marks[(quotes[marks] - before) % 2 == 0]
    first = np.searchsorted(marks, line_start)
    count = np.searchsorted(marks, line_stop) - first
    return Rows(
        data, line_start, line_stop, marks.astype(np.int64), first.astype(np.int64), count.astype(np.int64), delimiter
    )


def _runs_of_blanks(data: ByteMatrix) -> IndexArray:
    """First blank of each run that follows a written character of the same line."""
    blank = (data == BLANK) | (data == TAB)
    written_before = np.concatenate(([False], ~blank[:-1] & (data[:-1] != NEWLINE)))
    return np.flatnonzero(blank & written_before)
