"""What every rule promises, and what each refuses."""

from statistics import NormalDist

import numpy as np
import pytest

from pacing import reference
from pacing.errors import ProfileError
from pacing.judge.applicable_limits import ceiling_bpm, rule_ids, rule_of
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.person import Condition, LimitSetting, Medication, Person, Sex
from pacing.model.recording import Sensor
from tests.judge.people import ALPHA1_COURSE, NOON, limit_by, measured, past_sessions
from tests.measure.exertion_inputs import make_inputs, measure

CONTRACT = [
    "dfa_alpha1",
    "fibromyalgia_ventilatory_threshold",
    "fixed",
    "gulati_60",
    "learnt",
    "measured_threshold",
    "resting_plus_15",
    "share_of_predicted_max_50",
    "share_of_predicted_max_55",
    "share_of_predicted_max_60",
    "share_of_reserve",
]
EVERYTHING = Person(age_years=46, sex=Sex.FEMALE, resting_bpm=70, condition=Condition.FIBROMYALGIA)
SETTINGS = {
    "fixed": LimitSetting("fixed", bpm=104, set_by="physiotherapist"),
    "share_of_reserve": LimitSetting("share_of_reserve", share_percent=30),
    "measured_threshold": LimitSetting("measured_threshold", bpm=120),
}


def test_no_rule_of_the_contract_is_gone() -> None:
    assert set(CONTRACT) <= set(rule_ids())


@pytest.mark.parametrize("rule_id", rule_ids())
def test_every_rule_says_what_it_is_and_cites_known_sources(rule_id: str) -> None:
    rule = rule_of(rule_id)
    assert isinstance(rule, Rule)
    assert rule.title
    assert rule.definition.endswith(".")
    assert rule.formula
    assert set(rule.sources) <= set(reference.SOURCES)


@pytest.mark.parametrize("rule_id", rule_ids())
def test_every_rule_gives_a_limit_when_it_has_all_it_needs(rule_id: str) -> None:
    found = limit_by(
        rule_id,
        EVERYTHING,
        setting=SETTINGS.get(rule_id),
        measurements=(measured("hrv_dfa_alpha1", 0.9, parts=ALPHA1_COURSE),),
        past=past_sessions(*[100.0] * 8),
    )
    assert found.rule == rule_id
    assert 60 < found.bpm < 180
    assert found.uncertainty_bpm >= 0
    assert set(found.sources) <= set(reference.SOURCES)
    assert found.inputs


@pytest.mark.parametrize("rule_id", rule_ids())
def test_a_rule_that_is_told_nothing_invents_nothing_and_says_what_it_needs(rule_id: str) -> None:
    with pytest.raises(NoLimitError) as refusal:
        limit_by(rule_id, Person())
    assert len(refusal.value.advice) > 30


def test_a_birth_year_is_of_no_use_without_the_sessions_date_and_the_advice_says_so() -> None:
    inputs = RuleInputs(Person(birth_year=1980), None, None)
    with pytest.raises(NoLimitError, match="The date is not known"):
        rule_of("share_of_predicted_max_55").limit(inputs)
    assert limit_by("share_of_predicted_max_55", Person(birth_year=1980)).inputs["age_years"] == 46.0


def test_a_fixed_limit_is_exact_and_remembers_who_set_it() -> None:
    found = limit_by("fixed", Person(), setting=SETTINGS["fixed"])
    assert (found.bpm, found.uncertainty_bpm, found.inputs["set_by"]) == (104.0, 0.0, "physiotherapist")


@pytest.mark.parametrize(("share", "expected"), [(None, 108.0), (95.0, 114.0)])
def test_a_measured_threshold_keeps_nine_tenths_unless_another_share_is_told(
    share: float | None, expected: float
) -> None:
    setting = LimitSetting("measured_threshold", bpm=120, share_percent=share)
    assert limit_by("measured_threshold", Person(), setting=setting).bpm == pytest.approx(expected)


def test_the_range_of_a_measured_threshold_follows_from_exercise_heart_rates_error_from_day_to_day() -> None:
    # Typical error 3 % of 120 bpm, nine tenths of it kept: 1.96 x 0.9 x 3.6.
    assert limit_by("measured_threshold", Person(), setting=SETTINGS["measured_threshold"]).uncertainty_bpm == (
        pytest.approx(6.350, abs=1e-3)
    )


