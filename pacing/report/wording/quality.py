"""How good the data are, in words.

Advice without the words of a command line: a page is read away from the terminal, and often by somebody else.

Why a number is unavailable, as half a sentence after "because".
"""

import math
import re

from pacing.model.assessment import Assessment
from pacing.model.measurement import Measurement, Reason
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import RecordingKind, Sensor
from pacing.report.wording.format_numbers import share_text
from pacing.report.wording.format_times import MINUTE_S, length_text

SENSOR_WORDS = {
    Sensor.STRAP: "a chest strap",
    Sensor.OPTICAL: "an optical sensor (on the wrist or arm)",
    Sensor.UNKNOWN: "a sensor the file does not name",
}
SENSOR_SENTENCES = {
    Sensor.STRAP: "It was sensed by a chest strap.",
    Sensor.OPTICAL: (
        "It was sensed by an optical sensor (on the wrist or arm), which can lag behind and can mistake the rhythm of "
        "steps for a pulse."
    ),
    Sensor.UNKNOWN: "The file does not name the sensor.",
}
ORIGIN_WORDS = {
    PhaseOrigin.GIVEN: "as told",
    PhaseOrigin.MARKER: "from marks in the file",
    PhaseOrigin.MOVEMENT: "from movement in the file",
    PhaseOrigin.HEART_RATE: "from heart rate alone",
}
NEARLY_ALL = 0.95  # design: words only; every number stands beside them
MANY_EARLY = 0.05  # design: words only
MOST = 0.80  # design: the share below which a limit is not judged


def completeness_word(share: float) -> str:
    """How complete a recording is, as the end of a sentence."""
    if share >= NEARLY_ALL:
        return "is nearly complete" if share < 1 else "is complete"
    return "has gaps" if share >= MOST else "has large gaps"


def rhythm_text(sampling_s: float) -> str:
    """How often the device wrote a value.

    Examples
    --------
    >>> rhythm_text(60.0), rhythm_text(300.0)
    ('one value a minute', 'one value about every 5 minutes')
    """
    if round(sampling_s) == round(MINUTE_S):
        return "one value a minute"
    return f"one value about every {length_text(sampling_s)}"


def quality_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Coverage, rhythm, sensor and heartbeats in plain sentences."""
    cleaned, source = assessment.cleaned, assessment.recording.source
    coverage = cleaned.coverage
    sentences = [
        f"The recording {completeness_word(coverage.measured_share)}: heart rate is known for "
        f"{share_text(coverage.measured_share)} of the time"
        + (
            f", and the longest gap lasts {length_text(coverage.longest_gap_s)}."
            if coverage.longest_gap_s >= 1
            else "."
        )
    ]
    sentences.append(SENSOR_SENTENCES[source.sensor])
    if math.isfinite(cleaned.sampling_s) and cleaned.sampling_s >= MINUTE_S / 2:
        sentences.append(f"There is {rhythm_text(cleaned.sampling_s)}.")
    if coverage.beats:
        share = coverage.beat_artefact_share
        some = share_text(share) if share else "none"
        wrong = f"; {some} of them had to be corrected or left out" if share is not None else ""
        sentences.append(f"It holds {coverage.beats} times between heartbeats{wrong}.")
        early = next((step.share for step in cleaned.steps if step.name == "beats_early"), 0.0)
        if early >= MANY_EARLY:
            sentences.append(f"Many heartbeats came early ({share_text(early)}): each was counted as one beat.")
    elif cleaned.derived_from_beats:
        sentences.append("Heart rate was worked out from the times between heartbeats.")
    if source.damage is not None:
        sentences.append(f"The file is damaged: {source.damage}")
    return tuple(sentences)


def phases_sentence(assessment: Assessment) -> str:
    """Where the exercise ended, and how that is known."""
    exercise = assessment.phases.of(PhaseKind.EXERCISE)
    if assessment.recording.kind is RecordingKind.DAY:
        return "It is a recording of a whole day or longer, not of one exercise with its end."
    if not exercise:
        return "No exercise with a clear beginning and end was found."
    after = next((p for p in assessment.phases.items if p.start_s >= exercise[-1].stop_s), None)
    if after is None:
        return "The recording ends with the exercise."
    return (
        f"The end of the exercise is taken {ORIGIN_WORDS[after.origin]}, to within "
        f"{length_text(max(after.uncertainty_s, 1))}."
    )


OPTION = r'--[a-z][a-z-]*(?: [A-Z]+\b| "[^"]*")?'
TELL = "tell it to the program"
REWORDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            (rf"Set your own with {OPTION}, choose a rule with {OPTION}, or write \[limit\] into your profile; "
            r"`pacing limit` shows what each rule would give"),
            "Tell the program a limit of your own, or choose one of its pacing rules",
        ),
        (r"Keep sessions with `pacing add` and say how they were with `pacing history mark`",
         "Keep your sessions with the program, and say of each how it was"),
        (rf"give it with {OPTION}(?:, or as \w+ (?:under \[limit\] )?in your profile)?", TELL),
        (r"write (?:it as \w+|share_percent) under \[limit\] in your profile", TELL),
        (r"\bshare_percent = (\d[\d.]*\d|\d)", r"a share of \1 %"),
        (r'tell it with --phases "[^"]*"', "tell the program when you began and when you stopped"),
        (rf" \({OPTION}\)", ""),
        (rf" with {OPTION}", ""),
    )
)  # fmt: skip


def plain_words(advice: str) -> str:
    """An advice as a page gives it: the same, without options, keys of a profile and commands.

    Examples
    --------
    >>> plain_words("This rule needs your age: give it with --age, or as birth_year in your profile.")
    'This rule needs your age: tell it to the program.'
    >>> plain_words("Tell your age with --age, or your own maximum with --maximum if a test has measured it.")
    'Tell your age, or your own maximum if a test has measured it.'
    """
    for pattern, words in REWORDED:
        advice = pattern.sub(words, advice)
    return advice[:1].upper() + advice[1:]


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
