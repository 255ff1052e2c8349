"""What a CSV vendor's table looks like: a description, not code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from pacing.model.daily import DailyKind
from pacing.model.recording import RecordingKind, Sensor


class ClockKind(StrEnum):
    """What the numbers in a time column are.

    NUMBER: `unit`s since the start. EPOCH: `unit`s since 1970-01-01 UTC. SPAN: hours:minutes:seconds (or
    minutes:seconds) since the start. CALENDAR: a date and a time of day, or a time of day alone. SAMPLING: no times are
    written, samples follow at a rate. AUTO: the column itself and its header decide.
    """

    NUMBER = "number"
    EPOCH = "epoch"
    SPAN = "span"
    CALENDAR = "calendar"
    SAMPLING = "sampling"
    AUTO = "auto"


class Stamps(StrEnum):
    """What the time beside an RR interval is: of the beat itself, or of the packet's arrival (some seconds unsure)."""

    BEAT = "beat"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class Clock:
    """How time is written; `order` of the numbers in a date (`dmy`, `mdy`, `ymd`, `ydm`), "" = the column decides.

    `utc`: clock readings without an offset are in UTC.
    """

    kind: ClockKind = ClockKind.AUTO
    unit: str = "s"
    order: str = ""
    utc: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is wanted.

    `name`: as in the header (case, blanks and units in brackets do not matter), or `#2` for the third of a table
    without header. `holds`: the name of a channel, or one of `time`, `date`, `offset` (to UTC), `heart_rate`,
    `heart_rate_else` (used where the first stayed empty), `rr`, `beat` and `beat_other` (the value is the time of a
    beat, or of one that is an artefact), `person`, `source`, `type`, `value`, `duration`. `unit`: as the vendor writes
    it; for `rr` "" means that evidence must decide. `many`: a cell may hold several values. `first_only`: of these only
    the first counts. `beside`: a row with junk there is not lost.
    """

    name: str
    signal: str
    unit: str = ""
    many: bool = False
    first_only: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class DailyColumn:
    """A column (or, in a long table, a word of its `names` column) that holds a value of the row's day.

    `method`: how the device found it. `scale`: what a cell is multiplied with to be in the kind's unit.
    """

    name: str
    kind: DailyKind
    method: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class DailyTable:
    """A table whose rows stand for days: each with its day, and columns with values of it.

    `day`: columns with the day, of which the first that is written counts; a clock behind it is passed over.
    `names`, `value`: in a long table, the columns with what a row is of and its value. `bounds`: columns, each with its
    alternatives, with the beginning and end of a sleep by the local clock. `skip`: cells that pass a row over.
    `instants`: the day stands as an instant in UTC, and is the local one of it. `midnights_only`: the table is of days
    only where every clock in it is midnight and no day comes twice; other tables with this header are recordings.
    `evening_h`: rows from this local hour on belong to the day after, as the night does.
    """

    source: str
    day: tuple[str, ...]
    columns: tuple[DailyColumn, ...]
    names: str = ""
    value: str = ""
    bounds: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    bounds_method: str = ""
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    device: str = ""
    instants: bool = False
    midnights_only: bool = False
    evening_h: float = 24.0


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """A vendor's table.

    A table is recognised when its header holds all names of `header`, at least one of `any_of` and none of
    `unlike`, and its first lines match the regular expression `first_lines`; each left empty asks nothing, but
    `first_lines` or names must be given. `types`: in a long table (one measurement a row), what each word of the
    `type` column holds. `start`: regular expression over the lines above the table with the groups `epoch`,
    `stamp`, or `date` and `clock`, and `rate` (samples a second). `every_s`: for SAMPLING, seconds between samples;
    None = `rate` tells it. `skip_lines`: lines before the table where there is no header. `invalid`: numbers that
    mean "no value". `means`: each heart rate is the mean of the time up to the next row. `refusal`: the table is known
    to hold no heart-rate series; this sentence says what it is, `hint` what to export instead. `daily`: what its rows
    say of whole days.
    """

    title: str
    columns: tuple[Column, ...] = ()
    header: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    first_lines: str = ""
    clock: Clock = Clock()
    types: Mapping[str, Column] = field(default_factory=lambda: MappingProxyType({}))
    start: str = ""
    every_s: float | None = None
    skip_lines: int = 0
    delimiter: str | None = None
    decimal: str | None = None
    stamps: Stamps = Stamps.BEAT
    invalid: tuple[float, ...] = ()
    kind: RecordingKind | None = None
    device: str | None = None
    sensor: Sensor = Sensor.UNKNOWN
    sport: str | None = None
    remarks: tuple[str, ...] = ()
    means: bool = False
    refusal: str = ""
    hint: str = ""
    daily: DailyTable | None = None

    @property
    def has_header(self) -> bool:
        """Whether the columns are found by name."""
        return not any(column.name.startswith("#") for column in self.columns)

    def column(self, signal: str) -> Column | None:
        """The first column that holds `holds`, or None."""
        return next((c for c in self.columns if c.signal == signal), None)
