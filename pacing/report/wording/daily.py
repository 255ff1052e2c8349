"""Values of days in words: their names, numbers with units, and where they lie against the person's own days before."""

from collections.abc import Iterable, Sequence
from datetime import date

from pacing.model.daily import DailyKind, DailyPoint, DailySeries, DayPlace
from pacing.plural import plural
from pacing.report.wording.format_times import MONTHS, WEEKDAYS

TITLES = {
    DailyKind.RESTING_HR: "Resting heart rate",
    DailyKind.NIGHT_HR: "Heart rate asleep",
    DailyKind.NIGHT_RMSSD: "Variability at night (RMSSD)",
    DailyKind.NIGHT_SDNN: "Variability at night (SDNN)",
    DailyKind.MORNING_HR: "Heart rate in the morning reading",
    DailyKind.MORNING_RMSSD: "Variability in the morning (RMSSD)",
    DailyKind.MORNING_SDNN: "Variability in the morning (SDNN)",
    DailyKind.SPOT_RMSSD: "Variability now and then (RMSSD)",
    DailyKind.SPOT_SDNN: "Variability now and then (SDNN)",
    DailyKind.SLEEP_START: "Asleep from",
    DailyKind.SLEEP_END: "Awake at",
    DailyKind.SLEEP_DURATION: "Sleep",
    DailyKind.STEPS: "Steps",
}
SHOWN_UNITS = frozenset({"bpm", "ms"})
CLOCKS = frozenset({DailyKind.SLEEP_START, DailyKind.SLEEP_END})
MINUTES_PER_HOUR, HOURS_PER_DAY = 60, 24
NOTHING_KEPT = (
    "There are no values of days in the history yet. `pacing add` keeps them from the exports of Health Connect, "
    "Fitbit, Garmin, Apple Health, WHOOP, Oura, HRV4Training and others."
)
READ_WITH_CARE = (
    "Usual: where the 60 days before lie, at least 14 of them. "
    "A value outside the usual range is no alarm: 1 in 20 lies there while nothing changes, and a short night, heat, "
    "a meal, alcohol or a cycle move it as well. Values of two devices or methods are never compared."
)


def value_text(kind: DailyKind, value: float) -> str:
    """A day's value as a person reads it, with its unit.

    Parameters
    ----------
    kind
        What it is of.
    value
        In the unit of the kind.

    Returns
    -------
    str
        Without a range.

    Examples
    --------
    >>> value_text(DailyKind.RESTING_HR, 57.4), value_text(DailyKind.SLEEP_START, -0.5)
    ('57 bpm', '23:30')
    >>> value_text(DailyKind.SLEEP_DURATION, 7.25), value_text(DailyKind.STEPS, 4210)
    ('7 h 15 min', '4,210')
    """
    if kind in CLOCKS:
        minutes = round(value * MINUTES_PER_HOUR) % (HOURS_PER_DAY * MINUTES_PER_HOUR)
        return f"{minutes // MINUTES_PER_HOUR:02d}:{minutes % MINUTES_PER_HOUR:02d}"
    if kind is DailyKind.SLEEP_DURATION:
        hours, minutes = divmod(round(value * MINUTES_PER_HOUR), MINUTES_PER_HOUR)
        return f"{hours} h {minutes:02d} min"
    if kind is DailyKind.STEPS:
        return f"{value:,.0f}"
    return f"{value:.0f} {kind.unit}"


def place_text(kind: DailyKind, point: DailyPoint) -> str:
    """Where a day's value lies against the days before it.

    Parameters
    ----------
    kind
        What it is of.
    point
        The value with the usual range of the days before it.

    Returns
    -------
    str
        Empty for clocks, which are shown and not judged.

    Examples
    --------
    >>> place_text(DailyKind.RESTING_HR, DailyPoint(date(2026, 6, 1), 66.0, DayPlace.ABOVE, 54.0, 62.0))
    'above the usual 54 to 62'
    """
    if kind in CLOCKS:
        return ""
    if point.low is None or point.high is None:
        return "usual not known yet"
    ends = f"{_plain(kind, point.low)} to {_plain(kind, point.high)}"
    where = {DayPlace.BELOW: "below the usual", DayPlace.ABOVE: "above the usual"}.get(point.place, "the usual")
    return f"{where} {ends}"


def newest_text(series: DailySeries) -> str:
    """The newest value of a series, its day, and where it lies.

    Parameters
    ----------
    series
        With at least one day.

    Returns
    -------
    str
        Such as `57 bpm on 1 June, the usual 54 to 60`.
    """
    last = series.points[-1]
    value = value_text(series.kind, last.value)
    return f"{value} on {last.day.day} {MONTHS[last.day.month - 1]}, {place_text(series.kind, last)}"


def whose_text(series: DailySeries) -> str:
    """Whose values a series holds, and how they were found.

    Parameters
    ----------
    series
        One kind, source and method.

    Returns
    -------
    str
        Such as `Oura: the ring's own, of the night (90 days).`
    """
    words = {"source": series.source, "method": series.method}
    return plural(len(series.points), "{source}: {method} (1 day).", "{source}: {method} ({} days).", **words)


def kept_beside_text(series: Iterable[DailySeries], shown: Sequence[DailySeries]) -> str:
    """What else is kept of heart rate and variability, where a page has room for a few series only.

    Parameters
    ----------
    series
        All series of a history.
    shown
        Those of them that the page shows.

    Returns
    -------
    str
        One sentence; empty where the page shows all.
    """
    others = [one for one in series if one.kind.unit in SHOWN_UNITS and one not in shown]
    named = "; ".join(dict.fromkeys(f"{TITLES[one.kind]}, {one.source}" for one in others))
    return f"Kept as well, each with a usual range of its own (`pacing day`): {named}." if named else ""


def day_heading(day: date) -> str:
    """A day as a heading.

    Examples
    --------
    >>> day_heading(date(2026, 6, 1))
    'Monday 1 June 2026'
    """
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def _plain(kind: DailyKind, value: float) -> str:
    return value_text(kind, value).removesuffix(f" {kind.unit}")
