"""Muscle oxygen at rest."""

from pacing.measure.index import Index
from pacing.measure.oxygen import rest_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
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
