"""What published numbers, and the design numbers kept beside them, decide: tables, limits, time above a limit."""

import re
from datetime import UTC, datetime

import numpy as np

from pacing import reference
from pacing.judge.all_day import day_spans, find_bouts, judge_days, nocturnal_resting_hr
from pacing.judge.cautions import resting_distance_cautions
from pacing.judge.criteria import _is_outside
from pacing.judge.exceedance import Amount, judge_exceedance, sustained_from_s, too_much_unknown, verdict_of
from pacing.judge.running_median import median_of_five
from pacing.judge.timeline import reading_error_bpm
from pacing.measure.response.intensity import effort_class
from pacing.measure.response.metabolic import mets_on_cycle, mets_on_foot
from pacing.measure.response.predicted_maximum import applicable, highest_heart_rate
from pacing.model.exceedance import BorderlineReason, Limit
from pacing.model.person import Condition, LimitSetting, Medication, Person, Sex
from pacing.model.recording import Sensor
from tests.constants.table import Table
from tests.constants.table_judge import highest_over, stretches
from tests.judge.people import limit_by, measured
from tests.judge.square_wave import line, pieces, recording
from tests.measure.exertion_inputs import make_inputs

TABLE = Table("reference")
NAN = float("nan")
EQUATIONS = tuple(reference.PREDICTED_MAXIMA)


# --- equations and criteria


def by_title(title: str, age_years: float, resting_bpm: float) -> float:
    """What the words of an equation's title come to: '179 + 0.29 age - 0.011 age^2'."""
    values = {"": 1.0, "age": age_years, "age^2": age_years**2, "rest": resting_bpm}
    terms = re.findall(r"([+-]?) ?([\d.]+) ?(age\^2|age|rest)?", title)
    if title == "220 - age":
        return 220.0 - age_years
    return sum((-1.0 if sign == "-" else 1.0) * float(number) * values[what] for sign, number, what in terms)


@TABLE.case(
    (),
    *(
        f"PREDICTED_MAXIMA.{key}.{part}"
        for key, equation in reference.PREDICTED_MAXIMA.items()
        for part in ("constant", "per_year", "per_year_squared", "per_resting_bpm")
        if getattr(equation, part)
    ),
)
def a_predicted_maximum_is_what_its_title_says() -> object:
    return tuple(
        key
        for key, equation in reference.PREDICTED_MAXIMA.items()
        if abs(equation.bpm(40.0, 70.0) - by_title(equation.title, 40.0, 70.0)) > 1e-9
    )


@TABLE.case(
    {"fox": 11, "tanaka": 10, "gulati": 11.8, "brawner": 18, "keteyian_treadmill": 18, "keteyian_cycle": 18}
    | dict.fromkeys(("gellish", "gellish_nl", "nes", "sydo_male", "sydo_female", "cardia", "fm_lemos"), 10.8),
    *(f"PREDICTED_MAXIMA.{key}.standard_error_bpm" for key in EQUATIONS),
)
def a_predicted_maximum_errs_as_in_its_study() -> object:
    """Where a study gives no error, that of the largest one that does, 10.8 bpm (Nes 2013)."""
    return {key: equation.standard_error_bpm for key, equation in reference.PREDICTED_MAXIMA.items()}


@TABLE.case((), *(f"PREDICTED_MAXIMA.{key}.ages" for key in EQUATIONS))
def equations_are_for_ages_18_to_90_and_one_to_50() -> object:
    def fits(key: str, age_years: float) -> bool:
        equation = reference.PREDICTED_MAXIMA[key]
        person = Person(
            age_years=age_years,
            sex=Sex(equation.sex) if equation.sex else None,
            condition=Condition.FIBROMYALGIA,
            medication=Medication(beta_blocker=equation.beta_blocker),
        )
        return applicable(key, person, age_years, "cycling" if key == "keteyian_cycle" else None)

    oldest = {key: 50 if key == "cardia" else 90 for key in EQUATIONS}
    asked = {key: [fits(key, age) for age in (17.0, 19.0, oldest[key] - 1.0, oldest[key] + 1.0)] for key in EQUATIONS}
    return tuple(key for key, found in asked.items() if found != [False, True, True, False])


JUST_BELOW_AND_ABOVE = {
    "reserve_80": (79.0, 81.0),
    "reserve_80_women": (79.0, 81.0),
    "reserve_62_beta_blocker": (61.0, 63.0),
    "recovery_60_active_12": (12.0, 13.0),
    "recovery_60_lying_18": (18.0, 19.0),
    "recovery_120_lying_22": (22.0, 23.0),
}


