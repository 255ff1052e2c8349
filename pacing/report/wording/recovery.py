"""How heart rate came down after the exercise: with effort and posture, or why it cannot be said."""

from pacing.model.assessment import Assessment
from pacing.model.measurement import Measurement
from pacing.model.person import Posture
from pacing.model.phases import PhaseKind
from pacing.report.rounding import measured_text
from pacing.report.wording.reasons import refusal_text

PRIMARY = "hr_recovery_120"
SECONDARY = "hr_recovery_60"
POSTURE_WORDS = {
    Posture.LYING: "lying down",
    Posture.SITTING: "sitting",
    Posture.STANDING: "standing",
    Posture.WALKING: "walking slowly",
}
ACTIVE = "active"
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
    if measurement.low is not None and measurement.low <= 0:
        return f"not clearly come down: a fall of {measured_text(measurement)}"
    return f"come down by {measured_text(measurement)}"


def recovery_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Recovery for a patient: how far it came down, in which posture, and what it may be compared with."""
    found = [m for m in (assessment.measurement(name) for name in (PRIMARY, SECONDARY)) if m is not None]
    if not found:
        return ()
    measured = [m for m in found if m.value is not None]
    if not measured:
        return (f"How fast your heart rate came down is {refusal_text(found[0])}",)
    best = measured[0]
    effort = effort_text(best)
    context = (f", {effort}" if effort else "") + _posture_clause(assessment)
    sentences = [f"{AFTER[best.index.id]} after you stopped, your heart rate had {_fall_text(best)}{context}."]
    if assessment.conditions.recovery_posture is None and best.parts.get("movement") != ACTIVE:
        sentences.append("It was not told whether you sat, lay or walked afterwards; that changes this number.")
    sentences.append(
        "How far it comes down depends on the effort before. Compare it only with similar sessions of your own."
    )
    return (*sentences, *best.caveats)
