"""Sample entropy of the intervals."""

from pacing.measure.hrv_complexity import entropy_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_sampen",
        title="Sample entropy",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="How unpredictable the intervals are: m = 2, r = 0.2 standard deviations, r itself matches.",
        formula="-ln(A / B)",
        needs="RR intervals, at least 3 min and 200 beats at rest.",
        limits="Depends on its settings and on artefacts; compare only equal settings and lengths.",
        sources=("richman_2000",),
    ),
    entropy_index,
)
