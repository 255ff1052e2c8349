"""How hard a session was, in words that say no more than a self-paced session can."""

from dataclasses import dataclass

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.levels import PERCENT, Level, peak_level, require_resting_level
from pacing.measure.medication import medication_caveats
from pacing.measure.predicted import Maximum, highest_heart_rate
from pacing.measure.uncertainty import MAXIMUM_STREAM, PEAK_STREAM, REST_STREAM, interval, normal_draws, normal_interval
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.reference import PREDICTED_MAXIMA

CLASSES: tuple[tuple[str, float], ...] = (
    ("near_predicted_maximum", reference.EFFORT_NEAR_MAXIMUM_FROM_PERCENT.value),
    ("vigorous", reference.EFFORT_VIGOROUS_FROM_PERCENT.value),
    ("moderate", reference.EFFORT_MODERATE_FROM_PERCENT.value),
    ("light", reference.EFFORT_LIGHT_FROM_PERCENT.value),
)
INDEX_ID = "hr_reserve_share"
LIGHTEST = "very_light"
MOST_WITHOUT_RESERVE = 0.01  # design: more draws than this without any reserve leave no share to speak of
SENTENCES = {
    "very_light": "A very light effort: the session hardly drew on the heart-rate reserve, so it shows how the heart "
    "behaves near rest and nothing about how far it could rise.",
    "light": "A light effort: less than four tenths of the reserve were used. How far the heart could rise was not "
    "asked of it.",
    "moderate": "A moderate effort: about half of the reserve was used. This is how hard the session was, not how much "
    "the heart can do.",
    "vigorous": "A vigorous effort: most of the reserve was used. Only a test run to its limit could tell how much is "
    "left.",
    "near_predicted_maximum": "Close to or above the predicted maximum: either a very hard effort, or the prediction "
    "is too low for you.",
}
MAXIMAL_SENTENCE = "Told to be a clinician-run maximal test: published limits are held against it in the findings."
SELF_PACED_SENTENCE = "In a session of your own pace this says how hard it was, not how far the heart could go."


@dataclass(frozen=True, slots=True)
class ReserveUse:
    """Share of the heart-rate reserve used [%], its draws, and what it was made from."""

    share_percent: float
    draws: FloatArray
    peak: Level
    rest: Level
    maximum: Maximum

    @property
    def interval_percent(self) -> tuple[float, float]:
        """95 % interval [%]."""
        return interval(self.share_percent, self.draws)


def reserve_use(inputs: Inputs) -> ReserveUse:
    """The share of the reserve between resting and highest heart rate that the session's highest 30 s used."""
    peak = peak_level(inputs)
    rest = require_resting_level(inputs)
    maximum = highest_heart_rate(inputs)
    peaks = peak.bpm + normal_draws(PEAK_STREAM, peak.sd_bpm)
    rests = rest.bpm + normal_draws(REST_STREAM, rest.sd_bpm)
    reserves = maximum.bpm + normal_draws(MAXIMUM_STREAM, maximum.sd_bpm) - rests
    if maximum.bpm <= rest.bpm or np.mean(reserves <= 0) > MOST_WITHOUT_RESERVE:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            f"The highest heart rate ({maximum.bpm:.0f} bpm) is not surely above the resting level "
            f"({rest.bpm:.0f} bpm). Check age, resting and maximum heart rate.",
        )
    draws = np.where(reserves > 0, PERCENT * (peaks - rests) / np.where(reserves > 0, reserves, 1.0), np.nan)
    return ReserveUse(share_of_reserve(peak.bpm, rest.bpm, maximum.bpm), draws, peak, rest, maximum)


def share_of_reserve(level_bpm: float, resting_bpm: float, maximum_bpm: float) -> float:
    """100 * (level - resting) / (maximum - resting) [%].

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

    Examples
    --------
    >>> effort_class(30.0), effort_class(50.0), effort_class(85.0), effort_class(12.0)
    ('light', 'moderate', 'vigorous', 'very_light')
    """
    return next((word for word, from_percent in CLASSES if share_percent >= from_percent), LIGHTEST)


def effort_sentence(share_percent: float, *, maximal_test: bool) -> str:
    """What a share of reserve used says about the session, and what it does not."""
    return MAXIMAL_SENTENCE if maximal_test else SENTENCES[effort_class(share_percent)]


def reserve_value(inputs: Inputs) -> Value:
    """The share of the reserve used as an index gives it, with the word and the sentence for its effort."""
    use = reserve_use(inputs)
    low, high = use.interval_percent
    parts: dict[str, Part] = {
        "effort": effort_class(use.share_percent),
        "effort_low": effort_class(low),
        "effort_high": effort_class(high),
        "peak_bpm": use.peak.bpm,
        "rest_bpm": use.rest.bpm,
        "rest_definition": use.rest.definition,
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
        *use.maximum.caveats,
        *medication_caveats(inputs.person.medication),
    )
    return Value(use.share_percent, low, high, use.peak.window, parts, caveats)


def shares_as_in_studies(inputs: Inputs, use: ReserveUse) -> dict[str, Part]:
    """The same share [%] with the maximum by each equation that a published limit of it was made with.

    Same peak, same rest; only the maximum is another. Empty without an age.
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
    """The highest half minute less the resting level [bpm] as an index gives it."""
    peak = peak_level(inputs)
    rest = require_resting_level(inputs)
    low, high = normal_interval(peak.bpm - rest.bpm, float(np.hypot(peak.sd_bpm, rest.sd_bpm)))
    parts: dict[str, Part] = {"peak_bpm": peak.bpm, "rest_bpm": rest.bpm, "rest_definition": rest.definition}
    return Value(peak.bpm - rest.bpm, low, high, peak.window, parts, medication_caveats(inputs.person.medication))


def peak_share_value(inputs: Inputs) -> Value:
    """The highest half minute as a share of the highest heart rate [%] as an index gives it."""
    peak = peak_level(inputs)
    maximum = highest_heart_rate(inputs)
    maxima = maximum.bpm + normal_draws(MAXIMUM_STREAM, maximum.sd_bpm)
    peaks = peak.bpm + normal_draws(PEAK_STREAM, peak.sd_bpm)
    value = PERCENT * peak.bpm / maximum.bpm
    low, high = interval(value, np.where(maxima > 0, PERCENT * peaks / np.abs(maxima), np.nan))
    parts: dict[str, Part] = {
        "peak_bpm": peak.bpm,
        "maximum_bpm": maximum.bpm,
        "equation": maximum.equation,
        "maximal_test": inputs.conditions.maximal_test,
    }
    said = MAXIMAL_SENTENCE if inputs.conditions.maximal_test else SELF_PACED_SENTENCE
    caveats = (said, *maximum.caveats, *medication_caveats(inputs.person.medication))
    return Value(value, low, high, peak.window, parts, caveats)
