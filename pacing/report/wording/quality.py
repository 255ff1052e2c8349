"""How good the data are, why a number is unavailable, and advice, in words that need no command line."""

import math
import re
from functools import lru_cache

from pacing.model.assessment import Assessment
from pacing.model.measurement import IndexGroup, Measurement, Reason
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import RecordingKind, Sensor
from pacing.plural import plural
from pacing.reference import RECOVERY_SMALLEST_RISE_BPM
from pacing.report.wording.format_numbers import share_text
from pacing.report.wording.format_times import MINUTE_S, length_text

SENSOR_WORDS = {
    Sensor.STRAP: "a chest strap",
    Sensor.OPTICAL: "an optical sensor (on the wrist or arm)",
    Sensor.UNKNOWN: "a sensor the file does not name",
}
SENSOR_SENTENCES = {
    Sensor.STRAP: "It comes from a chest strap.",
    Sensor.OPTICAL: (
        "It comes from an optical sensor (on the wrist or arm), which can lag behind the heart and can mistake the "
        "rhythm of steps for a pulse."
    ),
    Sensor.UNKNOWN: "The file does not name the sensor.",
}
ENDS = {
    PhaseOrigin.GIVEN: "You gave the end of the exercise.",
    PhaseOrigin.MARKER: "The end of the exercise comes from a mark in the file, to within {length}.",
    PhaseOrigin.MOVEMENT: "The end of the exercise was found from the movement in the file, to within {length}.",
    PhaseOrigin.HEART_RATE: "The end of the exercise was found from heart rate alone, to within {length}.",
}
WHOLE_DAY = "This recording covers a whole day or more, not one exercise with an end."
NO_EXERCISE = "No exercise with a clear beginning and end was found."
ENDS_WITH_IT = "The recording ends with the exercise."
COMPLETE = "The recording is complete."
COVERED = {  # by how complete it is
    "nearly": "The recording is nearly complete: heart rate is known for {share} of the time.",
    "gaps": "The recording has gaps: heart rate is known for {share} of the time.",
    "large": "The recording has large gaps: heart rate is known for {share} of the time.",
}
LONGEST_GAP = "The longest gap lasts {length}."
EVERY_MINUTE = "There is one value a minute."
EVERY = "There is one value about every {length}."
INTERVALS = ("It contains {} beat-to-beat interval.", "It contains {} beat-to-beat intervals.")
INTERVALS_FINE = (
    "It contains {} beat-to-beat interval; it needed no correcting.",
    "It contains {} beat-to-beat intervals; none needed correcting.",
)
INTERVALS_CORRECTED = (
    "It contains {} beat-to-beat interval; it was corrected or left out.",
    "It contains {} beat-to-beat intervals; {share} of them were corrected or left out.",
)
FROM_BEATS = "Heart rate was worked out from the beat-to-beat intervals."
DAMAGED = "The file is damaged: {damage}"
NEARLY_ALL = 0.95  # design: words only; every number stands beside them
MANY_EARLY = 0.05  # design: words only
EARLY = "Many heartbeats came early ({share}): each was counted as one beat."
MOST_ADVICE = 1000  # design: the same hundred or so in most sessions; each has a dozen patterns to be looked for
MOST = 0.80  # design: the share below which a limit is not judged
MOVEMENT = ("speed", "power", "cadence")
RAISED_STILL = (
    "Heart rate was raised for a time in which the file shows hardly any movement: exercise that its sensors do not "
    "see, pain, excitement and standing up all raise it."
)
RAISED_SENTENCE = (
    "Heart rate was raised for a time, but nothing in the file tells whether you moved: exercise, pain, excitement and "
    "standing up all raise it."
)


def coverage_sentences(assessment: Assessment) -> tuple[str, ...]:
    """How complete a recording is."""
    coverage = assessment.cleaned.coverage
    share = coverage.measured_share
    if share >= 1:
        sentences = [COMPLETE]
    else:
        how = "nearly" if share >= NEARLY_ALL else "gaps" if share >= MOST else "large"
        sentences = [COVERED[how].format(share=share_text(share))]
    if coverage.longest_gap_s >= 1:
        sentences.append(LONGEST_GAP.format(length=length_text(coverage.longest_gap_s)))
    return tuple(sentences)


def rhythm_sentence(sampling_s: float) -> str:
    """How often the device wrote a value.

    Examples
    --------
    >>> rhythm_sentence(60.0), rhythm_sentence(300.0)
    ('There is one value a minute.', 'There is one value about every 5 minutes.')
    """
    if round(sampling_s) == round(MINUTE_S):
        return EVERY_MINUTE
    return EVERY.format(length=length_text(sampling_s))