def test_the_range_of_a_share_of_reserve_joins_the_errors_of_both_ends() -> None:
    # 0.4 x the farther end of the maximum's range and 0.6 x 1.96 x 7.5 bpm of the resting rate. Gulati lies lowest at
    # 46, farther from 208 - 0.7 age than Nes is above it: at most one in twenty of hers lies below the range.
    setting = LimitSetting("share_of_reserve", share_percent=40)
    found = limit_by("share_of_reserve", Person(age_years=46, resting_bpm=75), setting=setting)
    lowest = NormalDist(206 - 0.88 * 46, 11.8).inv_cdf(0.05)
    expected = np.hypot(0.4 * (208 - 0.7 * 46 - lowest), 1.96 * 4.5)
    assert found.uncertainty_bpm == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize("sex", [Sex.FEMALE, Sex.MALE, None])
@pytest.mark.parametrize("beta_blocker", [False, True])
def test_one_person_has_one_maximum_in_the_rule_and_in_the_indices(sex: Sex | None, beta_blocker: bool) -> None:
    person = Person(age_years=50, sex=sex, resting_bpm=70, medication=Medication(beta_blocker=beta_blocker))
    setting = LimitSetting("share_of_reserve", share_percent=40)
    by_index = measure("hr_max_predicted", make_inputs([70.0] * 60, person=person))
    assert limit_by("share_of_reserve", person, setting=setting).inputs["maximum_bpm"] == by_index.value


def test_a_margin_written_in_place_of_a_share_is_refused() -> None:
    setting = LimitSetting("measured_threshold", bpm=120, share_percent=10)
    with pytest.raises(NoLimitError, match="share_percent = 90"):
        limit_by("measured_threshold", Person(), setting=setting)


def test_a_measured_maximum_takes_the_place_of_a_predicted_one_in_the_reserve() -> None:
    setting = LimitSetting("share_of_reserve", share_percent=50)
    found = limit_by("share_of_reserve", Person(resting_bpm=70, maximum_bpm=150), setting=setting)
    assert (found.bpm, found.inputs["maximum_from"]) == (110.0, "measured")
    # half of a tenth of the resting rate, and half of a fiftieth of the maximum
    assert found.uncertainty_bpm == pytest.approx(1.96 * 0.5 * np.hypot(7.0, 3.0), rel=1e-3)


@pytest.mark.parametrize("share", [0.0, -5.0, 120.0])
def test_a_share_that_cannot_be_is_no_setting_of_a_person(share: float) -> None:
    with pytest.raises(ProfileError, match="cannot be"):
        Person(limits=(LimitSetting("share_of_reserve", share_percent=share),))


def test_the_womens_equation_is_not_used_for_men_and_says_so_when_the_sex_is_not_told() -> None:
    with pytest.raises(NoLimitError, match="women"):
        limit_by("gulati_60", Person(age_years=40, sex=Sex.MALE))
    assert any("needs your sex" in w for w in limit_by("gulati_60", Person(age_years=40)).warnings)


@pytest.mark.parametrize(
    "rule_id", ["share_of_predicted_max_50", "share_of_predicted_max_55", "share_of_predicted_max_60", "gulati_60"]
)
def test_a_beta_blocker_makes_limits_from_age_unsure_and_the_limit_says_so(rule_id: str) -> None:
    person = Person(age_years=46, medication=Medication(beta_blocker=True))
    assert any("a beta-blocker" in w and "too high" in w for w in limit_by(rule_id, person).warnings)
    assert not any("beta-blocker" in w for w in limit_by(rule_id, Person(age_years=46)).warnings)


def test_a_measured_maximum_far_below_the_predicted_one_is_named_and_one_near_it_is_not() -> None:
    # 220 - 46 = 174, standard error 11: the border is 163.
    low = limit_by("share_of_predicted_max_55", Person(age_years=46, maximum_bpm=162))
    near = limit_by("share_of_predicted_max_55", Person(age_years=46, maximum_bpm=164))
    assert any("measured maximum of 162" in w for w in low.warnings)
    assert not any("measured maximum" in w for w in near.warnings)


@pytest.mark.parametrize("name", ["pacemaker", "atrial_fibrillation"])
@pytest.mark.parametrize("rule_id", ["fixed", "resting_plus_15", "share_of_predicted_max_55", "measured_threshold"])
def test_a_rhythm_that_does_not_follow_exertion_is_named_at_every_rule(rule_id: str, name: str) -> None:
    person = Person(age_years=46, resting_bpm=70, medication=Medication(**{name: True}))
    found = limit_by(rule_id, person, setting=SETTINGS.get(rule_id))
    assert any("may not follow exertion" in w for w in found.warnings)


