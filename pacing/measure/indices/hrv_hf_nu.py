"""HF in normalised units."""

from pacing.measure.hrv_spectral import share_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_hf_nu",
        title="HF share of LF + HF",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.LIMITED,
        definition="Share of HF in LF + HF.",
        formula="100 * HF / (LF + HF)",
        needs="RR intervals, at least 2 min at rest, 5 min as standard.",
        limits="LF/HF is not a balance of stress and rest; no verdict stands on it.",
        sources=("task_force_1996", "billman_2013"),
    ),
    lambda inputs: share_index(inputs, "hf_nu"),
)
