"""What the time column of a table means, decided once from its header and the whole column, never row by row."""

import re
from dataclasses import dataclass

import numpy as np

from pacing.errors import UnitError
from pacing.model.arrays import FloatArray
from pacing.read.source import SourceFile
from pacing.read.table.dialect import Clock, ClockKind, CsvDialect
from pacing.read.table.layout import Layout, is_number, plain_name, unit_in
from pacing.read.text.alike import RowCells
from pacing.read.text.rows import parse_numbers, split_rows, text_blocks
from pacing.read.text.timestamps import (
    DAY_S,
    day_month_pairs,
    days_since_1970,
    month_is_unsure,
    parse_clock,
    read_spans,
)

UNIT_S = {
    "s": 1.0,
    "sec": 1.0,
    "secs": 1.0,
    "second": 1.0,
    "seconds": 1.0,
    "sekunden": 1.0,
    "ms": 1e-3,
    "msec": 1e-3,
    "millis": 1e-3,
    "milliseconds": 1e-3,
    "us": 1e-6,
    "µs": 1e-6,
    "microseconds": 1e-6,
    "ns": 1e-9,
    "nanoseconds": 1e-9,
    "s/256": 1.0 / 256.0,
    "s/1024": 1.0 / 1024.0,
    "1/256 s": 1.0 / 256.0,
    "1/1024 s": 1.0 / 1024.0,
    "min": 60.0,
    "mins": 60.0,
    "minutes": 60.0,
    "h": 3600.0,
    "hours": 3600.0,
}
# An epoch of 2001 to 2286 has this many digits before the point; as an elapsed time it would be decades.
EPOCH_DIGITS = {10: "s", 13: "ms", 16: "us", 19: "ns"}
LONGEST_PLAIN_STEP = 60.0  # design: unlabelled steps up to this are read as seconds, longer ones could be milliseconds
SHORTEST_PLAIN_STEP = 0.05  # design: shorter unlabelled steps could be minutes, or a spreadsheet's days
_GROUPED = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")
_WRITTEN_TOGETHER = re.compile(r"^(19|20)\d{12}$")  # year to second without signs: no count of anything since 1970
_SPAN_WORDS = ("elapsed", "duration", "since", "dauer", "lap time", "cumulative", "verstrichen", "durée")
_TWO_FIELDS = re.compile(r"^\d{1,3}:\d{2}([.,]\d+)?$")
TWO_MONTHS = "The name of the month is that of two months in two languages, so the day of the start is not known."
_THREE_FIELDS = re.compile(r"^\d{1,3}:\d{2}:\d{2}([.,]\d+)?$")


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """How to read the times of one table: `time` and `date` are column places (None: no such column)."""

    clock: Clock
    time: int | None
    date: int | None
    remarks: tuple[str, ...] = ()
    start_unsure: bool = False

    @property
    def calendar(self) -> bool:
        """Whether readings are of a calendar."""
        return self.clock.kind is ClockKind.CALENDAR


def decide_clock(source: SourceFile, layout: Layout, dialect: CsvDialect) -> ClockPlan:
    """The plan for the table's times.

    Parameters
    ----------
    source
        The file: its name and its bytes, which can be opened again.
    layout
        Where the table stands in the file.
    dialect
        What its columns are.

    Returns
    -------
    How to read the times.

    Raises
    ------
    UnitError
        Neither the header nor the column tells what the numbers mean.
    """
    time, date = (_place(layout, dialect, signal) for signal in ("time", "date"))
    clock = dialect.clock
    if clock.kind is ClockKind.SAMPLING or (time is None and date is None):
        return ClockPlan(clock, time, date)
    remarks: tuple[str, ...] = ()
    if clock.kind is ClockKind.AUTO:
        clock, remarks = _from_column(source, layout, dialect, time if time is not None else date)
    if clock.kind is ClockKind.CALENDAR and not clock.order:
        order, order_remarks, unsure = decide_order(source, layout, date if date is not None else time)
        return ClockPlan(Clock(clock.kind, clock.unit, order, clock.utc), time, date, remarks + order_remarks, unsure)
    return ClockPlan(clock, time, date, remarks)


def read_clock(rows: RowCells, plan: ClockPlan, decimal: str) -> tuple[FloatArray, FloatArray | None]:
    """Seconds of each row on the table's own axis (NaN = not readable), and offsets to UTC [s] (NaN = none written).

    Parameters
    ----------
    rows
        The lines of a block and where their cells stand.
    plan
        How the times of the table are read.
    decimal
        The decimal mark of the table.

    Returns
    -------
    Shapes (n,): seconds on the axis of the table, NaN where none can be read, and offsets to UTC [s], NaN where none
    is written; None where no row has one.
    """
    clock = plan.clock
    index = plan.time if plan.time is not None else plan.date
    if index is None:
        return np.full(rows.size, np.nan), None
    if clock.kind in (ClockKind.NUMBER, ClockKind.EPOCH):
        return parse_numbers(rows.cells(index), decimal).value * UNIT_S[clock.unit], None
    if clock.kind is ClockKind.SPAN:
        return read_spans(rows, index, decimal), None
    readings = parse_clock(rows.cells(index), clock.order)
    second = readings.second
    if plan.date is not None and plan.date != index:
        midnight = parse_clock(rows.cells(plan.date), clock.order)
        second = np.where(readings.dated, second, second + np.floor(midnight.second / DAY_S) * DAY_S)
    return second, readings.offset_s


