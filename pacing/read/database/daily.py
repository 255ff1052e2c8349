"""A described database to values of days: each with whose it is and how it was found."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.daily import EARLIEST_DAY, DailyKind, DailyValue, is_possible
from pacing.read.assembly.local_time import offsets_of_instants, zone_named
from pacing.read.database.connection import Database
from pacing.read.database.description import Daily, DatabaseSchema, DayOf, TimeForm
from pacing.read.database.samples import Values, read_values, tables_of
from pacing.read.database.sessions import owner_names
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

DAY_S = 86400.0
HOUR_S = 3600.0
EPOCH_DAY = date(1970, 1, 1)
LOCAL = (TimeForm.LOCAL_TEXT, TimeForm.LOCAL_DAY)
LONGEST_SLEEP_H = 24.0
BOUNDS = (DailyKind.SLEEP_START, DailyKind.SLEEP_END)


def daily_in(
    source: SourceFile, options: ReadOptions, database: Database, name: str, schema: DatabaseSchema
) -> tuple[DailyValue, ...]:
    """Every value of a day that a described database holds.

    Parameters
    ----------
    source, options
        The file, and the time zone a person said, which holds where the rows tell none.
    database
        The same file, open.
    name
        Id of the description.
    schema
        The description.

    Returns
    -------
    tuple of DailyValue
        In order of day; of each series and day one. Impossible values and sentinels are left out.

    Raises
    ------
    DamagedFileError
        The database is broken where the rows stand.
    """
    names = owner_names(database, schema)
    result: dict[tuple[date, DailyKind, str, str], DailyValue] = {}
    for daily in schema.daily:
        for table in tables_of(database, daily.rows):
            values = read_values(database, table, daily.rows, until=daily.until)
            for owner in np.unique(values.owner).tolist():
                device = names.get(owner)
                label = f"{schema.source}: {device}" if device else schema.source
                for day, value in _by_day(daily, values, values.owner == owner, options):
                    one = DailyValue(
                        day, daily.kind, value, label, daily.method, f"database/{name}", source.name, source.sha256
                    )
                    result.setdefault((day, *one.series), one)
    return tuple(sorted(result.values(), key=lambda one: (one.day, *one.series)))


def local_seconds(values: Values, form: TimeForm, zone_name: str | None) -> FloatArray:
    """The clock beside each row, as seconds since 1970 by the local clock.

    Parameters
    ----------
    values
        Rows of one table.
    form
        What their times are.
    zone_name
        The zone a person said, or None.

    Returns
    -------
    FloatArray
        Shape (n,): by the row's own offset, else by the zone, else in UTC.
    """
    if form in LOCAL:
        return values.second
    shift = np.where(np.isfinite(values.zone_s), values.zone_s, np.nan)
    unknown = np.isnan(shift)
    if not unknown.any():
        return values.second + shift
    zone = zone_named(zone_name)
    if zone is not None:
        shift[unknown] = offsets_of_instants(values.second[unknown], zone)
    clock: FloatArray = values.second + np.nan_to_num(shift, nan=0.0)
    return clock


def _by_day(
    daily: Daily, values: Values, here: np.ndarray[tuple[int], np.dtype[np.bool_]], options: ReadOptions
) -> Iterator[tuple[date, float]]:
    """(day, value) of one owner's rows."""
    clock = local_seconds(values, daily.rows.form, options.time_zone)
    shift = clock - values.second
    until = values.until + shift
    if daily.until:
        clock, until = clock[here], until[here]
        yield from _of_sleep(daily.kind, clock, until)
        return
    second, value = clock[here], values.value[here] * daily.scale
    days = np.floor((second + (24.0 - daily.evening_h) * HOUR_S) / DAY_S).astype(np.int64)
    held: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for day, at, one in zip(days.tolist(), second.tolist(), value.tolist(), strict=True):
        if is_possible(daily.kind, one):
            held[day].append((at, one))
    for day, pairs in held.items():
        ones = [one for _, one in sorted(pairs, key=lambda pair: pair[0])]
        chosen = {DayOf.LAST: ones[-1], DayOf.SUM: sum(ones), DayOf.LOWEST: min(ones)}.get(daily.of_day)
        whole = float(np.mean(ones)) if chosen is None else float(chosen)
        when = EPOCH_DAY + timedelta(days=day)
        if when >= EARLIEST_DAY and is_possible(daily.kind, whole):
            yield when, whole


def _of_sleep(kind: DailyKind, start: FloatArray, stop: FloatArray) -> Iterator[tuple[date, float]]:
    """The longest sleep that ends on each day: its length, or one of its bounds."""
    longest: dict[int, tuple[float, float]] = {}
    for began, ended in zip(start.tolist(), stop.tolist(), strict=True):
        if not 0 < ended - began <= LONGEST_SLEEP_H * HOUR_S:
            continue
        day = int(ended // DAY_S)
        earlier = longest.get(day)
        if earlier is None or ended - began > earlier[1] - earlier[0]:
            longest[day] = began, ended
    for day, (began, ended) in longest.items():
        when = EPOCH_DAY + timedelta(days=day)
        if when < EARLIEST_DAY:
            continue
        midnight = day * DAY_S
        if kind in BOUNDS:
            yield when, ((began if kind is DailyKind.SLEEP_START else ended) - midnight) / HOUR_S
        else:
            yield when, (ended - began) / HOUR_S
