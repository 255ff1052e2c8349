"""TINN: the base of the histogram of intervals."""

from pacing.measure.hrv_geometric import triangle_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_tinn",
        title="Base of the interval histogram (TINN)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="Base of the triangle that fits the histogram best (bins of 1/128 s, apex on the fullest).",
        formula="M - N, least squares",
        needs="RR intervals, 5 min at rest.",
        limits="Coarse in five minutes; 20 min or more are advised.",
        sources=("task_force_1996",),
    ),
    lambda inputs: triangle_index(inputs, "tinn"),
)
