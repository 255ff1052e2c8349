"""The resting heart rate a rule works with."""

from dataclasses import dataclass

from pacing.judge.rule import NoLimitError, RuleInputs
from pacing.reference import RESTING_TYPICAL_ERROR_PERCENT

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
    """The resting rate the person told. One measured inside the session is not it: it follows the day.

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
