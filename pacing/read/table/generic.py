"""What a column means by its name alone: for tables that no dialect describes but whose columns explain themselves."""

import re
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from pacing.read.assembly.channel_units import MODEL_UNIT
from pacing.read.source import FileHead
from pacing.read.table.dialect import Column, CsvDialect
from pacing.read.table.layout import (
    BEGINNINGS,
    BESIDE_TIME,
    DELIMITERS,
    FIT_COLUMNS,
    HEADS_KEPT,
    MEAN_WORDS,
    MEANINGS,
    NEEDS_UNIT,
    NO_TIME_ALONE,
    NOT_A_SERIES,
    STRETCHES,
    TIME_WORDS,
    Layout,
    cells_of,
    is_number,
    layout_at,
    plain_name,
    possible_headers,
    unit_in,
    without_accents,
)
from pacing.read.text.rows import split_rows
from pacing.read.text.timestamps import parse_clock

ONE_COLUMN = (",", ";")  # where a name stands alone, the decimal mark of the rows still decides between these
_PLAIN_UNITS = ("ms", "s", "sec", "bpm", "km/h", "mph", "m/s", "1/min", "spm")
_NAMED_BY_UNIT = ("kph", "kmh", "mph", "km")
_BPM_WORDS = """
    bpm, 1/min, /min, min-1, beats/min, beat/min, b/min, count/min, s/min, p/min, beats per minute, beats per min,
    beats/minute, schläge/min, schläge pro minute, slag/min, slagen/min, bat/min, batt/min, battements/min, lpm, ppm,
    puls/min, уд/мин, уд./мин, 拍/分, 次/分"""
BPM_UNITS = frozenset({"", *(" ".join(word.split()) for word in _BPM_WORDS.split(","))})
_HEART_RATE_WORDS = frozenset({"hr", "heartrate", "pulse", "puls", "herzfrequenz", "hartslag", "pouls", "pulso"})
_BESIDE_HEART_RATE = frozenset({"bpm", "value", "values", "reading", "readings", "raw", "sample", "samples", "data"})
EVEN_SHARE = 0.9  # design: of the rows of a table divided by blanks, so many have as many cells as its header
_NUMBERS = re.compile(r"^[^\w]*\d[\d.,:;|/\s\[\]]*(bpm)?$", re.IGNORECASE)
_SHARE = re.compile(r" ?(%|percent|pct)$")
_BETWEEN_WORDS = re.compile(r"[\s()\[\]{}:,;]+")
SHORT_CELLS = 2
LOWEST_BPM, HIGHEST_BPM = 25.0, 240.0  # design: what a sensor can have measured
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBERED = re.compile(r" \d{1,2}$")  # of several sensors
_FILE_OF_HEART_RATE = re.compile(r"\b(heart ?rate|hr|pulse|puls|herzfrequenz|heartbeat|bpm)\b")
SHORTEST_NAME = 5  # design: shorter words stand in names of files for other things, too
NAMES_OF_HEART_RATE = frozenset(
    name
    for name, signal in MEANINGS.items()
    if signal == "heart_rate" and (len(name) >= SHORTEST_NAME or not name.isascii())
)
_VALUE_WORDS = frozenset({"value", "values", "reading", "measurement", "wert", "valor", "valeur", "waarde", "data"})
EPOCH_DIGITS = 10  # of seconds since 1970, from the year 2001 on
FEWEST_MEANS = 10  # design: fewer rows are a list of results as likely
LONGEST_MEAN_S = 900.0  # design: means over more than a quarter of an hour are no course
REGULAR_SHARE = 0.8  # design
MOST_KINDS = 200  # design: of more different words none says what a row is of
_LIBRARY = re.compile(r"^(HK[A-Za-z]+?TypeIdentifier|com\.[a-z]+\.)")  # what a phone's library puts before a kind
LEAST_GOOD_ROWS = 0.5  # design: share of the rows below a header that must look like rows of that table


