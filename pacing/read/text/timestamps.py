"""Cells to clock readings, whole columns at a time: dates, times of day, times since the start.

Cells of one shape (the same characters but for the digits) mean the same thing: the first of each shape is read with
care, and its plan (which digits are the day, which the hour) is applied to all others at once. So a column costs the
same whatever its first row is, and no row is guessed by itself. Times of day may pass midnight.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.text.alike import NINES, RowCells, shape_of
from pacing.read.text.clock_shape import Plan, Span, plan_of
from pacing.read.text.rows import BoolArray, ByteMatrix, Cells, IndexArray, run_starts

DAY_S, HOUR_S, MINUTE_S = 86400.0, 3600.0, 60.0
MAX_SHAPES = 200  # design: more different ways to write a time in one block are not a clock
FIRST_YEAR, LAST_YEAR = 1970, 2100
TWO_DIGIT_CENTURY = 2000
FEW = 8  # so many are worked out one at a time, not as arrays
NO_DATE_S = -86400.0  # stands for midnight of the day that spreadsheets write where there is no date
YEAR_DIGITS = 4


class ClockReadings(NamedTuple):
    """`second` (n,): seconds since 1970-01-01 of the clock as written (since midnight without a date); NaN where none.

    `offset_s` (n,): offset to UTC as written [s], NaN where none is, None where none is in any cell; `dated`: a date
    stands there.
    """

    second: FloatArray
    offset_s: FloatArray | None
    dated: BoolArray
    cells: Cells

    @property
    def junk(self) -> BoolArray:
        """Where something is written that is no clock reading."""
        junk: BoolArray = np.isnan(self.second) & ~self.cells.empty
        return junk


def parse_clock(cells: Cells, order: str = "") -> ClockReadings:
    """The clock readings of a column; `order` (`dmy`, `mdy`, `ymd`, `ydm`) where the cells themselves do not tell.

    Parameters
    ----------
    cells
        The cells of one column, n rows.
    order
        Order of day, month and year where the cells do not tell it, such as `dmy`.

    Returns
    -------
    Shapes (n,): seconds, offsets to UTC [s], whether a date stands there.
    """
    rows, found = cells.matrix.shape[0], shapes(cells)
    if len(found) == 1 and found[0][0].size == rows:  # as a rule all are of one
        return ClockReadings(*_read(_Places(cells, found[0][0]), found[0][1], order), cells)
    second, dated = np.full(rows, np.nan), np.zeros(rows, dtype=bool)
    offset_s = None
    for parts, plan in found:
        second[parts], own_s, dated[parts] = _read(_Places(cells, parts), plan, order)
        if own_s is not None:
            offset_s = np.full(rows, np.nan) if offset_s is None else offset_s
            offset_s[parts] = own_s
    return ClockReadings(second, offset_s, dated, cells)


def _read(places: "_Places", plan: Plan, order: str) -> tuple[FloatArray, FloatArray | None, BoolArray]:
    """Seconds, offset to UTC [s] (None: none is written) and whether a date stands there, of cells of one shape."""
    midnight, each = _date_s(places, plan, order)
    undated = midnight == NO_DATE_S
    second = _time_s(places, plan)
    second += midnight if each is None else np.repeat(midnight, each)
    dated = np.full(places.rows.size, bool(plan.dates))
    if undated.any():
        undated = undated if each is None else np.repeat(undated, each)
        second -= np.where(undated, NO_DATE_S, 0.0)
        dated &= ~undated
    if plan.offset:
        hours, minutes, sign = plan.offset
        extra = places.number(minutes) if minutes else 0.0
        return second, sign * (places.number(hours) * HOUR_S + extra * MINUTE_S), dated
    return second, np.zeros(second.size) if plan.zone else None, dated


def day_month_pairs(cells: Cells) -> set[tuple[int, int, int]]:
    """The dates (as three numbers in the order written) whose day and month only their values can tell.

    Parameters
    ----------
    cells
        Cells of a column, as places in a block of bytes.

    Returns
    -------
    set[tuple[int, int, int]]
    """
    result: set[tuple[int, int, int]] = set()
    for members, plan in shapes(cells):
        if plan.ambiguous:
            places = _Places(cells, members)
            once = places.at(places.runs(plan.dates))  # a date stands in many rows one after another
            triples = np.stack([once.number(span) for span in plan.dates], axis=1).astype(np.int64)
            result.update((int(a), int(b), int(c)) for a, b, c in np.unique(triples, axis=0))
    return result


def month_is_unsure(cells: Cells) -> bool:
    """Whether the month of a date is written as a name that means another month in another language.

    Parameters
    ----------
    cells
        Cells of a column, as places in a block of bytes.

    Returns
    -------
    bool
    """
    return any(plan.month_unsure for _, plan in shapes(cells))


def shapes(cells: Cells) -> list[tuple[IndexArray, Plan]]:
    """Rows grouped by how their cell is written, each with its plan; rows that are no clock readings are left out.

    Parameters
    ----------
    cells
        Cells of a column, as places in a block of bytes.

    Returns
    -------
    list[tuple[IndexArray, Plan]]
    """
    places = cells.matrix.T
    if cells.words is not None:
        return _shape_of_all(cells)
    shape = shape_of(places)
    remaining = ~cells.empty & ~cells.too_long
    result = []
    for _ in range(MAX_SHAPES):
        if not remaining.any():
            break
        own = shape[:, int(remaining.argmax())]
        same = remaining.copy()
        for index, byte in zip(shape, own, strict=True):
            same &= index == byte
        plan = plan_of((own + np.uint8(48)).tobytes().translate(NINES).rstrip(b"\0"))
        if plan is not None:
            result.append((np.flatnonzero(same), plan))
        remaining ^= same
    return result


def _shape_of_all(cells: Cells) -> list[tuple[IndexArray, Plan]]:
    """As `shapes`, for cells that are written alike."""
    if cells.empty[0] or cells.too_long[0]:
        return []
    plan = plan_of(cells.matrix[0].tobytes().translate(NINES).rstrip(b"\0"))
    return [] if plan is None else [(np.arange(cells.length.size), plan)]


class _Places(NamedTuple):
    """Cells, and the rows of them that are meant."""

    cells: Cells
    rows: IndexArray

    def byte(self, index: int) -> ByteMatrix:
        """One byte place of the rows."""
        column: ByteMatrix = self.cells.matrix[:, index]
        return column if self.rows.size == column.size else column.take(self.rows)

    def runs(self, spans: tuple[Span, ...]) -> IndexArray:
        """The first of each run of rows that have the same bytes in some spans."""
        columns = [index for span in spans for index in range(*span)]
        if self.rows.size == self.cells.length.size:
            return self.cells.runs(columns)
        return run_starts(np.stack([self.byte(index) for index in columns]))

    def at(self, index: IndexArray) -> "_Places":
        """Some of the rows."""
        return _Places(self.cells, self.rows[index])

    def small(self, span: Span) -> ByteMatrix:
        """A number of one or two digits."""
        value: ByteMatrix = self.byte(span[0]) - np.uint8(48)
        if span[1] - span[0] == 2:
            value = value * np.uint8(10) + (self.byte(span[1] - 1) - np.uint8(48))
        return value

    def number(self, span: Span) -> FloatArray:
        """A number of any length."""
        if self.rows.size <= FEW:
            return np.array([float(int(self.cells.matrix[row, span[0] : span[1]].tobytes())) for row in self.rows])
        value = np.zeros(self.rows.size)
        for index in range(*span):
            value = value * 10 + (self.byte(index) - np.uint8(48))
        return value


def _time_s(places: _Places, plan: Plan) -> FloatArray:
    """Seconds since midnight; NaN where the digits are no time of day."""
    if plan.hour is None or plan.minute is None:
        return np.zeros(places.rows.size)
    hour, minute = places.small(plan.hour), places.small(plan.minute)
    wrong = minute >= 60
    if plan.half:
        wrong |= (hour - np.uint8(1)) >= 12
        hour %= np.uint8(12)
        hour += np.uint8(12 if plan.half == "p" else 0)
    else:
        wrong |= hour > 24
    whole = hour * np.int32(HOUR_S) + minute * np.int32(MINUTE_S)
    if plan.second:
        second = places.small(plan.second)
        wrong |= second > 60
        if plan.fraction:
            time_s = whole + (second + places.number(plan.fraction) / 10.0 ** (plan.fraction[1] - plan.fraction[0]))
        else:
            whole += second
            time_s = whole.astype(np.float64)
    else:
        time_s = whole.astype(np.float64)
    if wrong.any():
        time_s[wrong] = np.nan
    return time_s


def _date_s(places: _Places, plan: Plan, order: str) -> tuple[FloatArray, IndexArray | None]:
    """Midnight of the date in seconds since 1970, of each run of rows with the same date, and how long each run is.

    0 without a date, NaN where the digits are no date, `NO_DATE_S` where they stand for none; one for all rows: None.
    """
    if not plan.dates:
        return np.zeros(1), None
    letters = "" if plan.month is not None else _order(plan, order)
    if plan.month is None and not letters:
        return np.full(1, np.nan), None
    starts = places.runs(plan.dates)  # the date is worked out once where rows in a row have the same
    if plan.month is not None:
        year_first = plan.dates[0][1] - plan.dates[0][0] == 4
        of_year, of_day = (plan.dates[0], plan.dates[1]) if year_first else (plan.dates[1], plan.dates[0])
        of_month = None
    else:
        of_year, of_month, of_day = (plan.dates[letters.index(letter)] for letter in "ymd")
    once = places.at(starts)
    year, day = once.number(of_year), once.number(of_day)
    month = np.full(starts.size, float(plan.month or 0)) if of_month is None else once.number(of_month)
    if of_year[1] - of_year[0] < YEAR_DIGITS:  # the year 0001 is that of a clock not set, not 2001
        year = year + TWO_DIGIT_CENTURY
    if starts.size > FEW:
        midnight = _midnights_s(year, month, day)
    else:
        midnight = np.array([_midnight_s(*date) for date in zip(year, month, day, strict=True)])
    return midnight, None if starts.size == 1 else np.diff(starts, append=places.rows.size)


@lru_cache(maxsize=1024)
def _midnight_s(year: float, month: float, day: float) -> float:
    return float(_midnights_s(np.array([year]), np.array([month]), np.array([day]))[0])


def _midnights_s(year: FloatArray, month: FloatArray, day: FloatArray) -> FloatArray:
    midnight = days_since_1970(year, month, day) * DAY_S
    midnight[_is_no_date(year, month, day)] = NO_DATE_S
    return midnight


def _is_no_date(year: FloatArray, month: FloatArray, day: FloatArray) -> BoolArray:
    """Whether a date is the one that spreadsheets write for a time of day alone: their day 0, or their first day."""
    no_date: BoolArray = (year == 1899) & (month == 12) & (day >= 30)
    no_date |= (year == 1900) & (month == 1) & (day <= 1)
    no_date |= (year == 1904) & (month == 1) & (day == 1)
    return no_date


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
    """Days from 1970-01-01 to each date; NaN for a date that does not exist or lies outside 1970-2100.

    Parameters
    ----------
    year
        Shape (n,).
    month
        Shape (n,), 1 to 12.
    day
        Shape (n,), from 1.

    Returns
    -------
    Shape (n,), NaN where there is no such date.
    """
    known = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)
    months = ((np.where(known, year, FIRST_YEAR) - FIRST_YEAR) * 12 + np.where(known, month, 1) - 1).astype(np.int64)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    known &= day <= following - first
    return np.where(known, first + day - 1, np.nan)


LONGEST_CELL = 16  # no span is written longer


def read_spans(rows: RowCells, index: int, decimal: str) -> FloatArray:
    """Hours:minutes:seconds or minutes:seconds since the start [s]; a plain number is seconds.

    Parameters
    ----------
    rows
        The lines of a block and where their cells stand.
    index
        Which column.
    decimal
        The decimal mark of the table.

    Returns
    -------
    Shape (n,), [s], NaN where none can be read.
    """
    begin, end, _ = rows.span(index)
    data = rows.data
    total = np.zeros(rows.size)
    field_value = np.zeros(rows.size)
    decimals = np.zeros(rows.size)
    after_mark = np.zeros(rows.size, dtype=bool)
    wrong = begin >= end
    marks = {ord("."), ord(decimal), ord(",")}
    wrong |= end - begin > LONGEST_CELL
    for column in range(LONGEST_CELL):
        inside = begin + column < end
        byte = data[np.minimum(begin + column, data.size - 1)]
        digit = inside & (byte >= 48) & (byte <= 57)
        mark = inside & np.isin(byte, list(marks))
        colon = inside & (byte == ord(":"))
        field_value = np.where(digit, field_value * 10 + (byte.astype(np.float64) - 48), field_value)
        decimals += digit & after_mark
        after_mark |= mark
        total = np.where(colon, (total + field_value) * 60, total)
        field_value = np.where(colon, 0.0, field_value)
        wrong |= inside & ~(digit | mark | colon)
    # the fraction belongs to the last field only
    return np.where(wrong, np.nan, total + field_value / 10.0**decimals)


def unwrap_midnight(second: FloatArray) -> FloatArray:
    """Times of day that pass midnight, made to grow on: a fall of over half a day is a new day.

    Parameters
    ----------
    second
        Shape (n,), [s], since 1970-01-01; NaN where a time cannot be read.

    Returns
    -------
    Shape (n,), [s], growing.
    """
    known = np.isfinite(second)
    steps = np.diff(second[known], prepend=second[known][:1])
    days = np.cumsum(steps < -DAY_S / 2)
    grown = second.copy()
    grown[known] = second[known] + days * DAY_S
    return grown
