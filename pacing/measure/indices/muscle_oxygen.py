"""Muscle oxygen at rest, and how far exercise changed it."""

from pacing.measure.index import Index
from pacing.measure.response.muscle_oxygen import change_value, rest_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

MUSCLE_OXYGEN_REST = Index(
    IndexInfo(
        id="muscle_oxygen_rest",
        title="Muscle oxygen at rest",
        unit="%",
        group=IndexGroup.OXYGEN,
        decimals=0,
        evidence=Evidence.EXPERIMENTAL,
        definition="Mean muscle oxygen saturation over up to the last five minutes of the rest before exercise.",
        formula="mean of muscle oxygen over the quiet minutes",
        needs="A muscle-oxygen sensor and a quiet minute before the exercise.",
        limits="No reference values exist; placement decides much of it.",
        sources=("design",),
    ),
    rest_value,
)


MUSCLE_OXYGEN_CHANGE = Index(
    IndexInfo(
        id="muscle_oxygen_change",
        title="Change of muscle oxygen with exercise",
        unit="%",
        group=IndexGroup.OXYGEN,
        decimals=0,
        evidence=Evidence.EXPERIMENTAL,
        definition="Muscle oxygen over the last 30 s of the first exercise bout less its resting level; below zero "
        "means it fell.",
        formula="mean of the last 30 s of exercise - mean at rest",
        needs="A muscle-oxygen sensor, a quiet minute, and an exercise bout.",
        limits="No reference values exist; placement, skin blood flow and movement change it.",
        sources=("design",),
    ),
    change_value,
)


INDICES = (
    MUSCLE_OXYGEN_REST,
    MUSCLE_OXYGEN_CHANGE,
)
