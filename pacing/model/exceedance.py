"""A pacing limit and what a session did against it; an all-day recording also day by day.

A day holds its exertion as stretches of raised heart rate, its night, and how long the device was not worn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Limit:
    """A pacing limit with its provenance, frozen with the session.

    `bpm` [bpm]; `rule`: the rule's id; `inputs`: what it was made from; `uncertainty_bpm`: half-width of its 95 % range
    for one person (0 for a number the person chose); `sources`: keys of `reference.SOURCES`; `warnings`: plain
    sentences on what makes this limit unsure here.
    """

    bpm: float
    rule: str
    uncertainty_bpm: float
    inputs: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[str, ...] = ()
    since: date | None = None
    set_by: str | None = None
    warnings: tuple[str, ...] = ()


class ExceedanceVerdict(StrEnum):
    """How a session stands against its limit; the words describe, they never praise or blame."""

    WITHIN = "within"
    BRIEF = "brief"
    SUSTAINED = "sustained"
    DOSE = "dose"
    CANNOT_JUDGE = "cannot_judge"


class BorderlineReason(StrEnum):
    """Why a verdict could as well be another one.

    NEAR_LIMIT: it changes when the limit is 5 bpm higher or lower. RULE_UNCERTAINTY: it changes within the rule's own
    95 % range. NOT_RECORDED: what was not recorded could change it. RESOLUTION: the samples lie too far apart to tell
    a longer stretch from a shorter one.
    """

    NEAR_LIMIT = "near_limit"
    RULE_UNCERTAINTY = "rule_uncertainty"
    NOT_RECORDED = "not_recorded"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Excursion:
    """One stretch above the limit: [start_s, stop_s), its highest value, and how the heart came down after it.

    `rest_after_s`: seconds from `stop_s` until the heart rate was within 10 bpm of resting; None when it was not, or
    nobody can know. `rest_reached`: True when it came down that far before the next stretch above or the end of the
    session, False when it did not, None when no resting rate is known or a gap hides it.
    """

    start_s: float
    stop_s: float
    peak_bpm: float
    rest_after_s: float | None = None
    rest_reached: bool | None = None


@dataclass(frozen=True, slots=True)
class Exceedance:
    """What a session did against a limit.

    `time_above_s`: measured seconds strictly above; `time_above_low_s`..`time_above_high_s`: bounds when what was not
    recorded is counted as not above / as above. `longest_s`: longest excursion. `dose_bpm_min`: sum of height times
    time [bpm min]. `unknown_s`: seconds not recorded. `borderline`: the verdict changes within the limit's own
    uncertainty or 5 bpm, or with what was not recorded; `borderline_reasons` says which. `resolution_s`: the shortest
    excursion the recording can show. `reading_low_s`..`reading_high_s`: wider bounds, in which every reading may also
    be off by the sensor's own error (None: not worked out). `paused_s`: those of the unknown seconds in which the timer
    was paused.
    """

    verdict: ExceedanceVerdict
    borderline: bool
    time_above_s: float
    time_above_low_s: float
    time_above_high_s: float
    share_above: float
    longest_s: float
    dose_bpm_min: float
    unknown_s: float
    first_above_s: float | None
    peak_over_bpm: float
    resolution_s: float
    excursions: tuple[Excursion, ...] = ()
    borderline_reasons: tuple[BorderlineReason, ...] = ()
    reading_low_s: float | None = None
    reading_high_s: float | None = None
    paused_s: float = 0.0

    @property
    def flagged(self) -> bool:
        """Whether the session exceeded the limit in a sustained way or by its dose."""
        return self.verdict in (ExceedanceVerdict.SUSTAINED, ExceedanceVerdict.DOSE)


@dataclass(frozen=True, slots=True)
class DayBout:
    """A stretch [start_s, stop_s) of raised heart rate: activity most often, but heat, stress or fever look alike.

    `mean_bpm`, `peak_bpm`: mean and highest heart rate in it [bpm]. `above_limit_s`: seconds above the limit, None
    without one.
    """

    start_s: float
    stop_s: float
    mean_bpm: float
    peak_bpm: float
    above_limit_s: float | None


@dataclass(frozen=True, slots=True)
class NightLevel:
    """The lowest half hour of a night [bpm], with the 95 % range of its mean, and where it begins [s]."""

    bpm: float
    low_bpm: float
    high_bpm: float
    start_s: float


@dataclass(frozen=True, slots=True)
class Day:
    """The part of a recording that falls on one day, [start_s, stop_s) since the recording's start.

    `day`: the calendar day, local; None where the recording does not tell its date (then days are stretches of 24 h).
    `recorded_s`: seconds with a heart rate. `not_worn_s`: seconds in gaps of ten minutes and more, inside the
    recording. `exceedance`: against the limit, None without one. `night`: None when no half hour of it was recorded.
    `raised_from_bpm`: from which heart rate on a stretch counts as raised; None when nothing tells the resting level,
    and then `bouts` is empty.
    """

    day: date | None
    start_s: float
    stop_s: float
    recorded_s: float
    not_worn_s: float
    exceedance: Exceedance | None
    night: NightLevel | None
    raised_from_bpm: float | None
    bouts: tuple[DayBout, ...]
