"""Total power of the bands from 0.003 to 0.40 Hz."""

from pacing.measure.hrv_spectral import power_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_total_power",
        title="Power in all bands",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="Power of the intervals between 0.003 and 0.40 Hz: VLF, LF and HF together.",
        formula="VLF + LF + HF",
        needs="RR intervals, 5 min at rest.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("task_force_1996",),
    ),
    lambda inputs: power_index(inputs, "total_power"),
)
