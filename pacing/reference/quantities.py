"""Single numbers from publications, and our own design choices beside them, each with its unit and grade."""

from types import MappingProxyType

from pacing.reference.sources import DESIGN, Grade, Quantity

# --- exertion: levels, response, recovery

PEAK_WINDOW_S = Quantity(30.0, "s", DESIGN, Grade.DESIGN)
REST_SHORTEST_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
REST_LONGEST_S = Quantity(300.0, "s", DESIGN, Grade.DESIGN)
RESTING_TYPICAL_ERROR_PERCENT = Quantity(10.0, "%", "buchheit_2014", Grade.VERIFIED)
MEASURED_MAXIMUM_TYPICAL_ERROR_PERCENT = Quantity(2.0, "%", DESIGN, Grade.DESIGN)

# The share of heart-rate reserve from which an effort gets its next word.
EFFORT_LIGHT_FROM_PERCENT = Quantity(30.0, "%", "acsm_intensity", Grade.UNCHECKED)
EFFORT_MODERATE_FROM_PERCENT = Quantity(40.0, "%", "acsm_intensity", Grade.UNCHECKED)
EFFORT_VIGOROUS_FROM_PERCENT = Quantity(60.0, "%", "acsm_intensity", Grade.UNCHECKED)
EFFORT_NEAR_MAXIMUM_FROM_PERCENT = Quantity(90.0, "%", "acsm_intensity", Grade.UNCHECKED)

# Recovery: windows, eligibility, and the sampling each drop needs.
RECOVERY_END_WINDOW_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_END_WINDOW_OPTICAL_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_HALF_WINDOW_S = Quantity(2.5, "s", DESIGN, Grade.DESIGN)
RECOVERY_FEWEST_SAMPLES = Quantity(3.0, "1", DESIGN, Grade.DESIGN)
RECOVERY_LONGEST_GAP_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_NEAREST_SAMPLE_S = Quantity(3.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_SMALLEST_RISE_BPM = Quantity(20.0, "bpm", DESIGN, Grade.DESIGN)
RECOVERY_STEADY_SLOPE_BPM_PER_MIN = Quantity(10.0, "bpm/min", DESIGN, Grade.DESIGN)
RECOVERY_STEADY_WINDOW_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_EARLY_PEAK_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
SAMPLING_EVERY_SECOND_S = Quantity(1.5, "s", DESIGN, Grade.DESIGN)
SAMPLING_SPARSE_S = Quantity(8.0, "s", DESIGN, Grade.DESIGN)

# What a sensor does to heart rate: how late it shows it, and how much one sample errs (one standard deviation).
# A strap may write a beat into the second in which it fell, and then is not late at all; of an unnamed sensor the usual
# half second up to the next whole one is taken.
UNKNOWN_LAG_LOW_S = Quantity(0.5, "s", DESIGN, Grade.UNCHECKED)
STRAP_LAG_HIGH_S = Quantity(3.0, "s", DESIGN, Grade.UNCHECKED)
OPTICAL_LAG_LOW_S = Quantity(5.0, "s", DESIGN, Grade.UNCHECKED)
OPTICAL_LAG_HIGH_S = Quantity(20.0, "s", DESIGN, Grade.UNCHECKED)
# The lag by which an end that heart rate shows is dated back, and with which its level is looked up again: a delay, and
# for an optical sensor the time constant of its smoothing besides. An unknown sensor is dated between the two.
STRAP_DELAY_USUAL_S = Quantity(1.0, "s", DESIGN, Grade.DESIGN)
OPTICAL_DELAY_USUAL_S = Quantity(4.0, "s", DESIGN, Grade.DESIGN)
OPTICAL_SMOOTHING_USUAL_S = Quantity(6.0, "s", DESIGN, Grade.DESIGN)
UNKNOWN_DELAY_USUAL_S = Quantity(3.0, "s", DESIGN, Grade.DESIGN)
# Reckoned by us from the limits of agreement in the source, -4.3 to 4.5 ms at rest: 0.4 bpm (one SD) at 100 bpm.
STRAP_NOISE_BPM = Quantity(0.4, "bpm", "polar_v800", Grade.DESIGN)
STRAP_NOISE_MEMORY_S = Quantity(3.0, "s", DESIGN, Grade.DESIGN)
OPTICAL_NOISE_BPM = Quantity(2.0, "bpm", DESIGN, Grade.DESIGN)
OPTICAL_NOISE_MEMORY_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)

