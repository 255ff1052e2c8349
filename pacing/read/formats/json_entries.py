"""JSON of any nesting whose entries explain themselves: times and heart rates (or RR intervals) as rows of a table.

So the same words, clocks, units and refusals hold as for tables whose columns explain themselves. A series may be a
list of entries, lists side by side under their names, or pairs of an instant and a value under the name of heart rate.
It is asked only where no program's own format is recognised.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pacing.errors import UnknownFormatError
from pacing.model.recording import Recording
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile
from pacing.read.table.generic import generic_table, meaning
from pacing.read.table.recordings import read_recordings_of
from pacing.read.text.json_beginning import beginning_of
from pacing.read.text.structured import entries, json_lines, load_json

_LINES = re.compile(r"\s*\{[^\n]*\}\s*\n\s*\{")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
DEEPEST = 8  # design: a series lies no deeper
MOST_LISTS = 1000  # design: a file holds no more series of heart rate
LOOKED_AT = 3  # entries that show what a list holds
FEWEST_ENTRIES = 2  # of these: one among others is a result, not its course
EARLIEST_EPOCH_S = 1e9  # design: smaller numbers beside a value are no instants since 1970
PAIR = 2
OURS = "pacing/"
VALUES = frozenset({"value", "val", "v", "reading", "measurement"})  # names that only that of their list explains
HOLDERS = VALUES | {"values", "data", "fields", "metrics", "measurements", "attributes", "sample", "content"}
Entry = dict[str, Any]


def _matches(head: FileHead) -> bool:
    if _is_lines(head):
        first = beginning_of(replace(head, lines=head.lines[:1]))
        return isinstance(first, dict) and _explains_itself(_flat(first, ""))
    value = beginning_of(head)
    if isinstance(value, dict) and str(value.get("schema", "")).startswith(OURS):
        return False  # a report of this program
    return next(_series_in(value), None) is not None


def _is_lines(head: FileHead) -> bool:
    """Whether a file holds an object a line."""
    return bool(_LINES.match("\n".join(head.lines[:PAIR]))) and beginning_of(head) is None


def _spaced(key: str) -> str:
    """`heartRate` as `heart Rate`."""
    return _HUMP.sub(" ", key)


def _explains_itself(entry: Entry) -> bool:
    held = {meaning(_spaced(key)) for key in entry}
    return bool(held & {"heart_rate", "rr"}) and "time" in held


def _series_in(value: object, name: str = "", depth: int = 0) -> Iterator[list[Entry]]:
    """The series of heart rate in a value, each as entries that explain themselves; `name`: what it is called."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        flat = [_flat(item, name) for item in value[:LOOKED_AT] if isinstance(item, dict)]
        if flat and sum(map(_explains_itself, flat)) >= min(FEWEST_ENTRIES, len(value)):
            yield [_flat(item, name) for item in entries(value)]
            return
        pairs = _pairs(value, name)
        if pairs:
            yield pairs
            return
        inner = [(name, item) for item in value if isinstance(item, dict | list)]
    elif isinstance(value, dict):
        columns = _columns(value)
        if columns:
            yield columns
            return
        inner = [(str(key), item) for key, item in value.items() if isinstance(item, dict | list)]
    else:
        return
    for key, item in inner[: MOST_LISTS * LOOKED_AT]:
        yield from _series_in(item, key, depth + 1)


def _flat(item: Entry, name: str) -> Entry:
    """An entry with what stands one level deeper under its own name, or that of what holds it where it says nothing.

    Examples
    --------
    >>> _flat({"time": 1, "heart_rate": {"value": 70, "unit": "bpm"}}, "")
    {'time': 1, 'heart_rate': 70}
    >>> _flat({"time": 1, "value": 70}, "heartRate")
    {'time': 1, 'heartRate': 70}
    """
    result: Entry = {}
    for key, held in item.items():
        if isinstance(held, dict):
            telling = bool(meaning(_spaced(key))) or key.lower() in HOLDERS
            for inner, cell in held.items() if telling else ():
                called = inner if meaning(_spaced(inner)) else key if inner.lower() in VALUES else ""
                if called and not isinstance(cell, dict | list):
                    result.setdefault(called, cell)
        else:
            called = name if key.lower() in VALUES and meaning(_spaced(name)) in ("heart_rate", "rr") else key
            result.setdefault(called, held)
    return result


def _columns(value: Entry) -> list[Entry]:
    """Lists of equal length side by side as entries; nothing where they are not times and heart rates."""
    lists = {key: held for key, held in value.items() if isinstance(held, list) and len(held) > 1}
    if not _explains_itself(lists):
        return []
    size = max(len(held) for key, held in lists.items() if meaning(_spaced(key)) in ("heart_rate", "rr"))
    even = {key: held for key, held in lists.items() if len(held) == size}
    if not _explains_itself(even) or any(isinstance(held[0], dict | list) for held in even.values()):
        return []
    return [dict(zip(even, cells, strict=True)) for cells in zip(*even.values(), strict=True)]


def _pairs(value: list[Any], name: str) -> list[Entry]:
    """Pairs of an instant since 1970 and a value, under the name of heart rate, as entries."""
    if meaning(_spaced(name)) != "heart_rate" or not value:
        return []
    pairs = [item for item in value if isinstance(item, list) and len(item) == PAIR]
    numbers = [pair for pair in pairs if all(isinstance(cell, int | float) for cell in pair)]
    if len(numbers) < len(value) or not all(pair[0] > EARLIEST_EPOCH_S for pair in numbers):
        return []
    return [{"timestamp": pair[0], "heart_rate": pair[1]} for pair in numbers]


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    if _is_lines(source.head):
        items, damage = json_lines(source)
        lists = [[_flat(item, "") for item in items]]
    else:
        damage, lists = None, list(_series_in(load_json(source)))[:MOST_LISTS]
    result: list[Recording] = []
    for items in lists:
        table = _table(items)
        rows = SourceFile(source.name, lambda table=table: io.BytesIO(table))  # type: ignore[misc]
        own = generic_table(rows.head)
        if own is None:
            continue
        dialect, layout = own
        for one in read_recordings_of(rows, options, layout, dialect, "json_entries"):
            whole = replace(one.source, sha256=source.sha256, damage=damage or one.source.damage, place=len(result))
            result.append(replace(one, source=whole))
    if not result:
        raise UnknownFormatError(
            source.name,
            "The entries of this JSON file do not explain themselves.",
            hint='Each needs a "timestamp" and a "heart_rate".',
        )
    return tuple(result)


def _table(items: list[Entry]) -> bytes:
    """The entries as a table: a column for each key that means something, a row for each entry."""
    keys = [key for key in dict.fromkeys(key for item in items for key in item) if meaning(_spaced(key))]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_spaced(key) for key in keys])
    writer.writerows(_cells(item, keys) for item in items)
    return text.getvalue().encode()


def _cells(item: Entry, keys: list[str]) -> Iterator[str]:
    for key in keys:
        cell = item.get(key)
        plain = isinstance(cell, str | int | float) and not isinstance(cell, bool)
        yield " ".join(str(cell).split()) if plain else ""


READER = Reader(title="JSON lists of times and heart rates", matches=_matches, read=_read, last=True)
