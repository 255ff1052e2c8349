"""Values of days and nights in the history: kept with the file they came from, and those our own sessions give."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from pacing.history.store import History
from pacing.model.daily import DailyKind, DailyValue, ExertionDay, is_possible
from pacing.printable import printable

NIGHT_INDEX = "hrv_night_sdnn"
FROM_BEATS = "SDNN of the beats from midnight to six, worked out here"
LOWEST_HALF_HOUR = "lowest half hour of the night, worked out here"
UNKNOWN_DEVICE = "a recording without a device's name"


def keep_daily(history: History, values: Sequence[DailyValue]) -> int:
    """Keep values; a later file's value of the same series and day replaces the earlier one.

    Parameters
    ----------
    history
        An open one.
    values
        As read from one file.

    Returns
    -------
    int
        How many of them say something that was not kept already.

    Raises
    ------
    HistoryError
        The history cannot be written.
    """
    rows = [
        (v.day.isoformat(), v.kind.value, v.source, v.method, v.value, v.reader, v.file_name, v.sha256) for v in values
    ]
    with history.change() as connection:
        cursor = connection.executemany(
            "INSERT INTO daily VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET value = excluded.value, reader = excluded.reader,"
            " file_name = excluded.file_name, sha256 = excluded.sha256 WHERE value != excluded.value",
            rows,
        )
        return cursor.rowcount  # of this table alone: its checksums change with it


def daily_values(history: History, since: date | None = None) -> tuple[DailyValue, ...]:
    """Every value of a day: those that were read, and those of our own sessions and all-day recordings.

    Parameters
    ----------
    history
        An open one.
    since
        The first day wanted; None: all.

    Returns
    -------
    tuple of DailyValue
        In order of day. Ours carry a method of their own, so that they are never put together with a watch's.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    rows = history.rows("SELECT day, kind, value, source, method, reader, file_name, sha256 FROM daily ORDER BY day")
    read_values = [
        DailyValue(date.fromisoformat(day), DailyKind(kind), value, *map(printable, words))
        for day, kind, value, *words in rows
    ]
    result = [*read_values, *_nights_of_beats(history), *_nights_of_days(history)]
    return tuple(sorted((one for one in result if since is None or one.day >= since), key=lambda one: one.day))


def exertion_by_day(history: History, since: date | None = None) -> tuple[ExertionDay, ...]:
    """What the sessions of each day were; sessions inside an all-day recording count once.

    Parameters
    ----------
    history
        An open one.
    since
        The first day wanted; None: all.

    Returns
    -------
    tuple of ExertionDay
        Days with a dated session or a whole day of recording, in order.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    sessions: dict[date, list[tuple[float | None, bool]]] = defaultdict(list)
    newer, values = "", list[float]()
    if since is not None:  # by the index: years of documents stay unread
        newer, values = " AND clock_s >= ?", [datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp()]
    for start, above_s, flagged in history.rows(
        "SELECT coalesce(start, clock_start), json_extract(document, '$.exceedance.time_above_s.value'), flagged"  # noqa: S608 - our own words
        f" FROM session WHERE clock_s IS NOT NULL AND same_as IS NULL{newer}"
        " AND (kind <> 'day' OR coalesce(json_array_length(document, '$.days'), 0) = 0)",
        values,
    ):
        sessions[datetime.fromisoformat(start).date()].append((above_s, bool(flagged)))
    whole: dict[date, tuple[float | None, bool]] = {}
    for day, above_s, flagged in history.rows(
        "SELECT json_extract(each.value, '$.day'), json_extract(each.value, '$.exceedance.time_above_s.value'),"
        " json_extract(each.value, '$.exceedance.flagged')"
        " FROM session, json_each(session.document, '$.days') AS each"
        " WHERE kind = 'day' AND clock_s IS NOT NULL AND same_as IS NULL"
        " AND json_extract(each.value, '$.day') IS NOT NULL"
    ):
        when = date.fromisoformat(day)
        earlier = whole.get(when, (None, False))
        whole[when] = _most((earlier[0], above_s)), earlier[1] or bool(flagged)
    days = sorted(day for day in sessions.keys() | whole.keys() if since is None or day >= since)
    result = []
    for day in days:
        of_sessions = [above for above, _ in sessions[day] if above is not None]
        above_s = _most((sum(of_sessions) if of_sessions else None, whole.get(day, (None, False))[0]))
        flagged = any(flag for _, flag in sessions[day]) or whole.get(day, (None, False))[1]
        result.append(ExertionDay(day, len(sessions[day]), above_s, flagged))
    return tuple(result)


def _most(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _nights_of_beats(history: History) -> list[DailyValue]:
    """SDNN from midnight to six, of every kept session that holds a night's beats."""
    result = []
    query = (
        "SELECT coalesce(session.start, clock_start), measurement.value, json_extract(document, ?),"
        " json_extract(document, '$.source.device'),"
        " json_extract(document, '$.source.reader'), file.file_name, session.sha256"
        " FROM measurement JOIN session ON session.id = session_id JOIN file ON file.sha256 = session.sha256"
        " WHERE index_id = ? AND measurement.value IS NOT NULL AND clock_s IS NOT NULL AND same_as IS NULL"
    )
    begins = f"$.measurements.{NIGHT_INDEX}.window[0]"
    for start, value, window_s, device, reader, name, sha256 in history.rows(query, (begins, NIGHT_INDEX)):
        day = (datetime.fromisoformat(start) + timedelta(seconds=window_s or 0.0)).date()
        if is_possible(DailyKind.NIGHT_SDNN, value):
            result.append(
                DailyValue(day, DailyKind.NIGHT_SDNN, value, device or UNKNOWN_DEVICE, FROM_BEATS, reader, name, sha256)
            )
    return result


def _nights_of_days(history: History) -> list[DailyValue]:
    """The lowest half hour of each night of an all-day recording."""
    result = []
    for day, bpm, device, reader, name, sha256 in history.rows(
        "SELECT json_extract(each.value, '$.day'), json_extract(each.value, '$.night.bpm'),"
        " json_extract(document, '$.source.device'), json_extract(document, '$.source.reader'), file.file_name,"
        " session.sha256 FROM session, json_each(session.document, '$.days') AS each"
        " JOIN file ON file.sha256 = session.sha256 WHERE kind = 'day' AND same_as IS NULL"
        " AND json_extract(each.value, '$.day') IS NOT NULL AND json_extract(each.value, '$.night.bpm') IS NOT NULL"
    ):
        if is_possible(DailyKind.RESTING_HR, bpm):
            result.append(
                DailyValue(
                    date.fromisoformat(day),
                    DailyKind.RESTING_HR,
                    bpm,
                    device or UNKNOWN_DEVICE,
                    LOWEST_HALF_HOUR,
                    reader,
                    name,
                    sha256,
                )
            )
    return result
