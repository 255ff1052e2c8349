"""How hard a session was, in words that say no more than a self-paced session can, against the highest heart rate.

The highest heart rate is measured, or predicted by the equation that fits the person best. Published equations lie up
to 17 bpm apart, and nobody knows which cohort a person resembles: intervals hold whichever of them is true.
"""

from dataclasses import dataclass

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, medication_caveats
from pacing.measure.levels import PERCENT, Level, peak_level, require_resting_level, resting_level
from pacing.measure.uncertainty import MAXIMUM_SEED, PEAK_STREAM, REST_SEED, normal_interval, normal_samples
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


@dataclass(frozen=True, slots=True)
class Maximum:
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


CLASSES: tuple[tuple[str, float], ...] = (
    ("near_predicted_maximum", reference.EFFORT_NEAR_MAXIMUM_FROM_PERCENT.value),
    ("vigorous", reference.EFFORT_VIGOROUS_FROM_PERCENT.value),
    ("moderate", reference.EFFORT_MODERATE_FROM_PERCENT.value),
    ("light", reference.EFFORT_LIGHT_FROM_PERCENT.value),
)
INDEX_ID = "hr_reserve_share"
LIGHTEST = "very_light"
LEAST_BPM = 1.0  # keeps draws of a share finite
MOST_WITHOUT_RESERVE = 0.01  # design: more draws than this without any reserve leave no share to speak of
SENTENCES = {
    "very_light": "A very light effort: the session hardly drew on the heart-rate reserve, so it shows how the heart "
    "behaves near rest and nothing about how far it could rise.",
    "light": "A light effort: less than 40 % of the reserve was used, so it does not show how far the heart could "
    "rise.",
    "moderate": "A moderate effort: about half of the reserve was used. This is how hard the session was, not how much "
    "the heart can do.",
    "vigorous": (
        "A vigorous effort: most of the reserve was used. Only a test to the limit could show how much is left."
    ),
    "near_predicted_maximum": "Close to or above the predicted maximum: either a very hard effort, or the prediction "
    "is too low for you.",
}
MAXIMAL_SENTENCE = "Marked as a clinician-run maximal test, so it is compared with published limits in the findings."
SELF_PACED_SENTENCE = "At your own pace this shows how hard the session was, not how far the heart could go."


@dataclass(frozen=True, slots=True)
class ReserveUse:
    """Share of the heart-rate reserve used [%], its draws under each account of the maximum, shape (accounts, DRAWS),
    and what it was made from.
    """

    share_percent: float
    draws: FloatArray
    peak: Level
    rest: Level
    maximum: Maximum

    @property
    def interval_percent(self) -> tuple[float, float]:
        """95 % interval [%]."""
        low, high = interval_under_all(self.draws)
        return min(low, self.share_percent), max(high, self.share_percent)


def reserve_use(inputs: Inputs) -> ReserveUse:
    """The share of the reserve between resting and highest heart rate that the session's highest 30 s used.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    ReserveUse

    Raises
    ------
    NotMeasurableError
        OUT_OF_RANGE.
    """
    peak = peak_level(inputs)
    rest = require_resting_level(inputs)
    maximum = highest_heart_rate(inputs)
    peaks = peak.bpm + normal_samples(PEAK_STREAM, peak.sd_bpm)
    rests = rest.bpm + normal_samples(REST_SEED, rest.sd_bpm)
    draws = PERCENT * (peaks - rests) / reserve_samples(maximum, rest)
    return ReserveUse(share_of_reserve(peak.bpm, rest.bpm, maximum.bpm), draws, peak, rest, maximum)


def reserve_samples(maximum: Maximum, rest: Level) -> FloatArray:
    """Draws of the reserve between resting and highest heart rate [bpm] under each account of the latter.

    Parameters
    ----------
    maximum
        The highest heart rate with its accounts.
    rest
        The resting level with its error.

    Returns
    -------
    FloatArray
        Shape (accounts, DRAWS), all above 0; the few draws without a reserve have `LEAST_BPM`.

    Raises
    ------
    NotMeasurableError
        OUT_OF_RANGE: the maximum is not clearly above the rest.
    """
    reserves = maximum.samples() - (rest.bpm + normal_samples(REST_SEED, rest.sd_bpm))
    if maximum.bpm <= rest.bpm or np.mean(reserves <= 0, axis=1).max() > MOST_WITHOUT_RESERVE:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            f"The highest heart rate ({maximum.bpm:.0f} bpm) is not clearly above the resting level "
            f"({rest.bpm:.0f} bpm). Check age, resting and maximum heart rate.",
        )
    return np.maximum(reserves, LEAST_BPM)


def share_of_reserve(level_bpm: float, resting_bpm: float, maximum_bpm: float) -> float:
    """100 * (level - resting) / (maximum - resting) [%].

    Parameters
    ----------
    level_bpm
        The level that was reached [bpm].
    resting_bpm
        Resting heart rate [bpm].
    maximum_bpm
        Highest heart rate [bpm], measured or predicted.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        The maximum is not above the resting level.

    Examples
    --------
    >>> round(share_of_reserve(150.0, 75.0, 165.52), 1)
    82.9
    """
    if not maximum_bpm > resting_bpm:
        message = f"maximum {maximum_bpm} bpm is not above the resting level {resting_bpm} bpm"
        raise ValueError(message)
    return PERCENT * (level_bpm - resting_bpm) / (maximum_bpm - resting_bpm)