def meaning(name: str, unit: str = "") -> str:
    """What a column of this name holds, or "" when the name does not tell.

    Parameters
    ----------
    name
        What is written there.
    unit
        The unit that stands beside it, or "".

    Returns
    -------
    The name of a signal, channel, or `time`, `date`, `person`, `source`; or "".
    """
    before, _, behind = name.strip("\"'").partition(",")
    if behind.strip().casefold() in BPM_UNITS - {""}:
        name, unit = before, behind.strip().casefold()  # `Heart rate, bpm`
    signal = _meaning(name, unit)
    spaced = _HUMP.sub(" ", name)
    return signal or ("" if spaced == name else _meaning(spaced, unit))


def _meaning(name: str, unit: str) -> str:
    """What a column of this name holds, its words divided by blanks or signs."""
    plain = plain_name(name)
    share = MEANINGS.get(_SHARE.sub("", plain), "")
    if MODEL_UNIT.get(share) == "%":
        return share  # here a word for per cent is the unit, elsewhere the sign of a result
    words = {word for word in _BETWEEN_WORDS.split(plain) if word}
    if NOT_A_SERIES & words or "%" in plain:
        return ""
    signal = MEANINGS.get(plain, "")
    if not signal and MEANINGS.get(_NUMBERED.sub("", plain)) == "heart_rate":
        signal = "heart_rate"
    own_unit = unit_in(name) or unit or ("bpm" if "bpm" in words else "")
    if not signal and own_unit and own_unit in BPM_UNITS and (words & _HEART_RATE_WORDS or {"heart", "rate"} <= words):
        signal = "heart_rate"  # its unit says so, whatever else its name tells of the sensor
    if not signal and own_unit in BPM_UNITS and _is_heart_rate(plain):
        signal = "heart_rate"
    if signal == "heart_rate" and (own_unit not in BPM_UNITS or (plain in NEEDS_UNIT and not own_unit)):
        return ""
    return signal or ("time" if _is_time(words) else "")


def _is_heart_rate(plain: str) -> bool:
    """Whether a name is one of heart rate but for words that say how or in what it was written."""
    words = plain.split()
    rest = [word for word in words if word not in _BESIDE_HEART_RATE]
    if not rest:
        return "bpm" in words
    return len(rest) < len(words) and MEANINGS.get(" ".join(rest)) == "heart_rate"


def _is_time(words: set[str]) -> bool:
    """Whether a name is made of nothing but words for times, as `measured_at` and `unix_timestamp_ms` are."""
    core = words & TIME_WORDS
    named = bool(core - NO_TIME_ALONE) or bool(words & {"at", "on"})
    if words & BEGINNINGS and words & STRETCHES and words <= BEGINNINGS | STRETCHES | TIME_WORDS | BESIDE_TIME:
        return True  # `minute_start`, `interval begin`
    return bool(core) and named and words <= TIME_WORDS | BESIDE_TIME


def unit_of(name: str, units_cell: str) -> str:
    """Unit a column states: in brackets, as its last word, or in a units row.

    Parameters
    ----------
    name
        What it is called.
    units_cell
        Cell of the row of units.

    Returns
    -------
    str
    """
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
def generic_table(head: FileHead) -> tuple[CsvDialect, Layout] | None:
    """A dialect made from the header of a table whose columns explain themselves, and its layout; None = none does.

    Parameters
    ----------
    head
        The beginning of a file: name, first bytes, first lines.

    Returns
    -------
    A dialect and where its table stands, or None.
    """
    if FIT_COLUMNS.match(head.text_start.strip("\ufeff")):
        return None  # messages of a FIT file, whose times count from another day
    return (
        _best_table(head, means=False)
        or _best_table(head, means=True)
        or _long_table(head)
        or _short_rows(head)
        or _named_by_file(head)
    )


