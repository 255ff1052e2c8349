"""ULF: power of the slowest waves over a day."""

from pacing.measure.hrv_day import slowest_power
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_ulf",
        title="Slowest waves (ULF power)",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="Power of the intervals below 0.003 Hz over a day (Lomb-Scargle).",
        formula="integral of the spectrum, 0-0.003 Hz",
        needs="RR intervals over 24 h, at least 18 h with the night.",
        limits="Reflects activity and sleep as much as the heart.",
        sources=("task_force_1996",),
    ),
    slowest_power,
)
