"""Baevsky's index: how narrow the histogram of intervals is."""

from pacing.measure.hrv_geometric import stress_index_of
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_stress_index",
        title="Baevsky stress index",
        unit="1/s^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="How narrow the histogram is: share in the fullest 50-ms bin over twice its middle times the range.",
        formula="AMo / (2 * Mo * MxDMn)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="It measures the shape of a histogram, not stress. Some programs show its square root.",
        sources=("baevsky_2008",),
    ),
    stress_index_of,
)
