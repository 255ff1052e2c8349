"""Where the table stands in a text: delimiter, header, units row, first row of data, what stands above it."""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache

from pacing.read.head import FileHead
from pacing.read.table.column_words import without_accents
from pacing.read.table.dialect import CsvDialect

DELIMITERS = (",", ";", "\t", "|", " ")
HEADER_LINES = 400  # design: a header further down is not looked for
HEADS_KEPT = 4  # what was found in the beginning of a file is asked for several times in a row
_WORD = re.compile(r"(?<!\d)[^\W\d_]|[^\W\d_]{2}")  # a letter that does not only stand between the digits of a clock
_UNIT = re.compile(r"[(\[{](?P<unit>[^)\]}]*)[)\]}]\s*$")
_NUMBER = re.compile(r"^[+-]?(\d{1,25}([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,2})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table stands.

    `names`: header cells as written (none for a table without header); `units`: the cells of a units row, or "" each;
    `data_line`: number of the first line of data, from 0; `above`: the lines before it; `sample`: its first rows.
    """

    delimiter: str
    decimal: str
    names: tuple[str, ...]
    units: tuple[str, ...]
    data_line: int
    above: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...] = ()

    def position(self, name: str) -> int | None:
        """Place of the column called `name` (or `#k`), or None."""
        if name.startswith("#"):
            return int(name[1:])
        wanted = plain_name(name)
        exact = [i for i, own in enumerate(self.names) if own.strip().casefold() == name.strip().casefold()]
        loose = [i for i, own in enumerate(self.names) if plain_name(own) == wanted]
        return next(iter(exact or loose), None)


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A header cell without its unit, case, signs and accents, so that `Heart_Rate (bpm)` and `heart rate` are one.

    Examples
    --------
    >>> plain_name(" Heart_Rate (bpm)")
    'heart rate'
    """
    bare = _UNIT.sub("", name.strip().strip("\"'").lstrip("#").strip())
    return " ".join(re.split(r"[\s_.\-/]+", without_accents(bare.casefold()))).strip()


def unit_in(name: str) -> str:
    """The unit a header cell gives in brackets, in lower case, or ""."""
    found = _UNIT.search(name.strip().strip("\"'"))
    return found["unit"].strip().casefold() if found else ""


@lru_cache(maxsize=8192)
def cells_of(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of one line, without blanks around them."""
    if delimiter == " ":
        return tuple(line.split())
    try:
        row = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        row = line.split(delimiter)
    return tuple(cell.strip() for cell in row)


def is_number(cell: str) -> bool:
    """Whether a cell is a plain number with a point or a comma."""
    return bool(_NUMBER.match(cell.strip()))


@lru_cache(maxsize=HEADS_KEPT)
def possible_headers(head: FileHead) -> tuple[tuple[int, str, str], ...]:
    """The first lines that hold words at all: each one's number, text, and text in lower case."""
    lines = enumerate(head.lines[:HEADER_LINES])
    return tuple((number, line, line.casefold()) for number, line in lines if _WORD.search(line))


def find_by_header(head: FileHead, dialect: CsvDialect) -> Layout | None:
    """The layout of a table whose header holds all of the dialect's names, or None."""
    wanted = {plain_name(name) for name in dialect.header}
    any_of = {plain_name(name) for name in dialect.any_of}
    unlike = {plain_name(name) for name in dialect.unlike}
    first = (
        next(iter(wanted or any_of)).split()[0] if wanted or len(any_of) == 1 else ""
    )  # a cheap look before the line is taken apart
    for number, line, folded in possible_headers(head):
        if first not in folded:
            continue
        for delimiter in (dialect.delimiter,) if dialect.delimiter else DELIMITERS:
            names = cells_of(line, delimiter)
            plain = {plain_name(name) for name in names}
            if wanted <= plain and len(names) > 1 and not unlike & plain and (not any_of or any_of & plain):
                return layout_at(head, number, delimiter, dialect.decimal)
    return None


def find_without_header(head: FileHead, dialect: CsvDialect) -> Layout:
    """The layout of a headerless table whose beginning the dialect has recognised."""
    delimiter = dialect.delimiter or ","
    start = dialect.skip_lines
    rows = _rows(head, start, delimiter)
    return Layout(
        delimiter, dialect.decimal or _decimal(rows, delimiter), (), (), start, tuple(head.lines[:start]), rows
    )


def layout_at(head: FileHead, number: int, delimiter: str, decimal: str | None) -> Layout:
    """The layout of the table whose header is line `number`; a units row and blank lines below it are stepped over."""
    names = cells_of(head.lines[number], delimiter)
    data = number + 1
    units: tuple[str, ...] = ("",) * len(names)
    while data < len(head.lines) and not any(cells_of(head.lines[data], delimiter)):
        data += 1
    if data < len(head.lines) and _is_units_row(cells_of(head.lines[data], delimiter), len(names)):
        row = cells_of(head.lines[data], delimiter)
        units = tuple((row + ("",) * len(names))[: len(names)])
        data += 1
    rows = _rows(head, data, delimiter)
    return Layout(delimiter, decimal or _decimal(rows, delimiter), names, units, data, tuple(head.lines[:number]), rows)


def _is_units_row(cells: tuple[str, ...], columns: int) -> bool:
    written = [cell for cell in cells if cell]
    if not written or len(cells) > columns + 1 or any(re.search(r"\d{2}|\d[:.,]\d", cell) for cell in written):
        return False
    return not any(is_number(cell) for cell in written)


def _rows(head: FileHead, start: int, delimiter: str) -> tuple[tuple[str, ...], ...]:
    lines = head.lines[start : start + HEADER_LINES]
    return tuple(cells_of(line, delimiter) for line in lines if line.strip())


def _decimal(rows: tuple[tuple[str, ...], ...], delimiter: str) -> str:
    """The decimal mark the sample rows use: a comma only where no cell holds a number with a point."""
    cells = [cell for row in rows for cell in row if is_number(cell)]
    commas = sum("," in cell for cell in cells)
    points = sum("." in cell for cell in cells)
    return "," if commas > points and (delimiter != "," or points == 0) else "."
