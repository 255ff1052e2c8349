"""What a device wrote, as read: nothing cleaned, nothing judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite

import numpy as np

from pacing.model.arrays import (
    BoolArray,
    FloatArray,
    WithFrozenArrays,
    frozen,
    require_equal_length,
    require_increasing,
)

PIECE_ROWS = 65_536  # so many at a time: a recording of months by the second costs little memory


class RecordingKind(StrEnum):
    """What sort of recording it is."""

    ACTIVITY = "activity"
    DAY = "day"
    BEATS = "beats"


class Sensor(StrEnum):
    """How the heart rate was sensed, as far as the file tells."""

    STRAP = "strap"
    OPTICAL = "optical"
    UNKNOWN = "unknown"


class MarkerKind(StrEnum):
    """Moments the file marks.

    LAP: a lap begins here, `label` is its intensity as the file words it (`active`, `rest`, `warmup`, `cooldown`,
    `recovery`, `interval`) or "". PAUSE and RESUME: the timer was halted and went on; `value` of RESUME: how far from
    where it was halted, as the crow flies [m], where positions were recorded. STOP: the person ended the recording or
    session here (samples may follow). RECOVERY_HR: the watch's own recovery heart rate [bpm] in `value`.
    USER: the person pressed the lap button or wrote a note; `label` is the note (or `lap`).
    """

    LAP = "lap"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RECOVERY_HR = "recovery_hr"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment the file marks: `time_s` [s since start], its kind, its words and, where it has one, its value."""

    time_s: float
    kind: MarkerKind
    label: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class HeartRate(WithFrozenArrays):
    """Heart rate as the device gave it.

    `time_s`: shape (n,), [s since start], strictly increasing. `bpm`: shape (n,), [bpm]; NaN = the device gave none.
    Zeros and impossible values are kept as written: cleaning decides about them.
    """

    time_s: FloatArray
    bpm: FloatArray

    def __post_init__(self) -> None:
        """Freeze and check the arrays."""
        object.__setattr__(self, "time_s", frozen(self.time_s))
        object.__setattr__(self, "bpm", frozen(self.bpm))
        require_equal_length("heart rate", self.time_s, self.bpm)
        require_increasing(self.time_s, "heart rate")

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.bpm.size

    def times(self, first: int, last: int) -> FloatArray:
        """The times of the rows [first, last) [s]."""
        return self.time_s[first:last]

    def known(self, first: int, last: int) -> BoolArray:
        """Which of the rows [first, last) have a value."""
        return np.isfinite(self.bpm[first:last])

    def rows(self, first: int, last: int) -> tuple[FloatArray, FloatArray]:
        """Times [s] and heart rates [bpm] of the rows [first, last)."""
        return self.time_s[first:last], self.bpm[first:last]

    @property
    def last_known_s(self) -> float | None:
        """When the last row with a value begins [s]; None without any."""
        for first in range((self.size - 1) // PIECE_ROWS * PIECE_ROWS, -1, -PIECE_ROWS):
            known = np.flatnonzero(self.known(first, min(first + PIECE_ROWS, self.size)))
            if known.size:
                row = first + int(known[-1])
                return float(self.times(row, row + 1)[0])
        return None

    def pieces(self, beyond_s: float = 0.0) -> Iterator[tuple[FloatArray, FloatArray, int]]:
        """All rows, so many at a time: their times [s] and heart rates [bpm], and how many are a piece's own.

        Each goes on into the next for `beyond_s` [s]. So a year by the second is never held whole.
        """
        for first in range(0, self.size, PIECE_ROWS):
            last = reach = min(first + PIECE_ROWS, self.size)
            if beyond_s > 0.0:
                reach = self.row_at(float(self.times(last - 1, last)[0]) + beyond_s, after=True)
            yield *self.rows(first, reach), last - first

    def row_at(self, moment_s: float, *, after: bool = False) -> int:
        """The first row that begins at a moment or later [s]; `after`: that begins later."""
        return int(np.searchsorted(self.time_s, moment_s, side="right" if after else "left"))


@dataclass(frozen=True, slots=True, eq=False)
class Beats(WithFrozenArrays):
    """RR intervals on their own clock, own length.

    `time_s`: shape (m,), [s since start], time of the beat that ENDS the interval, strictly increasing. `rr_ms`: shape
    (m,), [ms], > 0. Interval i begins where i-1 ended when `time_s[i] - rr_ms[i] / 1000` equals `time_s[i-1]`; a later
    beginning is a gap: the two are not adjacent and must never be differenced.
    """

    time_s: FloatArray
    rr_ms: FloatArray

    def __post_init__(self) -> None:
        """Freeze and check the arrays."""
        object.__setattr__(self, "time_s", frozen(self.time_s))
        object.__setattr__(self, "rr_ms", frozen(self.rr_ms))
        require_equal_length("beats", self.time_s, self.rr_ms)
        require_increasing(self.time_s, "beats")
        if self.rr_ms.size and not (np.isfinite(self.rr_ms) & (self.rr_ms > 0)).all():
            message = "beats: RR intervals must be positive"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, eq=False)
