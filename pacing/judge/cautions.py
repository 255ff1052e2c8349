"""What makes a limit unsure for this person, in plain sentences, and the maximum predicted from age as rules use it."""

from typing import NamedTuple

import numpy as np

from pacing.judge.rule import NoLimitError, RuleInputs
from pacing.model.person import Condition, Person
from pacing.numerics.quantiles import NORMAL_95, interval_under_all, normal_scores
from pacing.reference import (
    LIMIT_REST_AGAIN_BPM,
    PREDICTED_MAXIMA,
    PredictedMaximum,
    default_maximum,
    published_maxima,
)

TELL_AGE = "This rule needs your age: give it with --age, or as birth_year in your profile."

TELL_AGE_THEN = "The date is not known, so neither is your age on that day: give it with --age."


class PersonalMaximum(NamedTuple):
    """A predicted maximum [bpm] with its equation and the age [years] it was made for.

    `standard_error_bpm`: one standard error of the equation for one person [bpm]. `half_width_bpm`: half of the 95 %
    range [bpm].
    """

    bpm: float
    equation: PredictedMaximum
    age_years: float
    standard_error_bpm: float
    half_width_bpm: float


def predicted_maximum(inputs: RuleInputs, equation: str | None = None) -> PersonalMaximum:
    """The maximum that an equation predicts: the one a rule was published with, or the person's own.

    Parameters
    ----------
    inputs : what the rule may look at
    equation : a key of `reference.PREDICTED_MAXIMA`; None: the equation every index uses for this person

    Returns
    -------
    PersonalMaximum
        In bpm. The range of the person's own holds under every published equation for people like this one, as in the
        indices; that of a rule's equation is the equation's.

    Raises
    ------
    NoLimitError
        The person's age is not known.
    """
    age_years = inputs.person.age_at(inputs.instant)
    if age_years is None:
        raise NoLimitError(TELL_AGE if inputs.person.birth_year is None else TELL_AGE_THEN)
    if equation is not None:
        formula = PREDICTED_MAXIMA[equation]
        error_bpm = formula.standard_error_bpm
        return PersonalMaximum(formula.bpm(age_years), formula, age_years, error_bpm, NORMAL_95 * error_bpm)
    person = inputs.person
    sex, beta_blocker = "" if person.sex is None else person.sex.value, bool(person.medication.beta_blocker)
    formula = PREDICTED_MAXIMA[default_maximum(sex, beta_blocker=beta_blocker)]
    bpm = formula.bpm(age_years)
    published = published_maxima(age_years, sex, person.resting_bpm, beta_blocker=beta_blocker)
    low, high = interval_under_all(np.array([mean + sd * normal_scores() for mean, sd in published]))
    return PersonalMaximum(bpm, formula, age_years, formula.standard_error_bpm, max(bpm - low, high - bpm))


SLOWING = ("beta_blocker", "ivabradine", "calcium_channel_blocker", "digoxin")
QUICKENING = ("antidepressant", "stimulant")
WORDS = {
    "beta_blocker": "a beta-blocker",
    "ivabradine": "ivabradine",
    "calcium_channel_blocker": "a calcium-channel blocker",
    "digoxin": "digoxin",
    "antidepressant": "an antidepressant",
    "stimulant": "a stimulant",
    "pacemaker": "a pacemaker",
    "atrial_fibrillation": "atrial fibrillation",
}
OTHER_GOAL = (
    "This limit comes from pacing with ME/CFS, to avoid getting worse after exertion. Training thresholds in "
    "fibromyalgia serve another goal and are higher."
)
WORSE_CONDITIONS = (Condition.ME_CFS, Condition.LONG_COVID)


def is_worse_after_exertion(person: Person) -> bool:
    """Whether exertion makes this person worse, as they said, or else as their condition's definition has it.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.

    Returns
    -------
    bool
    """
    if person.worse_after_exertion is not None:
        return person.worse_after_exertion
    return person.condition in WORSE_CONDITIONS


def rhythm_cautions(person: Person) -> tuple[str, ...]:
    """For every rule: a heart rate that a device or a rhythm sets does not follow exertion.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    conditions = [name for name in ("pacemaker", "atrial_fibrillation") if name in person.medication.given()]
    return tuple(
        f"With {WORDS[name]}, heart rate may not follow exertion, so a heart-rate limit may mean little for you."
        for name in conditions
    )


def age_cautions(person: Person, predicted: PersonalMaximum) -> tuple[str, ...]:
    """For rules made from age: medicines, a measured maximum below the predicted one, an age outside the equation's.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.
    predicted
        The person's predicted maximum.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    result = []
    taken = [WORDS[name] for name in SLOWING if name in person.medication.given()]
    if taken:
        result.append(
            f"You said you take {_listed(taken)}, which lowers heart rate; a limit made from age may be too "
            f"high for you."
        )
    lowest, highest = predicted.equation.ages
    if not lowest <= predicted.age_years <= highest:
        result.append(f"The equation was made from people aged {lowest:g} to {highest:g}.")
    if person.maximum_bpm is not None and person.maximum_bpm < predicted.bpm - predicted.standard_error_bpm:
        result.append(
            f"Your measured maximum of {person.maximum_bpm:.0f} bpm is below the {predicted.bpm:.0f} bpm that age "
            "predicts by more than its usual error; a limit made from age may be too high for you."
        )
    result.append("A limit made from age can miss a person's own threshold by 20 to 30 bpm.")
    return (*rhythm_cautions(person), *result)


def resting_cautions(person: Person) -> tuple[str, ...]:
    """For rules made from the resting rate: medicines that move it, and how it was found.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    result = []
    taken = [WORDS[name] for name in (*SLOWING, *QUICKENING) if name in person.medication.given()]
    if taken:
        result.append(
            f"You said you take {_listed(taken)}, which changes resting heart rate; measure it again when the "
            f"dose changes."
        )
    if person.resting_bpm is not None and person.resting_from is None:
        result.append(
            "You did not say how your resting heart rate was found; sleeping and seated rates differ by several beats."
        )
    return (*rhythm_cautions(person), *result)


def goal_cautions(person: Person) -> tuple[str, ...]:
    """For limits meant to keep out of exertion: for somebody who trains with fibromyalgia they are another goal.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    if person.condition is Condition.FIBROMYALGIA and not is_worse_after_exertion(person):
        return (OTHER_GOAL,)
    return ()


def resting_distance_cautions(limit_bpm: float, person: Person) -> tuple[str, ...]:
    """For every limit: one that lies at or hardly above the resting rate is passed by sitting up.

    Parameters
    ----------
    limit_bpm
        The limit [bpm].
    person
        What the person said about themselves; None: not given.

    Returns
    -------
    tuple[str, ...]
        In order; empty where there is nothing to say.
    """
    if person.resting_bpm is None or limit_bpm > person.resting_bpm + LIMIT_REST_AGAIN_BPM.value:
        return ()
    resting = f"your resting rate of {person.resting_bpm:.0f} bpm"
    return (f"This limit of {limit_bpm:.0f} bpm is at, or hardly above, {resting}: just being up may pass it.",)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
