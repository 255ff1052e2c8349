"""How hard a session was, as a share of the heart-rate reserve, in words that claim no more than a self-paced session
can show.
"""

from typing import NamedTuple

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, medication_caveats
from pacing.measure.levels import PERCENT, Level, peak_level, require_resting_level, set_aside_caveats
from pacing.measure.response.predicted_maximum import Maximum, highest_heart_rate
from pacing.measure.uncertainty import PEAK_STREAM, REST_SEED, normal_interval, normal_samples
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.numerics.quantiles import interval_under_all
from pacing.reference import PREDICTED_MAXIMA

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


class ReserveUse(NamedTuple):
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
        *set_aside_caveats(inputs),
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
    caveats = (*set_aside_caveats(inputs), *medication_caveats(inputs.person.medication))
    return Value(peak.bpm - rest.bpm, low, high, peak.window, parts, caveats)


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
    caveats = (sentence, *set_aside_caveats(inputs), *maximum.caveats, *medication_caveats(inputs.person.medication))
    return Value(value, low, high, peak.window, parts, caveats)
