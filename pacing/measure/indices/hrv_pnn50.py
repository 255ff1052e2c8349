"""PNN50: the share of changes from beat to beat over 50 ms."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_pnn50",
        title="Large beat-to-beat changes (pNN50)",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Share of the differences between adjacent intervals that exceed 50 ms (strictly).",
        formula="100 * count(|d| > 50 ms) / count(d)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Breathing, posture and medicines change it; it falls with age. Compare only with yourself.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "pnn50"),
)
