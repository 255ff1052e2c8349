"""SDNN index: mean variability of five minutes over a day."""

from pacing.measure.hrv_day import segment_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sdnn_index",
        title="Mean five-minute variability (SDNN index)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Mean of the five-minute standard deviations of the intervals over a day.",
        formula="mean(five-minute SDNN)",
        needs="RR intervals over 24 h, at least 18 h with the night.",
        limits="Reflects activity and sleep as much as the heart.",
        sources=("task_force_1996",),
    ),
    lambda inputs: segment_index(inputs, "sdnn_index"),
)
