"""How far exercise changed muscle oxygen."""

from pacing.measure.index import Index
from pacing.measure.oxygen import change_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
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
