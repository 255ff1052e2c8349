"""SDSD: the spread of the changes from one beat to the next."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sdsd",
        title="Spread of beat-to-beat changes (SDSD)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Standard deviation of the differences between adjacent intervals (divisor m - 1).",
        formula="sd(NN[i+1] - NN[i])",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Nearly equal to RMSSD in a steady state; says nothing more than it.",
        sources=("task_force_1996",),
    ),
    lambda inputs: time_index(inputs, "sdsd"),
)
