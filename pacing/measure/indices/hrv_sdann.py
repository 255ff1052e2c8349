"""SDANN: how five-minute means vary over a day."""

from pacing.measure.hrv_day import segment_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sdann",
        title="Variability of five-minute means (SDANN)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Standard deviation of the five-minute means of the intervals over a day.",
        formula="sd(five-minute means)",
        needs="RR intervals over 24 h, at least 18 h with the night.",
        limits="Reflects activity and sleep as much as the heart.",
        sources=("task_force_1996",),
    ),
    lambda inputs: segment_index(inputs, "sdann"),
)
