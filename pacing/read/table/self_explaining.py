"""What a column means by its name alone: for tables that no dialect describes but whose columns explain themselves."""

import re
from functools import lru_cache

from pacing.read.assembly.channel_units import MODEL_UNIT
from pacing.read.head import FileHead
from pacing.read.table.column_words import MEANINGS, NEEDS_UNIT, NOT_A_SERIES
from pacing.read.table.dialect import Column, CsvDialect
from pacing.read.table.layout import (
    DELIMITERS,
    HEADS_KEPT,
    Layout,
    cells_of,
    is_number,
    layout_at,
    plain_name,
    possible_headers,
    unit_in,
)

ONE_COLUMN = (",", ";")  # where a name stands alone, the decimal mark of the rows still decides between these
_PLAIN_UNITS = ("ms", "s", "sec", "bpm", "km/h", "mph", "m/s", "1/min")
_NAMED_BY_UNIT = ("kph", "kmh", "mph", "km")
_BPM_WORDS = """
    bpm, 1/min, /min, min-1, beats/min, beat/min, b/min, count/min, s/min, p/min, beats per minute, beats per min,
    beats/minute, schläge/min, schläge pro minute, slag/min, slagen/min, bat/min, batt/min, battements/min, lpm, ppm,
    puls/min, уд/мин, уд./мин, 拍/分, 次/分"""
BPM_UNITS = frozenset({"", *(" ".join(word.split()) for word in _BPM_WORDS.split(","))})
_HEART_RATE_WORDS = frozenset({"hr", "heartrate", "pulse", "puls", "herzfrequenz", "hartslag", "pouls", "pulso"})
EVEN_SHARE = 0.9  # design: of the rows of a table divided by blanks, so many have as many cells as its header
_NUMBERS = re.compile(r"^[^\w]*\d[\d.,:;|/\s\[\]]*(bpm)?$", re.IGNORECASE)
_SHARE = re.compile(r" ?(%|percent|pct)$")
_BETWEEN_WORDS = re.compile(r"[\s()\[\]{}]+")
LEAST_GOOD_ROWS = 0.5  # design: share of the rows below a header that must look like rows of that table


def meaning(name: str, unit: str = "") -> str:
    """What a column of this name holds, or "" when the name does not tell."""
    plain = plain_name(name)
    share = MEANINGS.get(_SHARE.sub("", plain), "")
    if MODEL_UNIT.get(share) == "%":
        return share  # here a word for per cent is the unit, elsewhere the sign of a result
    if NOT_A_SERIES & set(_BETWEEN_WORDS.split(plain)) or "%" in plain:
        return ""
    holds = MEANINGS.get(plain, "")
    own_unit = unit_in(name) or unit
    words = set(plain.split())
    if not holds and own_unit and own_unit in BPM_UNITS and (words & _HEART_RATE_WORDS or {"heart", "rate"} <= words):
        holds = "heart_rate"  # its unit says so, whatever else its name tells of the sensor
    if holds == "heart_rate" and (own_unit not in BPM_UNITS or (plain in NEEDS_UNIT and not own_unit)):
        return ""
    return holds


def unit_of(name: str, units_cell: str) -> str:
    """Unit a column states: in brackets, as its last word, or in a units row."""
    inside = unit_in(name)
    if inside:
        return inside
    if plain_name(name) in _NAMED_BY_UNIT:
        return plain_name(name)
    last = plain_name(name).split()[-1:] or [""]
    if last[0] in _PLAIN_UNITS and plain_name(name) != last[0]:
        return last[0]
    two = " ".join(plain_name(name).split()[-2:])
    spelled = {"m s": "m/s", "km h": "km/h"}.get(two, "")
    return spelled or units_cell.strip().strip("[]()").casefold()