def _long_table(head: FileHead) -> tuple[CsvDialect, Layout] | None:
    """A table with one measurement a row: a column says what each is, another holds its value, a third the time."""
    for number, line, _ in possible_headers(head)[:1]:
        for delimiter in DELIMITERS:
            names = cells_of(line, delimiter)
            times = [index for index, name in enumerate(names) if meaning(name) in ("time", "date")]
            values = [index for index, name in enumerate(names) if plain_name(name) in _VALUE_WORDS]
            if len(values) != 1 or not times:
                continue
            layout = layout_at(head, number, delimiter, None)
            for index in sorted(set(range(len(names))) - {*times, *values}):
                types = _kinds_of_rows(layout, index, values[0])
                if types and _at_several_times(layout, index, times, types):
                    columns = (
                        *_clock_columns(names, times),
                        Column(f"#{index}", "type"),
                        Column(f"#{values[0]}", "value"),
                    )
                    title = "a table with one measurement a row"
                    return CsvDialect(title=title, columns=columns, types=MappingProxyType(types)), layout
    return None


def _kinds_of_rows(layout: Layout, index: int, value: int) -> dict[str, Column]:
    """What the words of a column say that the value beside them is; empty where they speak of no heart rate."""
    cells = {row[index] for row in layout.sample if index < len(row)}
    if len(cells) > MOST_KINDS:
        return {}
    numbers = {row[index] for row in layout.sample if max(index, value) < len(row) and is_number(row[value])}
    kinds = {cell: meaning(_LIBRARY.sub("", cell)) for cell in cells & numbers}
    return {
        cell: Column(f"#{value}", kind, "bpm" if kind == "heart_rate" else "")
        for cell, kind in sorted(kinds.items())
        if kind in ("heart_rate", "rr")
    }


def _at_several_times(layout: Layout, index: int, times: list[int], types: dict[str, Column]) -> bool:
    """Whether the rows of these kinds stand at times of their own, as a course does and results of a session do not."""
    rows = [row for row in layout.sample if index < len(row) and row[index] in types]
    moments = {tuple(row[time] for time in times if time < len(row)) for row in rows}
    return len(rows) > 1 and len(moments) > LEAST_GOOD_ROWS * len(rows)


def _clock_columns(names: tuple[str, ...], times: list[int]) -> list[Column]:
    """At most two columns of times; a date alone is a time."""
    named = [Column(f"#{index}", meaning(names[index])) for index in times[:2]]
    if all(column.signal == "date" for column in named):
        named = [replace(named[0], signal="time")]
    return named


def _short_rows(head: FileHead) -> tuple[CsvDialect, Layout] | None:
    """A table whose header names more columns than its rows hold: two cells, an instant and a heart rate each."""
    for number, line, _ in possible_headers(head)[:1]:
        for delimiter in DELIMITERS:
            names = cells_of(line, delimiter)
            result = {meaning(name.replace("heartRate", "heart rate")) for name in names}
            if len(names) <= SHORT_CELLS or "heart_rate" not in result or not result & {"time", "date"}:
                continue
            layout = layout_at(head, number, delimiter, None)
            rows = layout.sample
            if len(rows) < FEWEST_MEANS or any(len(row) != SHORT_CELLS for row in rows):
                continue
            if all(is_number(cell) for row in rows for cell in row):
                times = [len(row[0]) in (EPOCH_DIGITS, EPOCH_DIGITS + 3) for row in rows]
                rates = [LOWEST_BPM <= float(row[1].replace(",", ".")) <= HIGHEST_BPM for row in rows]
                if all(times) and sum(rates) > LEAST_GOOD_ROWS * len(rows):
                    remark = "The header names more columns than the rows hold: read as instants and heart rates."
                    columns = (Column("#0", "time"), Column("#1", "heart_rate", "bpm"))
                    layout = replace(layout, names=("timestamp", "heart rate"), units=("", ""))
                    return CsvDialect(title="a table with short rows", columns=columns, remarks=(remark,)), layout
    return None


