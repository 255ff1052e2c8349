"""JSON lists whose entries name a time and a heart rate (or RR interval): read as the rows of a table.

So the same words, clocks, units and refusals hold as for tables whose columns explain themselves.
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
from pacing.read.text.structured import entries, json_lines, load_json

_FIRST = re.compile(r'\s*(?:\[|\{\s*"(?P<list>\w+)"\s*:\s*\[)\s*\{(?P<entry>[^{}\[\]]*)\}')
_LINES = re.compile(r"\s*\{(?P<entry>[^{}\[\]\n]*)\}\s*\n\s*\{")
_KEY = re.compile(r'"([^"]{1,60})"\s*:')
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHERS = ({"heart_rate", "start_time"},)  # Samsung Health, which has a reader of its own


def _matches(head: FileHead) -> bool:
    text = "\n".join(head.lines)
    result = _FIRST.match(text) or _LINES.match(text)
    if result is None:
        return False
    keys = set(_KEY.findall(result["entry"]))
    held = {meaning(_spaced(key)) for key in keys}
    return bool(held & {"heart_rate", "rr"}) and "time" in held and not any(other <= keys for other in _OTHERS)


def _spaced(key: str) -> str:
    """`heartRate` as `heart Rate`."""
    return _HUMP.sub(" ", key)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    items, damage = _items(source)
    table = _table(items)
    rows = SourceFile(source.name, lambda: io.BytesIO(table))
    own = generic_table(rows.head)
    if own is None:
        raise UnknownFormatError(
            source.name,
            "The entries of this JSON file do not explain themselves.",
            hint='Each needs a "timestamp" and a "heart_rate".',
        )
    dialect, layout = own
    result = read_recordings_of(rows, options, layout, dialect, "json_entries")
    return tuple(
        replace(one, source=replace(one.source, sha256=source.sha256, damage=damage or one.source.damage))
        for one in result
    )


def _items(source: SourceFile) -> tuple[list[dict[str, Any]], str | None]:
    """The entries of a list, of a list inside an object, or of one object a line; and where they break off."""
    if _LINES.match("\n".join(source.head.lines)):
        return json_lines(source)
    value = load_json(source)
    if isinstance(value, dict):
        value = next((inner for inner in value.values() if entries(inner)), [])
    return entries(value), None


def _table(items: list[dict[str, Any]]) -> bytes:
    """The entries as a table: a column for each key that means something, a row for each entry."""
    keys = [key for key in dict.fromkeys(key for item in items for key in item) if meaning(_spaced(key))]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_spaced(key) for key in keys])
    writer.writerows(_cells(item, keys) for item in items)
    return text.getvalue().encode()


def _cells(item: dict[str, Any], keys: list[str]) -> Iterator[str]:
    for key in keys:
        cell = item.get(key)
        plain = isinstance(cell, str | int | float) and not isinstance(cell, bool)
        yield " ".join(str(cell).split()) if plain else ""


READER = Reader(title="JSON lists of times and heart rates", matches=_matches, read=_read)
