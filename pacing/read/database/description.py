"""What a program's database looks like: a description, not code.

Columns are named `alias.column`; the described table has the alias `t`. A joined table or a column that a database
lacks (older and newer versions of a program differ) simply gives no value, unless it is a time or a value itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from pacing.model.daily import DailyKind
from pacing.model.recording import RecordingKind, Sensor


class TimeForm(StrEnum):
    """How a time stands in a column.

    SECONDS, MILLISECONDS: since 1970 UTC. UTC_TEXT: `2026-06-01 08:00:00` in UTC. LOCAL_TEXT: the same by the local
    clock, of which the zone is not known. LOCAL_DAY: days since 1970 of the local calendar.
    """

    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    UTC_TEXT = "utc_text"
    LOCAL_TEXT = "local_text"
    LOCAL_DAY = "local_day"


class DayOf(StrEnum):
    """Which of a day's several values stands for it."""

    LAST = "last"
    MEAN = "mean"
    SUM = "sum"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class Join:
    """Another table that tells more of a row: `table` as `alias`, where its `key` equals `to` (`alias.column`)."""

    table: str
    alias: str
    key: str
    to: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Values with their times, in every table whose name matches `tables` (a regular expression, whole name).

    `owner`: number of the device or app that measured. `zone_s`: offset to UTC [s]. `zone_h`: the same in hours.
    `where`: columns that must equal a text. `invalid`: numbers that stand for "no value".
    """

    tables: str
    time: str
    value: str
    form: TimeForm = TimeForm.MILLISECONDS
    joins: tuple[Join, ...] = ()
    owner: str = ""
    zone_s: str = ""
    zone_h: str = ""
    where: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    invalid: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Rows that are samples: `holds` is `heart_rate`, `rr` (beat intervals, `unit` ms or s; the time is of the beat
    that ends the interval, as its receiver wrote it down) or a channel's name. `session`: number of the session that a
    row belongs to, where each is a recording of its own.
    """

    rows: Rows
    holds: str = "heart_rate"
    unit: str = "bpm"
    session: str = ""


@dataclass(frozen=True, slots=True)
class Sessions:
    """A table of sessions: those with samples of their own (`key`), or stretches cut out of the samples of the day.

    `sport`: a number or a word, `sports` the words of numbers, `sports_else` those of a second list, which holds where
    a number stands that the first list does not know. `intervals`: a column with a JSON list of beat intervals [s].
    """

    table: str
    start: str
    stop: str
    form: TimeForm = TimeForm.MILLISECONDS
    joins: tuple[Join, ...] = ()
    key: str = ""
    sport: str = ""
    sports: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    sports_else: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    owner: str = ""
    zone_s: str = ""
    zone_h: str = ""
    intervals: str = ""


@dataclass(frozen=True, slots=True)
class Owners:
    """The table that names devices or apps: its key, and the columns that together name one; the first with words."""

    table: str
    key: str
    names: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Daily:
    """Rows that are values of days: their kind, how the device found them, and which of a day's several counts.

    `scale`: what a value is multiplied with to be in the kind's unit. `until`: a second time column; the value is then
    the time between the two [h], or for sleep bounds the clock itself. `evening_h`: rows from this local hour on belong
    to the next day (nights); 24 = never.
    """

    rows: Rows
    kind: DailyKind
    method: str
    of_day: DayOf = DayOf.LAST
    scale: float = 1.0
    until: str = ""
    evening_h: float = 24.0


@dataclass(frozen=True, slots=True)
class DatabaseSchema:
    """A program's database.

    It is recognised when it has all tables of `needs`, or, where that is empty, one that matches a series, a session
    table or a daily table. `marks`: names of tables by which it is preferred to others. `files`: (table, column) with
    whole FIT files. `source`: its name before a device's, in the provenance of daily values.
    """

    title: str
    source: str
    needs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    sessions: tuple[Sessions, ...] = ()
    owners: Owners | None = None
    daily: tuple[Daily, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    kind: RecordingKind | None = RecordingKind.DAY
    sensor: Sensor = Sensor.UNKNOWN
    remarks: tuple[str, ...] = ()
