"""What a column means by its name alone: for tables that no dialect describes but whose columns explain themselves."""

import re
from types import MappingProxyType

from pacing.read.csv_dialect import Column, CsvDialect
from pacing.read.csv_layout import DELIMITERS, HEADER_LINES, Layout, cells_of, is_number, layout_at, plain_name, unit_in
from pacing.read.head import FileHead

_NOT_A_SERIES = re.compile(
    r"\b(avg|average|mean|max|maximum|min|minimum|peak|zone|zones|target|resting|rest|reserve|recovery|limit|threshold|"
    r"variability|sit|change|delta|std|sd|median|quality|confidence|percent|durchschnitt|mittel|moyenne?|media|"
    r"predicted|goal|lowest|highest|lower|upper)\b|%"
)
_MEANINGS = MappingProxyType(
    {
        "heart_rate": (
            r"(heart ?rate|hr|bpm|pulse|pulse rate|heart ?beats?|beats per minute|hr bpm|heart ?rate bpm|herzfrequenz|puls|"
            r"fréquence cardiaque|frequence cardiaque|fc|pouls|frecuencia cardiaca|pulso|frequenza cardiaca|"
            r"frequência cardíaca|frequencia cardiaca|hartslag|hartfrequentie|syke|tętno|пульс|hf|hr value|"
            r"heart ?rate value|hr \d|heart ?rate (sensor|monitor)|value bpm|heart ?rate in bpm)"
        ),
        "rr": (
            r"(rr|r r|rri|nn|nni|ibi|rr ?intervals?|r r intervals?|nn ?intervals?|inter ?beat ?intervals?|beat intervals?|"
            r"beat to beat( intervals?)?|rr (ms|s|msec|sec)|rri (ms|s)|rr intervals? (ms|s)|ibi (ms|s)|nn(i)? (ms|s)|bbi)"
        ),
        "time": (
            r"(time|times|timestamps?|time ?stamp|date ?time|datetime|date and time|zeit|uhrzeit|zeitstempel|zeitpunkt|"
            r"datum ?uhrzeit|clock|clock time|local time|utc( time)?|elapsed( time)?|elapsed (s|ms|sec|secs|seconds)|"
            r"seconds?|secs?|s|ms|millis|milliseconds|t|time (s|ms|sec|secs|seconds|utc|local)|t (s|ms)|temps|heure|tiempo|"
            r"hora|tempo|ora|tijd|tid|aika|czas|time of day|start ?time|recorded at|created at|epoch( (s|ms))?|"
            r"unix( time)?( (s|ms))?|time since start|seconds? elapsed|since start|time elapsed|timestamp (s|ms|utc))"
        ),
        "date": r"(date|datum|day|fecha|data|dato|päivä|jour|дата|calendar date)",
        "person": r"(user|user id|subject|subject id|participant|participant id|person|person id|patient|patient id|member)",
        "source": r"(source name|sourcename|device name|device id|sensor id)",
        "speed": r"(speed|velocity|velocity smooth|geschwindigkeit|vitesse|velocidad|enhanced speed|speed (m s|km h|kmh|kph|mph))",
        "power": r"(power|watts?|leistung|puissance|potencia|potenza|vermogen|power (w|watts))",
        "cadence": r"(cadence|kadenz|trittfrequenz|cadencia|cadenza|bike cadence|cadence (rpm|spm))",
        "altitude": r"(altitude|elevation|höhe|altitud|alt|ele|enhanced altitude|altitude m|elevation m)",
        "distance": r"(distance|distances|distanz|strecke|distancia|distanza|cumulative distance|distance (m|km))",
        "temperature": r"(temp|temperature|temperatures|temperatur|température)",
        "respiration_rate": r"(respiration|respiration rate|breathing rate|resp( rate)?|br)",
        "muscle_oxygen": r"(smo2|muscle oxygen|saturated hemoglobin percent)",
        "grade": r"(grade|grade smooth|slope|steigung)",
        "steps": r"(steps|step count|schritte)",
    }
)
_PATTERNS = {holds: re.compile(f"^{pattern}$") for holds, pattern in _MEANINGS.items()}
_PLAIN_UNITS = ("ms", "s", "sec", "bpm", "km/h", "mph", "m/s", "1/min")
BPM_UNITS = frozenset({"", "bpm", "1/min", "/min", "min-1", "beats/min", "b/min", "count/min", "s/min", "beats per minute"})
LEAST_GOOD_ROWS = 0.5  # design: share of the rows below a header that must look like rows of that table