def decide_order(source: SourceFile, layout: Layout, index: int | None) -> tuple[str, tuple[str, ...], bool]:
    """Order of day and month in a date column: its letters, what is to be said, and whether the day stays unsure.

    Evidence in this order: a number over 12; otherwise the one reading under which days follow each other. A single
    date needs no order (times within a day do not depend on it), but the start's date then stays unknown.

    Parameters
    ----------
    source
        The file, with its name for messages.
    layout
        Where the table stands in the text, and its columns.
    index
        Number of the column.

    Returns
    -------
    tuple[str, tuple[str, ...], bool]

    Raises
    ------
    UnitError
        Both orders are possible and give different courses of time, or the column contradicts itself.
    """
    dates: list[tuple[int, int, int]] = []
    for block in text_blocks(source, layout.data_line):
        cells = split_rows(block, layout.delimiter).cells(index or 0)
        pairs = day_month_pairs(cells)
        if not pairs and not dates:  # the dates tell their order themselves
            unsure = month_is_unsure(cells)
            return "", (TWO_MONTHS,) if unsure else (), unsure
        dates = sorted(set(dates) | pairs)
        if len({any(d[k] > 12 for d in dates) for k in (0, 1)}) == 2:
            break
    day_first, month_first = any(d[0] > 12 for d in dates), any(d[1] > 12 for d in dates)
    if day_first and month_first:
        raise UnitError(
            source.name,
            "The dates in the table contradict each other: in some the day comes first, in some the month.",
            hint="Export the table again with dates as YYYY-MM-DD.",
        )
    if day_first or month_first:
        order = "dmy" if day_first else "mdy"
        return order, (f"Dates were read as {_words(order)}, because one of the numbers is above 12.",), False
    if len(dates) <= 1 or all(a == b for a, b, _ in dates):
        unsure = bool(dates) and dates[0][0] != dates[0][1]
        remarks = ("The date can be read in two ways (day or month first), so the day of the start is not known.",)
        return "dmy", remarks if unsure else (), unsure
    fitting = [order for order in ("dmy", "mdy") if _days_follow(dates, order)]
    if len(fitting) == 1:
        return fitting[0], (f"Dates were read as {_words(fitting[0])}: only so do the days follow each other.",), False
    raise UnitError(
        source.name,
        "The dates in the table can be read with the day or with the month first, and nothing in the file decides.",
        hint="Export the table again with dates as YYYY-MM-DD.",
    )


def _words(order: str) -> str:
    return "day, month, year" if order == "dmy" else "month, day, year"


def _days_follow(dates: list[tuple[int, int, int]], order: str) -> bool:
    numbers = np.array(dates, dtype=np.float64)
    day, month = (numbers[:, 0], numbers[:, 1]) if order == "dmy" else (numbers[:, 1], numbers[:, 0])
    year = np.where(numbers[:, 2] < 100, numbers[:, 2] + 2000, numbers[:, 2])
    days = np.sort(days_since_1970(year, month, day))
    return bool((np.diff(days) == 1).all())


def _place(layout: Layout, dialect: CsvDialect, signal: str) -> int | None:
    places = (layout.position(column.name) for column in dialect.columns if column.signal == signal)
    return next((index for index in places if index is not None), None)


def _from_column(
    source: SourceFile, layout: Layout, dialect: CsvDialect, index: int | None
) -> tuple[Clock, tuple[str, ...]]:
    """The clock of a column that no dialect describes."""
    position = index or 0
    cells = [row[position] for row in layout.sample if position < len(row) and row[position]]
    name = layout.names[position] if position < len(layout.names) else ""
    unit = _unit_word(name, layout.units[position] if position < len(layout.units) else "")
    column = dialect.column("time")
    if not unit and column is not None and column.unit in UNIT_S:
        unit = column.unit
    if cells and sum(is_number(cell) for cell in cells) > len(cells) / 2:
        return _number_clock(source, layout, name, unit, [cell for cell in cells if is_number(cell)], dialect)
    readings = [cell for cell in cells if _THREE_FIELDS.match(cell) or _TWO_FIELDS.match(cell)]
    dated = dialect.column("date") is not None
    if cells and len(readings) > len(cells) / 2 and not dated:
        return _field_clock(source, name, unit, readings)
    if {"utc", "gmt"} & {*plain_name(name).split(), unit_in(name)}:
        return Clock(ClockKind.CALENDAR, utc=True), (f'The column "{name}" was read as UTC, as its name says.',)
    return Clock(ClockKind.CALENDAR), ()


def _unit_word(name: str, units_cell: str) -> str:
    candidates = (unit_in(name), units_cell.strip().strip("[]()").casefold(), *reversed(plain_name(name).split()))
    return next((word for word in candidates if word in UNIT_S), "")


