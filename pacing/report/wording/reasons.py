"""Why a number is unavailable, as half a sentence after "because"."""

import re

from pacing.model.measurement import Measurement, Reason
from pacing.report.wording.plain_words import plain_words

BECAUSE: dict[Reason, str] = {
    Reason.NEEDS_BEATS: "the file does not hold the time of every heartbeat",
    Reason.NEEDS_RESTING_HR: "no resting heart rate was told or recorded",
    Reason.NEEDS_AGE: "no age was told",
    Reason.NEEDS_EXERCISE_END: "no clear end of the exercise was found",
    Reason.NEEDS_RECOVERY_RECORDING: "the recording ends too soon after the exercise",
    Reason.NEEDS_REST_RECORDING: "no quiet rest was recorded",
    Reason.NEEDS_MOVEMENT_DATA: "the file holds no speed, power or steps",
    Reason.NEEDS_STEP_LOAD: "the effort did not rise in one clear step",
    Reason.TOO_SHORT: "the recording is too short",
    Reason.TOO_FEW_BEATS: "too few heartbeats were recorded",
    Reason.TOO_MANY_ARTEFACTS: "too many heartbeats were recorded wrongly",
    Reason.TOO_MANY_GAPS: "too much of the recording is missing there",
    Reason.TOO_COARSE: "the recording holds too few values a minute",
    Reason.OPTICAL_SENSOR: "an optical sensor is too slow or too unsure for it",
    Reason.TOO_LITTLE_RISE: "heart rate rose too little to tell",
    Reason.ACTIVITY_RESUMED: "moving went on, or began again, after the end of the exercise",
    Reason.NOT_MAXIMAL: "the session was not a maximal test run by a clinician",
    Reason.MEDICATION: "a medicine or device that was told changes heart rate too much",
    Reason.OUT_OF_RANGE: "the result lies outside what is possible",
    Reason.NOT_STATIONARY: "heart rate did not hold still long enough",
    Reason.NOT_RECORDED: "the device did not record it",
    Reason.FIT_FAILED: "the recorded curve does not have the shape it needs",
}

STATES = re.compile(
    r"(?:The|No|All|Too|An|One|On|Only|At least|Nothing|With|Averaged|Heart rate|Muscle oxygen|This was|You kept)\b"
)
"""How an advice begins that first states what was found, so that it gives the reason more closely than its code."""

NO_END_IN_A_DAY = (
    "not measurable here, because a whole day has no one end of exercise to recover from. For next time: Record the "
    "exercise as an activity of its own, and let it run for two minutes after you stop."
)


def because(reason: Reason) -> str:
    """The reason as half a sentence."""
    return BECAUSE[reason]


def next_time(advice: str) -> str:
    """An advice as a sentence of its own."""
    text = advice.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def fact_and_advice(advice: str) -> tuple[str, str]:
    """What an advice states of the recording before it advises, and the rest; "" where there is none of the one.

    Examples
    --------
    >>> fact_and_advice("The file holds no power. Record power with the heart rate.")
    ('the file holds no power', 'Record power with the heart rate.')
    >>> fact_and_advice("Press the lap button when you stop; that dates the end.")
    ('', 'Press the lap button when you stop; that dates the end.')
    """
    if not STATES.match(advice):
        return "", advice
    fact, _, rest = re.sub(r"[.;] ", "\n", advice.strip(), count=1).partition("\n")
    return fact[:1].lower() + fact[1:].rstrip("."), rest


def refusal_text(measurement: Measurement) -> str:
    """Why there is no number, and what to do next time; a reason that the advice states more closely is said once."""
    if measurement.unavailable is None or measurement.advice is None:
        message = f"{measurement.index.id} is not unavailable"
        raise ValueError(message)
    fact, advice = fact_and_advice(plain_words(measurement.advice))
    text = f"not measurable here, because {fact or because(measurement.unavailable)}."
    return f"{text} For next time: {next_time(advice)}" if advice else text
