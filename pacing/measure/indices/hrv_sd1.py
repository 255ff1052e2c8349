"""SD1: the width of the Poincare plot."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sd1",
        title="Poincare plot width (SD1)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Width of the Poincare plot: SDSD over the square root of 2.",
        formula="SDSD / sqrt(2)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Carries the same information as RMSSD.",
        sources=("brennan_2001",),
    ),
    lambda inputs: time_index(inputs, "sd1"),
)
