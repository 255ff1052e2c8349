"""DFA alpha2: scaling over 16 to 64 beats."""

from pacing.measure.hrv_complexity import exponent_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_dfa_alpha2",
        title="Long-term scaling (DFA alpha2)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Slope of the fluctuation over windows of 16 to 64 beats, which follow each other.",
        formula="slope of log F(n) on log n, n = 16..64",
        needs="RR intervals, at least 5 min and 600 beats, artefacts below 3 %.",
        limits="Depends on its settings and on artefacts; compare only equal settings and lengths.",
        sources=("peng_1995",),
    ),
    lambda inputs: exponent_index(inputs, "alpha2"),
)
