"""A text file, whatever its encoding, as blocks of rows and cells, and cells to numbers, whole columns at a time.

No Python object is made for a cell, which makes tables of millions of rows cheap: a cell is a row of a byte matrix,
left-justified and padded with zeros, stored column by column, so that work goes over one byte of all cells at once.
Quotes are honoured within a line: a lone quote spoils its own line, never the rest of the file.
"""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.read.source import SourceFile, decode_text
from pacing.read.text.numbers import readable

ByteMatrix = npt.NDArray[np.uint8]
IndexArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
WordMatrix = npt.NDArray[np.uint64]
WORD = np.dtype("<u8")

NEWLINE, QUOTE, BLANK, TAB, RETURN = 10, 34, 32, 9, 13
MOST_STEPS = 8  # design: longer runs of blanks are taken off one cell at a time
CELL_BYTES = 80  # design: no number and no clock is longer; longer cells are not numbers


class Cells(NamedTuple):
    """One column of a block: `matrix` (n, w) bytes, `length` (n,) of each whole cell; -1 where a row is too short.

    `too_long`: the cell did not fit and its matrix row is not all of it. `words`: whole lines, eight bytes a word,
    where all cells are written alike (they differ in their digits only); `begin`: at which byte of these they are.
    """

    matrix: ByteMatrix
    length: IndexArray
    words: WordMatrix | None = None
    begin: int = 0

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

    def runs(self, columns: Sequence[int] | None = None) -> IndexArray:
        """The first of each run of cells that have the same bytes, all or those in some columns of the matrix."""
        if self.words is None:
            return run_starts(self.matrix.T if columns is None else self.matrix.T[list(columns)])
        bytes_of_line = range(self.matrix.shape[1]) if columns is None else columns
        changed = np.zeros(self.length.size, dtype=bool)
        changed[:1] = True
        for word, mask in _masks(self.begin, tuple(bytes_of_line)):
            own = self.words[:, word] & mask
            changed[1:] |= own[1:] != own[:-1]
        return np.flatnonzero(changed)

    def texts(self, rows: IndexArray) -> list[str]:
        """The cells of `rows` as text (cut at the matrix width)."""
        return [self.matrix[row].tobytes().rstrip(b"\0").decode("utf-8", "replace") for row in rows]


@lru_cache(maxsize=1024)
def _masks(begin: int, columns: tuple[int, ...]) -> list[tuple[int, np.uint64]]:
    """The words of a line in which some of its bytes from `begin` on lie, and which bits of these are theirs."""
    masks: dict[int, int] = {}
    for column in columns:
        word, byte = divmod(begin + column, WORD.itemsize)
        masks[word] = masks.get(word, 0) | 0xFF << 8 * byte
    return [(word, np.uint64(mask)) for word, mask in masks.items()]


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
        grid = self._grid()
        if grid is not None and column <= grid.shape[1]:
            begin = self.line_start if column == 0 else grid[:, column - 1] + 1
            end = grid[:, column] if column < grid.shape[1] else self.line_stop
            return *strip(self.data, begin, end), np.ones(self.size, dtype=bool)
        has = self.count >= column
        before = np.where(has, self.first + column - 1, 0)
        after = np.where(self.count > column, self.first + column, 0)
        marks = self.marks if self.marks.size else np.zeros(1, dtype=np.int64)
        begin = self.line_start if column == 0 else np.where(has, marks[before] + 1, self.line_stop)
        end = np.where(self.count > column, marks[after], self.line_stop)
        begin, end = strip(self.data, begin, np.where(has, end, begin))
        return begin, end, has

    def _grid(self) -> IndexArray | None:
        """The delimiters, a row a line, where all lines have equally many; else None."""
        if not self.size:
            return None
        each = int(self.count[0])
        return self.marks.reshape(self.size, each) if (self.count == each).all() else None

    def cells(self, column: int, width: int = CELL_BYTES) -> Cells:
        """The cells of `column` as a byte matrix no wider than `width` and no wider than needed."""
        begin, end, has = self.span(column)
        length = end - begin
        wide = max(1, min(width, int(length.max(initial=0))))
        least = int(length.min(initial=wide))
        places = np.zeros((wide, self.size), dtype=np.uint8)
        if self.data.size:
            for index in range(wide):
                self.data[index:].take(begin, out=places[index], mode="clip")
                if index >= least:
                    places[index] *= length > index
        return Cells(places.T, np.where(has, length, -1))

    def texts(self, column: int, rows: IndexArray, longest: int) -> list[str]:
        """The cells of some rows as text, cut at `longest` bytes: for columns whose cells are long."""
        begin, end, _ = self.span(column)
        spans = zip(begin[rows].tolist(), end[rows].tolist(), strict=True)
        return [self.data[b : min(e, b + longest)].tobytes().decode("utf-8", "replace") for b, e in spans]

    def blank(self) -> BoolArray:
        """Lines on which nothing stands but delimiters."""
        blank = np.zeros(self.size, dtype=bool)
        if self.data.size:
            byte = self.data.take(self.line_start, mode="clip")
            # a line that begins with a character of a cell is none; only the others are looked at whole
            open_still = np.flatnonzero((byte <= QUOTE) | (byte == ord(self.delimiter)))
            begin, end = strip(self.data, self.line_start[open_still], self.line_stop[open_still], self.delimiter)
            blank[open_still] = begin >= end
        return blank