@TABLE.case(
    dict.fromkeys(JUST_BELOW_AND_ABOVE, (True, False)), *(f"CRITERIA.{key}.bound" for key in JUST_BELOW_AND_ABOVE)
)
def a_criterion_parts_what_lies_on_either_side_of_its_studys_bound() -> object:
    return {
        criterion.id: tuple(_is_outside(criterion, value) for value in JUST_BELOW_AND_ABOVE[criterion.id])
        for criterion in reference.CRITERIA
    }


@TABLE.case(
    (5.343, 7.629, 6.408),
    "ONE_MET_ML_KG_MIN",
    *(f"METABOLIC_EQUATIONS.{sport}.{part}" for sport in ("walking", "running") for part in (
        "resting", "per_speed", "per_speed_and_grade")),
    "METABOLIC_EQUATIONS.cycling.resting",
    "METABOLIC_EQUATIONS.cycling.per_watt_per_kg",
)  # fmt: skip
def metabolic_equivalents_follow_the_equations_for_walking_running_and_cycling() -> object:
    """80 m/min up 5 %: (3.5 + 8 + 7.2) / 3.5; 100 m/min up 3.555 % running; 100 W with 70 kg: (7 + 15.43) / 3.5."""
    return (
        round(float(mets_on_foot(np.array([80.0 / 60.0]), np.array([5.0]), "walking")[0]), 3),
        round(float(mets_on_foot(np.array([100.0 / 60.0]), np.array([32.0 / 9.0]), "running")[0]), 3),
        round(float(mets_on_cycle(np.array([100.0]), 70.0)[0]), 3),
    )


@TABLE.case(
    ([False, True, True, False], [False, True, True, False]),
    "METABOLIC_EQUATIONS.walking.speeds_m_min",
    "METABOLIC_EQUATIONS.running.speeds_m_min",
)
def the_equations_are_for_speeds_of_walking_and_of_running() -> object:
    walks, runs = np.array([49.0, 51.0, 99.0, 101.0]), np.array([79.0, 81.0, 399.0, 401.0])
    return tuple(
        np.isfinite(mets_on_foot(speeds / 60.0, np.zeros(4), sport)).tolist()
        for speeds, sport in ((walks, "walking"), (runs, "running"))
    )


PUBLISHED_REPEATABILITY = {
    "hr_rest": 0.10,
    "hr_mean": 0.03,
    "hr_peak": 0.03,
    "hr_recovery_60": 0.25,
    "hr_recovery_120": 0.25,
    "hr_recovery_tau": 0.35,
    "hr_after_120": 0.08,
    "hrv_rmssd": 0.12,
    "hrv_ln_rmssd": 0.12,
    "physiological_cost_index": 0.17,
}


@TABLE.case(PUBLISHED_REPEATABILITY, *(f"TYPICAL_ERROR_SHARE.{key}" for key in PUBLISHED_REPEATABILITY))
def typical_errors_are_those_of_the_repeatability_studies() -> object:
    return {key: error.value for key, error in reference.TYPICAL_ERROR_SHARE.items()}


@TABLE.case(
    ["very_light", "light", "light", "moderate", "moderate", "vigorous", "vigorous", "near_predicted_maximum"],
    "EFFORT_LIGHT_FROM_PERCENT",
    "EFFORT_MODERATE_FROM_PERCENT",
    "EFFORT_VIGOROUS_FROM_PERCENT",
    "EFFORT_NEAR_MAXIMUM_FROM_PERCENT",
)
def efforts_take_their_words_at_30_40_60_and_90_percent_of_the_reserve() -> object:
    return [effort_class(percent) for percent in (29, 31, 39, 41, 59, 61, 89, 91)]


@TABLE.case(3.6, "MEASURED_MAXIMUM_TYPICAL_ERROR_PERCENT")
def a_measured_maximum_errs_by_two_percent() -> object:
    return round(highest_heart_rate(make_inputs(np.full(60, 90.0), person=Person(maximum_bpm=180.0))).accounts[0][1], 6)


# --- limits


def limit_and_range(rule: str, person: Person, setting: LimitSetting | None = None) -> tuple[float, float]:
    """A rule's limit and the half-width of its range [bpm], to a hundredth."""
    found = limit_by(rule, person, setting=setting)
    return round(found.bpm, 2), round(found.uncertainty_bpm, 2)


