"""Values of days put together while a file is read: impossible ones left out, of each series and day one kept."""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np

from pacing.model.daily import EARLIEST_DAY, DailyKind, DailyValue, is_possible
from pacing.read.assembly.local_time import offsets_of_instants, zone_named
from pacing.read.source import SourceFile

DAY_S = 86400.0
HOUR_S = 3600.0
EPOCH_DAY = date(1970, 1, 1)
LATEST_SECOND = 1e11  # about the year 5138: beyond, no zone has a rule
LONGEST_SLEEP_S = 24 * HOUR_S
SHORTEST_SLEEP_S = 600.0  # design: ten minutes in bed are no night


class DailyCollector:
    """Collects values of one file; of a day's several readings their mean counts, of bounds the longest sleep.

    Parameters
    ----------
    source
        The file.
    reader
        Id of its reader.
    label
        Whose values these are, where a value does not say otherwise.
    """

    def __init__(self, source: SourceFile, reader: str, label: str) -> None:
        self._source, self._reader, self._label = source, reader, label
        self._values: dict[tuple[date, DailyKind, str, str], list[float]] = defaultdict(list)
        self._sleeps: dict[tuple[date, str, str], tuple[float, float]] = {}

    def add(self, day: date | None, kind: DailyKind, value: float, method: str, label: str = "") -> None:
        """Keep a value of a day.

        Parameters
        ----------
        day
            The local day; None, or one before there were watches, is left out.
        kind
            What it is of.
        value
            In the unit of the kind; what cannot be of a person is left out.
        method
            How it was found, in a few words.
        label
            Whose it is; "" = the file's.
        """
        if day is not None and day >= EARLIEST_DAY and is_possible(kind, value):
            self._values[day, kind, label or self._label, method].append(value)

    def add_sleep(self, start_s: float, stop_s: float, method: str, label: str = "") -> None:
        """Keep the bounds of a sleep.

        Parameters
        ----------
        start_s, stop_s
            Seconds since 1970 by the local clock.
        method
            Whose bounds, in a few words.
        label
            Whose it is; "" = the file's.
        """
        if not (np.isfinite([start_s, stop_s]).all() and SHORTEST_SLEEP_S <= stop_s - start_s <= LONGEST_SLEEP_S):
            return
        key = (day_of(stop_s), label or self._label, method)
        longest = self._sleeps.get(key)
        if longest is None or stop_s - start_s > longest[1] - longest[0]:
            self._sleeps[key] = start_s, stop_s

    def values(self) -> tuple[DailyValue, ...]:
        """Everything that was kept.

        Returns
        -------
        tuple of DailyValue
            In order of day.
        """
        for (day, label, method), (start_s, stop_s) in self._sleeps.items():
            midnight_s = (day - EPOCH_DAY).days * DAY_S
            self.add(day, DailyKind.SLEEP_START, (start_s - midnight_s) / HOUR_S, method, label)
            self.add(day, DailyKind.SLEEP_END, (stop_s - midnight_s) / HOUR_S, method, label)
            self.add(day, DailyKind.SLEEP_DURATION, (stop_s - start_s) / HOUR_S, method, label)
        self._sleeps.clear()
        made = [
            DailyValue(
                day, kind, _of_day(kind, held), label, method, self._reader, self._source.name, self._source.sha256
            )
            for (day, kind, label, method), held in self._values.items()
        ]
        return tuple(sorted(made, key=lambda one: (one.day, *one.series)))


def _of_day(kind: DailyKind, held: list[float]) -> float:
    """Steps of parts of a day add up; of readings the mean stands for the day."""
    return sum(held) if kind is DailyKind.STEPS else float(np.mean(held))


def day_of(local_s: float) -> date:
    """The calendar day of a local clock.

    Parameters
    ----------
    local_s
        Seconds since 1970 by the local clock.

    Returns
    -------
    date
        Never later than the calendar reaches.

    Examples
    --------
    >>> day_of(86399.0), day_of(86400.0)
    (datetime.date(1970, 1, 1), datetime.date(1970, 1, 2))
    """
    try:
        return EPOCH_DAY + timedelta(days=int(local_s // DAY_S))
    except OverflowError:
        return date.max if local_s > 0 else date.min


def local_clock(second: float, offset_s: float | None, zone_name: str | None) -> float:
    """An instant by the local clock.

    Parameters
    ----------
    second
        Seconds since 1970 UTC.
    offset_s
        The offset beside it, or None.
    zone_name
        The zone a person said; it holds where no offset is written.

    Returns
    -------
    float
        Seconds since 1970 by the local clock; in UTC where nothing tells more.

    Examples
    --------
    >>> local_clock(0.0, 7200.0, None), local_clock(0.0, None, None)
    (7200.0, 0.0)
    """
    if offset_s is not None and np.isfinite(offset_s):
        return second + offset_s
    zone = zone_named(zone_name)
    if zone is None or not abs(second) < LATEST_SECOND:
        return second
    return second + float(offsets_of_instants(np.array([second]), zone)[0])


def written_day(text: object) -> date | None:
    """The day at the beginning of `2026-06-01...`; None where there is none.

    Parameters
    ----------
    text
        What a file wrote.

    Returns
    -------
    date or None
        Also None for a date that cannot be.

    Examples
    --------
    >>> written_day("2026-06-01T08:00:00Z"), written_day("soon"), written_day("2026-02-30")
    (datetime.date(2026, 6, 1), None, None)
    """
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
