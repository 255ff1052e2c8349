"""LF/HF, without a verdict."""

from pacing.measure.hrv_spectral import share_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_lf_hf",
        title="LF over HF",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Power of slow waves over power of the waves of breathing.",
        formula="LF / HF",
        needs="RR intervals, at least 2 min at rest, 5 min as standard.",
        limits="LF/HF is not a balance of stress and rest; no verdict stands on it.",
        sources=("task_force_1996", "billman_2013"),
    ),
    lambda inputs: share_index(inputs, "lf_hf"),
)
