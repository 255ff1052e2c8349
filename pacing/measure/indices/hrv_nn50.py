"""NN50: how many changes from beat to beat exceed 50 ms."""

from pacing.measure.hrv_time import count_over_50
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_nn50",
        title="Large beat-to-beat changes, count (NN50)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="How many differences between adjacent intervals are larger than 50 ms (strictly).",
        formula="count(|NN[i+1] - NN[i]| > 50 ms)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("task_force_1996",),
    ),
    count_over_50,
)