@TABLE.case((75.0, 11.76), "RESTING_PLUS_BPM", "RESTING_TYPICAL_ERROR_PERCENT")
def resting_plus_15_has_the_range_of_a_resting_rate_that_changes_by_a_tenth() -> object:
    """1.96 x 10 % of 60 bpm."""
    return limit_and_range("resting_plus_15", Person(resting_bpm=60.0))


@TABLE.case([90.0, 99.0, 108.0], "PREDICTED_SHARE_LOW", "PREDICTED_SHARE_MIDDLE", "PREDICTED_SHARE_HIGH")
def shares_of_220_minus_age_are_50_55_and_60_percent() -> object:
    return [limit_and_range(f"share_of_predicted_max_{p}", Person(age_years=40.0))[0] for p in (50, 55, 60)]


@TABLE.case((133.0, 20.0, 17.0, 136.8, 20.0, 17.0), "FM_VT_SHARE", "FM_VT_ERROR_BPM", "FM_VT_PEOPLE")
def the_threshold_in_fibromyalgia_is_76_percent_of_each_equations_maximum() -> object:
    """At 40: 0.76 x (209 - 34) for women, 0.76 x 180 else."""
    people = (Person(age_years=40.0, sex=sex) for sex in (Sex.FEMALE, Sex.MALE))
    limits = [limit_by("fibromyalgia_ventilatory_threshold", person) for person in people]
    return tuple(part for limit in limits for part in (
        round(limit.bpm, 2), limit.uncertainty_bpm, limit.inputs["women_studied"]))  # fmt: skip


@TABLE.case((108.0, 6.35), "THRESHOLD_KEPT_PERCENT", "EXERCISE_HR_TYPICAL_ERROR_PERCENT")
def nine_tenths_of_a_measured_threshold_are_kept() -> object:
    """1.96 x 3 % of 108 bpm."""
    return limit_and_range("measured_threshold", Person(), LimitSetting("measured_threshold", 120.0))


@TABLE.case(125.0, "DFA_ALPHA1_AEROBIC")
def alpha1_crosses_three_quarters() -> object:
    """A course that falls from 1.0 at 100 bpm to 0.5 at 150 bpm."""
    course = [(100.0 + 10.0 * n, 1.0 - 0.1 * n) for n in range(6)]
    parts = {f"course_bpm_{n}": bpm for n, (bpm, _) in enumerate(course, 1)}
    parts |= {f"course_alpha1_{n}": alpha1 for n, (_, alpha1) in enumerate(course, 1)}
    found = limit_by("dfa_alpha1", Person(), measurements=(measured("hrv_dfa_alpha1", 0.8, parts=parts),))
    return round(found.bpm, 6)


@TABLE.case((1, 0), "LIMIT_REST_AGAIN_BPM")
def a_limit_within_10_bpm_of_the_resting_rate_is_hardly_above_it() -> object:
    return tuple(len(resting_distance_cautions(bpm, Person(resting_bpm=60.0))) for bpm in (69.0, 71.0))


# --- time above a limit


@TABLE.case(32.0, "PEAK_WINDOW_S")
def a_peak_is_a_mean_over_half_a_minute() -> object:
    """24 s at 40 bpm over the limit, and 6 s at the limit."""
    return round(highest_over(pieces((100.0, 60), (140.0, 24), (100.0, 60)), 100.0), 6)


def words(above_s: float, longest_s: float, duration_s: float) -> str:
    """The verdict on so many seconds above."""
    return str(verdict_of(Amount(above_s, longest_s, duration_s), sustained_from_s(1.0)))


@TABLE.case(("brief", "sustained"), "LIMIT_SUSTAINED_S")
def two_minutes_above_are_sustained() -> object:
    return words(115.0, 115.0, 1e5), words(125.0, 125.0, 1e5)


@TABLE.case(("brief", "dose"), "LIMIT_DOSE_SHARE")
def over_a_tenth_of_a_session_above_is_a_dose() -> object:
    return words(90.0, 15.0, 1000.0), words(110.0, 15.0, 1000.0)


@TABLE.case(("brief", "dose"), "LIMIT_DOSE_S")
def over_ten_minutes_above_are_a_dose() -> object:
    return words(550.0, 15.0, 1e5), words(650.0, 15.0, 1e5)


@TABLE.case(180.0, "LIMIT_SAMPLES_TO_SUSTAIN")
def three_samples_sustain_where_they_lie_far_apart() -> object:
    return sustained_from_s(60.0)


@TABLE.case((False, True), "LIMIT_UNKNOWN_SHARE")
def a_fifth_unrecorded_is_too_much() -> object:
    return too_much_unknown(190.0, 1000.0), too_much_unknown(210.0, 1000.0)