# The course of recovery.
T30_WINDOW_S = Quantity(30.0, "s", "imai_1994", Grade.UNCHECKED)
RECOVERY_TAU_SHORTEST_S = Quantity(180.0, "s", "pierpont_2000", Grade.VERIFIED)
RECOVERY_TAU_LONGEST_S = Quantity(300.0, "s", "pierpont_2000", Grade.VERIFIED)
FIT_LEAST_R_SQUARED = Quantity(0.85, "1", DESIGN, Grade.DESIGN)
RECOVERY_TAU_FROM_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_TAU_TO_S = Quantity(400.0, "s", DESIGN, Grade.DESIGN)
DEVICE_RECOVERY_AFTER_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)

# The answer to a step of load.
ONSET_BASELINE_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
ONSET_STEP_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
ONSET_CONSTANT_S = Quantity(180.0, "s", DESIGN, Grade.DESIGN)
ONSET_LONGEST_S = Quantity(300.0, "s", DESIGN, Grade.DESIGN)
LOAD_STEADY_VARIATION_PERCENT = Quantity(10.0, "%", DESIGN, Grade.DESIGN)
ONSET_SMALLEST_RISE_BPM = Quantity(20.0, "bpm", DESIGN, Grade.DESIGN)
ONSET_TAU_FROM_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
ONSET_TAU_TO_S = Quantity(180.0, "s", DESIGN, Grade.DESIGN)
ONSET_LONGEST_DELAY_S = Quantity(30.0, "s", DESIGN, Grade.DESIGN)
# In the heat heart rate rises by 12-16 % within half an hour of constant work, from its tenth minute on: by 0.6 bpm a
# minute from 150 bpm, and hardly more within the first minutes.
ONSET_LARGEST_DRIFT_BPM_PER_MIN = Quantity(0.6, "bpm/min", "wingo_2012", Grade.SECONDARY)

# Lying to standing.
STAND_LYING_WINDOW_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
STAND_FULL_S = Quantity(600.0, "s", "pots_consensus", Grade.VERIFIED)
STAND_RISE_BPM = Quantity(30.0, "bpm", "pots_consensus", Grade.VERIFIED)
STAND_RISE_YOUNG_BPM = Quantity(40.0, "bpm", "pots_consensus", Grade.VERIFIED)
STAND_YOUNG_FROM_YEARS = Quantity(12.0, "years", "pots_consensus", Grade.VERIFIED)
STAND_YOUNG_BELOW_YEARS = Quantity(20.0, "years", "pots_consensus", Grade.VERIFIED)
STAND_FASTEST_FIRST_BEAT = Quantity(6.0, "1", "ziegler_1992", Grade.VERIFIED)
STAND_FASTEST_LAST_BEAT = Quantity(24.0, "1", "ziegler_1992", Grade.VERIFIED)
STAND_SLOWEST_FIRST_BEAT = Quantity(21.0, "1", "ziegler_1992", Grade.VERIFIED)
STAND_SLOWEST_LAST_BEAT = Quantity(39.0, "1", "ziegler_1992", Grade.VERIFIED)

# Walking.
WALK_MIDDLE_SHARE = Quantity(0.8, "1", DESIGN, Grade.DESIGN)
WALK_SLOWEST_M_S = Quantity(0.3, "m/s", DESIGN, Grade.DESIGN)
WALK_FASTEST_M_S = Quantity(2.2, "m/s", DESIGN, Grade.DESIGN)
WALK_SHORTEST_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
WALK_SETTLED_AFTER_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
WALK_SETTLED_SHORTEST_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
SPEED_ERROR_PERCENT = Quantity(3.0, "%", DESIGN, Grade.DESIGN)

# Heart rate against load, over stretches of steady load.
STEADY_SETTLE_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
STEADY_BLOCK_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
STEADY_FEWEST_BLOCKS = Quantity(3.0, "1", DESIGN, Grade.DESIGN)
STEADY_SMALLEST_RANGE_PERCENT = Quantity(15.0, "%", DESIGN, Grade.DESIGN)


# --- cleaning: artefacts in RR intervals, and sensors that follow the steps -------------------------------------------

