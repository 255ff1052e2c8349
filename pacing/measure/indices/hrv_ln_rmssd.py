"""Ln RMSSD: beat-to-beat variability on a logarithmic scale."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_ln_rmssd",
        title="Beat-to-beat variability, logarithm (ln RMSSD)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.ESTABLISHED,
        definition="Natural logarithm of RMSSD in ms; evens out its skewed spread, for trends.",
        formula="ln(RMSSD / 1 ms)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Breathing, posture and medicines change it; it falls with age. Compare only with yourself.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "ln_rmssd"),
)