def strip(data: ByteMatrix, begin: IndexArray, end: IndexArray, also: str = "") -> tuple[IndexArray, IndexArray]:
    """Spans without the blanks, returns and quotes around them (and the character `also`).

    Parameters
    ----------
    data
        Bytes of rows of equal length, shape (rows, width).
    begin
        First byte of each cell, shape (n,).
    end
        Byte after each cell, shape (n,).
    also
        Bytes that are stripped besides blanks.

    Returns
    -------
    tuple[IndexArray, IndexArray]
    """
    if not data.size:
        return begin, end
    signs = bytes((BLANK, TAB, RETURN, QUOTE)) + also.encode("latin-1")
    trim = np.zeros(256, dtype=bool)
    trim[list(signs)] = True
    highest, last = max(signs), data.size - 1
    # most cells begin and end with what is kept: only the rows of the others are gone through
    rows = np.flatnonzero(data.take(begin, mode="clip") <= highest)
    begin = begin.copy() if rows.size else begin
    for _ in range(MOST_STEPS):
        rows = rows[(begin[rows] < end[rows]) & trim[data[np.minimum(begin[rows], last)]]]
        begin[rows] += 1
    for row in rows.tolist():
        begin[row] = end[row] - len(data[begin[row] : end[row]].tobytes().lstrip(signs))
    rows = np.flatnonzero(data.take(end - 1, mode="clip") <= highest)
    end = end.copy() if rows.size else end
    for _ in range(MOST_STEPS):
        rows = rows[(begin[rows] < end[rows]) & trim[data[end[rows] - 1]]]
        end[rows] -= 1
    for row in rows.tolist():
        end[row] = begin[row] + len(data[begin[row] : end[row]].tobytes().rstrip(signs))
    return begin, end


def run_starts(places: ByteMatrix) -> IndexArray:
    """Of byte columns (w, n), the first row of each run of equal rows.

    Parameters
    ----------
    places
        Where the separators stand, shape (rows, columns).

    Returns
    -------
    IndexArray

    Examples
    --------
    >>> run_starts(np.array([[1, 1, 1, 2], [5, 5, 6, 6]], dtype=np.uint8)).tolist()
    [0, 2, 3]
    """
    changed = np.zeros(places.shape[1], dtype=bool)
    changed[:1] = True
    for index in places:
        changed[1:] |= index[1:] != index[:-1]
    return np.flatnonzero(changed)


def split_rows(block: bytes, delimiter: str) -> Rows:
    """The rows of `block`; a delimiter of `" "` stands for any run of blanks and tabs.

    Parameters
    ----------
    block
        Lines as bytes.
    delimiter
        The character between cells; a blank stands for any run of blanks.

    Returns
    -------
    The lines and where their delimiters stand.
    """
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
        marks = marks[quotes[marks] % 2 == before % 2]
    marks = marks.astype(np.int64, copy=False)
    first, count = _marks_of_lines(marks, line_start, line_stop)
    return Rows(data, line_start, line_stop, marks, first, count, delimiter)