# Lipponen & Tarvainen 2019, their names in brackets.
LIPPONEN_SLOPE = Quantity(0.13, "1", "lipponen_2019", Grade.SECONDARY)  # [c1]
LIPPONEN_OFFSET = Quantity(0.17, "1", "lipponen_2019", Grade.SECONDARY)  # [c2]
LIPPONEN_THRESHOLD_QUARTILES = Quantity(5.2, "1", "lipponen_2019", Grade.SECONDARY)  # [alpha]
LIPPONEN_QUARTILE_BEATS = Quantity(91.0, "1", "lipponen_2019", Grade.SECONDARY)
LIPPONEN_MEDIAN_BEATS = Quantity(11.0, "1", "lipponen_2019", Grade.SECONDARY)
LIPPONEN_MEDIAN_LIMIT = Quantity(3.0, "1", "lipponen_2019", Grade.SECONDARY)
ARTEFACT_THRESHOLD_SHARE = Quantity(0.20, "1", "malik_1989", Grade.SECONDARY)
RR_SHORTEST_MS = Quantity(270.0, "ms", DESIGN, Grade.DESIGN)
RR_LONGEST_MS = Quantity(2000.0, "ms", DESIGN, Grade.DESIGN)
CADENCE_LOCK_WITHIN_BPM = Quantity(3.0, "bpm", DESIGN, Grade.DESIGN)
CADENCE_LOCK_LONGER_THAN_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
FIRST_MINUTES_S = Quantity(300.0, "s", DESIGN, Grade.UNCHECKED)


# --- pacing: limits and what counts as above them ---------------------------------------------------------------------

RESTING_PLUS_BPM = Quantity(15.0, "bpm", "workwell", Grade.SECONDARY)
LIMIT_SUSTAINED_S = Quantity(120.0, "s", "workwell", Grade.SECONDARY)
LIMIT_REST_AGAIN_BPM = Quantity(10.0, "bpm", "workwell", Grade.SECONDARY)
LIMIT_GRACE_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
LIMIT_MERGE_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
LIMIT_HYSTERESIS_BPM = Quantity(3.0, "bpm", DESIGN, Grade.DESIGN)
LIMIT_DOSE_SHARE = Quantity(0.10, "1", DESIGN, Grade.DESIGN)
LIMIT_DOSE_S = Quantity(600.0, "s", DESIGN, Grade.DESIGN)
LIMIT_UNKNOWN_SHARE = Quantity(0.20, "1", DESIGN, Grade.DESIGN)
LIMIT_SENSITIVITY_BPM = Quantity(5.0, "bpm", DESIGN, Grade.DESIGN)
LIMIT_OPTICAL_MEDIAN_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
LIMIT_SAMPLES_TO_SUSTAIN = Quantity(3.0, "1", DESIGN, Grade.DESIGN)
PREDICTED_SHARE_LOW = Quantity(0.50, "1", "cfs_self_help", Grade.VERIFIED)
PREDICTED_SHARE_MIDDLE = Quantity(0.55, "1", "physios_for_me", Grade.VERIFIED)
PREDICTED_SHARE_HIGH = Quantity(0.60, "1", "cfs_self_help", Grade.VERIFIED)
# How far one reading may be off: rounding and averaging on a strap; an optical sensor's usual error in motion.
READING_ERROR_STRAP_BPM = Quantity(2.0, "bpm", DESIGN, Grade.DESIGN)
READING_ERROR_OPTICAL_BPM = Quantity(5.0, "bpm", DESIGN, Grade.DESIGN)


# --- heart-rate variability: how long a recording must be, how clean, which bands -------------------------------------

