"""How heart rate came down after exercise, and how it answered to standing up, in words for the person."""

from pacing.model.assessment import Assessment
from pacing.model.measurement import IndexGroup, Measurement, Reason
from pacing.model.person import Posture
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.report.wording.format_numbers import decimals_carried, number_text, spoken_text
from pacing.report.wording.quality import REFUSED as NOT_HERE
from pacing.report.wording.quality import refusal_text

PRIMARY = "hr_recovery_120"
SECONDARY = "hr_recovery_60"
POSTURE_WORDS = {
    Posture.LYING: "lying down",
    Posture.SITTING: "sitting",
    Posture.STANDING: "standing",
    Posture.WALKING: "walking slowly",
}
ACTIVE = "active"
COMPARE = "Compare it only with similar sessions of your own: it depends on how hard you worked before."
POSTURE_UNKNOWN = "You did not say whether you sat, lay down or kept walking afterwards. It affects this number."
STILL = "passive"  # how the ledger names a recovery without movement
POSTURE_OF_STILL_UNKNOWN = (
    "The recording shows that you kept still afterwards; you did not say whether you sat, lay down or stood. It "
    "affects this number."
)
FROM_THE_TIMES = frozenset(
    {
        Reason.TOO_LITTLE_RISE,
        Reason.NEEDS_RESTING_HR,
        Reason.NEEDS_RECOVERY_RECORDING,
        Reason.ACTIVITY_RESUMED,
        Reason.TOO_MANY_GAPS,
    }
)
"""Reasons that may be due to where the exercise ends, rather than to the recording."""
YOU_GAVE_THEM = (
    "This follows from the times you gave. If you stopped at another moment, correct them, or use what the recording "
    "shows instead."
)
REFUSED = "How fast your heart rate came down cannot be measured here, because {reason}."
FELL = {
    PRIMARY: "Two minutes after you stopped, your heart rate had come down by {drop}.",
    SECONDARY: "One minute after you stopped, your heart rate had come down by {drop}.",
}
FELL_FROM = {
    PRIMARY: "Two minutes after you stopped, your heart rate had come down from {level:.0f} bpm by {drop}.",
    SECONDARY: "One minute after you stopped, your heart rate had come down from {level:.0f} bpm by {drop}.",
}
NOT_CLEARLY = {
    PRIMARY: (
        "Two minutes after you stopped, your heart rate had not clearly come down: it was anything from {least} to "
        "{most}, most likely {likely}."
    ),
    SECONDARY: (
        "One minute after you stopped, your heart rate had not clearly come down: it was anything from {least} to "
        "{most}, most likely {likely}."
    ),
}
POSTURE_SENTENCES = {
    Posture.LYING: "You were lying down.",
    Posture.SITTING: "You were sitting.",
    Posture.STANDING: "You were standing.",
    Posture.WALKING: "You were walking slowly.",
}


def posture_text(assessment: Assessment) -> str:
    """What the person did after stopping, or that it is not known."""
    posture = assessment.conditions.recovery_posture
    if posture is not None:
        return POSTURE_WORDS[posture]
    phases = assessment.phases.of(PhaseKind.RECOVERY)
    if phases and phases[-1].movement:
        return "still moving (posture not given)"
    return "posture not given"


def effort_text(measurement: Measurement) -> str:
    """From which heart rate it came down, where the ledger says so."""
    level = _level_bpm(measurement)
    return f"from {level:.0f} bpm" if level is not None else ""


def _level_bpm(measurement: Measurement) -> float | None:
    """The heart rate it came down from [bpm]."""
    level = measurement.parts.get("end_bpm")
    return float(level) if isinstance(level, float | int) and not isinstance(level, bool) else None


def _fall_sentence(measurement: Measurement) -> str:
    """How far heart rate came down; what may as well be a rise is not called a fall."""
    value, low, high, level = measurement.value, measurement.low, measurement.high, _level_bpm(measurement)
    index_id = measurement.index.id
    if value is None or low is None or high is None or low > 0:
        sentence = FELL[index_id] if level is None else FELL_FROM[index_id]
        return sentence.format(drop=spoken_text(measurement), level=level)
    decimals = decimals_carried(low, high, measurement.index.decimals)
    least, most, likely = (_change_text(drop, decimals) for drop in (low, high, value))
    return NOT_CLEARLY[index_id].format(least=least, most=most, likely=likely)


def _change_text(drop: float, decimals: int) -> str:
    size = number_text(abs(drop), decimals)
    if float(size) == 0:
        return "no change"
    return f"{size} bpm {'lower' if drop > 0 else 'higher'}"


def _chosen(assessment: Assessment) -> tuple[Measurement, ...]:
    """The recovery a page speaks of, and the one it speaks of in its place; those that were asked for."""
    return tuple(m for m in (assessment.measurement(name) for name in (PRIMARY, SECONDARY)) if m is not None)


def _best(assessment: Assessment) -> Measurement | None:
    return next((m for m in _chosen(assessment) if m.value is not None), None)


def has_recovery(assessment: Assessment) -> bool:
    """Whether a recovery could be measured."""
    return _best(assessment) is not None


def recovery_refusal(assessment: Assessment, measurement: Measurement, sentence: str = NOT_HERE) -> str:
    """Why a number is missing; of a recovery, that it follows from an end of exercise which the person gave."""
    text = refusal_text(measurement, sentence)
    return f"{text} {YOU_GAVE_THEM}" if is_due_to_given_times(assessment, measurement) else text


def is_due_to_given_times(assessment: Assessment, measurement: Measurement) -> bool:
    """Whether a recovery may be missing because of where the person said that the exercise ended."""
    given = any(phase.origin is PhaseOrigin.GIVEN for phase in assessment.phases.of(PhaseKind.EXERCISE))
    return given and measurement.index.group is IndexGroup.RECOVERY and measurement.unavailable in FROM_THE_TIMES


def recovery_sentence(assessment: Assessment) -> str:
    """Recovery for a patient: how far heart rate came down, from where and in which posture, or why that is not known.

    Empty where no recovery was asked for.
    """
    best, asked = _best(assessment), _chosen(assessment)
    if best is None:
        return recovery_refusal(assessment, asked[0], REFUSED) if asked else ""
    posture = assessment.conditions.recovery_posture
    return " ".join((_fall_sentence(best), *((POSTURE_SENTENCES[posture],) if posture is not None else ())))


def recovery_remarks(assessment: Assessment) -> tuple[str, ...]:
    """What must be known to read the recovery, and what it may be compared with; nothing where there is none."""
    best = _best(assessment)
    if best is None:
        return ()
    known = assessment.conditions.recovery_posture is not None or best.parts.get("movement") == ACTIVE
    unknown = POSTURE_OF_STILL_UNKNOWN if best.parts.get("movement") == STILL else POSTURE_UNKNOWN
    posture = () if known else (unknown,)
    return (*best.caveats, *posture, COMPARE)


RISE = "stand_hr_rise"


def standing_sentences(assessment: Assessment) -> tuple[str, ...]:
    """How far heart rate rose, and what must be known to read it; nothing where no standing up was measured."""
    rise = assessment.measurement(RISE)
    if rise is None or rise.value is None:
        return ()
    first = f"When you stood up, your heart rate rose by {spoken_text(rise)} and stayed up for two minutes or more."
    return (first, *rise.caveats)