def effort_class(share_percent: float) -> str:
    """The word for a share of reserve used [%].

    Parameters
    ----------
    share_percent
        Share of the reserve used [%].

    Returns
    -------
    str

    Examples
    --------
    >>> effort_class(30.0), effort_class(50.0), effort_class(85.0), effort_class(12.0)
    ('light', 'moderate', 'vigorous', 'very_light')
    """
    return next((word for word, from_percent in CLASSES if share_percent >= from_percent), LIGHTEST)


def effort_sentence(share_percent: float, *, maximal_test: bool) -> str:
    """What a share of reserve used says about the session, and what it does not.

    Parameters
    ----------
    share_percent
        Share of the reserve used [%].
    maximal_test
        Whether a clinician ran the session as a maximal test.

    Returns
    -------
    str
    """
    return MAXIMAL_SENTENCE if maximal_test else SENTENCES[effort_class(share_percent)]


def reserve_value(inputs: Inputs) -> Value:
    """The share of the reserve used as an index gives it, with the word and the sentence for its effort.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    use = reserve_use(inputs)
    low, high = use.interval_percent
    parts: dict[str, Part] = {
        "effort": effort_class(use.share_percent),
        "effort_low": effort_class(low),
        "effort_high": effort_class(high),
        "peak_bpm": use.peak.bpm,
        "rest_bpm": use.rest.bpm,
        "rest_definition": use.rest.definition,
        **use.rest.origin_parts,
        "maximum_bpm": use.maximum.bpm,
        "equation": use.maximum.equation,
        "maximal_test": inputs.conditions.maximal_test,
    }
    for key in ("spread_low_bpm", "spread_high_bpm"):
        bound = use.maximum.parts.get(key)
        if isinstance(bound, float) and bound > use.rest.bpm:
            parts[f"share_with_{key}"] = share_of_reserve(use.peak.bpm, use.rest.bpm, bound)
    parts.update(shares_as_in_studies(inputs, use))
    caveats = (
        effort_sentence(use.share_percent, maximal_test=inputs.conditions.maximal_test),
        *use.rest.caveats,
        *use.maximum.caveats,
        *medication_caveats(inputs.person.medication),
    )
    return Value(use.share_percent, low, high, use.peak.window, parts, caveats)


def shares_as_in_studies(inputs: Inputs, use: ReserveUse) -> dict[str, Part]:
    """The same share [%] with the maximum by each equation that a published limit of it was made with.

    Same peak, same rest; only the maximum is another. Empty without an age.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    use
        The share of the reserve that was used.

    Returns
    -------
    dict[str, Part]
    """
    age_years = inputs.person.age_at(inputs.recording.began)
    if age_years is None:
        return {}
    asked = sorted({c.equation for c in reference.CRITERIA if c.index_id == INDEX_ID and c.equation})
    maxima = {key: PREDICTED_MAXIMA[key].bpm(age_years, use.rest.bpm) for key in asked}
    return {
        f"share_with_{key}": share_of_reserve(use.peak.bpm, use.rest.bpm, maximum_bpm)
        for key, maximum_bpm in maxima.items()
        if maximum_bpm > use.rest.bpm
    }


def rise_value(inputs: Inputs) -> Value:
    """The highest half minute less the resting level [bpm] as an index gives it.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    peak = peak_level(inputs)
    rest = require_resting_level(inputs)
    low, high = normal_interval(peak.bpm - rest.bpm, float(np.hypot(peak.sd_bpm, rest.sd_bpm)))
    parts: dict[str, Part] = {"peak_bpm": peak.bpm, "rest_bpm": rest.bpm, "rest_definition": rest.definition}
    return Value(peak.bpm - rest.bpm, low, high, peak.window, parts, medication_caveats(inputs.person.medication))


def peak_share_value(inputs: Inputs) -> Value:
    """The highest half minute as a share of the highest heart rate [%] as an index gives it.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    peak = peak_level(inputs)
    maximum = highest_heart_rate(inputs)
    peaks = peak.bpm + normal_samples(PEAK_STREAM, peak.sd_bpm)
    value = PERCENT * peak.bpm / maximum.bpm
    low, high = interval_under_all(PERCENT * peaks / np.maximum(maximum.samples(), LEAST_BPM))
    parts: dict[str, Part] = {
        "peak_bpm": peak.bpm,
        "maximum_bpm": maximum.bpm,
        "equation": maximum.equation,
        "maximal_test": inputs.conditions.maximal_test,
    }
    sentence = MAXIMAL_SENTENCE if inputs.conditions.maximal_test else SELF_PACED_SENTENCE
    caveats = (sentence, *maximum.caveats, *medication_caveats(inputs.person.medication))
    return Value(value, low, high, peak.window, parts, caveats)