def meaning(name: str, unit: str = "") -> str:
    """What a column of this name holds, or "" when the name does not tell."""
    plain = plain_name(name)
    if _NOT_A_SERIES.search(plain):
        return ""
    for holds, pattern in _PATTERNS.items():
        if pattern.match(plain):
            own_unit = unit_in(name) or unit
            if holds == "heart_rate" and own_unit not in BPM_UNITS:
                return ""
            if holds == "heart_rate" and plain in ("hf", "fc") and not own_unit:
                return ""  # could be the high-frequency band
            return holds
    return ""


def unit_of(name: str, units_cell: str) -> str:
    """Unit a column states: in brackets, as its last word, or in a units row."""
    inside = unit_in(name)
    if inside:
        return inside
    last = plain_name(name).split()[-1:] or [""]
    if last[0] in _PLAIN_UNITS and plain_name(name) != last[0]:
        return last[0]
    two = " ".join(plain_name(name).split()[-2:])
    spelled = {"m s": "m/s", "km h": "km/h"}.get(two, "")
    return spelled or units_cell.strip().strip("[]()").casefold()


def self_explaining(head: FileHead) -> tuple[CsvDialect, Layout] | None:
    """A dialect made from the header of a table whose columns explain themselves, and its layout; None = none does."""
    best: tuple[int, CsvDialect, Layout] | None = None
    for number, line in enumerate(head.lines[:HEADER_LINES]):
        for delimiter in DELIMITERS:
            names = cells_of(line, delimiter)
            if not _may_be_header(names):
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
    found = {meaning(name) for name in written} | {"heart_rate" if plain_name(n) in ("hf", "fc") else "" for n in written}
    return bool(found & {"heart_rate", "rr"}) and (len(written) > 1 or "rr" in found)


def _described(layout: Layout) -> CsvDialect | None:
    columns: list[Column] = []
    for place, name in enumerate(layout.names):
        units_cell = layout.units[place] if place < len(layout.units) else ""
        holds = meaning(name, units_cell.strip().strip("[]()").casefold())
        if holds and all(column.holds != holds for column in columns):
            unit = unit_of(name, units_cell)
            columns.append(Column(f"#{place}", holds, unit, many=holds == "rr" and _several(layout, place)))
    held = {column.holds for column in columns}
    if "heart_rate" in held and not held & {"time", "date"}:
        return None
    if not held & {"heart_rate", "rr"}:
        return None
    if "date" in held and "time" not in held:
        columns = [Column(c.name, "time", c.unit) if c.holds == "date" else c for c in columns]
    columns = [c for c in columns if c.holds not in ("person", "source") or _few(layout, c)]
    return CsvDialect(title="a table whose columns explain themselves", columns=tuple(columns))


def _several(layout: Layout, place: int) -> bool:
    cells = [row[place] for row in layout.sample if place < len(row) and row[place]]
    return any(not is_number(cell) and re.search(r"\d[^\d.,]+\d", cell) for cell in cells)


def _few(layout: Layout, column: Column) -> bool:
    place = int(column.name[1:])
    cells = [row[place] for row in layout.sample if place < len(row)]
    return len(set(cells)) <= max(1, len(cells) // 4)


def _rows_fit(layout: Layout, dialect: CsvDialect) -> bool:
    """Whether most rows below the header carry a number where the header promises heart rate or RR."""
    wanted = [int(c.name[1:]) for c in dialect.columns if c.holds in ("heart_rate", "rr")]
    filled = [row for row in layout.sample if any(p < len(row) and row[p] for p in wanted)]
    good = [row for row in filled if any(p < len(row) and re.match(r"^\W?\d", row[p]) for p in wanted)]
    return bool(good) and len(good) >= LEAST_GOOD_ROWS * len(filled)
