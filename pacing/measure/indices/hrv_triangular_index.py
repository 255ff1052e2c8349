"""The triangular index of the histogram of intervals."""

from pacing.measure.hrv_geometric import triangle_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_triangular_index",
        title="Triangular index",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="All intervals over those in the fullest bin of their histogram (bins of 1/128 s from 0 on).",
        formula="n / max(histogram)",
        needs="RR intervals, 5 min at rest.",
        limits="Coarse in five minutes; 20 min or more are advised.",
        sources=("task_force_1996",),
    ),
    lambda inputs: triangle_index(inputs, "triangular_index"),
)