def _named_by_file(head: FileHead) -> tuple[CsvDialect, Layout] | None:
    """A table of times and values, which only the file's name calls heart rates."""
    stem = head.name.rpartition("/")[2].rpartition(".")[0] or head.name
    words = " ".join(re.split(r"[\s_.\-]+", _HUMP.sub(" ", stem))).casefold()
    bare = f" {without_accents(words)} "
    called = any(f" {word} " in bare for word in NAMES_OF_HEART_RATE)
    if not (called or _FILE_OF_HEART_RATE.search(words)) or NOT_A_SERIES & set(words.split()):
        return None
    for number, line, _ in possible_headers(head)[:1]:
        for delimiter in DELIMITERS:
            names = cells_of(line, delimiter)
            values = [index for index, name in enumerate(names) if plain_name(name) in _VALUE_WORDS]
            times = [index for index, name in enumerate(names) if meaning(name) in ("time", "date")]
            if len(values) != 1 or not times:
                continue
            layout = layout_at(head, number, delimiter, None)
            cells = [row[values[0]] for row in layout.sample if values[0] < len(row) and row[values[0]]]
            rates = [is_number(cell) and LOWEST_BPM <= float(cell.replace(",", ".")) <= HIGHEST_BPM for cell in cells]
            if len(cells) > 1 and sum(rates) > LEAST_GOOD_ROWS * len(rates):
                named = _clock_columns(names, times)
                remark = f'The column "{names[values[0]]}" was read as heart rate, as the file\'s name says.'
                columns = (*named, Column(f"#{values[0]}", "heart_rate", "bpm"))
                return CsvDialect(title="a table that its file names", columns=columns, remarks=(remark,)), layout
    return None


def _best_table(head: FileHead, *, means: bool) -> tuple[CsvDialect, Layout] | None:
    """The table of which most columns explain themselves; `means`: one that has heart rate only as regular means."""
    best: tuple[int, CsvDialect, Layout] | None = None
    for number, line, _ in possible_headers(head):
        for delimiter in DELIMITERS:
            if delimiter not in line and delimiter not in ONE_COLUMN:
                continue
            names = cells_of(line, delimiter)
            comment = line.lstrip().startswith("#")  # a sign by itself is no column: `# rr_ms` heads a list
            if not _may_be_header(names, means=means) or (comment and sum(map(bool, map(plain_name, names))) < 2):
                continue
            layout = layout_at(head, number, delimiter, None)
            dialect = _described(layout, means=means)
            if dialect is None or not _rows_fit(layout, dialect) or (means and not _regular(layout, dialect)):
                continue
            score = len(dialect.columns)
            if best is None or score > best[0]:
                best = score, dialect, layout
    return None if best is None else best[1:]


def _may_be_header(names: tuple[str, ...], *, means: bool) -> bool:
    written = [name for name in names if name]
    if not written or sum(is_number(name) for name in written) > len(written) / 2:
        return False
    result = {meaning(name) for name in written} | {
        "heart_rate" if plain_name(n) in NEEDS_UNIT else "" for n in written
    }
    if means:
        result |= {_mean_of(name) for name in written}
    return bool(result & {"heart_rate", "rr"}) and (len(written) > 1 or "rr" in result)


def _mean_of(name: str) -> str:
    """What a column holds the mean of, or "": `Average heart rate (bpm)` and `Heart Rate [Avg]` are of heart rate."""
    words = [word for word in _BETWEEN_WORDS.split(plain_name(_HUMP.sub(" ", name))) if word]
    rest = [word for word in words if word not in MEAN_WORDS and word not in _BESIDE_HEART_RATE]
    bare = " ".join(rest) or ("heart rate" if "bpm" in words else "")
    named = MEANINGS.get(bare) == "heart_rate" and (bare not in NEEDS_UNIT or unit_in(name) in BPM_UNITS - {""})
    return "heart_rate" if named and MEAN_WORDS & set(words) and unit_in(name) in BPM_UNITS | MEAN_WORDS else ""


