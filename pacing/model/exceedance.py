"""A pacing limit and what a session did against it."""

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


@dataclass(frozen=True, slots=True)
class Excursion:
    """One stretch above the limit: [start_s, stop_s), its highest value, and the rest after it [s] (None: not known)."""

    start_s: float
    stop_s: float
    peak_bpm: float
    rest_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Exceedance:
    """What a session did against a limit.

    `time_above_s`: measured seconds strictly above; `time_above_low_s`..`time_above_high_s`: bounds when what was not
    recorded is counted as not above / as above. `longest_s`: longest excursion. `dose_bpm_min`: sum of height times
    time [bpm min]. `unknown_s`: seconds not recorded. `borderline`: the verdict changes within the limit's own
    uncertainty or 5 bpm. `resolution_s`: the shortest excursion the recording can show.
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

    @property
    def flagged(self) -> bool:
        """Whether the session exceeded the limit in a sustained way or by its dose."""
        return self.verdict in (ExceedanceVerdict.SUSTAINED, ExceedanceVerdict.DOSE)