def _marks_of_lines(marks: IndexArray, start: IndexArray, stop: IndexArray) -> tuple[IndexArray, IndexArray]:
    """Index of each line's first delimiter, and how many it has."""
    each, over = divmod(marks.size, max(start.size, 1))
    if each and not over:
        grid = marks.reshape(start.size, each)
        if (grid[:, 0] >= start).all() and (grid[:, -1] < stop).all():  # the same number in every line
            return np.arange(0, marks.size, each, dtype=np.int64), np.full(start.size, each, dtype=np.int64)
    first = np.searchsorted(marks, start)
    return first.astype(np.int64), (np.searchsorted(marks, stop) - first).astype(np.int64)


def _runs_of_blanks(data: ByteMatrix) -> IndexArray:
    """First blank of each run that follows a written character of the same line."""
    blank = (data == BLANK) | (data == TAB)
    written_before = np.concatenate(([False], ~blank[:-1] & (data[:-1] != NEWLINE)))
    return np.flatnonzero(blank & written_before)


BLOCK_BYTES = 1 << 20  # design: small enough that the byte matrices of a block stay small too
LONGEST_LINE_BYTES = 1 << 23  # design: a longer "line" is no line of a table
BROKEN_OFF = b"\0\n"  # stands for what comes after a stretch too long for a line
UTF8_MARK = b"\xef\xbb\xbf"


def text_blocks(source: SourceFile, skip_lines: int = 0) -> Iterator[bytes]:
    """Blocks of whole lines (UTF-8, each line ended by a newline) after the first `skip_lines` lines.

    A stretch of over 8 MiB without a line end ends the text (what follows cannot be lines of a table): the last block
    is then `BROKEN_OFF`.

    Parameters
    ----------
    source
        The file: its name and its bytes, which can be opened again.
    skip_lines
        How many lines to leave out at the beginning.

    Returns
    -------
    Blocks of whole lines, UTF-8.
    """
    _, encoding = decode_text(source.head.data)
    returns_only = b"\r" in source.head.data and b"\n" not in source.head.data
    rest = b""
    for data in _decoded(source.blocks(BLOCK_BYTES), encoding):
        text = data.replace(b"\r", b"\n") if returns_only else data
        cut = text.rfind(b"\n") + 1
        if not cut:
            rest += text
            if len(rest) > LONGEST_LINE_BYTES:
                yield BROKEN_OFF
                return
            continue
        block, rest = b"".join((rest, memoryview(text)[:cut])), text[cut:]
        while skip_lines and block:
            _, _, block = block.partition(b"\n")
            skip_lines -= 1
        if block:
            yield block
    if rest and not skip_lines:
        yield rest + b"\n"


