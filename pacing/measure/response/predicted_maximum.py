"""The highest heart rate of a person: measured, or predicted by the equation that fits them best.

Published equations lie up to 17 bpm apart, and nobody knows which cohort a person resembles: intervals hold whichever
of them is true.
"""

from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, once
from pacing.measure.levels import PERCENT, Level, resting_level
from pacing.measure.uncertainty import MAXIMUM_SEED, normal_samples
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.model.person import Condition, Person
from pacing.numerics.quantiles import interval_under_all
from pacing.reference import PREDICTED_MAXIMA, PredictedMaximum

KETEYIAN_TREADMILL = "keteyian_treadmill"
KETEYIAN_CYCLE = "keteyian_cycle"
CYCLING = "cycling"
WITHHELD_FOR = {"pacemaker": "a pacemaker", "atrial_fibrillation": "atrial fibrillation"}
ADVICE_AGE = "Give your age with --age, or your own maximum with --maximum if a test has measured it."


class Maximum(NamedTuple):
    """The highest heart rate used [bpm], where it comes from, and all that was computed.

    `accounts`: what it may be under each published equation, and how people scatter about that (one SD) [bpm]; of a
    measured maximum itself alone.
    """

    bpm: float
    accounts: tuple[tuple[float, float], ...]
    equation: str
    source: str | None
    parts: dict[str, Part]
    caveats: tuple[str, ...]

    def samples(self) -> FloatArray:
        """Draws of the maximum under each account [bpm]; shape (accounts, DRAWS)."""
        return np.stack([bpm + normal_samples(MAXIMUM_SEED, sd_bpm) for bpm, sd_bpm in self.accounts])

    @property
    def interval_bpm(self) -> tuple[float, float]:
        """95 % interval under every account [bpm]."""
        return interval_under_all(self.samples())


@once
def highest_heart_rate(inputs: Inputs) -> Maximum:
    """The person's measured maximum, else the predicted one.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Maximum

    Raises
    ------
    NotMeasurableError
        NEEDS_AGE; OUT_OF_RANGE: an age the equations were not made for; MEDICATION: a pacemaker or atrial
        fibrillation, under which no equation holds.
    """
    person = inputs.person
    if person.maximum_bpm is not None:
        sd_bpm = person.maximum_bpm * reference.MEASURED_MAXIMUM_TYPICAL_ERROR_PERCENT.value / PERCENT
        parts: dict[str, Part] = {"equation": "measured", "maximum_bpm": person.maximum_bpm}
        return Maximum(person.maximum_bpm, ((person.maximum_bpm, sd_bpm),), "measured", None, parts, ())
    withheld = [words for name, words in WITHHELD_FOR.items() if getattr(person.medication, name)]
    if withheld:
        raise NotMeasurableError(
            Reason.MEDICATION,
            f"With {withheld[0]} no equation can predict the highest heart rate; if a test has measured yours, "
            "give it with --maximum.",
        )
    age_years = person.age_at(inputs.recording.began)
    if age_years is None:
        raise NotMeasurableError(Reason.NEEDS_AGE, ADVICE_AGE)
    chosen = chosen_equation(person)
    equation = PREDICTED_MAXIMA[chosen]
    if not equation.ages[0] <= age_years <= equation.ages[1]:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            f"The equations for the highest heart rate were made for ages {equation.ages[0]:.0f} to "
            f"{equation.ages[1]:.0f}; give a measured maximum with --maximum.",
        )
    rest = resting_level(inputs)
    bpm = equation.bpm(age_years, 0.0 if rest is None else rest.bpm)
    accounts = reference.published_maxima(
        age_years,
        _sex(person),
        None if rest is None else rest.bpm,
        beta_blocker=bool(person.medication.beta_blocker),
    )
    return Maximum(
        bpm,
        accounts,
        chosen,
        equation.source,
        _parts(inputs, age_years, chosen, bpm, rest),
        _caveats(person, equation, accounts),
    )