def _regular(layout: Layout, dialect: CsvDialect) -> bool:
    """Whether the first rows follow each other at one step of at most a quarter of an hour, as means over it do."""
    places = [int(column.name[1:]) for column in dialect.columns if column.signal in ("date", "time")]
    texts = [" ".join(row[index] for index in places if index < len(row)) for row in layout.sample]
    lines = "\n".join(texts).encode() + b"\n"
    second = parse_clock(split_rows(lines, "\x1f").cells(0), "dmy").second
    second = second[np.isfinite(second)]
    if second.size < FEWEST_MEANS:
        return False
    steps = np.diff(second)
    step = float(np.median(steps))
    return 0 < step <= LONGEST_MEAN_S and float(np.mean(np.abs(steps - step) < 1)) >= REGULAR_SHARE


def _described(layout: Layout, *, means: bool) -> CsvDialect | None:
    columns: list[Column] = []
    for index, name in enumerate(layout.names):
        units_cell = layout.units[index] if index < len(layout.units) else ""
        signal = meaning(name, units_cell.strip().strip("[]()").casefold())
        signal = signal or (_mean_of(name) if means else "")
        if signal == "heart_rate" and any(column.signal == signal for column in columns):
            signal = "heart_rate_else"
        if signal and all(column.signal != signal for column in columns):
            unit = unit_of(name, units_cell)
            columns.append(
                Column(
                    f"#{index}",
                    signal,
                    unit,
                    many=signal == "rr" and several_in_a_cell(layout, index),
                    beside=signal in MODEL_UNIT,
                )
            )
    held = {column.signal for column in columns}
    remarks: tuple[str, ...] = ()
    if means:
        name = next((layout.names[int(c.name[1:])] for c in columns if c.signal == "heart_rate"), "")
        remarks = (f'The table gives means of heart rate at even steps: "{name}" was read, each for its step.',)
    elif "heart_rate_else" in held:
        name = next(layout.names[int(c.name[1:])] for c in columns if c.signal == "heart_rate")
        remarks = (f'Of several heart-rate columns "{name}" was read.',)
    if "heart_rate" in held and not held & {"time", "date"}:
        return None
    if not held & {"heart_rate", "rr"}:
        return None
    if "date" in held and "time" not in held:
        columns = [Column(c.name, "time", c.unit) if c.signal == "date" else c for c in columns]
    columns = [c for c in columns if c.signal not in ("person", "source") or few_values(layout, c)]
    return CsvDialect(
        title="a table whose columns explain themselves", columns=tuple(columns), remarks=remarks, means=means
    )


def several_in_a_cell(layout: Layout, index: int) -> bool:
    """Whether cells of a column hold more than one number.

    Parameters
    ----------
    layout
        Where the table stands in the text, and its columns.
    index
        Number of the column.

    Returns
    -------
    bool
    """
    cells = [row[index] for row in layout.sample if index < len(row) and row[index]]
    return any(not is_number(cell) and re.search(r"\d[^\d.,]+\d", cell) for cell in cells)


def few_values(layout: Layout, column: Column) -> bool:
    """Whether a column repeats few values, as one that names people or sources does.

    Parameters
    ----------
    layout
        Where the table stands in the text, and its columns.
    column
        The column as its dialect describes it.

    Returns
    -------
    bool
    """
    index = int(column.name[1:])
    cells = [row[index] for row in layout.sample if index < len(row)]
    return len(set(cells)) <= max(1, len(cells) // 4)


def _rows_fit(layout: Layout, dialect: CsvDialect) -> bool:
    """Whether most rows below the header carry a number where the header promises heart rate or RR."""
    wanted = [int(c.name[1:]) for c in dialect.columns if c.signal in ("heart_rate", "heart_rate_else", "rr")]
    filled = [row for row in layout.sample if any(p < len(row) and row[p] for p in wanted)]
    good = [row for row in filled if any(p < len(row) and _NUMBERS.match(row[p]) for p in wanted)]
    if layout.delimiter == " ":
        even = [row for row in layout.sample if len(row) == len(layout.names)]
        if len(even) < EVEN_SHARE * len(layout.sample):
            return False  # words of a sentence, not columns
    if len(layout.names) == 1 and any(len(row) > 1 and row[1] for row in layout.sample):
        return False  # a comma inside the numbers, not between columns
    return bool(good) and len(good) >= LEAST_GOOD_ROWS * len(filled)
