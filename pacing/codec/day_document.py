"""Values of days as plain data: the document of `pacing day`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pacing.codec.contract import SCHEMA_VERSION
from pacing.codec.values import finite
from pacing.model.assessment import Program
from pacing.model.daily import DailyKind, DailyPoint, DailySeries, DailyValue, ExertionDay


def days_document(
    days: Iterable[date], series: Iterable[DailySeries], exertion: Iterable[ExertionDay], program: Program
) -> dict[str, Any]:
    """The document of `pacing day`.

    Parameters
    ----------
    days
        The days wanted, in order.
    series
        Each of one kind, source and method.
    exertion
        What the sessions of days were.
    program
        Who made it.

    Returns
    -------
    dict
        Every day with its values, each with its source, method and the usual range of the days before it.
    """
    exertion_of = {one.day: one for one in exertion}
    held = [(one, {point.day: point for point in one.points}) for one in series]
    return {
        "schema": SCHEMA_VERSION,
        "document": "days",
        "program": {"name": program.name, "version": program.version},
        "days": [
            {
                "day": day.isoformat(),
                "sessions": exertion_of[day].sessions if day in exertion_of else 0,
                "above_limit_s": finite(exertion_of[day].above_s) if day in exertion_of else None,
                "flagged": exertion_of[day].flagged if day in exertion_of else False,
                "values": [_value(one, points[day]) for one, points in held if day in points],
            }
            for day in days
        ],
    }


def held_document(values: Iterable[DailyValue]) -> list[dict[str, Any]]:
    """Which values of days files hold, for `pacing inspect`.

    Parameters
    ----------
    values
        In any order.

    Returns
    -------
    list of dict
        One for each kind of each source and method: its first and last day, and how many days have it.
    """
    held: dict[tuple[DailyKind, str, str], set[date]] = {}
    for value in values:
        held.setdefault(value.series, set()).add(value.day)
    return [
        {
            "kind": kind.value,
            "unit": kind.unit,
            "source": source,
            "method": method,
            "first": min(days).isoformat(),
            "last": max(days).isoformat(),
            "days": len(days),
        }
        for (kind, source, method), days in sorted(held.items())
    ]


def _value(series: DailySeries, point: DailyPoint) -> dict[str, Any]:
    known = point.low is not None and point.high is not None
    return {
        "kind": series.kind.value,
        "value": finite(point.value),
        "unit": series.kind.unit,
        "source": series.source,
        "method": series.method,
        "usual_range": {"low": finite(point.low), "high": finite(point.high)} if known else None,
        "place": point.place.value,
    }
