"""Variability over a whole day or a night: SDANN, SDNN index, ULF power and the night's SDNN."""

from pacing.measure.hrv.long_term import night_deviation, segment_index, slowest_power
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

HRV_SDANN = Index(
    IndexInfo(
        id="hrv_sdann",
        title="Variability of five-minute means (SDANN)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Standard deviation of the five-minute means of the intervals over a day.",
        formula="sd(five-minute means)",
        needs="RR intervals over 24 h, at least 18 h with the night.",
        limits="Reflects activity and sleep as much as the heart.",
        sources=("task_force_1996",),
    ),
    lambda inputs: segment_index(inputs, "sdann"),
)


HRV_SDNN_INDEX = Index(
    IndexInfo(
        id="hrv_sdnn_index",
        title="Mean five-minute variability (SDNN index)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Mean of the five-minute standard deviations of the intervals over a day.",
        formula="mean(five-minute SDNN)",
        needs="RR intervals over 24 h, at least 18 h with the night.",
        limits="Reflects activity and sleep as much as the heart.",
        sources=("task_force_1996",),
    ),
    lambda inputs: segment_index(inputs, "sdnn_index"),
)


HRV_ULF = Index(
    IndexInfo(
        id="hrv_ulf",
        title="Waves slower than five minutes (ULF power)",
        unit="ms^2",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="Power of the intervals below 0.003 Hz over a day (Lomb-Scargle).",
        formula="integral of the spectrum, 0-0.003 Hz",
        needs="RR intervals over 24 h, at least 18 h with the night.",
        limits="Reflects activity and sleep as much as the heart.",
        sources=("task_force_1996",),
    ),
    slowest_power,
)


HRV_NIGHT_SDNN = Index(
    IndexInfo(
        id="hrv_night_sdnn",
        title="Night variability (SDNN at night)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.LIMITED,
        definition="Standard deviation of the intervals from midnight to six by the recording's own clock.",
        formula="SDNN, 00:00-06:00",
        needs="RR intervals overnight, at least 4 h, with the time of day.",
        limits="The published figure, over the same hours, comes from 22 women with fibromyalgia and 22 without.",
        sources=("lerma_2011", "task_force_1996"),
    ),
    night_deviation,
)


INDICES = (
    HRV_SDANN,
    HRV_SDNN_INDEX,
    HRV_ULF,
    HRV_NIGHT_SDNN,
)
