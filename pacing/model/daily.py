"""Values that stand for a whole day or night: resting heart rate, night variability, sleep, steps."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DailyKind(StrEnum):
    """What a daily value is of; each has one unit.

    `resting_hr` [bpm] · `night_hr` mean heart rate asleep [bpm] · `night_rmssd`, `night_sdnn` heart-rate variability
    asleep [ms] · `morning_rmssd`, `morning_sdnn` of one short reading after waking [ms] · `spot_rmssd`, `spot_sdnn`
    mean of the short readings a watch took when it liked [ms] · `sleep_start`, `sleep_end` [h after the midnight that
    begins the day of waking] · `sleep_duration` [h] · `steps` [1].
    """

    RESTING_HR = "resting_hr"
    NIGHT_HR = "night_hr"
    NIGHT_RMSSD = "night_rmssd"
    NIGHT_SDNN = "night_sdnn"
    MORNING_HR = "morning_hr"
    MORNING_RMSSD = "morning_rmssd"
    MORNING_SDNN = "morning_sdnn"
    SPOT_RMSSD = "spot_rmssd"
    SPOT_SDNN = "spot_sdnn"
    SLEEP_START = "sleep_start"
    SLEEP_END = "sleep_end"
    SLEEP_DURATION = "sleep_duration"
    STEPS = "steps"

    @property
    def unit(self) -> str:
        """The unit its values are in; "1" for a count."""
        return UNITS[self]


UNITS = {
    DailyKind.RESTING_HR: "bpm",
    DailyKind.NIGHT_HR: "bpm",
    DailyKind.NIGHT_RMSSD: "ms",
    DailyKind.NIGHT_SDNN: "ms",
    DailyKind.MORNING_HR: "bpm",
    DailyKind.MORNING_RMSSD: "ms",
    DailyKind.MORNING_SDNN: "ms",
    DailyKind.SPOT_RMSSD: "ms",
    DailyKind.SPOT_SDNN: "ms",
    DailyKind.SLEEP_START: "h",
    DailyKind.SLEEP_END: "h",
    DailyKind.SLEEP_DURATION: "h",
    DailyKind.STEPS: "1",
}
# design: outside, a value is a slip or a sentinel of the device, not of a person
POSSIBLE = {
    "bpm": (20.0, 220.0),
    "ms": (1.0, 400.0),
    "h": (-24.0, 48.0),
    "1": (0.0, 200_000.0),
}
EARLIEST_DAY = date(2000, 1, 1)  # design: no watch kept daily values before; an earlier day is an unset clock


@dataclass(frozen=True, slots=True)
class DailyValue:
    """One value of one day, with whose it is.

    `day`: the local calendar day; of a night, the day of waking. `source`: the device or app that wrote it, as far as
    the file tells. `method`: how it was worked out, in a few words: the device's own method, or ours. Values of two
    sources or two methods are never put together. `reader`, `file_name`, `sha256`: the file it was read from.
    """

    day: date
    kind: DailyKind
    value: float
    source: str
    method: str
    reader: str = ""
    file_name: str = ""
    sha256: str = ""

    def __post_init__(self) -> None:
        """Check that the value can be of a person."""
        if not is_possible(self.kind, self.value):
            message = f"{self.kind}: {self.value} {self.kind.unit} cannot be"
            raise ValueError(message)

    @property
    def series(self) -> tuple[DailyKind, str, str]:
        """What it may be held against: the same kind, source and method."""
        return self.kind, self.source, self.method


def is_possible(kind: DailyKind, value: float) -> bool:
    """Whether a value of this kind can be of a person's day.

    Parameters
    ----------
    kind
        What it is of.
    value
        In the unit of the kind.

    Returns
    -------
    bool
        False for NaN, and for the zeros and sentinels devices write where they have no value.

    Examples
    --------
    >>> is_possible(DailyKind.RESTING_HR, 57.0), is_possible(DailyKind.RESTING_HR, 0.0)
    (True, False)
    """
    low, high = POSSIBLE[kind.unit]
    return math.isfinite(value) and low <= value <= high


class DayPlace(StrEnum):
    """Where a day's value lies against the person's own earlier ones of the same series."""

    BELOW = "below"
    USUAL = "usual"
    ABOVE = "above"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True, slots=True)
class DailyPoint:
    """A day's value with the usual range of the days before it; `low`, `high` None where these are too few."""

    day: date
    value: float
    place: DayPlace
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DailySeries:
    """Values that may be held against each other: one kind, one source, one method; `points` in order of day."""

    kind: DailyKind
    source: str
    method: str
    points: tuple[DailyPoint, ...]


@dataclass(frozen=True, slots=True)
class ExertionDay:
    """What the sessions of a day were: how many, and the time above the limit [s], None without a limit."""

    day: date
    sessions: int
    above_s: float | None
    flagged: bool
