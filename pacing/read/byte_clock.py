"""Cells to clock readings, whole columns at a time.

Cells of one shape (same characters but for the digits) mean the same thing: the first of each shape is read with care,
and its plan (which digits are the day, which the hour) is applied to all others at once. So a column costs the same
whatever its first row is, and no row is ever guessed by itself.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.byte_rows import BoolArray, ByteMatrix, Cells, IndexArray

DAY_S, HOUR_S, MINUTE_S = 86400.0, 3600.0, 60.0
MAX_SHAPES = 200  # design: more different ways to write a time in one block are not a clock
FIRST_YEAR, LAST_YEAR = 1970, 2100
TWO_DIGIT_CENTURY = 2000

_MONTHS = (
    ("jan", "ene", "gen", "sty"),
    ("feb", "fév", "fev", "lut"),
    ("mar", "mär", "mrz", "maa", "mrt"),
    ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "maj", "mei", "mag"),
    ("jun", "juin", "giu", "cze"),
    ("jul", "juil", "lug", "lip"),
    ("aug", "aoû", "aou", "ago", "sie"),
    ("sep", "set", "wrz"),
    ("oct", "okt", "ott", "out", "paź"),
    ("nov", "lis"),
    ("dec", "dez", "déc", "dic", "gru"),
)
_TOKEN = re.compile(r"\d+|[A-Za-z\x80-\xff]+|.", re.DOTALL)
_CLOCK = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,:](?P<f>\d{1,9}))?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?\s*(?P<zone>z|utc|gmt)?\s*(?P<sign>[+-])?(?P<oh>\d{2})?:?(?P<om>\d{2})?\)?$",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"^(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})(?:[t_ -]?(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2}))?(?P<z>z)?$", re.IGNORECASE
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the digits of a shape stand (byte spans); `dates`: three spans in the order written, or two and a month."""

    dates: tuple[Span, ...]
    month: int | None
    separator: str
    hour: Span | None
    minute: Span | None
    second: Span | None
    fraction: Span | None
    half: str
    zone: str
    offset: tuple[Span, Span | None, int] | None

    @property
    def year_first(self) -> bool:
        """Whether the first number of the date has four digits."""
        return bool(self.dates) and self.dates[0][1] - self.dates[0][0] == 4

    @property
    def ambiguous(self) -> bool:
        """Whether day and month can only be told apart by their values."""
        return len(self.dates) == 3 and not self.year_first and self.month is None and self.separator != "."


@dataclass(frozen=True, slots=True, eq=False)
class ClockReadings:
    """`second` (n,): seconds since 1970-01-01 of the clock as written (since midnight without a date); NaN where none.

    `offset_s` (n,): offset to UTC as written [s], NaN where none is; `dated`: a date stands there; `junk`: something is
    written that is no clock reading.
    """

    second: FloatArray
    offset_s: FloatArray
    dated: BoolArray
    junk: BoolArray


def parse_clock(cells: Cells, order: str = "") -> ClockReadings:
    """The clock readings of a column; `order` (`dmy`, `mdy`, `ymd`, `ydm`) where the cells themselves do not tell."""
    rows = cells.matrix.shape[0]
    second, offset_s = np.full(rows, np.nan), np.full(rows, np.nan)
    dated = np.zeros(rows, dtype=bool)
    for members, plan in shapes(cells):
        matrix = cells.matrix[members]
        second[members] = _date_s(matrix, plan, order) + _time_s(matrix, plan)
        dated[members] = bool(plan.dates)
        if plan.zone:
            offset_s[members] = 0.0
        if plan.offset:
            hours, minutes, sign = plan.offset
            extra = _digits(matrix, minutes) if minutes else 0.0
            offset_s[members] = sign * (_digits(matrix, hours) * HOUR_S + extra * MINUTE_S)
    return ClockReadings(second, offset_s, dated, np.isnan(second) & ~cells.empty)


def day_month_pairs(cells: Cells) -> set[tuple[int, int, int]]:
    """The dates (as three numbers in the order written) whose day and month only their values can tell."""
    found: set[tuple[int, int, int]] = set()
    for members, plan in shapes(cells):
        if plan.ambiguous:
            matrix = cells.matrix[members]
            triples = np.stack([_digits(matrix, span) for span in plan.dates], axis=1).astype(np.int64)
            found.update((int(a), int(b), int(c)) for a, b, c in np.unique(triples, axis=0))
    return found


def shapes(cells: Cells) -> list[tuple[IndexArray, Plan]]:
    """Rows grouped by how their cell is written, each with its plan; rows that are no clock readings are left out."""
    matrix = cells.matrix
    is_digit = (matrix - np.uint8(48)) <= 9
    shape = np.where(is_digit, np.uint8(48), matrix)
    left = np.flatnonzero(~cells.empty & ~cells.too_long)
    found = []
    for _ in range(MAX_SHAPES):
        if not left.size:
            break
        same = (shape[left] == shape[left[0]]).all(axis=1)
        plan = plan_of(bytes(shape[left[0]]).rstrip(b"\0"))
        if plan is not None:
            found.append((left[same], plan))
        left = left[~same]
    return found


@lru_cache(maxsize=1024)
def plan_of(shape: bytes) -> Plan | None:
    """How to read a cell of this shape (its digits do not matter), or None when it is no clock reading."""
    try:
        text = shape.decode("ascii")
    except UnicodeDecodeError:
        text = shape.decode("latin-1")  # one character a byte: spans stay byte spans
    compact = _COMPACT.match(text)
    if compact:
        return _compact_plan(compact)
    clock = _CLOCK.search(text)
    if clock is None:
        return _dated_plan(text, None)
    return _dated_plan(text[: clock.start()], clock)


