"""SD1/SD2: the shape of the Poincare plot."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sd_ratio",
        title="Poincare plot ratio (SD1/SD2)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Width over length of the Poincare plot.",
        formula="SD1 / SD2",
        needs="RR intervals, 5 min at rest.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("brennan_2001",),
    ),
    lambda inputs: time_index(inputs, "sd_ratio"),
)
