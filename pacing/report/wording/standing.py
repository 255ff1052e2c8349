"""How heart rate answered to standing up, for the person it is about."""

from pacing.model.assessment import Assessment
from pacing.report.rounding import measured_text

RISE = "stand_hr_rise"


def standing_sentences(assessment: Assessment) -> tuple[str, ...]:
    """How far heart rate rose, and what must be known to read it; nothing where no standing up was measured."""
    rise = assessment.measurement(RISE)
    if rise is None or rise.value is None:
        return ()
    first = f"When you stood up, your heart rate rose by {measured_text(rise)} and stayed up for two minutes or more."
    return (first, *rise.caveats)