def _compact_plan(found: re.Match[str]) -> Plan:
    timed = found["h"] is not None
    return Plan(
        (found.span("y"), found.span("mo"), found.span("d")),
        None,
        "",
        found.span("h") if timed else None,
        found.span("m") if timed else None,
        found.span("s") if timed else None,
        None,
        "",
        "z" if found["z"] else "",
        None,
    )


def _dated_plan(before: str, clock: re.Match[str] | None) -> Plan | None:
    """Plan from the text before the time of day and the time of day itself."""
    numbers: list[Span] = []
    month: int | None = None
    separator = ""
    position = 0
    for piece in _TOKEN.findall(before):
        if piece.isdigit():
            numbers.append((position, position + len(piece)))
        elif len(piece) > 1:
            month = _month(piece) if month is None else month
            if month is None and not _is_weekday(piece):
                return None
        elif piece in "/.-" and not separator:
            separator = piece
        elif piece not in " ,/.-_tT(":
            return None
        position += len(piece)
    if not _complete(numbers, month, clock):
        return None
    if clock is None:
        return Plan(tuple(numbers), month, separator, None, None, None, None, "", "", None)
    return _timed_plan(tuple(numbers), month, separator, clock)


def _timed_plan(numbers: tuple[Span, ...], month: int | None, separator: str, clock: re.Match[str]) -> Plan | None:
    def span(name: str) -> Span | None:
        return clock.span(name) if clock[name] else None

    offset = None
    if clock["sign"]:
        hours = span("oh")
        if hours is None:
            return None
        offset = (hours, span("om"), 1 if clock["sign"] == "+" else -1)
    elif clock["oh"]:
        return None
    half = (clock["half"] or "").casefold()[:1]
    zone = clock["zone"] or ""
    return Plan(numbers, month, separator, span("h"), span("m"), span("s"), span("f"), half, zone, offset)


def _complete(numbers: list[Span], month: int | None, clock: re.Match[str] | None) -> bool:
    lengths = [stop - start for start, stop in numbers]
    if not numbers and month is None:
        return clock is not None
    if len(numbers) != (3 if month is None else 2):
        return False
    return all(length in (1, 2, 4) for length in lengths) and lengths.count(4) <= 1


def _month(word: str) -> int | None:
    # UTF-8 read one character a byte: fold it back before comparing
    folded = word.encode("latin-1", "ignore").decode("utf-8", "ignore").casefold() or word.casefold()
    for number, names in enumerate(_MONTHS, start=1):
        if folded.startswith(names):
            return number
    return None


def _is_weekday(word: str) -> bool:
    return word.casefold()[:2] in {"mo", "tu", "we", "th", "fr", "sa", "su", "di", "mi", "do", "so"}


def _digits(matrix: ByteMatrix, span: Span) -> FloatArray:
    value = np.zeros(matrix.shape[0])
    for column in range(*span):
        value = value * 10 + (matrix[:, column] - np.uint8(48))
    return value


def _time_s(matrix: ByteMatrix, plan: Plan) -> FloatArray:
    """Seconds since midnight; NaN where the digits are no time of day."""
    if plan.hour is None or plan.minute is None:
        return np.zeros(matrix.shape[0])
    hour, minute = _digits(matrix, plan.hour), _digits(matrix, plan.minute)
    second = _digits(matrix, plan.second) if plan.second else np.zeros(matrix.shape[0])
    wrong = (minute >= 60) | (second > 60) | (hour > 24)
    if plan.half:
        wrong |= (hour < 1) | (hour > 12)
        hour = hour % 12 + (12 if plan.half == "p" else 0)
    if plan.fraction:
        second = second + _digits(matrix, plan.fraction) / 10.0 ** (plan.fraction[1] - plan.fraction[0])
    return np.where(wrong, np.nan, hour * HOUR_S + minute * MINUTE_S + second)


def _date_s(matrix: ByteMatrix, plan: Plan, order: str) -> FloatArray:
    """Midnight of the date in seconds since 1970; 0 without a date; NaN where the digits are no date."""
    if not plan.dates:
        return np.zeros(matrix.shape[0])
    numbers = [_digits(matrix, span) for span in plan.dates]
    if plan.month is not None:
        year_first = plan.dates[0][1] - plan.dates[0][0] == 4
        year, day = numbers if year_first else (numbers[1], numbers[0])
        month = np.full(matrix.shape[0], float(plan.month))
    else:
        letters = _order(plan, order)
        if not letters:
            return np.full(matrix.shape[0], np.nan)
        year, month, day = (numbers[letters.index(letter)] for letter in "ymd")
    year = np.where(year < 100, year + TWO_DIGIT_CENTURY, year)
    return days_since_1970(year, month, day) * DAY_S


def _order(plan: Plan, order: str) -> str:
    if plan.year_first:
        return order if order in ("ydm", "ymd") else "ymd"
    if plan.separator == ".":
        return "dmy"  # nobody writes month.day.year
    if order in ("dmy", "mdy"):
        return order
    if order == "ymd" and plan.dates[2][1] - plan.dates[2][0] == 2:
        return order
    return ""


def days_since_1970(year: FloatArray, month: FloatArray, day: FloatArray) -> FloatArray:
    """Days from 1970-01-01 to each date; NaN for a date that does not exist or lies outside 1970-2100."""
    known = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)
    months = ((np.where(known, year, FIRST_YEAR) - FIRST_YEAR) * 12 + np.where(known, month, 1) - 1).astype(np.int64)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    known &= day <= following - first
    return np.where(known, first + day - 1, np.nan)
