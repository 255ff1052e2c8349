"""DFA alpha1: scaling over 4 to 16 beats."""

from pacing.measure.hrv_complexity import exponent_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_dfa_alpha1",
        title="Short-term scaling (DFA alpha1)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.SUPPORTED,
        definition="Slope of the fluctuation over windows of 4 to 16 beats, which follow each other.",
        formula="slope of log F(n) on log n, n = 4..16",
        needs="RR intervals, at least 3 min and 200 beats, artefacts below 3 %.",
        limits="Depends on its settings and on artefacts; compare only equal settings and lengths.",
        sources=("peng_1995", "rogers_2021"),
    ),
    lambda inputs: exponent_index(inputs, "alpha1"),
)
