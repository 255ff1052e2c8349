"""What a pacing rule must offer, and the resting heart rate it works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pacing.model.exceedance import Limit
from pacing.model.measurement import Measurement
from pacing.model.person import LimitSetting, PastSession, Person
from pacing.model.recording import Sensor
from pacing.reference import RESTING_TYPICAL_ERROR_PERCENT


@dataclass(frozen=True, slots=True)
class RuleInputs:
    """All that a pacing rule may look at.

    `setting`: the person's setting that chose the rule (None: just trying it). `instant`: when the session began, on a
    local clock without a zone where the file tells no more. `measurements`: what was measured in it, with which
    `sensor`. `past`: earlier sessions with what the person said of them. `ceiling_bpm`: the limit the person has set by
    another rule; a rule that learns never goes above it.
    """

    person: Person
    setting: LimitSetting | None
    instant: datetime | None
    measurements: tuple[Measurement, ...] = ()
    sensor: Sensor = Sensor.UNKNOWN
    past: tuple[PastSession, ...] = ()
    ceiling_bpm: float | None = None

    def measurement(self, index_id: str) -> Measurement | None:
        """The measurement of one index, or None."""
        return next((m for m in self.measurements if m.index.id == index_id), None)


class NoLimitError(Exception):
    """A rule cannot give a limit here; `advice` says what it needs. Never leaves this package."""

    def __init__(self, advice: str) -> None:
        super().__init__(advice)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Rule:
    """A pacing rule: plain title, definition, formula, sources, and how it gives a limit (raises `NoLimitError`).

    `takes`: which numbers of its own a setting may give it (`bpm`, `share_percent`), the one it cannot do without
    first. `asks`: what a person is asked for then. `experimental`: not founded well enough to be suggested to anybody.
    """

    title: str
    definition: str
    formula: str
    sources: tuple[str, ...]
    limit: Callable[[RuleInputs], Limit]
    takes: tuple[str, ...] = ()
    asks: str = ""
    experimental: bool = False


HOW_TIME_ABOVE_COUNTS = (
    "A stretch above a limit begins at the first second above. It ends when heart rate falls 3 bpm under the limit, or "
    "after a minute just under it; at least half of it is above. It counts from 10 s above, and two less than 10 s "
    "apart are one."
)
"""How stretches above any limit are counted; `excursions` does it."""

TELL_RESTING = (
    "This rule needs your resting heart rate: give it with --resting, or as resting_bpm in your profile "
    "(for instance the middle of seven mornings, lying, before getting up)."
)


@dataclass(frozen=True, slots=True)
class Resting:
    """A resting rate [bpm], where it is from, and its standard error from day to day [bpm]."""

    bpm: float
    origin: str
    standard_error_bpm: float


def resting_rate(inputs: RuleInputs) -> Resting:
    """The resting rate the person gave. One measured inside the session is not it: it follows the day.

    Parameters
    ----------
    inputs
        All that a pacing rule may look at.

    Returns
    -------
    Resting

    Raises
    ------
    NoLimitError
        The person did not tell it.
    """
    person = inputs.person
    if person.resting_bpm is None:
        raise NoLimitError(TELL_RESTING)
    error_bpm = person.resting_bpm * RESTING_TYPICAL_ERROR_PERCENT.value / 100.0
    origin = "told" if person.resting_from is None else f"told: {person.resting_from}"
    return Resting(person.resting_bpm, origin, error_bpm)