def _number_clock(
    source: SourceFile, layout: Layout, name: str, unit: str, cells: list[str], dialect: CsvDialect
) -> tuple[Clock, tuple[str, ...]]:
    if all(_WRITTEN_TOGETHER.match(cell) for cell in cells):
        return Clock(ClockKind.CALENDAR), ()
    if _thousands_marked(cells):
        marked = next(cell for cell in cells if not cell.isdigit())
        raise UnitError(
            source.name,
            f'The numbers in the column "{name}", such as "{marked}", seem to have a mark between thousands.',
            hint="Save the table again without marks between thousands.",
        )
    values = np.array([float(cell.replace(",", ".")) for cell in cells])
    digits = len(str(int(abs(float(np.median(values))))))
    if digits in EPOCH_DIGITS:
        own = EPOCH_DIGITS[digits]
        return Clock(ClockKind.EPOCH, own), (f'The column "{name}" holds instants (Unix time in {own}).',)
    if unit:
        return Clock(ClockKind.NUMBER, unit), ()
    steps = np.diff(values)
    step = float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0
    rr = dialect.column("rr")
    if rr is not None and step > 0:
        paired = _unit_from_intervals(layout, rr.name, step)
        if paired:
            return Clock(ClockKind.NUMBER, paired), (
                f'The column "{name}" was read in {paired}: so it fits the RR intervals beside it.',
            )
    if step > LONGEST_PLAIN_STEP:
        raise UnitError(
            source.name,
            f'The column "{name}" has no unit, and its steps of {step:g} can be seconds or milliseconds.',
            hint='Name the unit in the header, such as "time_s" or "time_ms".',
        )
    if 0 < step < SHORTEST_PLAIN_STEP:
        raise UnitError(
            source.name,
            f'The column "{name}" has no unit, and its steps of {step:.2g} can be seconds, minutes or days.',
            hint='Name the unit in the header, such as "time_s", or save the times as YYYY-MM-DD hh:mm:ss.',
        )
    return Clock(ClockKind.NUMBER, "s"), (f'The column "{name}" names no unit; it was taken as seconds.',)


def _unit_from_intervals(layout: Layout, name: str, step: float) -> str:
    """Unit of the time column from the RR column: the ratio of their sizes is near 1, 1/1000 or 1000."""
    index = layout.position(name)
    cells = [_first_of(row[index]) for row in layout.sample if index is not None and index < len(row)]
    values = [float(cell.replace(",", ".")) for cell in cells if is_number(cell)]
    positive = [v for v in values if v > 0]
    if not positive:
        return ""
    middle = float(np.median(positive))
    ratio = step / middle
    if 0.3e-3 < ratio < 3e-3:
        return "s"
    if 0.3e3 < ratio < 3e3:
        return "ms"
    if 0.3 < ratio < 3:
        return "s" if middle < 5 else "ms"
    return ""


def _thousands_marked(cells: list[str]) -> bool:
    """Whether every number over 999 has groups of three digits, and read as decimals they would make no sense.

    That is: time would run back where without the mark it runs on, or whole numbers alone would have no decimals.

    Examples
    --------
    >>> _thousands_marked(["0", "500", "1,000", "1,500"]), _thousands_marked(["0", "1,024", "2,048"])
    (True, False)
    """
    marked = [cell for cell in cells if not cell.isdigit()]
    plain = [cell for cell in cells if cell.isdigit()]
    if not marked or not plain or not all(_GROUPED.match(cell) for cell in marked):
        return False
    decimal = np.array([float(cell.replace(",", ".")) for cell in cells])
    whole = np.array([float(re.sub(r"[.,]", "", cell)) for cell in cells])
    falls = bool((np.diff(decimal) < 0).any() and (np.diff(whole) > 0).all())
    return falls or all(cell.endswith("000") for cell in marked)


def _first_of(cell: str) -> str:
    """The first of several intervals in one cell."""
    return re.split(r"[|;: ]", cell.strip("[]() "), maxsplit=1)[0]


def _field_clock(source: SourceFile, name: str, unit: str, cells: list[str]) -> tuple[Clock, tuple[str, ...]]:
    """hh:mm:ss and mm:ss: time since the start, or time of day."""
    first = [int(cell.split(":")[0]) for cell in cells]
    elapsed = any(word in plain_name(name) for word in _SPAN_WORDS) or bool(unit)
    if any(_TWO_FIELDS.match(cell) for cell in cells):
        if elapsed or max(first) >= 24 or any(_THREE_FIELDS.match(cell) for cell in cells):
            return Clock(ClockKind.SPAN), (f'The column "{name}" was read as minutes:seconds since the start.',)
        raise UnitError(
            source.name,
            f'The column "{name}" can be minutes:seconds or hours:minutes.',
            hint='Write times as hours:minutes:seconds, or name the column "elapsed".',
        )
    if elapsed or max(first) >= 24 or cells[0].startswith(("00:00:0", "0:00:0")):
        return Clock(ClockKind.SPAN), ()
    return Clock(ClockKind.CALENDAR), ()
