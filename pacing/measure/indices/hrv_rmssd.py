"""RMSSD: how much heartbeat intervals change from one beat to the next."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_rmssd",
        title="Beat-to-beat variability (RMSSD)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Root mean square of the differences between adjacent intervals; never across a gap.",
        formula="sqrt(mean((NN[i+1] - NN[i])^2))",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Breathing, posture and medicines change it; it falls with age. Compare only with yourself.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "rmssd"),
)