HRV_STANDARD_S = Quantity(300.0, "s", "task_force_1996", Grade.SECONDARY)
HRV_LEAST_MEAN_S = Quantity(10.0, "s", "shaffer_2017", Grade.SECONDARY)
HRV_LEAST_TIME_DOMAIN_S = Quantity(60.0, "s", "shaffer_2017", Grade.SECONDARY)
HRV_SEGMENT_S = Quantity(300.0, "s", "task_force_1996", Grade.SECONDARY)  # SDANN, SDNN index
HRV_CVI_FACTOR = Quantity(16.0, "1", "toichi_1997", Grade.UNCHECKED)  # (4 SD1) (4 SD2)
HRV_SMOOTHNESS_PRIORS = Quantity(500.0, "1", "tarvainen_2002", Grade.SECONDARY)  # lambda, of a series at 4 Hz
HRV_LEAST_HF_S = Quantity(60.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_LEAST_LF_S = Quantity(120.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_LEAST_VLF_S = Quantity(300.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_LEAST_GEOMETRIC_S = Quantity(300.0, "s", "shaffer_2017", Grade.SECONDARY)
HRV_LEAST_COMPLEXITY_S = Quantity(180.0, "s", DESIGN, Grade.DESIGN)
HRV_LEAST_ALPHA2_S = Quantity(300.0, "s", DESIGN, Grade.UNCHECKED)
HRV_LEAST_DAY_S = Quantity(64_800.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_ARTEFACTS_NOTED = Quantity(0.05, "1", DESIGN, Grade.DESIGN)
HRV_ARTEFACTS_MOST = Quantity(0.10, "1", DESIGN, Grade.DESIGN)
HRV_DFA_ARTEFACTS_NOTED = Quantity(0.03, "1", "rogers_2021", Grade.VERIFIED)
HRV_DFA_ARTEFACTS_MOST = Quantity(0.05, "1", "rogers_2021", Grade.VERIFIED)
HRV_ULF_HZ = Quantity(0.003, "Hz", "task_force_1996", Grade.VERIFIED)
HRV_VLF_HZ = Quantity(0.04, "Hz", "task_force_1996", Grade.VERIFIED)
HRV_LF_HZ = Quantity(0.15, "Hz", "task_force_1996", Grade.VERIFIED)
HRV_HF_HZ = Quantity(0.40, "Hz", "task_force_1996", Grade.VERIFIED)
# The ventilatory threshold in women with fibromyalgia: a share of predicted maximum. The study's limits of +- 14.6 and
# 13.0 bpm lie around a regression of the difference on the threshold itself (n 17), which nobody knows beforehand; for
# one person, with the regression's slope over thresholds of the study's range, about +- 20.
FM_VT_SHARE = Quantity(0.76, "1", "villafaina_2022", Grade.VERIFIED)
FM_VT_ERROR_BPM = Quantity(20.0, "bpm", "villafaina_2022", Grade.COMPUTED)
FM_VT_PEOPLE = Quantity(17.0, "1", "villafaina_2022", Grade.VERIFIED)
# A threshold measured in a test: the share of it that is kept as a limit, and how it varies from day to day.
THRESHOLD_KEPT_PERCENT = Quantity(90.0, "%", DESIGN, Grade.DESIGN)
EXERCISE_HR_TYPICAL_ERROR_PERCENT = Quantity(3.0, "%", "buchheit_2014", Grade.VERIFIED)
# DFA alpha1: the value crossed near the first threshold.
DFA_ALPHA1_AEROBIC = Quantity(0.75, "1", "rogers_2021", Grade.SECONDARY)
# Whole days: what counts as the night, as raised, as one stretch, and as not worn.
NIGHT_UNTIL_HOUR = Quantity(6.0, "h", DESIGN, Grade.DESIGN)
NIGHT_WINDOW_S = Quantity(1800.0, "s", DESIGN, Grade.DESIGN)
RAISED_PLUS_BPM = Quantity(20.0, "bpm", DESIGN, Grade.DESIGN)
BOUT_SHORTEST_S = Quantity(300.0, "s", DESIGN, Grade.DESIGN)
BOUT_GAP_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
NOT_WORN_S = Quantity(600.0, "s", DESIGN, Grade.DESIGN)

# How near two efforts must be for what depends on them to be compared: the end of exercise as a share of the reserve,
# or, where the reserve is not known, in bpm; the walking speed, on either side of the middle of those compared.
COMPARABLE_RESERVE_POINTS = Quantity(5.0, "%", DESIGN, Grade.DESIGN)
COMPARABLE_END_BPM = Quantity(5.0, "bpm", DESIGN, Grade.DESIGN)
COMPARABLE_SPEED_PERCENT = Quantity(5.0, "%", DESIGN, Grade.DESIGN)

# Days of a diary from which on a score is called usual: with fewer, nine of ten days are all there are.
SYMPTOM_USUAL_DAYS = Quantity(10.0, "d", DESIGN, Grade.DESIGN)

# Repeatability of one person's values, as a share of the value: what is noise between two sessions.
TYPICAL_ERROR_SHARE: MappingProxyType[str, Quantity] = MappingProxyType(
    {
        "hr_rest": Quantity(0.10, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_mean": Quantity(0.03, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_peak": Quantity(0.03, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_recovery_60": Quantity(0.25, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_recovery_120": Quantity(0.25, "1", "buchheit_2014", Grade.UNCHECKED),
        "hr_recovery_tau": Quantity(0.35, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_after_120": Quantity(0.08, "1", "bosquet_2008", Grade.VERIFIED),
        "hrv_rmssd": Quantity(0.12, "1", "buchheit_2014", Grade.UNCHECKED),
        # 12 % of RMSSD is 0.12 on its logarithm, whatever that is; it cannot be 12 % of the logarithm too.
        "hrv_ln_rmssd": Quantity(0.12, "ln ms", "buchheit_2014", Grade.COMPUTED),
        "physiological_cost_index": Quantity(0.17, "1", "graham_2005", Grade.COMPUTED),
    }
)