@lru_cache(maxsize=HEADS_KEPT)
def self_explaining(head: FileHead) -> tuple[CsvDialect, Layout] | None:
    """A dialect made from the header of a table whose columns explain themselves, and its layout; None = none does."""
    best: tuple[int, CsvDialect, Layout] | None = None
    for number, line, _ in possible_headers(head):
        for delimiter in DELIMITERS:
            if delimiter not in line and delimiter not in ONE_COLUMN:
                continue
            names = cells_of(line, delimiter)
            comment = line.lstrip().startswith("#")
            if not _may_be_header(names) or (comment and len(names) < 2):
                continue
            layout = layout_at(head, number, delimiter, None)
            dialect = _described(layout)
            if dialect is None or not _rows_fit(layout, dialect):
                continue
            score = len(dialect.columns)
            if best is None or score > best[0]:
                best = score, dialect, layout
    return None if best is None else best[1:]


def _may_be_header(names: tuple[str, ...]) -> bool:
    written = [name for name in names if name]
    if not written or sum(is_number(name) for name in written) > len(written) / 2:
        return False
    found = {meaning(name) for name in written} | {"heart_rate" if plain_name(n) in NEEDS_UNIT else "" for n in written}
    return bool(found & {"heart_rate", "rr"}) and (len(written) > 1 or "rr" in found)


def _described(layout: Layout) -> CsvDialect | None:
    columns: list[Column] = []
    for place, name in enumerate(layout.names):
        units_cell = layout.units[place] if place < len(layout.units) else ""
        holds = meaning(name, units_cell.strip().strip("[]()").casefold())
        if holds == "heart_rate" and any(column.holds == holds for column in columns):
            holds = "heart_rate_else"
        if holds and all(column.holds != holds for column in columns):
            unit = unit_of(name, units_cell)
            columns.append(
                Column(
                    f"#{place}",
                    holds,
                    unit,
                    many=holds == "rr" and several_in_a_cell(layout, place),
                    beside=holds in MODEL_UNIT,
                )
            )
    held = {column.holds for column in columns}
    remarks: tuple[str, ...] = ()
    if "heart_rate_else" in held:
        name = next(layout.names[int(c.name[1:])] for c in columns if c.holds == "heart_rate")
        remarks = (f'Of several heart-rate columns "{name}" was read.',)
    if "heart_rate" in held and not held & {"time", "date"}:
        return None
    if not held & {"heart_rate", "rr"}:
        return None
    if "date" in held and "time" not in held:
        columns = [Column(c.name, "time", c.unit) if c.holds == "date" else c for c in columns]
    columns = [c for c in columns if c.holds not in ("person", "source") or few_values(layout, c)]
    return CsvDialect(title="a table whose columns explain themselves", columns=tuple(columns), remarks=remarks)


def several_in_a_cell(layout: Layout, place: int) -> bool:
    """Whether cells of a column hold more than one number."""
    cells = [row[place] for row in layout.sample if place < len(row) and row[place]]
    return any(not is_number(cell) and re.search(r"\d[^\d.,]+\d", cell) for cell in cells)


def few_values(layout: Layout, column: Column) -> bool:
    """Whether a column repeats few values, as one that names people or sources does."""
    place = int(column.name[1:])
    cells = [row[place] for row in layout.sample if place < len(row)]
    return len(set(cells)) <= max(1, len(cells) // 4)


def _rows_fit(layout: Layout, dialect: CsvDialect) -> bool:
    """Whether most rows below the header carry a number where the header promises heart rate or RR."""
    wanted = [int(c.name[1:]) for c in dialect.columns if c.holds in ("heart_rate", "heart_rate_else", "rr")]
    filled = [row for row in layout.sample if any(p < len(row) and row[p] for p in wanted)]
    good = [row for row in filled if any(p < len(row) and _NUMBERS.match(row[p]) for p in wanted)]
    if layout.delimiter == " ":
        even = [row for row in layout.sample if len(row) == len(layout.names)]
        if len(even) < EVEN_SHARE * len(layout.sample):
            return False  # words of a sentence, not columns
    if len(layout.names) == 1 and any(len(row) > 1 and row[1] for row in layout.sample):
        return False  # a comma inside the numbers, not between columns
    return bool(good) and len(good) >= LEAST_GOOD_ROWS * len(filled)
