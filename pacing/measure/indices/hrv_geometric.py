"""Variability from the histogram of intervals: triangular index, TINN and stress index."""

from pacing.measure.hrv.geometric import stress_index_of, triangle_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

HRV_TRIANGULAR_INDEX = Index(
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


HRV_TINN = Index(
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


HRV_STRESS_INDEX = Index(
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


INDICES = (
    HRV_TRIANGULAR_INDEX,
    HRV_TINN,
    HRV_STRESS_INDEX,
)
