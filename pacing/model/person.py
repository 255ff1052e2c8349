"""What the person said about themselves, a session and its analysis, and of earlier sessions.

None = not given: never a default, and never guessed.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from pacing.errors import ProfileError


class Sex(StrEnum):
    """Sex as the predicting equations use it."""

    FEMALE = "female"
    MALE = "male"


class RestingFrom(StrEnum):
    """How a resting heart rate was found."""

    MORNING = "morning"
    SEATED = "seated"
    SLEEP = "sleep"
    DEVICE = "device"


class Condition(StrEnum):
    """What the person lives with, in their own words' nearest class."""

    FIBROMYALGIA = "fibromyalgia"
    ME_CFS = "me_cfs"
    LONG_COVID = "long_covid"
    POTS = "pots"
    OTHER = "other"


class Posture(StrEnum):
    """What the person did during recovery."""

    LYING = "lying"
    SITTING = "sitting"
    STANDING = "standing"
    WALKING = "walking"


@dataclass(frozen=True, slots=True)
class Medication:
    """Medicines, devices and rhythms that change what heart rate can say; None = not given."""

    beta_blocker: bool | None = None
    ivabradine: bool | None = None
    calcium_channel_blocker: bool | None = None
    digoxin: bool | None = None
    antidepressant: bool | None = None
    stimulant: bool | None = None
    pacemaker: bool | None = None
    atrial_fibrillation: bool | None = None

    def given(self) -> tuple[str, ...]:
        """Names of those the person said yes to."""
        return _given(self)


@lru_cache(maxsize=8)  # every index and every rule of a session asks it of one person
def _given(medication: Medication) -> tuple[str, ...]:
    return tuple(f.name for f in fields(medication) if getattr(medication, f.name))


@dataclass(frozen=True, slots=True)
class LimitSetting:
    """The limit a person chose: a rule's id, its number where the rule needs one [bpm or %], who set it, since when."""

    rule: str
    bpm: float | None = None
    share_percent: float | None = None
    set_by: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What the person said. `age_years` wins over `birth_year`; `limits` in order of their dates.

    Raises
    ------
    ProfileError
        A number is outside what a person can have.
    """

    birth_year: int | None = None
    age_years: float | None = None
    sex: Sex | None = None
    resting_bpm: float | None = None
    resting_from: RestingFrom | None = None
    maximum_bpm: float | None = None
    condition: Condition | None = None
    worse_after_exertion: bool | None = None
    medication: Medication = Medication()
    limits: tuple[LimitSetting, ...] = ()
    weight_kg: float | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        _require("age", self.age_years, 5, 120, "years")
        _require("birth year", self.birth_year, 1890, 2100, "")
        _require("resting heart rate", self.resting_bpm, 25, 140, "bpm")
        _require("maximum heart rate", self.maximum_bpm, 60, 240, "bpm")
        _require("weight", self.weight_kg, 15, 400, "kg")
        for limit in self.limits:
            _require("limit", limit.bpm, 30, 240, "bpm")
            _require("share", limit.share_percent, 1, 100, "%")
        if self.resting_bpm is not None and self.maximum_bpm is not None and self.resting_bpm >= self.maximum_bpm:
            message = (
                f"A resting rate of {self.resting_bpm:g} bpm is not below the maximum of {self.maximum_bpm:g} bpm."
            )
            raise ProfileError(message, hint="Check the two numbers; they may be swapped.")

    def age_at(self, instant: datetime | None) -> float | None:
        """Age [years] at `instant`: as given, else from the year of birth; None when neither can say."""
        if self.age_years is not None:
            return self.age_years
        if self.birth_year is None or instant is None:
            return None
        return float(instant.year - self.birth_year)


def _require(what: str, value: float | None, low: float, high: float, unit: str) -> None:
    if value is not None and not low <= value <= high:
        article = "An" if what.startswith("a") else "A"
        message = f"{article} {what} of {value:g} {unit}".rstrip() + " cannot be right."
        raise ProfileError(message, hint=f"Values from {low:g} to {high:g} are accepted.")


class Correction(StrEnum):
    """Which artefact correction RR intervals get."""

    LIPPONEN = "lipponen"
    THRESHOLD = "threshold"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the person said about this session and this analysis.

    `recovery_posture`: what they did after stopping. `maximal_test`: a clinician ran it as a maximal test, so published
    cut-offs may apply. `hrv_window`: `standard`, `whole`, or (start, stop) in s. `compat`: reproduce another program.
    """

    recovery_posture: Posture | None = None
    maximal_test: bool = False
    hrv_window: str | tuple[float, float] = "standard"
    correction: Correction = Correction.LIPPONEN
    compat: str | None = None


@dataclass(frozen=True, slots=True)
class PastSession:
    """One earlier session.

    `start`: when it began. `comfortable` and `flare_after`: what the person said of it and of the days after it (None:
    not known). `median_bpm`: median heart rate [bpm]. `upper_bpm`: the heart rate it stayed at or below for 95 % of its
    recorded time [bpm]. `recorded_s`: recorded seconds. `session_id`: as in the history. `sport`, `walking_speed_m_s`:
    where known.
    """

    start: datetime
    comfortable: bool | None
    flare_after: bool | None
    median_bpm: float
    upper_bpm: float
    recorded_s: float
    session_id: str = ""
    sport: str | None = None
    walking_speed_m_s: float | None = None

    def __post_init__(self) -> None:
        """Check that the session can be placed in time and its numbers fit together."""
        if self.start.tzinfo is None:
            message = "start must have a time zone"
            raise ValueError(message)
        if not 0 < self.median_bpm <= self.upper_bpm:
            message = f"a median of {self.median_bpm} bpm does not go with an upper level of {self.upper_bpm} bpm"
            raise ValueError(message)

    @property
    def tolerated(self) -> bool:
        """Whether the person said both that it was comfortable and that no flare followed."""
        return self.comfortable is True and self.flare_after is False
