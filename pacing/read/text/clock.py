"""Cells to clock readings, whole columns at a time.

Cells of one shape (same characters but for the digits) mean the same thing: the first of each shape is read with care,
and its plan (which digits are the day, which the hour) is applied to all others at once. So a column costs the same
whatever its first row is, and no row is ever guessed by itself.
"""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.text.clock_shape import Plan, Span, plan_of
from pacing.read.text.rows import BoolArray, ByteMatrix, Cells, IndexArray, run_starts

DAY_S, HOUR_S, MINUTE_S = 86400.0, 3600.0, 60.0
MAX_SHAPES = 200  # design: more different ways to write a time in one block are not a clock
FIRST_YEAR, LAST_YEAR = 1970, 2100
TWO_DIGIT_CENTURY = 2000
YEAR_DIGITS = 4


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
        places = _Places(cells.matrix.T, members)
        second[members] = _date_s(places, plan, order) + _time_s(places, plan)
        dated[members] = bool(plan.dates)
        if plan.zone:
            offset_s[members] = 0.0
        if plan.offset:
            hours, minutes, sign = plan.offset
            extra = places.number(minutes) if minutes else 0.0
            offset_s[members] = sign * (places.number(hours) * HOUR_S + extra * MINUTE_S)
    return ClockReadings(second, offset_s, dated, np.isnan(second) & ~cells.empty)


def day_month_pairs(cells: Cells) -> set[tuple[int, int, int]]:
    """The dates (as three numbers in the order written) whose day and month only their values can tell."""
    found: set[tuple[int, int, int]] = set()
    for members, plan in shapes(cells):
        if plan.ambiguous:
            places = _Places(cells.matrix.T, members)
            once = places.at(run_starts(places.of(plan.dates)))  # a date stands in many rows one after another
            triples = np.stack([once.number(span) for span in plan.dates], axis=1).astype(np.int64)
            found.update((int(a), int(b), int(c)) for a, b, c in np.unique(triples, axis=0))
    return found


def shapes(cells: Cells) -> list[tuple[IndexArray, Plan]]:
    """Rows grouped by how their cell is written, each with its plan; rows that are no clock readings are left out."""
    places = cells.matrix.T
    shape = np.maximum(places - np.uint8(48), np.uint8(9))  # every digit becomes a nine, all else stays apart
    left = ~cells.empty & ~cells.too_long
    found = []
    for _ in range(MAX_SHAPES):
        first = int(left.argmax()) if left.size else 0
        if not left.size or not left[first]:
            break
        own = shape[:, first]
        same = left.copy()
        for place, byte in zip(shape, own, strict=True):
            same &= place == byte
        plan = plan_of((own + np.uint8(48)).tobytes().rstrip(b"\0"))
        if plan is not None:
            found.append((np.flatnonzero(same), plan))
        left ^= same
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Byte columns (w, n) of a block and the rows of it that are meant."""

    columns: ByteMatrix
    rows: IndexArray

    def byte(self, place: int) -> ByteMatrix:
        """One byte place of the rows."""
        column: ByteMatrix = self.columns[place]
        return column if self.rows.size == column.size else column.take(self.rows)

    def of(self, spans: tuple[Span, ...]) -> ByteMatrix:
        """All byte places of some spans, one a line."""
        return np.stack([self.byte(place) for span in spans for place in range(*span)])

    def at(self, index: IndexArray) -> "_Places":
        """Some of the rows."""
        return _Places(self.columns, self.rows[index])

    def small(self, span: Span) -> ByteMatrix:
        """A number of one or two digits."""
        value: ByteMatrix = self.byte(span[0]) - np.uint8(48)
        if span[1] - span[0] == 2:
            value = value * np.uint8(10) + (self.byte(span[1] - 1) - np.uint8(48))
        return value

    def number(self, span: Span) -> FloatArray:
        """A number of any length."""
        value = np.zeros(self.rows.size)
        for place in range(*span):
            value = value * 10 + (self.byte(place) - np.uint8(48))
        return value


def _time_s(places: _Places, plan: Plan) -> FloatArray:
    """Seconds since midnight; NaN where the digits are no time of day."""
    if plan.hour is None or plan.minute is None:
        return np.zeros(places.rows.size)
    hour, minute = places.small(plan.hour), places.small(plan.minute)
    second = places.small(plan.second) if plan.second else np.zeros_like(minute)
    wrong = (minute >= 60) | (second > 60) | (hour > 24)
    if plan.half:
        wrong |= (hour < 1) | (hour > 12)
        hour = np.where(hour == 12, np.uint8(0), hour) + np.uint8(12 if plan.half == "p" else 0)
    whole = hour * np.int32(HOUR_S) + minute * np.int32(MINUTE_S)
    if plan.fraction:
        time_s = whole + (second + places.number(plan.fraction) / 10.0 ** (plan.fraction[1] - plan.fraction[0]))
    else:
        time_s = (whole + second).astype(np.float64)
    if wrong.any():
        time_s[wrong] = np.nan
    return time_s


def _date_s(places: _Places, plan: Plan, order: str) -> FloatArray:
    """Midnight of the date in seconds since 1970; 0 without a date; NaN where the digits are no date."""
    if not plan.dates:
        return np.zeros(1)
    letters = "" if plan.month is not None else _order(plan, order)
    if plan.month is None and not letters:
        return np.full(1, np.nan)
    starts = run_starts(places.of(plan.dates))  # the date is worked out once where rows in a row have the same
    once = places.at(starts)
    numbers = [once.number(span) for span in plan.dates]
    if plan.month is not None:
        year_first = plan.dates[0][1] - plan.dates[0][0] == 4
        year, day = numbers if year_first else (numbers[1], numbers[0])
        written = plan.dates[0 if year_first else 1]
        month = np.full(starts.size, float(plan.month))
    else:
        year, month, day = (numbers[letters.index(letter)] for letter in "ymd")
        written = plan.dates[letters.index("y")]
    if written[1] - written[0] < YEAR_DIGITS:  # the year 0001 is that of a clock not set, not 2001
        year = year + TWO_DIGIT_CENTURY
    midnight = days_since_1970(year, month, day) * DAY_S
    return np.repeat(midnight, np.diff(starts, append=places.rows.size))


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