def _decoded(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes in UTF-8."""
    decoder = None if encoding.startswith("utf-8") else codecs.getincrementaldecoder(encoding)(errors="replace")
    first = True
    for data in blocks:
        if decoder is not None:
            yield decoder.decode(data).encode("utf-8")
        else:
            yield data.removeprefix(UTF8_MARK) if first else data
        first = False


NO_VALUE = frozenset({"na", "n/a", "nan", "null", "none", "nil", "-", "--", "---", "?", "inf", "-inf", "#n/a"})
TENS = np.array([float(f"1e{power}") for power in range(16)])
BPM = "bpm"  # the one unit that programs write into every cell
INT32_DIGITS = 9  # digits an int32 always holds
EXACT_DIGITS = 15  # digits a float64 holds exactly


class Numbers(NamedTuple):
    """`value` (n,), NaN where there is none; `junk` (n,): what is written is no number and no sign for none."""

    value: FloatArray
    junk: BoolArray


def parse_numbers(cells: Cells, decimal: str = ".") -> Numbers:
    r"""The numbers of a column.

    Parameters
    ----------
    cells
        The cells of the column, n of them.
    decimal
        The decimal mark.

    Returns
    -------
    Numbers
        n values, NaN where a cell holds none, and which cells hold junk.

    Examples
    --------
    >>> from pacing.read.text.rows import split_rows
    >>> parse_numbers(split_rows(b"72\n\n71,5\nx\n", ";").cells(0), ",").value.tolist()
    [72.0, nan, 71.5, nan]
    """
    whole = _whole_numbers(cells) if cells.words is None else _alike_numbers(cells, decimal)
    if whole is not None:
        return Numbers(whole, np.zeros(whole.size, dtype=bool))
    matrix = cells.matrix
    rows, width = matrix.shape
    value = np.zeros(rows)
    digits = np.zeros(rows, dtype=np.uint8)
    decimals = np.zeros(rows, dtype=np.uint8)
    after_mark = np.zeros(rows, dtype=bool)
    odd = cells.too_long.copy()
    negative = matrix[:, 0] == ord("-")
    for column in range(width):
        byte = matrix[:, column]
        figure = byte - np.uint8(48)
        is_digit = figure <= 9
        value = np.where(is_digit, value * 10 + figure, value)
        digits += is_digit
        decimals += is_digit & after_mark
        is_mark = byte == ord(decimal)
        odd |= is_mark & after_mark
        after_mark |= is_mark
        sign = (byte == ord("-")) | (byte == ord("+")) if column == 0 else np.zeros(rows, dtype=bool)
        odd |= ~(is_digit | is_mark | sign | (byte == 0))
    odd |= (digits == 0) | (digits > EXACT_DIGITS)
    value = np.where(negative, -value, value) / TENS[np.minimum(decimals, EXACT_DIGITS)]
    value = np.where(odd, np.nan, value)
    junk = np.zeros(rows, dtype=bool)
    strange = np.flatnonzero(odd & ~cells.empty)
    for row, text in zip(strange, cells.texts(strange), strict=True):
        value[row], junk[row] = _one_number(text, decimal)
    return Numbers(value, junk)


def _whole_numbers(cells: Cells) -> FloatArray | None:
    """The numbers of a column in which every cell is some digits and nothing else; None where one is not."""
    rows, width = cells.matrix.shape
    least = int(cells.length.min(initial=width))
    if least < 1 or width > INT32_DIGITS:
        return None
    value = np.zeros(rows, dtype=np.int32)
    for index, byte in enumerate(cells.matrix.T):
        figure = byte - np.uint8(48)
        inside = figure <= 9
        if not (inside if index < least else inside | (cells.length <= index)).all():
            return None
        value = value * np.int32(10) + figure if index < least else np.where(inside, value * 10 + figure, value)
    return value.astype(np.float64)


def _alike_numbers(cells: Cells, decimal: str) -> FloatArray | None:
    """The numbers of cells written alike, where the first of them is some digits with at most a sign and a mark."""
    figures = cells.texts(np.arange(1))[0] if cells.matrix.shape[1] == cells.length[0] else ""
    sign = figures[:1] if figures[:1] in ("-", "+") else ""
    before, _, after = figures.removeprefix(sign).partition(decimal)
    digits = before + after
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > EXACT_DIGITS:
        return None
    wanted = [*range(len(sign), len(sign) + len(before)), *range(len(figures) - len(after), len(figures))]
    value: npt.NDArray[Any] = cells.matrix[:, wanted[0]] - np.uint8(48)
    for number, column in enumerate(wanted[1:], start=2):
        kind = next(kind for most, kind in _HOLDING if number <= most)
        value = value.astype(kind, copy=False) * kind.type(10) + (cells.matrix[:, column] - np.uint8(48))
    result = value.astype(np.float64)
    if sign == "-":
        np.negative(result, out=result)
    return result / TENS[len(after)] if after else result


_HOLDING = tuple(
    (digits, np.dtype(kind))
    for digits, kind in ((2, np.uint8), (4, np.uint16), (INT32_DIGITS, np.int32), (EXACT_DIGITS, np.int64))
)  # how many digits at most, and what holds them


def _one_number(text: str, decimal: str) -> tuple[float, bool]:
    """A number written in an unusual way (exponents, many digits), and whether it is none."""
    if text.casefold() in NO_VALUE:
        return np.nan, False
    plain = text.replace(decimal, ".")
    if plain.casefold().endswith(BPM):
        plain = plain[: -len(BPM)]
    if "_" in plain:
        return np.nan, True
    try:
        return readable(float(plain)), False
    except ValueError:
        return np.nan, True
