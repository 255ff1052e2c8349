"""Which days were days of exertion: a flagged session, or a day's dose above the person's own upper range."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import numpy as np

from pacing.history.store import History

UPPER_QUANTILE = 0.9  # design: one day in ten of those with any dose
LEAST_DOSE_DAYS = 10  # design: fewer days say nothing about a person's own range


def exertion_days(history: History) -> list[date]:
    """The local days with a flagged session or with a dose above the person's own upper range, oldest first.

    The dose of a day [bpm min] is the sum over its sessions, or that of an all-day recording of it where that is
    greater: sessions lie inside such days, and count once. A session belongs to the day on which it began, by its own
    clock. The upper range begins above nine in ten of the days that have any dose; with fewer than ten such days there
    is none. Doubles count once.
    """
    flagged: set[date] = set()
    of_sessions: dict[date, float] = defaultdict(float)
    of_whole_days: dict[date, float] = defaultdict(float)
    for doses, judged in ((of_sessions, _judged_sessions(history)), (of_whole_days, _judged_days(history))):
        for day, is_flagged, dose in judged:
            doses[day] += dose
            if is_flagged:
                flagged.add(day)
    every = of_sessions.keys() | of_whole_days.keys()
    return sorted(flagged | upper_days({day: max(of_sessions[day], of_whole_days[day]) for day in every}))


def upper_days(doses: dict[date, float]) -> set[date]:
    """Days whose dose lies above the person's own upper range.

    Examples
    --------
    >>> upper_days({date(2026, 5, day): float(day) for day in range(1, 12)})
    {datetime.date(2026, 5, 11)}
    """
    some = [dose for dose in doses.values() if dose > 0]
    if len(some) < LEAST_DOSE_DAYS:
        return set()
    upper = float(np.quantile(some, UPPER_QUANTILE))
    return {day for day, dose in doses.items() if dose > upper}


def _judged_sessions(history: History) -> list[tuple[date, bool, float]]:
    """(day, flagged, dose) of every session."""
    return _told(
        history.rows(
            "SELECT start, json_extract(document, '$.exceedance.flagged'),"
            " json_extract(document, '$.exceedance.dose_bpm_min') FROM session"
            " WHERE start IS NOT NULL AND same_as IS NULL AND json_extract(document, '$.exceedance') IS NOT NULL"
            " AND coalesce(json_array_length(document, '$.days'), 0) = 0"
        )
    )


def _judged_days(history: History) -> list[tuple[date, bool, float]]:
    """(day, flagged, dose) of every day of an all-day recording."""
    return _told(
        history.rows(
            "SELECT json_extract(each.value, '$.day'), json_extract(each.value, '$.exceedance.flagged'),"
            " json_extract(each.value, '$.exceedance.dose_bpm_min')"
            " FROM session, json_each(session.document, '$.days') AS each"
            " WHERE start IS NOT NULL AND same_as IS NULL AND json_extract(each.value, '$.exceedance') IS NOT NULL"
            " AND json_extract(each.value, '$.day') IS NOT NULL"
        )
    )


def _told(rows: list[tuple[Any, ...]]) -> list[tuple[date, bool, float]]:
    return [(datetime.fromisoformat(day).date(), bool(flagged), float(dose or 0.0)) for day, flagged, dose in rows]
