"""The highest heart rate of a person: measured, or predicted by the equation that fits them best, with its error."""

from dataclasses import dataclass

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError
from pacing.measure.levels import PERCENT, Level, resting_level
from pacing.model.measurement import Part, Reason
from pacing.model.person import Condition, Person, Sex
from pacing.reference import PREDICTED_MAXIMA, PredictedMaximum

GENERAL_EQUATION = "nes"  # design: the largest healthy sample with a published error and no difference by sex
EQUATION_FOR_WOMEN = "gulati"
EQUATION_FOR_WOMEN_WITH_FIBROMYALGIA = "fm_lemos"
EQUATION_ON_BETA_BLOCKER = "brawner"
KETEYIAN_TREADMILL = "keteyian_treadmill"
KETEYIAN_CYCLE = "keteyian_cycle"
CYCLING = "cycling"
WITHHELD_FOR = {"pacemaker": "a pacemaker", "atrial_fibrillation": "atrial fibrillation"}

ADVICE_AGE = "Tell your age with --age, or your own maximum with --maximum if a test has measured it."


@dataclass(frozen=True, slots=True)
class Maximum:
    """The highest heart rate used [bpm], its error (one SD, [bpm]), where it comes from, and all that was computed."""

    bpm: float
    sd_bpm: float
    equation: str
    source: str | None
    parts: dict[str, Part]
    caveats: tuple[str, ...]


def highest_heart_rate(inputs: Inputs) -> Maximum:
    """The person's measured maximum, else the predicted one.

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
        return Maximum(person.maximum_bpm, sd_bpm, "measured", None, parts, ())
    withheld = [words for name, words in WITHHELD_FOR.items() if getattr(person.medication, name)]
    if withheld:
        raise NotMeasurableError(
            Reason.MEDICATION,
            f"With {withheld[0]} no equation can tell the highest heart rate; if a test has measured yours, tell it "
            "with --maximum.",
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
            f"{equation.ages[1]:.0f}; tell a measured maximum with --maximum.",
        )
    rest = resting_level(inputs)
    bpm = equation.bpm(age_years, 0.0 if rest is None else rest.bpm)
    return Maximum(
        bpm,
        equation.standard_error_bpm,
        chosen,
        equation.source,
        _parts(inputs, age_years, chosen, bpm, rest),
        _caveats(person, equation),
    )


def chosen_equation(person: Person) -> str:
    """Key of the equation that fits the person: by beta-blocker, then sex and condition, else the general one."""
    if person.medication.beta_blocker:
        return EQUATION_ON_BETA_BLOCKER
    if person.sex is Sex.FEMALE:
        return (
            EQUATION_FOR_WOMEN_WITH_FIBROMYALGIA if person.condition is Condition.FIBROMYALGIA else EQUATION_FOR_WOMEN
        )
    return GENERAL_EQUATION


def all_predictions(age_years: float, resting_bpm: float | None) -> dict[str, float]:
    """Every published equation's maximum [bpm] at an age [years]; those that need a resting rate only with one.

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
    """Whether an equation was made for somebody like this person."""
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


def _caveats(person: Person, equation: PredictedMaximum) -> tuple[str, ...]:
    error_bpm = f"{equation.standard_error_bpm:.0f} bpm"
    said = [f"The maximum is predicted ({equation.title}), not measured; for one in three it errs by over {error_bpm}."]
    if person.medication.beta_blocker:
        said.append("The equation was made with people with coronary disease on beta-blockers; others may differ.")
    slowed = [
        words
        for name, words in (
            ("ivabradine", "Ivabradine"),
            ("calcium_channel_blocker", "A calcium-channel blocker"),
            ("digoxin", "Digoxin"),
        )
        if getattr(person.medication, name)
    ]
    said.extend(
        f"{words} can lower the highest heart rate; the equation does not know that, nor does the interval."
        for words in slowed
    )
    if person.sex is None:
        said.append("Your sex was not told, so the equation for everybody is used.")
    return tuple(said)