def chosen_equation(person: Person) -> str:
    """Key of the equation for a person: on a beta-blocker one made with it, else by sex from one cohort.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.

    Returns
    -------
    str
    """
    return reference.default_maximum(_sex(person), beta_blocker=bool(person.medication.beta_blocker))


def _sex(person: Person) -> str:
    return "" if person.sex is None else person.sex.value


def all_predictions(age_years: float, resting_bpm: float | None) -> dict[str, float]:
    """Every published equation's maximum [bpm] at an age [years]; those that need a resting rate only with one.

    Parameters
    ----------
    age_years
        The person's age [years].
    resting_bpm
        Resting heart rate [bpm].

    Returns
    -------
    dict[str, float]

    Examples
    --------
    >>> round(all_predictions(46.0, None)["gulati"], 2)
    165.52
    """
    return {
        key: equation.bpm(age_years, resting_bpm or 0.0)
        for key, equation in PREDICTED_MAXIMA.items()
        if resting_bpm is not None or not equation.per_resting_bpm
    }


def applicable(key: str, person: Person, age_years: float, sport: str | None) -> bool:
    """Whether an equation was made for somebody like this person.

    Parameters
    ----------
    key
        Key of the equation in `reference`.
    person
        What the person said about themselves; None: not given.
    age_years
        The person's age [years].
    sport
        Sport of the session; None: the file names none.

    Returns
    -------
    bool
    """
    equation = PREDICTED_MAXIMA[key]
    on_cycle = sport == CYCLING
    return (
        equation.ages[0] <= age_years <= equation.ages[1]
        and equation.beta_blocker == bool(person.medication.beta_blocker)
        and (not equation.sex or (person.sex is not None and equation.sex == person.sex.value))
        and (not equation.fibromyalgia or person.condition is Condition.FIBROMYALGIA)
        and key != (KETEYIAN_TREADMILL if on_cycle else KETEYIAN_CYCLE)
    )


def _parts(inputs: Inputs, age_years: float, chosen: str, bpm: float, rest: Level | None) -> dict[str, Part]:
    predictions = all_predictions(age_years, None if rest is None else rest.bpm)
    fitting = {
        key: value
        for key, value in predictions.items()
        if applicable(key, inputs.person, age_years, inputs.recording.sport)
    }
    spread = (bpm, *fitting.values())
    return {
        "equation": chosen,
        "equation_title": PREDICTED_MAXIMA[chosen].title,
        "age_years": age_years,
        "standard_error_bpm": PREDICTED_MAXIMA[chosen].standard_error_bpm,
        "maximum_bpm": bpm,
        "spread_low_bpm": min(spread),
        "spread_high_bpm": max(spread),
        "equations_in_spread": ", ".join(sorted(fitting)),
        **{f"{key}_bpm": round(value, 4) for key, value in predictions.items()},
    }


def _caveats(person: Person, equation: PredictedMaximum, accounts: tuple[tuple[float, float], ...]) -> tuple[str, ...]:
    error_bpm = f"{equation.standard_error_bpm:.0f} bpm"
    remarks = [
        (
            f"The maximum is predicted ({equation.title}), not measured; for one person in three it is off by more "
            f"than {error_bpm}."
        )
    ]
    lowest, highest = (f"{end(bpm for bpm, _ in accounts):.0f}" for end in (min, max))
    if lowest != highest:
        remarks.append(
            f"Published equations for people like you give {lowest} to {highest} bpm. The interval is made to hold "
            "whichever of them is right, so it is wider than that of one equation."
        )
    if person.medication.beta_blocker:
        remarks.append("The equation was made with people with coronary disease on beta-blockers; others may differ.")
    slowed = [
        words
        for name, words in (
            ("ivabradine", "Ivabradine"),
            ("calcium_channel_blocker", "A calcium-channel blocker"),
            ("digoxin", "Digoxin"),
        )
        if getattr(person.medication, name)
    ]
    remarks.extend(
        f"{words} can lower the highest heart rate; neither the equation nor the range takes that into account."
        for words in slowed
    )
    if person.sex is None:
        remarks.append("You did not give your sex, so the general equation is used.")
    return tuple(remarks)
