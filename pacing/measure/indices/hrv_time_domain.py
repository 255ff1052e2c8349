"""The mean interval between heartbeats."""

from pacing.measure.hrv.time_domain import count_over_50, logarithm_of_rmssd, time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

HRV_MEAN_NN = Index(
    IndexInfo(
        id="hrv_mean_nn",
        title="Mean interval between beats",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Mean of the intervals between normal beats.",
        formula="mean(NN)",
        needs="RR intervals, at least 10 s at rest.",
        limits="Says the same as heart rate: 60000 / mean NN in bpm. Its range speaks of these minutes only.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "mean_nn"),
)


HRV_SDNN = Index(
    IndexInfo(
        id="hrv_sdnn",
        title="Overall variability (SDNN)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Standard deviation of the intervals between beats (divisor n - 1).",
        formula="sqrt(sum((NN[i] - mean NN)^2) / (n - 1))",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "sdnn"),
)


HRV_RMSSD = Index(
    IndexInfo(
        id="hrv_rmssd",
        title="Beat-to-beat variability (RMSSD)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Root mean square of the differences between adjacent intervals; never across a gap.",
        formula="sqrt(mean((NN[i+1] - NN[i])^2))",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Breathing, posture and medicines change it; it falls with age. Compare only with yourself.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "rmssd"),
)


HRV_LN_RMSSD = Index(
    IndexInfo(
        id="hrv_ln_rmssd",
        title="Beat-to-beat variability, logarithm (ln RMSSD)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.ESTABLISHED,
        definition="Natural logarithm of RMSSD in ms; evens out its skewed spread, for trends.",
        formula="ln(RMSSD / 1 ms)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Breathing, posture and medicines change it; it falls with age. Compare only with yourself.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    logarithm_of_rmssd,
)


HRV_SDSD = Index(
    IndexInfo(
        id="hrv_sdsd",
        title="Spread of beat-to-beat changes (SDSD)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Standard deviation of the differences between adjacent intervals (divisor m - 1).",
        formula="sd(NN[i+1] - NN[i])",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Nearly equal to RMSSD in a steady state; says nothing more than it.",
        sources=("task_force_1996",),
    ),
    lambda inputs: time_index(inputs, "sdsd"),
)


HRV_NN50 = Index(
    IndexInfo(
        id="hrv_nn50",
        title="Large beat-to-beat changes, count (NN50)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="How many differences between adjacent intervals are larger than 50 ms (strictly).",
        formula="count(|NN[i+1] - NN[i]| > 50 ms)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("task_force_1996",),
    ),
    count_over_50,
)


HRV_PNN50 = Index(
    IndexInfo(
        id="hrv_pnn50",
        title="Large beat-to-beat changes (pNN50)",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Share of the differences between adjacent intervals that exceed 50 ms (strictly).",
        formula="100 * count(|d| > 50 ms) / count(d)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Breathing, posture and medicines change it; it falls with age. Compare only with yourself.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    lambda inputs: time_index(inputs, "pnn50"),
)


HRV_PNN20 = Index(
    IndexInfo(
        id="hrv_pnn20",
        title="Beat-to-beat changes over 20 ms (pNN20)",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Share of the differences between adjacent intervals that exceed 20 ms (strictly).",
        formula="100 * count(|d| > 20 ms) / count(d)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Breathing, posture and medicines change it; it falls with age. Compare only with yourself.",
        sources=("task_force_1996",),
    ),
    lambda inputs: time_index(inputs, "pnn20"),
)


HRV_SD1 = Index(
    IndexInfo(
        id="hrv_sd1",
        title="Poincaré plot width (SD1)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Width of the Poincaré plot: SDSD over the square root of 2.",
        formula="SDSD / sqrt(2)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Carries the same information as RMSSD.",
        sources=("brennan_2001",),
    ),
    lambda inputs: time_index(inputs, "sd1"),
)


HRV_SD2 = Index(
    IndexInfo(
        id="hrv_sd2",
        title="Poincaré plot length (SD2)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Length of the Poincaré plot, from SDNN and SDSD.",
        formula="sqrt(2 * SDNN^2 - SDSD^2 / 2)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("brennan_2001",),
    ),
    lambda inputs: time_index(inputs, "sd2"),
)


HRV_SD_RATIO = Index(
    IndexInfo(
        id="hrv_sd_ratio",
        title="Poincaré plot ratio (SD1/SD2)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Width over length of the Poincaré plot.",
        formula="SD1 / SD2",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="Grows with the length of the recording: compare only equal lengths.",
        sources=("brennan_2001",),
    ),
    lambda inputs: time_index(inputs, "sd_ratio"),
)


HRV_CSI = Index(
    IndexInfo(
        id="hrv_csi",
        title="Poincaré length over width (CSI)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Length over width of the Poincaré plot.",
        formula="SD2 / SD1",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="The name (cardiac sympathetic index) claims more than the number can show.",
        sources=("toichi_1997",),
    ),
    lambda inputs: time_index(inputs, "csi"),
)


HRV_CVI = Index(
    IndexInfo(
        id="hrv_cvi",
        title="Poincaré area, logarithm (CVI)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Decimal logarithm of sixteen times width times length of the Poincaré plot in ms.",
        formula="log10(16 * SD1 * SD2)",
        needs="RR intervals, at least 1 min at rest, 5 min as standard.",
        limits="The name (cardiac vagal index) claims more than the number can show.",
        sources=("toichi_1997",),
    ),
    lambda inputs: time_index(inputs, "cvi"),
)


INDICES = (
    HRV_MEAN_NN,
    HRV_SDNN,
    HRV_RMSSD,
    HRV_LN_RMSSD,
    HRV_SDSD,
    HRV_NN50,
    HRV_PNN50,
    HRV_PNN20,
    HRV_SD1,
    HRV_SD2,
    HRV_SD_RATIO,
    HRV_CSI,
    HRV_CVI,
)
