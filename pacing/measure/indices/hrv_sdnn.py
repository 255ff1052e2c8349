"""SDNN: how much heartbeat intervals vary in all."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sdnn",
        title="Overall variability (SDNN)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Standard deviation of the intervals between beats (divisor n - 1).",
        formula="sqrt(sum((NN[i] - mean NN)^2) / (n - 1))",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "sdnn"),
)
