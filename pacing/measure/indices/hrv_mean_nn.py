"""The mean interval between heartbeats."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_mean_nn",
        title="Mean interval between beats",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Mean of the intervals between normal beats.",
        formula="mean(NN)",
        needs="RR intervals, at least 10 s at rest.",
        limits="Says the same as heart rate: 60000 / mean NN in bpm.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "mean_nn"),
)
