"""Days against the person's own days before: a usual range for each series, from the same source and method only.

The range of a day is made of the days before it, never of the day itself, so that a day cannot hide in a band that it
widened. Variability is held on its logarithm, because its scatter grows with its level.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from pacing.longitudinal.reference_interval import reference_interval
from pacing.model.daily import DailyKind, DailyPoint, DailySeries, DailyValue, DayPlace

DAYS_BEFORE = 60  # design: two months: a season moves on, a flare does not become the rule at once
LEAST_DAYS = 14  # design: two weeks, so that every day of the week stands in it twice
LEAST_HALF_WIDTH = {"bpm": 1.0, "ms": 1.0, "h": 0.1, "1": 1.0}  # design: what devices round to
LOGARITHMIC = frozenset(kind for kind in DailyKind if kind.unit == "ms")
WITHOUT_RANGE = frozenset({DailyKind.SLEEP_START, DailyKind.SLEEP_END})  # clocks are shown, not judged


def daily_series(values: Iterable[DailyValue]) -> tuple[DailySeries, ...]:
    """Values of days by series, each day with the usual range of the days before it.

    Parameters
    ----------
    values
        Of any kinds, sources and methods, in any order; of one series and day the last one counts.

    Returns
    -------
    tuple of DailySeries
        In the order of `DailyKind`, then of source and method. Two sources never share a series.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> days = [date(2026, 5, 1) + timedelta(days=n) for n in range(15)]
    >>> made = [DailyValue(day, DailyKind.RESTING_HR, 56.0 + n % 3, "watch", "its own") for n, day in enumerate(days)]
    >>> (found,) = daily_series(made)
    >>> found.points[13].place.value, found.points[14].place.value
    ('not_enough', 'usual')
    """
    by_series: dict[tuple[DailyKind, str, str], dict[object, DailyValue]] = defaultdict(dict)
    for value in values:
        by_series[value.series][value.day] = value
    order = {kind: index for index, kind in enumerate(DailyKind)}
    return tuple(
        DailySeries(kind, source, method, _points(sorted(days.values(), key=lambda one: one.day)))
        for (kind, source, method), days in sorted(by_series.items(), key=lambda item: (order[item[0][0]], item[0]))
    )


def _points(values: list[DailyValue]) -> tuple[DailyPoint, ...]:
    points, first = [], 0
    for index, value in enumerate(values):
        while (value.day - values[first].day).days > DAYS_BEFORE:
            first += 1
        points.append(_point(value, [one.value for one in values[first:index]]))
    return tuple(points)


def _point(value: DailyValue, before: list[float]) -> DailyPoint:
    if len(before) < LEAST_DAYS or value.kind in WITHOUT_RANGE:
        return DailyPoint(value.day, value.value, DayPlace.NOT_ENOUGH)
    logarithmic = value.kind in LOGARITHMIC
    usual = reference_interval(value.kind, np.log(before) if logarithmic else np.array(before))
    if usual is None:
        return DailyPoint(value.day, value.value, DayPlace.NOT_ENOUGH)
    low, high = (float(np.exp(end)) if logarithmic else end for end in (usual.low, usual.high))
    least = LEAST_HALF_WIDTH[value.kind.unit]  # days that are all equal still differ by what the device rounds away
    level = float(np.median(before))
    low, high = max(min(low, level - least), 0.0), max(high, level + least)
    where = DayPlace.BELOW if value.value < low else DayPlace.ABOVE if value.value > high else DayPlace.USUAL
    return DailyPoint(value.day, value.value, where, low, high)