@pytest.mark.parametrize(
    ("person", "worse"),
    [
        (Person(age_years=46, condition=Condition.FIBROMYALGIA), False),
        (Person(age_years=46, condition=Condition.FIBROMYALGIA, worse_after_exertion=True), True),
        (Person(age_years=46, condition=Condition.ME_CFS), True),
        (Person(age_years=46, condition=Condition.LONG_COVID), True),
        (Person(age_years=46, condition=Condition.LONG_COVID, worse_after_exertion=False), False),
    ],
)
def test_the_training_threshold_says_it_is_another_goal_and_points_to_the_lowest_where_exertion_harms(
    person: Person, worse: bool
) -> None:
    warnings = limit_by("fibromyalgia_ventilatory_threshold", person).warnings
    assert any("another goal" in w for w in warnings)
    assert any("lowest" in w for w in warnings) is worse


def test_pacing_limits_say_to_people_with_fibromyalgia_that_training_thresholds_are_another_goal() -> None:
    with_goal = limit_by("resting_plus_15", Person(resting_bpm=70, condition=Condition.FIBROMYALGIA))
    worse = limit_by("resting_plus_15", Person(resting_bpm=70, condition=Condition.ME_CFS))
    assert any("another goal" in w for w in with_goal.warnings)
    assert not any("another goal" in w for w in worse.warnings)


def test_dfa_alpha1_finds_the_heart_rate_of_the_crossing_and_calls_itself_experimental() -> None:
    found = limit_by("dfa_alpha1", Person(), measurements=(measured("hrv_dfa_alpha1", 0.9, parts=ALPHA1_COURSE),))
    # By hand: mean alpha1 0.85, mean 115 bpm, slope -24 / 0.33; at 0.75: 115 + 0.1 x 72.73.
    assert found.bpm == pytest.approx(122.2727, abs=1e-3)
    # Residuals 0.455 -0.455 -1.364 1.364 0.455 -0.455; their squares sum to 4.545, over four degrees of freedom 1.136;
    # standard error sqrt(1.136 x (1/6 + 0.01/0.33)) = 0.4731; t 2.776.
    assert found.uncertainty_bpm == pytest.approx(1.3135, abs=1e-3)
    assert any(w.startswith("Experimental") for w in found.warnings)
    assert rule_of("dfa_alpha1").experimental


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {name: value for name, value in ALPHA1_COURSE.items() if name[-1] in "1234"},
        {name: value + 0.4 if "alpha1" in name else value for name, value in ALPHA1_COURSE.items()},
        ALPHA1_COURSE | {f"course_artefact_share_{n}": 0.04 for n in (1, 2, 3)},
        {name: 1.7 - value if "alpha1" in name else value for name, value in ALPHA1_COURSE.items()},
        {name: (0.8, 0.7)[int(name[-1]) % 2] if "alpha1" in name else value for name, value in ALPHA1_COURSE.items()},
    ],
    ids=["no course", "too few windows", "no crossing", "too many artefacts", "rising", "no steady fall"],
)
def test_dfa_alpha1_refuses_a_course_that_cannot_tell(parts: dict[str, float]) -> None:
    with pytest.raises(NoLimitError):
        limit_by("dfa_alpha1", Person(), measurements=(measured("hrv_dfa_alpha1", 0.9, parts=parts),))


def test_dfa_alpha1_refuses_an_optical_sensor_and_warns_when_the_sensor_is_not_known() -> None:
    course = (measured("hrv_dfa_alpha1", 0.9, parts=ALPHA1_COURSE),)
    with pytest.raises(NoLimitError, match="chest strap"):
        limit_by("dfa_alpha1", Person(), measurements=course, sensor=Sensor.OPTICAL)
    unknown = limit_by("dfa_alpha1", Person(), measurements=course, sensor=Sensor.UNKNOWN)
    assert any("does not say which sensor" in w for w in unknown.warnings)


def test_a_predicted_maximum_below_the_resting_rate_leaves_no_reserve() -> None:
    setting = LimitSetting("share_of_reserve", share_percent=40)
    with pytest.raises(NoLimitError, match="not above your resting rate"):
        limit_by("share_of_reserve", Person(age_years=110, resting_bpm=131), setting=setting)


def test_a_ceiling_that_its_rule_cannot_give_holds_nothing_down() -> None:
    person = Person(limits=(LimitSetting("resting_plus_15"),))
    assert ceiling_bpm(RuleInputs(person, None, NOON)) is None
    told = Person(resting_bpm=70, limits=(LimitSetting("resting_plus_15"),))
    assert ceiling_bpm(RuleInputs(told, None, NOON)) == 85.0


def test_without_a_date_every_session_on_record_is_an_earlier_one() -> None:
    inputs = RuleInputs(Person(), None, None, past=past_sessions(*[100.0] * 8))
    assert rule_of("learnt").limit(inputs).bpm == 100.0
