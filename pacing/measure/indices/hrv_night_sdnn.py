"""SDNN of the night."""

from pacing.measure.hrv_day import night_deviation
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_night_sdnn",
        title="Night variability (SDNN at night)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.LIMITED,
        definition="Standard deviation of the intervals from midnight to six by the recording's own clock.",
        formula="SDNN, 00:00-06:00",
        needs="RR intervals overnight, at least 4 h, with the time of day.",
        limits="Published figures come from small groups and other hours of the night.",
        sources=("lerma_2011", "task_force_1996"),
    ),
    night_deviation,
)