def quality_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Coverage, rhythm, sensor and heartbeats in plain sentences."""
    cleaned, source = assessment.cleaned, assessment.recording.source
    sentences = [*coverage_sentences(assessment), SENSOR_SENTENCES[source.sensor]]
    if math.isfinite(cleaned.sampling_s) and cleaned.sampling_s >= MINUTE_S / 2:
        sentences.append(rhythm_sentence(cleaned.sampling_s))
    if cleaned.coverage.beats:
        sentences.append(_intervals_sentence(cleaned.coverage.beats, cleaned.coverage.beat_artefact_share))
        early = next((step.share for step in cleaned.steps if step.name == "beats_early"), 0.0)
        if early >= MANY_EARLY:
            sentences.append(EARLY.format(share=share_text(early)))
    elif cleaned.derived_from_beats:
        sentences.append(FROM_BEATS)
    if source.damage is not None:
        sentences.append(DAMAGED.format(damage=source.damage))
    return tuple(sentences)


def _intervals_sentence(count: int, corrected_share: float | None) -> str:
    if corrected_share is None:
        return plural(count, *INTERVALS)
    one, several = INTERVALS_CORRECTED if corrected_share else INTERVALS_FINE
    return plural(count, one, several, share=share_text(corrected_share))


def phases_sentence(assessment: Assessment) -> str:
    """Where the exercise ended, and how that is known."""
    exercise = assessment.phases.of(PhaseKind.EXERCISE)
    if assessment.recording.kind is RecordingKind.DAY:
        return WHOLE_DAY
    if not exercise and assessment.phases.of(PhaseKind.RAISED):
        moves = any(channel.name in MOVEMENT for channel in assessment.recording.channels)
        return RAISED_STILL if moves else RAISED_SENTENCE
    if not exercise:
        return NO_EXERCISE
    after = next((p for p in assessment.phases.items if p.start_s >= exercise[-1].stop_s), None)
    if after is None:
        return ENDS_WITH_IT
    return ENDS[after.origin].format(length=length_text(max(after.uncertainty_s, 1)))


OPTION = r'--[a-z][a-z-]*(?: [A-Z]+\b| "[^"]*")?'
GIVE = "give it to the program"
REWORDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            (rf"Set your own with {OPTION}, choose a rule with {OPTION}, or write \[limit\] into your profile; "
            r"`pacing limit` shows what each rule would give"),
            "Set a limit of your own, or choose one of the program's pacing rules",
        ),
        (r"Keep sessions with `pacing add` and say how they were with `pacing history mark`",
         "Keep your sessions with the program, and say how each one was"),
        (
            r'say so with --phases "[^"]*" --recovery-posture \w+',
            "tell the program from when to when you lay and stood",
        ),
        (r'give it with --phases "[^"]*"', "tell the program when you began and when you stopped"),
        (rf"give it with {OPTION}(?:, or as \w+ (?:under \[limit\] )?in your profile)?", GIVE),
        (r"write (?:it as \w+|share_percent) under \[limit\] in your profile", GIVE),
        (r"\bshare_percent = (\d[\d.]*\d|\d)", r"a share of \1 %"),
        (rf" \({OPTION}\)", ""),
        (rf" with {OPTION}", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=MOST_ADVICE)
def plain_words(advice: str) -> str:
    """An advice as a page gives it: the same, without options, keys of a profile and commands.

    Examples
    --------
    >>> plain_words("This rule needs your age: give it with --age, or as birth_year in your profile.")
    'This rule needs your age: give it to the program.'
    >>> plain_words("Give your age with --age, or your own maximum with --maximum if a test has measured it.")
    'Give your age, or your own maximum if a test has measured it.'
    """
    for pattern, words in REWORDED:
        advice = pattern.sub(words, advice)
    return advice[:1].upper() + advice[1:]


BECAUSE: dict[Reason, str] = {
    Reason.NEEDS_BEATS: "the file does not contain the time of every heartbeat",
    Reason.NEEDS_RESTING_HR: "no resting heart rate was given or recorded",
    Reason.NEEDS_AGE: "no age was given",
    Reason.NEEDS_EXERCISE_END: "no clear end of the exercise was found",
    Reason.NEEDS_RECOVERY_RECORDING: "the recording ends too soon after the exercise",
    Reason.NEEDS_REST_RECORDING: "no quiet rest was recorded",
    Reason.NEEDS_MOVEMENT_DATA: "the file has no speed, power or steps in it",
    Reason.NEEDS_STEP_LOAD: "the effort did not rise in one clear step",
    Reason.TOO_SHORT: "the recording is too short",
    Reason.TOO_FEW_BEATS: "too few heartbeats were recorded",
    Reason.TOO_MANY_ARTEFACTS: "too many heartbeats were recorded wrongly",
    Reason.TOO_MANY_GAPS: "too much of the recording is missing there",
    Reason.TOO_COARSE: "the recording has too few values a minute",
    Reason.SENSOR_LATE: "the sensor showed the end of exercise too late",
    Reason.OPTICAL_SENSOR: "an optical sensor is too slow or too uncertain for it",
    Reason.TOO_LITTLE_RISE: "heart rate was too little above resting",
    Reason.ACTIVITY_RESUMED: "movement went on, or began again, after the exercise ended",
    Reason.NOT_MAXIMAL: "the session was not a maximal test run by a clinician",
    Reason.MEDICATION: "a medicine or device on record changes heart rate too much",
    Reason.OUT_OF_RANGE: "the result is outside what is possible",
    Reason.NOT_STATIONARY: "heart rate did not stay steady long enough",
    Reason.NOT_RECORDED: "the device did not record it",
    Reason.FIT_FAILED: "the recorded curve does not have the shape it needs",
    Reason.INTERNAL_ERROR: "the program made a mistake of its own",
}

STATES = re.compile(
    r"(?:The|No|All|Too|An|One|On|Only|At least|Nothing|With|Averaged|Heart rate|Muscle oxygen|This was|You kept)\b"
)
"""How an advice begins that first states what was found, so that it gives the reason more closely than its code."""

NO_END_IN_A_DAY = (
    "not measurable here, because a whole day has no single end of exercise to recover from. Record the exercise as an "
    "activity of its own, and let it run for two minutes after you stop."
)
REFUSED = "not measurable here, because {reason}."


def because(reason: Reason) -> str:
    """The reason as half a sentence."""
    return BECAUSE[reason]


OF_RECOVERY = {
    Reason.TOO_LITTLE_RISE: (
        f"heart rate was less than {RECOVERY_SMALLEST_RISE_BPM.value:.0f} bpm above resting when the exercise ended"
    ),
}
"""Reasons that say something else of a recovery than of other numbers: it is a level at one moment that decides."""


def reason_briefly(measurement: Measurement) -> str:
    """Why one number is missing, as half a sentence; "" where it is not.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> refused = Some(unavailable=Reason.TOO_LITTLE_RISE, index=Some(group=IndexGroup.RECOVERY))
    >>> reason_briefly(refused)
    'heart rate was less than 20 bpm above resting when the exercise ended'
    """
    reason = measurement.unavailable
    if reason is None:
        return ""
    short = OF_RECOVERY if measurement.index.group is IndexGroup.RECOVERY else {}
    return short.get(reason, because(reason))


def as_sentence(advice: str) -> str:
    """An advice as a sentence of its own; "" where there is none."""
    text = advice.strip()
    if not text:
        return ""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def fact_and_advice(advice: str) -> tuple[str, str]:
    """What an advice states of the recording before it advises, and the rest; "" where there is none of the one.

    Examples
    --------
    >>> fact_and_advice("The file has no power. Record power with the heart rate.")
    ('the file has no power', 'Record power with the heart rate.')
    >>> fact_and_advice("Press the lap button when you stop; that dates the end.")
    ('', 'Press the lap button when you stop; that dates the end.')
    """
    if not STATES.match(advice):
        return "", advice
    fact, _, rest = re.sub(r"[.;] ", "\n", advice.strip(), count=1).partition("\n")
    return fact[:1].lower() + fact[1:].rstrip("."), rest


def advice_of(measurement: Measurement) -> str:
    """What to do next time, without what the advice states of this one session; "" where it only states."""
    return as_sentence(fact_and_advice(plain_words(measurement.advice or ""))[1])


def refusal_text(measurement: Measurement, sentence: str = REFUSED) -> str:
    """Why there is no number, and what to do next time; a reason that the advice states more closely is said once.

    `sentence`: how the refusal is said, with the half sentence after "because" where `{reason}` stands.
    """
    if measurement.unavailable is None or measurement.advice is None:
        message = f"{measurement.index.id} is not unavailable"
        raise ValueError(message)
    fact, advice = fact_and_advice(plain_words(measurement.advice))
    text = sentence.format(reason=fact or reason_briefly(measurement))
    return f"{text} {as_sentence(advice)}" if advice else text
