"""Regularity and scaling of the intervals: sample entropy and detrended fluctuation analysis."""

from dataclasses import replace
from types import MappingProxyType

from pacing.measure.hrv.dfa_threshold import exercise_course_parts
from pacing.measure.hrv.nonlinear import entropy_index, exponent_index
from pacing.measure.index import Index, Inputs, NotMeasurableError, Value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Reason

HRV_SAMPEN = Index(
    IndexInfo(
        id="hrv_sampen",
        title="Sample entropy",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="How unpredictable the intervals are: m = 2, r = 0.2 standard deviations, r itself matches.",
        formula="-ln(A / B)",
        needs="RR intervals, at least 3 min and 200 beats at rest.",
        limits="Depends on its settings and on artefacts; compare only equal settings and lengths.",
        sources=("richman_2000",),
    ),
    entropy_index,
)


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


HRV_DFA_ALPHA1 = Index(
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


HRV_DFA_ALPHA2 = Index(
    IndexInfo(
        id="hrv_dfa_alpha2",
        title="Long-term scaling (DFA alpha2)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Slope of the fluctuation over windows of 16 to 64 beats, which follow each other.",
        formula="slope of log F(n) on log n, n = 16..64",
        needs="RR intervals, at least 5 min and 600 beats, artefacts below 3 %.",
        limits="Depends on its settings and on artefacts; compare only equal settings and lengths.",
        sources=("peng_1995",),
    ),
    lambda inputs: exponent_index(inputs, "alpha2"),
)


INDICES = (
    HRV_SAMPEN,
    HRV_DFA_ALPHA1,
    HRV_DFA_ALPHA2,
)
