"""The power of heart-rate variability in its frequency bands, and the ratios between the bands."""

from pacing.measure.hrv.frequency_domain import power_index, share_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

HRV_VLF = Index(
    IndexInfo(
        id="hrv_vlf",
        title="Very slow waves (VLF power)",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="Power of the intervals between 0.003 and 0.04 Hz (Welch, cubic 4 Hz, Hann).",
        formula="integral of the spectrum, 0.003-0.04 Hz; a frequency at an edge counts by its share inside",
        needs="RR intervals, 5 min at rest.",
        limits="Doubtful in five minutes: few waves fit in.",
        sources=("task_force_1996",),
    ),
    lambda inputs: power_index(inputs, "vlf"),
)


HRV_LF = Index(
    IndexInfo(
        id="hrv_lf",
        title="Slow waves (LF power)",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="Power of the intervals between 0.04 and 0.15 Hz (Welch, cubic 4 Hz, Hann).",
        formula="integral of the spectrum, 0.04-0.15 Hz; a frequency at an edge counts by its share inside",
        needs="RR intervals, at least 2 min at rest, 5 min as standard.",
        limits="Slow breathing (below 9 a minute) moves power between the bands; compare only equal settings.",
        sources=("task_force_1996", "billman_2013"),
    ),
    lambda inputs: power_index(inputs, "lf"),
)


HRV_HF = Index(
    IndexInfo(
        id="hrv_hf",
        title="Waves of breathing (HF power)",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="Power of the intervals between 0.15 and 0.40 Hz (Welch, cubic 4 Hz, Hann).",
        formula="integral of the spectrum, 0.15-0.40 Hz; a frequency at an edge counts by its share inside",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Slow breathing (below 9 a minute) moves power between the bands; compare only equal settings.",
        sources=("task_force_1996",),
    ),
    lambda inputs: power_index(inputs, "hf"),
)


HRV_TOTAL_POWER = Index(
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


HRV_LF_NU = Index(
    IndexInfo(
        id="hrv_lf_nu",
        title="LF share of LF + HF",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.LIMITED,
        definition="Share of LF in LF + HF.",
        formula="100 * LF / (LF + HF)",
        needs="RR intervals, at least 2 min at rest, 5 min as standard.",
        limits="LF/HF is not a balance of stress and rest; it carries no verdict.",
        sources=("task_force_1996", "billman_2013"),
    ),
    lambda inputs: share_index(inputs, "lf_nu"),
)


HRV_HF_NU = Index(
    IndexInfo(
        id="hrv_hf_nu",
        title="HF share of LF + HF",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.LIMITED,
        definition="Share of HF in LF + HF.",
        formula="100 * HF / (LF + HF)",
        needs="RR intervals, at least 2 min at rest, 5 min as standard.",
        limits="LF/HF is not a balance of stress and rest; it carries no verdict.",
        sources=("task_force_1996", "billman_2013"),
    ),
    lambda inputs: share_index(inputs, "hf_nu"),
)


HRV_LF_HF = Index(
    IndexInfo(
        id="hrv_lf_hf",
        title="LF over HF",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Power of slow waves over power of the waves of breathing.",
        formula="LF / HF",
        needs="RR intervals, at least 2 min at rest, 5 min as standard.",
        limits="LF/HF is not a balance of stress and rest; it carries no verdict.",
        sources=("task_force_1996", "billman_2013"),
    ),
    lambda inputs: share_index(inputs, "lf_hf"),
)


INDICES = (
    HRV_VLF,
    HRV_LF,
    HRV_HF,
    HRV_TOTAL_POWER,
    HRV_LF_NU,
    HRV_HF_NU,
    HRV_LF_HF,
)
