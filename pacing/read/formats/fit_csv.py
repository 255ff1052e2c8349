"""Tables that FitCSVTool makes of a FIT file: one message a row, its fields in triples of name, value and unit; or a
column for each field of each message (`record.heart_rate[bpm]`).

The rows are taken for what they are, messages, and read by the same rules as the FIT file itself.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from pacing.errors import DamagedFileError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording
from pacing.read.fit.recordings import FileFacts, recordings_of
from pacing.read.fit.wire.table import DeveloperColumn, IntArray
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.table.layout import FIT_COLUMNS
from pacing.read.text.numbers import plain_number
from pacing.read.text.rows import BROKEN_OFF, text_blocks

FIRST_COLUMNS = ("type", "local number", "message", "field 1", "value 1", "units 1")
_FIELD = re.compile(r"(?P<message>\w+)\.(?P<field>\w+)(?:\[[^\]]*\])?$")
FIXED = 3  # columns before the first triple
TRIPLE = 3
BETWEEN = "|"  # of the values of an array
MOST_MESSAGES = 5_000_000
MOST_IN_ARRAY = 256  # design: as many values as one field of a FIT message can hold
TOO_LARGE = 2.0**32  # the numbers of a FIT field, times among them, have four bytes


def _matches(head: FileHead) -> bool:
    first = head.text_start.strip("\ufeff").casefold()
    return first.split(",")[: len(FIRST_COLUMNS)] == list(FIRST_COLUMNS) or bool(FIT_COLUMNS.match(first))


@dataclass(eq=False)
class _Rows:
    """The messages of one kind as columns (see `pacing.read.fit.wire.table.Table`)."""

    at: list[int] = field(default_factory=list)
    cells: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    @cached_property
    def positions(self) -> IntArray:
        """Row numbers."""
        return np.array(self.at, dtype=np.int64)

    @cached_property
    def parts(self) -> IntArray:
        """All rows are of one file."""
        return np.zeros(len(self.at), dtype=np.int64)

    def __len__(self) -> int:
        return len(self.at)

    def add(self, row: int, fields: Iterator[tuple[str, str]]) -> None:
        """Keep one message."""
        index = len(self.at)
        self.at.append(row)
        for name, value in fields:
            self.cells[name].setdefault(index, value)

    def has(self, field: str) -> bool:
        """Whether any message holds the field."""
        return field in self.cells

    def number(self, field: str) -> FloatArray:
        """One value a message, an array's first."""
        return np.ascontiguousarray(self.series(field)[:, 0])

    def series(self, field: str) -> FloatArray:
        """An array field, one row a message."""
        lists = {index: _numbers(text) for index, text in self.cells.get(field, {}).items()}
        width = max((len(numbers) for numbers in lists.values()), default=1)
        values = np.full((len(self.at), max(width, 1)), np.nan)
        for index, numbers in lists.items():
            values[index, : len(numbers)] = numbers
        return values

    def texts(self, field: str) -> list[str]:
        """One text a message."""
        cells = self.cells.get(field, {})
        return [cells.get(index, "") for index in range(len(self.at))]

    def developer_columns(self) -> list[DeveloperColumn]:
        """The tool writes an app's fields among the others; they look like them."""
        return []


def _numbers(text: str) -> list[float]:
    result = []
    for piece in text.split(BETWEEN)[:MOST_IN_ARRAY]:
        number = plain_number(piece)
        result.append(number if abs(number) < TOO_LARGE else np.nan)
    return result


class _Messages:
    """All messages by kind (see `pacing.read.fit.wire.table.Decoded`)."""

    def __init__(self) -> None:
        self.kinds: dict[str, _Rows] = defaultdict(_Rows)

    def table(self, message: str) -> _Rows:
        """The messages of one kind; none where the table has none."""
        return self.kinds[message] if message in self.kinds else _Rows()


def _lines(source: SourceFile) -> Iterator[str]:
    for block in text_blocks(source):
        if block is BROKEN_OFF:
            return
        yield from block.decode("utf-8", "replace").splitlines()


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    messages, broken, columns = _Messages(), 0, []
    for number, row in enumerate(_rows(source)):
        if number == 0 and FIT_COLUMNS.match(",".join(row).strip("\ufeff")):
            columns = [_FIELD.match(cell.strip('\ufeff "')) for cell in row]
            continue
        if columns:
            _by_columns(messages, number, columns, row)
            continue
        if number > MOST_MESSAGES:
            raise DamagedFileError(source.name, "The table holds more messages than any recording.")
        if len(row) > FIXED + 1 and row[0].strip().casefold() == "data":
            triples = zip(row[FIXED::TRIPLE], row[FIXED + 1 :: TRIPLE], strict=False)
            filled = ((name.strip(), value.strip()) for name, value in triples if name.strip() and value.strip())
            messages.kinds[row[2].strip()].add(number, filled)
        elif row and row[0].strip().casefold() not in ("definition", "type", ""):
            broken += 1
    remarks = ("the table was made by FitCSVTool: its rows were read as the messages of the FIT file",)
    damage = f"Rows that are no messages, left out: {broken}." if broken else None
    return recordings_of(messages, FileFacts(source.name, source.sha256, options.time_zone, remarks, damage))


def _by_columns(messages: _Messages, number: int, columns: list[re.Match[str] | None], row: list[str]) -> None:
    """Keep the messages of a row that has a column for each field of each message."""
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for column, cell in zip(columns, row, strict=False):
        if column is not None and cell.strip():
            kinds[column["message"]].append((column["field"], cell.strip()))
    for message, fields in kinds.items():
        messages.kinds[message].add(number, iter(fields))


def _rows(source: SourceFile) -> Iterator[list[str]]:
    rows = csv.reader(_lines(source))
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield ["?"]


READER = Reader(title="Tables that FitCSVTool makes of FIT files", matches=_matches, read=_read)
