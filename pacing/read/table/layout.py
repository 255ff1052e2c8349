"""Where a table stands in a text (delimiter, header, units row, first row of data), and what its columns are called.

Names are compared as many programs and languages write them: in lower case, without unit, signs and accents.
"""

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from types import MappingProxyType

from pacing.read.source import FileHead
from pacing.read.table.dialect import CsvDialect

_WORDS = {
    "heart_rate": """
        heart rate, heart beat rate, heartrate, hr, bpm, pulse, pulse rate, heartbeat, heart beats, heartbeats,
        beats per minute, hr bpm, heart rate bpm, heartrate bpm, hr value, heart rate value, value bpm, hr sensor, heart
        rate sensor, heart rate monitor, enhanced heart rate, hr 1, hr 2, hrate, herzfrequenz, herzfrequenz bpm,
        herzrate, herzschlag, puls, pulsfrequenz, fréquence cardiaque, fc, pouls, frecuencia cardíaca, ritmo
        cardíaco, pulsaciones, pulso, frequenza cardiaca, battito, frequência cardíaca, hartslag, hartfrequentie,
        hjertefrekvens, hjärtfrekvens, syke, sykettä, tętno, tepová frekvence, tep, pulzus, nabiz, пульс, чсс, hf, pr,
        心拍数, 心率, 심박수""",
    "rr": """
        rr, r r, rri, nn, nni, ibi, bbi, rr interval, rr intervals, r r interval, r r intervals, nn interval,
        nn intervals, interbeat interval, inter beat interval, inter beat intervals, interbeat intervals, beat
        interval, beat intervals, beat to beat, beat to beat interval, beat to beat intervals, rr ms, rr s,
        rri ms, rri s, ibi ms, ibi s, nn ms, nn s, nni ms, rr interval ms, rr intervals ms, rr interval s, bbi
        ms, rr abstand, rr abstände, rr intervall, rr intervalle, rr intervallen, intervalle rr, intervalles rr,
        rrdata, rr data, intervalo rr, intervalos rr, intervallo rr, intervalli rr, pp interval, pp intervals, ppi,
        ppi ms""",
    "time": """
        time, times, timestamp, timestamps, time stamp, datetime, date time, date and time, clock, clock time,
        local time, utc, utc time, time utc, time gmt, gmt, time local, elapsed, elapsed time, elapsed s, elapsed ms,
        elapsed sec, elapsed seconds, second, seconds, sec, secs, s, ms, millis, milliseconds, t, t s, t ms, time s,
        time ms, time sec, time secs, time seconds, time of day, start time, starttime, start, recorded at,
        created at, epoch, epoch s, epoch ms, unix, unix time, unix s, unix ms, unix timestamp, time since
        start, seconds elapsed, since start, time elapsed, timestamp s, timestamp ms, timestamp utc, ts, minutes, zeit,
        uhrzeit, zeitstempel, zeitpunkt, datum uhrzeit, datum zeit, temps, heure, horodatage, date heure, date et heure,
        tiempo, hora, fecha hora, fecha y hora, tempo, ora, data ora, data hora, data e hora, tijd, tijdstip,
        datum tijd, tid, tidpunkt, datum tid, dato tid, klokkeslett, klockslag, klokkeslæt, aika, cas,
        zaman, czas, data czas, data i czas,
        время, 時刻, 时间, startdate""",
    "date": "date, datum, day, fecha, data, dato, päivä, jour, giorno, дата, calendar date, 日付, 日期",
    "person": """
        user, user id, userid, subject, subject id, participant, participant id, person, person id, patient,
        patient id, member, member id, proband""",
    "source": "source name, sourcename, device name, device id, sensor id",
    "speed": """
        speed, velocity, velocity smooth, enhanced speed, speed m s, speed km h, speed kmh, speed kph, speed
        mph, kph, kmh, mph, km h, geschwindigkeit, vitesse, velocidad, velocità, snelheid""",
    "power": "power, watt, watts, power w, power watts, leistung, puissance, potencia, potenza, vermogen",
    "cadence": "cadence, cadence rpm, cadence spm, bike cadence, kadenz, trittfrequenz, cadencia, cadenza",
    "altitude": "altitude, elevation, enhanced altitude, altitude m, elevation m, alt, ele, höhe, altitud",
    "distance": """
        distance, distances, cumulative distance, distance m, distance km, km, distanz, strecke, distancia,
        distanza""",
    "temperature": "temp, temperature, temperatures, temperatur, température",
    "respiration_rate": "respiration, respiration rate, breathing rate, resp, resp rate, br",
    "muscle_oxygen": "smo2, muscle oxygen, saturated hemoglobin",
    "grade": "grade, grade smooth, slope, steigung",
    "steps": "steps, step count, schritte",
}
DOTLESS_I = "\N{LATIN SMALL LETTER DOTLESS I}"