class Channel(WithFrozenArrays):
    """What else was recorded. Known names and units (never a position on earth):

    `speed` m/s · `power` W · `cadence` 1/min (pedal turns, or steps of ONE foot on foot, as FIT counts) · `grade` % ·
    `distance` m · `altitude` m · `muscle_oxygen` % · `temperature` degC · `respiration_rate` 1/min · `steps` 1.
    Developer channels keep their own name and unit.
    """

    name: str
    unit: str
    time_s: FloatArray
    value: FloatArray

    def __post_init__(self) -> None:
        """Freeze and check the arrays."""
        object.__setattr__(self, "time_s", frozen(self.time_s))
        object.__setattr__(self, "value", frozen(self.value))
        require_equal_length(self.name, self.time_s, self.value)
        require_increasing(self.time_s, self.name)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a recording came from, and every assumption made when reading it.

    `sha256` of the file's bytes (of the member, in an archive). `reader` such as `fit` or `csv/polar_flow`. `place`:
    the recording's place among those of the same file, from 0. `remarks`: every assumption made. `damage`: what was
    lost of a damaged file, or None. No serial numbers, no names of people.
    """

    file_name: str
    sha256: str
    reader: str
    device: str | None = None
    sensor: Sensor = Sensor.UNKNOWN
    remarks: tuple[str, ...] = ()
    damage: str | None = None
    place: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One session as the device wrote it.

    `start` is the instant of time 0 with its zone, or None where the file does not tell. `clock_start` is the local
    clock of time 0 as the file wrote it, only where its zone is unknown (then `start` is None). `duration_s` is the
    whole span [s] the recording covers, at least to its last sample, beat or marker. Where there are beats but no
    heart-rate series, `heart_rate` is empty: cleaning derives one from the beats and says so. `averaged_s`: each heart
    rate is the mean of so many seconds from its time on (None: a value of its moment). `zone_known`: False where the
    file does not settle which zone its clock is of, though it is read as UTC.
    """

    kind: RecordingKind
    heart_rate: HeartRate
    beats: Beats | None
    channels: tuple[Channel, ...]
    markers: tuple[Marker, ...]
    start: datetime | None
    duration_s: float
    sport: str | None
    source: Source
    clock_start: datetime | None = None
    averaged_s: float | None = None
    zone_known: bool = True

    def __post_init__(self) -> None:
        """Check what belongs together."""
        if self.start is not None and self.start.tzinfo is None:
            message = "start must have a time zone or be None"
            raise ValueError(message)
        if self.clock_start is not None and (self.clock_start.tzinfo is not None or self.start is not None):
            message = "clock_start must be without zone, and stands only where start is unknown"
            raise ValueError(message)
        if not (isfinite(self.duration_s) and self.duration_s >= 0):
            message = "duration must be finite and not negative"
            raise ValueError(message)

    def __repr__(self) -> str:
        """In one line: a table of thousands of samples is no help to anybody."""
        began = "" if self.began is None else f" from {self.began:%Y-%m-%d %H:%M}"
        beats = "" if self.beats is None else f", {self.beats.rr_ms.size} beats"
        return (
            f"<Recording {self.source.file_name}: {self.sport or self.kind}, {self.duration_s / 60:.1f} min{began}, "
            f"{self.heart_rate.bpm.size} heart-rate samples{beats}>"
        )

    @property
    def began(self) -> datetime | None:
        """Date and clock of time 0, to be shown: with its zone, else without, else None."""
        return self.clock_start if self.start is None else self.start

    @property
    def placed(self) -> datetime | None:
        """Time 0 for order and calendar days only: a clock whose zone is unknown is placed as if it ran on UTC."""
        return self.start if self.clock_start is None else self.clock_start.replace(tzinfo=UTC)

    def channel(self, name: str) -> Channel | None:
        """The channel called `name`, or None."""
        return next((c for c in self.channels if c.name == name), None)
