"""Lines of a block that are written alike, gathered whole: where one has its cells, all of them have theirs.

Tables that programs write hold few kinds of lines, which differ in nothing but their digits: of each kind one line is
split, and the bytes of all are taken at once, instead of looking for delimiters, blanks and quotes in every line.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pacing.read.text.rows import (
    CELL_BYTES,
    NEWLINE,
    BoolArray,
    ByteMatrix,
    Cells,
    IndexArray,
    Rows,
    run_starts,
    split_rows,
)

ANY_DIGIT = bytes.maketrans(b"0123456789", b"9" * 10)
WORD_BYTES = 8  # lines are compared eight bytes at a time
FEWEST_LINES = 100  # design: fewer of a kind on average, and gathering them costs more than it saves
LONGEST_LINE = 512  # design: longer lines hold text, not samples
KINDS_REMEMBERED = 512  # design: more than any table has


@dataclass(frozen=True, slots=True, eq=False)
class AlikeRows(Rows):
    """Lines of one kind: `kind` is one of them with nines for digits, `columns` (w, n) the bytes of all."""

    kind: bytes
    columns: ByteMatrix

    def span(self, column: int) -> tuple[IndexArray, IndexArray, BoolArray]:
        """Begin, end (without blanks and quotes around) and presence of the cells of `column`."""
        begin, end, has = _cell(self.kind, self.delimiter, column)
        return self.line_start + begin, self.line_start + end, np.full(self.size, has)

    def cells(self, column: int, width: int = CELL_BYTES) -> Cells:
        """The cells of `column` as a byte matrix no wider than `width` and no wider than needed."""
        begin, end, has = _cell(self.kind, self.delimiter, column)
        places = self.columns[begin : min(end, begin + width)]
        if not places.size:
            places = np.zeros((1, self.size), dtype=np.uint8)
        return Cells(places.T, np.full(self.size, end - begin if has else -1), alike=True)

    def blank(self) -> BoolArray:
        """Lines on which nothing stands but delimiters."""
        return np.full(self.size, _is_blank(self.kind, self.delimiter))


@lru_cache(KINDS_REMEMBERED)
def _cell(kind: bytes, delimiter: str, column: int) -> tuple[int, int, bool]:
    """Begin, end and presence of a cell in lines of a kind."""
    begin, end, has = split_rows(kind, delimiter).span(column)
    return int(begin[0]), int(end[0]), bool(has[0])


@lru_cache(KINDS_REMEMBERED)
def _is_blank(kind: bytes, delimiter: str) -> bool:
    return bool(split_rows(kind, delimiter).blank()[0])


def alike_rows(block: bytes, delimiter: str) -> list[tuple[IndexArray, Rows]] | None:
    r"""The lines of a block by their kind; None where they are of too many kinds to gain by it.

    Parameters
    ----------
    block
        Whole lines as bytes, the last ended by a newline.
    delimiter
        The character between cells; a blank stands for any run of blanks.

    Returns
    -------
    list[tuple[IndexArray, Rows]] | None
        Of each kind the numbers of its lines in the block, rising, and the lines.

    Examples
    --------
    >>> lines = b"1,70\n" * 200 + b"2,101\n" * 100
    >>> [(index.size, rows.cells(1).texts(index[:1] * 0)) for index, rows in alike_rows(lines, ",")]
    [(200, ['70']), (100, ['101'])]
    """
    data = np.frombuffer(block, dtype=np.uint8)
    stop = np.flatnonzero(data == NEWLINE) + 1
    start = np.concatenate(([0], stop[:-1]))
    length = stop - start
    if stop.size < FEWEST_LINES or int(length.max()) > LONGEST_LINE:
        return None
    spare = bytes(WORD_BYTES)  # so that the last lines can be taken in whole words as well
    text = block + spare
    kinds = block.translate(ANY_DIGIT) + spare
    result: list[tuple[IndexArray, Rows]] = []
    for size in np.flatnonzero(np.bincount(length)).tolist():
        index = np.flatnonzero(length == size)
        for kind, mine in _by_kind(kinds, index, start[index], size).items():
            lines = np.concatenate(mine) if len(mine) > 1 else mine[0]
            result.append((lines, _gathered(data, text, start[lines], kind, delimiter)))
        if len(result) * FEWEST_LINES > stop.size:
            return None
    return result


def _by_kind(kinds: bytes, index: IndexArray, start: IndexArray, size: int) -> dict[bytes, list[IndexArray]]:
    """Numbers of lines of one length by their kind: those of a kind stand in long runs."""
    wide = -(-size // WORD_BYTES) * WORD_BYTES
    words = _taken(kinds, start, wide).view(np.uint64).reshape(start.size, -1).T.copy()
    words[-1] <<= np.uint64(8 * (wide - size))  # what follows the line does not count
    result: dict[bytes, list[IndexArray]] = {}
    runs = run_starts(words)
    for begin, end in zip(runs.tolist(), [*runs[1:].tolist(), index.size], strict=True):
        first = int(start[begin])
        result.setdefault(kinds[first : first + size], []).append(index[begin:end])
    return result


def _taken(text: bytes, start: IndexArray, size: int) -> npt.NDArray[np.void]:
    """Shape (n,), each item `size` bytes of the text."""
    return np.ndarray((len(text) - size + 1,), dtype=f"V{size}", buffer=text, strides=(1,))[start]


def _gathered(data: ByteMatrix, text: bytes, start: IndexArray, kind: bytes, delimiter: str) -> AlikeRows:
    size = len(kind)
    columns = np.ascontiguousarray(_taken(text, start, size).view(np.uint8).reshape(-1, size).T)
    none = np.zeros(0, dtype=np.int64)
    return AlikeRows(data, start, start + size - 1, none, none, none, delimiter, kind, columns)