def without_accents(text: str) -> str:
    """The text with every letter bare of its accents: people and programs leave them out or write half of them.

    Parameters
    ----------
    text
        A text as the file writes it.

    Returns
    -------
    str

    Examples
    --------
    >>> without_accents("fréquence cardíaca")
    'frequence cardiaca'
    """
    apart = unicodedata.normalize("NFKD", text.replace(DOTLESS_I, "i"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


MEANINGS = MappingProxyType(
    {without_accents(" ".join(word.split())): signal for signal, words in _WORDS.items() for word in words.split(",")}
)
# words of which a column of times is named, whatever their order: at least one of the first kind
TIME_WORDS = frozenset(
    {
        *("time", "times", "timestamp", "timestamps", "datetime", "date time", "stamp", "clock", "instant", "epoch"),
        *("unix", "posix", "utc", "gmt", "measured", "recorded", "sampled", "observed", "logged", "created", "taken"),
        *(
            "dateandtime",
            "localtime",
            "utctime",
            "zeitstempel",
            "horodatage",
            "ts",
            "captured",
            "acquired",
            "collected",
        ),
    }
)
BESIDE_TIME = frozenset(
    {
        *("iso", "iso8601", "8601", "rfc3339", "local", "zulu", "z", "tz", "of", "at", "on", "and", "the", "since"),
        *("ms", "msec", "millis", "millisecond", "milliseconds", "s", "sec", "secs", "second", "seconds", "us", "ns"),
        *("micros", "nanos", "microseconds", "nanoseconds", "start", "begin", "date", "day", "sample", "measurement"),
        *("reading", "record", "recording", "event", "device", "phone", "sensor", "system", "server", "1970", "value"),
        *("in", "log", "observation", "beat", "heartbeat", "hr", "row", "effective", "original", "source"),
    }
)
NO_TIME_ALONE = frozenset(
    {
        *("measured", "recorded", "sampled", "observed", "logged", "created", "taken", "stamp", "captured", "acquired"),
        "collected",
    }
)
# a time may also be named by what begins then
BEGINNINGS = frozenset({"start", "begin", "beginning", "from", "starting"})
STRETCHES = frozenset({"minute", "interval", "window", "period", "bucket", "bin", "hour", "slot", "second"})
# a heart-rate column in some languages, the high-frequency band or something else in others: only a unit tells
NEEDS_UNIT = frozenset({"hf", "fc", "pr"})
# a column with one of these words is a result, a setting or a quality, not the series itself
_RESULTS = """
    avg average mean max maximum min minimum peak zone zones target resting rest reserve recovery limit threshold
    variability sit change delta std sd median quality confidence percent durchschnitt durchschnittliche mittel moyenne
    moyen media medio maxima minima maximo minimo massima repos reposo riposo rust ruhe ruhepuls gemiddeld gemiddelde
    medel medelvarde snitt gennemsnit mittlere predicted goal lowest highest lower upper maximale durchschn ø"""
NOT_A_SERIES = frozenset(_RESULTS.split())
MEAN_WORDS = frozenset(
    {
        *("avg", "average", "mean", "durchschnitt", "durchschnittliche", "mittel", "mittlere", "moyenne", "moyen"),
        *("media", "medio", "gemiddeld", "gemiddelde", "medel", "medelvarde", "snitt", "gennemsnit", "ø"),
    }
)


FIT_COLUMNS = re.compile(r'^"?(?:record|monitoring|hrv?|session|lap|event|file_id)\.\w+', re.IGNORECASE)  # FitCSVTool's
DELIMITERS = (",", ";", "\t", "|", " ")
SPORT_NAMES = frozenset({"sport", "sportart", "sport type", "activity type", "activity", "aktivitat", "deporte"})
SPORT_LINES, SPORT_PAIR, LONGEST_SPORT = 40, 2, 30  # design
HEADER_LINES = 400  # design: a header further down is not looked for
HEADS_KEPT = 4  # what was found in the beginning of a file is asked for several times in a row
_WORD = re.compile(r"(?<!\d)[^\W\d_]|[^\W\d_]{2}")  # a letter that does not only stand between the digits of a clock
_UNIT = re.compile(r"[(\[{](?P<unit>[^)\]}]*)[)\]}]\s*$")
_LINK = re.compile(r"\(/[^)]*\)\s*$")  # some programs write a link behind a column's name
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

    Parameters
    ----------
    name
        What it is called.

    Returns
    -------
    str

    Examples
    --------
    >>> plain_name(" Heart_Rate (bpm)")
    'heart rate'
    """
    bare = _UNIT.sub("", _LINK.sub("", name.strip().strip("\"'")).lstrip("#").strip())
    return " ".join(re.split(r"[\s_.\-/]+", without_accents(bare.casefold()))).strip()


def unit_in(name: str) -> str:
    """The unit a header cell gives in brackets, in lower case, or "".

    Parameters
    ----------
    name
        What it is called.

    Returns
    -------
    str
    """
    result = _UNIT.search(_LINK.sub("", name.strip().strip("\"'")))
    return result["unit"].strip().casefold() if result else ""


@lru_cache(maxsize=8192)
def cells_of(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of one line, without blanks around them.

    Parameters
    ----------
    line
        A line of the text.
    delimiter
        The character between cells.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    if delimiter == " ":
        return tuple(line.split())
    try:
        row = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        row = line.split(delimiter)
    return tuple(cell.strip() for cell in row)


def is_number(cell: str) -> bool:
    """Whether a cell is a plain number with a point or a comma.

    Parameters
    ----------
    cell
        A cell of a table as it is written.

    Returns
    -------
    bool
    """
    return bool(_NUMBER.match(cell.strip()))


@lru_cache(maxsize=HEADS_KEPT)
def possible_headers(head: FileHead) -> tuple[tuple[int, str, str], ...]:
    """The first lines that hold words at all, of equal neighbours the last: each one's number, text, and in lower case.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.

    Returns
    -------
    tuple[tuple[int, str, str], ...]
    """
    lines = head.lines[:HEADER_LINES]
    again = (*(line == after for line, after in pairwise(lines)), False)
    return tuple(
        (number, line, line.casefold()) for number, line in enumerate(lines) if not again[number] and _WORD.search(line)
    )


def find_by_header(head: FileHead, dialect: CsvDialect) -> Layout | None:
    """The layout of a table whose header holds all of the dialect's names, or None.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.
    dialect
        The vendor's description of its table.

    Returns
    -------
    Layout | None
    """
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
    """The layout of a headerless table whose beginning the dialect has recognised.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.
    dialect
        The vendor's description of its table.

    Returns
    -------
    Layout
    """
    delimiter = dialect.delimiter or ","
    start = dialect.skip_lines
    rows = _rows(head, start, delimiter)
    return Layout(
        delimiter, dialect.decimal or _decimal(rows, delimiter), (), (), start, tuple(head.lines[:start]), rows
    )


def layout_at(head: FileHead, number: int, delimiter: str, decimal: str | None) -> Layout:
    """The layout of the table whose header is line `number`; a units row and blank lines below it are stepped over.

    Parameters
    ----------
    head
        The beginning of the file: all a recogniser sees.
    number
        Number of the line.
    delimiter
        The character between cells.
    decimal
        The decimal sign.

    Returns
    -------
    Layout
    """
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
    written = Counter(chain.from_iterable(rows))  # rows repeat their cells: each is looked at once
    cells = {cell: count for cell, count in written.items() if is_number(cell)}
    commas = sum(count for cell, count in cells.items() if "," in cell)
    points = sum(count for cell, count in cells.items() if "." in cell)
    return "," if commas > points and (delimiter != "," or points == 0) else "."


def sport_above(above: tuple[str, ...]) -> str | None:
    """The sport that the lines above the table name: below a cell called so, or beside it.

    Parameters
    ----------
    above
        Words above the table.

    Returns
    -------
    str | None
        None where there is none.
    """
    for delimiter in (",", ";", "\t"):
        rows = [cells_of(line, delimiter) for line in above[:SPORT_LINES]]
        for row, following in pairwise([*rows, ()]):
            names = [index for index, cell in enumerate(row) if plain_name(cell) in SPORT_NAMES]
            if not names or len(row) < SPORT_PAIR:
                continue
            beneath = len(following) == len(row) > SPORT_PAIR
            word = following[names[0]] if beneath else row[1] if names[0] == 0 else ""
            plain = word.strip().replace("_", " ").casefold()
            if plain.replace(" ", "").isalpha() and len(plain) <= LONGEST_SPORT:
                return plain
    return None
