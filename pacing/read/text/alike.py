"""Lines that differ in their digits only, gathered whole and cut into cells once: the rows of a regular table.

A device writes its rows in a few ways: the hour with one digit or two, AM or PM, a value below or above 100. In lines
of one such shape delimiters, quotes and blanks stand at the same bytes; so where the cells of the first are, those of
all are. What is not regular goes by `rows`, with the same result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pacing.read.text.rows import (
    CELL_BYTES,
    NEWLINE,
    WORD,
    BoolArray,
    ByteMatrix,
    Cells,
    IndexArray,
    WordMatrix,
    split_rows,
)

WORD_BYTES = WORD.itemsize
LONGEST_ALIKE = 248  # design: longer lines are not gathered whole
FEWEST_LINES = 1000  # design: with fewer lines in a block nothing is won
FEWEST_ALIKE = 32  # design: fewer lines of one shape are read as lines without any
MOST_SHAPES = 24  # design: with more shapes each has too few lines to win anything
MOST_OTHERS = 128  # design: with MOST_SHAPES still fewer than the shapes of a clock that are read at all
TRIED = 48  # design: lines looked at first; a table with many shapes shows them there
NINES = bytes.maketrans(b"0123456789", b"9999999999")


class RowCells(Protocol):
    """Rows of a table, whichever way they were cut."""

    @property
    def data(self) -> ByteMatrix:
        """The bytes in which the cells lie."""

    @property
    def size(self) -> int:
        """Number of rows."""

    def span(self, column: int) -> tuple[IndexArray, IndexArray, BoolArray]:
        """Begin, end and presence of the cells of a column."""

    def texts(self, column: int, rows: IndexArray, longest: int) -> list[str]:
        """The cells of some rows as text."""

    def cells(self, column: int, width: int = CELL_BYTES) -> Cells:
        """The cells of a column."""

    def blank(self) -> BoolArray:
        """Rows on which nothing stands but delimiters."""


@dataclass(frozen=True, slots=True, eq=False)
class AlikeRows:
    """Lines of one shape: which of the block they are, their bytes, eight a word, and how many of these are theirs."""

    rows: IndexArray
    words: WordMatrix
    length: int
    delimiter: str

    @property
    def size(self) -> int:
        """Number of lines."""
        return int(self.rows.size)

    @property
    def _shape(self) -> bytes:
        line: bytes = self.words[0].tobytes()[: self.length]
        return line.translate(NINES) + b"\n"

    @property
    def data(self) -> ByteMatrix:
        """The bytes of all lines."""
        return self.words.view(np.uint8).reshape(-1)

    def span(self, column: int) -> tuple[IndexArray, IndexArray, BoolArray]:
        """Begin, end (without blanks and quotes around) and presence of the cells of `column`."""
        begin, length = _cell(self._shape, self.delimiter, column)
        first = np.arange(self.size) * (WORD_BYTES * self.words.shape[1]) + begin
        return first, first + max(length, 0), np.full(self.size, length >= 0)

    def texts(self, column: int, rows: IndexArray, longest: int) -> list[str]:
        """The cells of some rows as text, cut at `longest` bytes."""
        begin, length = _cell(self._shape, self.delimiter, column)
        cells = self.words.view(np.uint8)[rows, begin : begin + min(max(length, 0), longest)]
        return [cell.tobytes().decode("utf-8", "replace") for cell in cells]

    def cells(self, column: int, width: int = CELL_BYTES) -> Cells:
        """The cells of `column` as views of the lines."""
        begin, length = _cell(self._shape, self.delimiter, column)
        wide = min(length, width)
        places = self.words.view(np.uint8)[:, begin : begin + wide] if wide > 0 else np.zeros((self.size, 1), np.uint8)
        return Cells(places, np.full(self.size, length), self.words, begin)

    def blank(self) -> BoolArray:
        """All lines or none: whether nothing stands on them but delimiters."""
        return np.full(self.size, _is_blank(self._shape, self.delimiter))


@dataclass(frozen=True, slots=True, eq=False)
class LinesByShape:
    """The lines of a block: those of each common shape, and all others."""

    size: int
    alike: tuple[AlikeRows, ...]
    others: IndexArray
    other_lines: bytes


@lru_cache(maxsize=4096)
def _cell(shape: bytes, delimiter: str, column: int) -> tuple[int, int]:
    """First byte and length of a cell in a line of this shape; -1 where it has no such column."""
    begin, end, has = split_rows(shape, delimiter).span(column)
    return (int(begin[0]), int(end[0] - begin[0])) if has[0] else (0, -1)


@lru_cache(maxsize=1024)
def _is_blank(shape: bytes, delimiter: str) -> bool:
    return bool(split_rows(shape, delimiter).blank()[0])


def shape_of(places: ByteMatrix) -> ByteMatrix:
    """Bytes with 0 for every digit; all else stays apart from it and from each other (a newline becomes 218).

    Parameters
    ----------
    places
        Bytes, of any shape.

    Returns
    -------
    The same shape.
    """
    shape = places - np.uint8(48)
    shape *= shape > 9  # three times as fast as `np.maximum`, which goes a byte at a time
    return shape


def lines_by_shape(block: bytes, delimiter: str) -> LinesByShape | None:
    r"""The lines of a block by their shapes; None where they have too many, or are too few.

    Parameters
    ----------
    block
        Lines as bytes, each ended by a newline.
    delimiter
        The character between cells; a blank stands for any run of blanks.

    Returns
    -------
    LinesByShape | None

    Examples
    --------
    >>> block = b"".join(b"1:%02d,%d\n" % (k % 60, 60 + k % 60) for k in range(1200))
    >>> [(lines.size, lines.cells(1).texts(np.arange(1))) for lines in lines_by_shape(block, ",").alike]
    [(800, ['60']), (400, ['100'])]
    """
    if not block.endswith(b"\n") or _is_irregular(block):
        return None
    stop = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == NEWLINE)
    if stop.size < FEWEST_LINES:
        return None
    start = np.empty_like(stop)
    start[0], start[1:] = 0, stop[:-1] + 1
    length = np.minimum(stop - start + 1, LONGEST_ALIKE + 1).astype(np.uint8)
    alike: list[AlikeRows] = []
    others: list[IndexArray] = []
    remaining = np.ones(length.size, dtype=bool)
    while remaining.any():
        size = int(length[remaining.argmax()])
        same = length == size
        remaining ^= same
        rows = np.flatnonzero(same)
        if rows.size < FEWEST_ALIKE or size > LONGEST_ALIKE:
            others.append(rows)
        else:
            for members, words in _by_shape(block, start, rows, size):
                if words is None:
                    others.append(members)
                else:
                    alike.append(AlikeRows(members, words, size - 1, delimiter))
        if len(alike) > MOST_SHAPES or sum(rows.size for rows in others) > MOST_OTHERS:
            return None
    other = np.sort(np.concatenate(others)) if others else np.zeros(0, dtype=np.int64)
    lines = b"".join(block[start[row] : stop[row] + 1] for row in other.tolist())
    return LinesByShape(stop.size, tuple(alike), other, lines)


def _is_irregular(block: bytes) -> bool:
    """Whether some lines from all over the block already have too many shapes."""
    shapes = set()
    for tried in range(TRIED):
        begin = block.find(b"\n", len(block) * tried // TRIED) + 1
        end = block.find(b"\n", begin, begin + LONGEST_ALIKE)
        shapes.add(block[begin:end].translate(NINES) if end > begin else b"")
    return len(shapes) > MOST_SHAPES


def _by_shape(
    block: bytes, start: IndexArray, rows: IndexArray, size: int
) -> Iterator[tuple[IndexArray, WordMatrix | None]]:
    """Lines of `size` bytes, parted by shape, with their words; without these where a shape has few lines."""
    width = -(-size // WORD_BYTES) * WORD_BYTES
    first, last = start[rows], len(block) - width
    windows = np.ndarray((last + 1,), dtype=f"V{width}", buffer=block, strides=(1,))
    lines = windows[np.minimum(first, last)]
    for row in range(int(np.searchsorted(first, last, side="right")), rows.size):  # those that end with the block
        lines[row] = np.void(block[first[row] :].ljust(width, b"\0"))
    words = lines.view(WORD).reshape(rows.size, -1)
    words[:, -1] &= np.uint64((1 << 8 * ((size - 1) % WORD_BYTES)) - 1)  # without the newline and what follows it
    columns = [*shape_of(words.view(np.uint8).reshape(-1)).view(WORD).reshape(words.shape).T]
    members = None
    while True:
        open_still: list[npt.NDArray[np.uint64]] = []
        same = np.ones(0, dtype=bool)
        for column in columns:
            equal = column == column[0]
            if not equal.all():
                same = same & equal if open_still else equal
                open_still.append(column)
        if not open_still:
            yield _of_shape(rows, words, members)
            return
        own, rest = np.flatnonzero(same), np.flatnonzero(~same)
        yield _of_shape(rows, words, own if members is None else members[own])
        members = rest if members is None else members[rest]
        columns = [column[rest] for column in open_still]


def _of_shape(rows: IndexArray, words: WordMatrix, members: IndexArray | None) -> tuple[IndexArray, WordMatrix | None]:
    if members is None:
        return rows, words if rows.size >= FEWEST_ALIKE else None
    if members.size < FEWEST_ALIKE:
        return rows[members], None
    lines = words.view(f"V{WORD_BYTES * words.shape[1]}")[:, 0][members]
    return rows[members], lines.view(WORD).reshape(members.size, -1)
