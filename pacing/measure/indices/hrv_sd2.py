"""SD2: the length of the Poincare plot."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sd2",
        title="Poincare plot length (SD2)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Length of the Poincare plot, from SDNN and SDSD.",
        formula="sqrt(2 * SDNN^2 - SDSD^2 / 2)",
        needs="RR intervals, 5 min at rest.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("brennan_2001",),
    ),
    lambda inputs: time_index(inputs, "sd2"),
)
