"""VLF: power of very slow waves."""

from pacing.measure.hrv_spectral import power_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_vlf",
        title="Very slow waves (VLF power)",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="Power of the intervals between 0.003 and 0.04 Hz (Welch, cubic 4 Hz, Hann).",
        formula="integral of the spectrum, 0.003-0.04 Hz",
        needs="RR intervals, 5 min at rest.",
        limits="Doubtful in five minutes: few waves fit in.",
        sources=("task_force_1996",),
    ),
    lambda inputs: power_index(inputs, "vlf"),
)
