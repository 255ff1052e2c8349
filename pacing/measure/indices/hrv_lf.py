"""LF: power of slow waves."""

from pacing.measure.hrv_spectral import power_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_lf",
        title="Slow waves (LF power)",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="Power of the intervals between 0.04 and 0.15 Hz (Welch, cubic 4 Hz, Hann).",
        formula="integral of the spectrum, 0.04-0.15 Hz",
        needs="RR intervals, at least 2 min at rest, 5 min as standard.",
        limits="Slow breathing (below 9 a minute) moves power between the bands; compare only equal settings.",
        sources=("task_force_1996", "billman_2013"),
    ),
    lambda inputs: power_index(inputs, "lf"),
)
