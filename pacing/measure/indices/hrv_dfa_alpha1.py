"""DFA alpha1: scaling over 4 to 16 beats."""

from dataclasses import replace
from types import MappingProxyType

from pacing.measure.hrv_complexity import exponent_index
from pacing.measure.hrv_exercise_course import exercise_course_parts
from pacing.measure.index import Index, Inputs, NotMeasurableError, Value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Reason

NO_TRUE_BEATS = (Reason.NEEDS_BEATS, Reason.OPTICAL_SENSOR)


def _compute(inputs: Inputs) -> Value:
    """The resting value, with its course through exercise in the parts, whether or not there is a resting value."""
    try:
        value = exponent_index(inputs, "alpha1")
    except NotMeasurableError as refusal:
        if refusal.reason in NO_TRUE_BEATS:
            raise
        parts = {**refusal.parts, **exercise_course_parts(inputs)}
        raise NotMeasurableError(refusal.reason, refusal.advice, parts) from refusal
    return replace(value, parts=MappingProxyType({**value.parts, **exercise_course_parts(inputs)}))


INDEX = Index(
    IndexInfo(
        id="hrv_dfa_alpha1",
        title="Short-term scaling (DFA alpha1)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.SUPPORTED,
        definition="Slope of the fluctuation over windows of 4 to 16 beats, which follow each other.",
        formula="slope of log F(n) on log n, n = 4..16",
        needs="RR intervals, at least 3 min and 200 beats, artefacts below 3 %.",
        limits="Depends on its settings and on artefacts; compare only equal settings and lengths.",
        sources=("peng_1995", "rogers_2021"),
    ),
    _compute,
)
