"""One measured number with its interval, or the reason why there is none; and what published criteria say about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from types import MappingProxyType
from typing import TypeAlias


class IndexGroup(StrEnum):
    """Where an index stands in a report."""

    LEVEL = "level"
    RESPONSE = "response"
    RECOVERY = "recovery"
    VARIABILITY = "variability"
    STANDING = "standing"
    OXYGEN = "oxygen"
    WALKING = "walking"


class Evidence(StrEnum):
    """How well an index is founded in research."""

    ESTABLISHED = "established"
    SUPPORTED = "supported"
    LIMITED = "limited"
    EXPERIMENTAL = "experimental"


class Reason(StrEnum):
    """Why a number is unavailable. Stable codes: promises of the contract."""

    NEEDS_BEATS = "needs_beats"
    NEEDS_RESTING_HR = "needs_resting_hr"
    NEEDS_AGE = "needs_age"
    NEEDS_EXERCISE_END = "needs_exercise_end"
    NEEDS_RECOVERY_RECORDING = "needs_recovery_recording"
    NEEDS_REST_RECORDING = "needs_rest_recording"
    NEEDS_MOVEMENT_DATA = "needs_movement_data"
    NEEDS_STEP_LOAD = "needs_step_load"
    TOO_SHORT = "too_short"
    TOO_FEW_BEATS = "too_few_beats"
    TOO_MANY_ARTEFACTS = "too_many_artefacts"
    TOO_MANY_GAPS = "too_many_gaps"
    TOO_COARSE = "too_coarse"
    OPTICAL_SENSOR = "optical_sensor"
    SENSOR_LATE = "sensor_late"
    TOO_LITTLE_RISE = "too_little_rise"
    ACTIVITY_RESUMED = "activity_resumed"
    NOT_MAXIMAL = "not_maximal"
    MEDICATION = "medication"
    OUT_OF_RANGE = "out_of_range"
    NOT_STATIONARY = "not_stationary"
    NOT_RECORDED = "not_recorded"
    FIT_FAILED = "fit_failed"
    INTERNAL_ERROR = "internal_error"


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index is.

    `id`: as in the contract. `title`: plain words. `unit`: "" for pure numbers. `decimals`: how many a report prints at
    most. `definition`: one or two sentences. `formula`: in plain characters. `needs`: what must be recorded. `limits`:
    what the number cannot say. `sources`: keys of `reference.SOURCES`.
    """

    id: str
    title: str
    unit: str
    group: IndexGroup
    decimals: int
    evidence: Evidence
    definition: str
    formula: str
    needs: str
    limits: str
    sources: tuple[str, ...]


Part: TypeAlias = float | str | bool | None


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value with its 95 % interval, or the reason there is none: exactly one of `value` and `unavailable` is set.

    `low` and `high` bound the value wherever there is one. `window`: the stretch of the session it was taken from
    [s, s]. `parts`: what the value was made from (name -> number or word), for the ledger behind it. `caveats`: plain
    sentences a reader must see beside the number. `advice`: what to do next time when unavailable.
    """

    index: IndexInfo
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unavailable: Reason | None = None
    advice: str | None = None
    window: tuple[float, float] | None = None
    parts: Mapping[str, Part] = field(default_factory=lambda: MappingProxyType({}))
    caveats: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """The number with its interval and unit, or why there is none."""
        if self.value is None:
            return f"<{self.index.id}: unavailable ({self.unavailable})>"
        return (
            f"<{self.index.id}: {self.value:.4g} ({self.low:.4g} to {self.high:.4g}) {self.index.unit}".rstrip() + ">"
        )

    def __post_init__(self) -> None:
        """Check that the measurement says exactly one thing."""
        if (self.value is None) == (self.unavailable is None):
            message = f"{self.index.id}: exactly one of value and unavailable"
            raise ValueError(message)
        if self.value is not None:
            if self.low is None or self.high is None or not all(map(isfinite, (self.value, self.low, self.high))):
                message = f"{self.index.id}: a value needs a finite interval"
                raise ValueError(message)
            if not self.low <= self.value <= self.high:
                message = f"{self.index.id}: {self.value} outside its interval {self.low}..{self.high}"
                raise ValueError(message)
        elif not self.advice:
            message = f"{self.index.id}: an unavailable value needs advice"
            raise ValueError(message)


class FindingVerdict(StrEnum):
    """Which side of a criterion a number lies on, or that the criterion does not apply."""

    WITHIN = "within"
    OUTSIDE = "outside"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion held against a measurement; `reason` says why it does not apply, where it does not."""

    index_id: str
    verdict: FindingVerdict
    criterion_id: str
    bound: float
    unit: str
    source: str
    reason: str | None = None