@TABLE.case(([], [11.0]), "LIMIT_GRACE_S")
def ten_seconds_above_count() -> object:
    return tuple(stretches((90.0, 60), (105.0, above_s), (90.0, 60)) for above_s in (9, 11))


@TABLE.case(([49.0], [20.0, 20.0]), "LIMIT_MERGE_S")
def stretches_less_than_ten_seconds_apart_are_one() -> object:
    return tuple(stretches((105.0, 20), (90.0, apart_s), (105.0, 20)) for apart_s in (9, 11))


@TABLE.case(([120.0], [50.0, 50.0]), "LIMIT_HYSTERESIS_BPM")
def a_stretch_lasts_until_heart_rate_is_3_bpm_below() -> object:
    return tuple(stretches((105.0, 50), (bpm, 20), (105.0, 50)) for bpm in (97.5, 96.5))


@TABLE.case((True, False), "LIMIT_SENSITIVITY_BPM")
def a_verdict_that_5_bpm_would_change_is_borderline() -> object:
    return tuple(
        BorderlineReason.NEAR_LIMIT in judge_exceedance(line(np.full(600, bpm)), 100.0).borderline_reasons
        for bpm in (95.6, 94.4)
    )


@TABLE.case(180.0, "LIMIT_OPTICAL_MEDIAN_S")
def an_optical_heart_rate_is_the_median_of_five_seconds() -> object:
    """Three odd seconds of five are the median; of seven they are not."""
    return float(median_of_five(np.arange(9.0), np.array([90.0] * 3 + [180.0] * 3 + [90.0] * 3)).bpm[4])


TABLE.only_up("the same two whole rows on either side from 4 s to under 6 s", "LIMIT_OPTICAL_MEDIAN_S")


@TABLE.case((2.0, 5.0, 5.0), "READING_ERROR_STRAP_BPM", "READING_ERROR_OPTICAL_BPM")
def a_reading_is_off_by_2_bpm_from_a_strap_and_5_from_anything_else() -> object:
    return tuple(reading_error_bpm(sensor) for sensor in (Sensor.STRAP, Sensor.OPTICAL, Sensor.UNKNOWN))


# --- whole days


@TABLE.case((0.0, 21_600.0), "NIGHT_UNTIL_HOUR")
def a_night_ends_at_six() -> object:
    return next(day_spans(datetime(2026, 5, 4, tzinfo=UTC), 86_400.0)).night


@TABLE.case((43.3, 50.0), "NIGHT_WINDOW_S")
def a_nights_level_is_a_mean_over_half_an_hour() -> object:
    """25 minutes at 40 bpm and 5 at 60 bpm; half an hour at 50 bpm."""
    nights = (line(pieces((60.0, 1800), (low, seconds), (60.0, 1800))) for low, seconds in ((40.0, 1500), (50.0, 1800)))
    return tuple(level and round(level.bpm, 1) for level in map(nocturnal_resting_hr, nights))


@TABLE.case(80.0, "RAISED_PLUS_BPM")
def heart_rate_is_raised_from_20_bpm_above_resting_on() -> object:
    made = recording(datetime(2026, 5, 4, tzinfo=UTC), np.full(3600, 70.0))
    return judge_days(*made, Limit(100.0, "fixed", 0.0), resting_bpm=60.0)[0].raised_from_bpm


def bouts(*parts: tuple[float, int]) -> list[float]:
    """Lengths of the stretches of raised heart rate (from 80 bpm)."""
    return [bout.stop_s - bout.start_s for bout in find_bouts(line(pieces(*parts)), 80.0, None)]


@TABLE.case(([], [310.0]), "BOUT_SHORTEST_S")
def a_bout_lasts_five_minutes() -> object:
    return tuple(bouts((60.0, 600), (90.0, raised_s), (60.0, 600)) for raised_s in (290, 310))


@TABLE.case(([910.0], [400.0, 400.0]), "BOUT_GAP_S")
def dips_of_under_two_minutes_belong_to_a_bout() -> object:
    return tuple(bouts((90.0, 400), (60.0, dip_s), (90.0, 400)) for dip_s in (110, 130))


@TABLE.case((0.0, 630.0), "NOT_WORN_S")
def what_is_missing_for_ten_minutes_was_not_worn() -> object:
    start = datetime(2026, 5, 4, tzinfo=UTC)
    made = (recording(start, pieces((70.0, 600), (NAN, gap_s), (70.0, 600))) for gap_s in (570, 630))
    return tuple(judge_days(*each, None)[0].not_worn_s for each in made)
