"""The highest heart rate predicted from age, as the rules use it."""

from dataclasses import dataclass

from pacing.judge.rule import NoLimitError, RuleInputs
from pacing.reference import PREDICTED_MAXIMA, PredictedMaximum

NORMAL_95 = 1.96
"""Half-width of the middle 95 % of a normal distribution, in standard deviations."""

TELL_AGE = "This rule needs your age: give it with --age, or as birth_year in your profile."

TELL_AGE_THEN = "The date is not known, so neither is your age on that day: give it with --age."


@dataclass(frozen=True, slots=True)
class Predicted:
    """A predicted maximum [bpm] with its equation and the age [years] it was made for."""

    bpm: float
    equation: PredictedMaximum
    age_years: float

    @property
    def standard_error_bpm(self) -> float:
        """One standard error for one person [bpm]."""
        return self.equation.standard_error_bpm


def predicted_maximum(inputs: RuleInputs, equation: str) -> Predicted:
    """The maximum the equation `equation` of `reference.PREDICTED_MAXIMA` predicts.

    Raises
    ------
    NoLimitError
        The person's age is not known.
    """
    age_years = inputs.person.age_at(inputs.instant)
    if age_years is None:
        raise NoLimitError(TELL_AGE if inputs.person.birth_year is None else TELL_AGE_THEN)
    formula = PREDICTED_MAXIMA[equation]
    return Predicted(formula.bpm(age_years), formula, age_years)
