"""How heart rate came down after the exercise: with effort and posture, or why it cannot be said.

How heart rate answered to standing up, for the person it is about.
"""

from pacing.model.assessment import Assessment
from pacing.model.measurement import Measurement
from pacing.model.person import Posture
from pacing.model.phases import PhaseKind
from pacing.report.wording.format_numbers import decimals_carried, measured_text, number_text
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
COMPARE = "Compare it only with similar sessions of your own: how far it comes down depends on the effort before."
AFTER = {PRIMARY: "Two minutes", SECONDARY: "One minute"}


def posture_text(assessment: Assessment) -> str:
    """What the person did after stopping, or that it was not told."""
    posture = assessment.conditions.recovery_posture
    if posture is not None:
        return POSTURE_WORDS[posture]
    phases = assessment.phases.of(PhaseKind.RECOVERY)
    if phases and phases[-1].movement:
        return "still moving (posture not told)"
    return "posture not told"


def _posture_clause(assessment: Assessment) -> str:
    posture = assessment.conditions.recovery_posture
    return f", while {POSTURE_WORDS[posture]}" if posture is not None else ""


def effort_text(measurement: Measurement) -> str:
    """From which heart rate it came down, where the ledger says so."""
    level = measurement.parts.get("end_bpm")
    return f"from {level:.0f} bpm" if isinstance(level, float | int) and not isinstance(level, bool) else ""


def _fall_text(measurement: Measurement) -> str:
    """How far it came down, as the end of "your heart rate had"; what may as well be a rise is not called a fall."""
    value, low, high = measurement.value, measurement.low, measurement.high
    if value is None or low is None or high is None or low > 0:
        return f"come down by {measured_text(measurement)}"
    decimals = decimals_carried(low, high, measurement.index.decimals)
    least, most, likely = (_change_text(drop, decimals) for drop in (low, high, value))
    return f"not clearly come down: it was anything from {least} to {most}, most likely {likely}"


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


def recovery_sentence(assessment: Assessment) -> str:
    """Recovery for a patient: how far heart rate came down, from where and in which posture, or why that is not known.

    Empty where no recovery was asked for.
    """
    best, asked = _best(assessment), _chosen(assessment)
    if best is None:
        return f"How fast your heart rate came down is {refusal_text(asked[0])}" if asked else ""
    effort = effort_text(best)
    context = (f", {effort}" if effort else "") + _posture_clause(assessment)
    return f"{AFTER[best.index.id]} after you stopped, your heart rate had {_fall_text(best)}{context}."


def recovery_remarks(assessment: Assessment) -> tuple[str, ...]:
    """What must be known to read the recovery, and what it may be compared with; nothing where there is none."""
    best = _best(assessment)
    if best is None:
        return ()
    told = assessment.conditions.recovery_posture is not None or best.parts.get("movement") == ACTIVE
    posture = () if told else ("It was not told whether you sat, lay or walked afterwards; that changes this number.",)
    return (*best.caveats, *posture, COMPARE)


RISE = "stand_hr_rise"


def standing_sentences(assessment: Assessment) -> tuple[str, ...]:
    """How far heart rate rose, and what must be known to read it; nothing where no standing up was measured."""
    rise = assessment.measurement(RISE)
    if rise is None or rise.value is None:
        return ()
    first = f"When you stood up, your heart rate rose by {measured_text(rise)} and stayed up for two minutes or more."
    return (first, *rise.caveats)
