"""Values: the table of clinical note 1.2, worked by hand from the published equations."""

from statistics import NormalDist

import pytest

from pacing.measure.response.predicted_maximum import all_predictions, chosen_equation
from pacing.model.measurement import Reason
from pacing.model.person import Condition, Medication, Person, Sex
from tests.measure.exertion_inputs import make_inputs, measure

TABLE = {
    20: (200.0, 194.0, 188.4, 193.0, 189.2, 198.2, 192.0, 150.0),
    35: (185.0, 183.5, 175.2, 182.5, 183.425, 188.6, 179.25, 139.5),
    46: (174.0, 175.8, 165.52, 174.8, 177.188, 181.56, 169.9, 131.8),
    60: (160.0, 166.0, 153.2, 165.0, 166.8, 172.6, 158.0, 122.0),
    75: (145.0, 155.5, 140.0, 154.5, 152.625, 163.0, 145.25, 111.5),
}
KEYS = ("fox", "tanaka", "gulati", "gellish", "gellish_nl", "nes", "fm_lemos", "brawner")
QUIET = [70.0] * 60


@pytest.mark.parametrize("age", TABLE)
def test_the_equations_give_the_published_table(age: int) -> None:
    found = all_predictions(float(age), None)
    assert [found[key] for key in KEYS] == pytest.approx(TABLE[age], abs=1e-9)


def test_keteyian_uses_the_resting_rate_and_knows_the_cycle() -> None:
    found = all_predictions(60.0, 70.0)
    assert (found["keteyian_treadmill"], found["keteyian_cycle"]) == (124.0, 119.0)


def test_without_a_resting_rate_keteyian_is_left_out() -> None:
    assert "keteyian_treadmill" not in all_predictions(60.0, None)


@pytest.mark.parametrize(
    ("person", "key"),
    [
        (Person(), "tanaka"),
        (Person(sex=Sex.MALE), "sydo_male"),
        (Person(sex=Sex.FEMALE), "sydo_female"),
        (Person(sex=Sex.FEMALE, condition=Condition.ME_CFS), "sydo_female"),
        (Person(sex=Sex.FEMALE, condition=Condition.FIBROMYALGIA), "sydo_female"),
        (Person(sex=Sex.MALE, condition=Condition.FIBROMYALGIA), "sydo_male"),
        (Person(sex=Sex.FEMALE, medication=Medication(beta_blocker=True)), "brawner"),
    ],
)
def test_the_equation_follows_sex_within_one_cohort_and_beta_blocker(person: Person, key: str) -> None:
    assert chosen_equation(person) == key


def test_a_woman_and_a_man_of_fifty_differ_by_two_beats_not_by_their_cohorts() -> None:
    woman, man = (
        measure("hr_max_predicted", make_inputs(QUIET, person=Person(age_years=50, sex=sex))).value for sex in Sex
    )
    assert [woman, man] == pytest.approx([170.5, 172.5])


def test_the_interval_holds_the_same_share_under_the_lowest_and_the_highest_published_equation() -> None:
    """206 - 0.88 age and 211 - 0.64 age at 46: nearly a twentieth is missed below the one and above the other."""
    found = measure("hr_max_predicted", make_inputs(QUIET, person=Person(age_years=46, sex=Sex.FEMALE)))
    assert found.value == pytest.approx(173.66)
    assert found.low is not None
    assert found.high is not None
    for mean, sd in ((165.52, 11.8), (181.56, 10.8)):
        held = NormalDist(mean, sd).cdf(found.high) - NormalDist(mean, sd).cdf(found.low)
        assert held == pytest.approx(0.95, abs=0.003)


def test_of_a_measured_maximum_the_interval_is_its_own() -> None:
    found = measure("hr_max_predicted", make_inputs(QUIET, person=Person(age_years=46, maximum_bpm=171)))
    assert (found.low, found.high) == pytest.approx((171 - 1.96 * 3.42, 171 + 1.96 * 3.42), abs=0.1)


def test_without_a_sex_the_equations_of_either_may_be_true() -> None:
    people = (Person(age_years=70, sex=sex) for sex in (None, *Sex))
    either, woman, man = (measure("hr_max_predicted", make_inputs(QUIET, person=person)).low for person in people)
    assert either is not None
    assert either == woman
    assert either != man


def test_the_caveat_says_how_far_published_equations_lie_apart() -> None:
    found = measure("hr_max_predicted", make_inputs(QUIET, person=Person(age_years=46, sex=Sex.FEMALE)))
    assert "Published equations for people like you give 166 to 182 bpm." in " ".join(found.caveats)


def test_all_equations_and_their_spread_stand_among_the_parts() -> None:
    parts = measure("hr_max_predicted", make_inputs(QUIET, person=Person(age_years=46, sex=Sex.FEMALE))).parts
    assert parts["equation"] == "sydo_female"
    assert parts["nes_bpm"] == pytest.approx(181.56)
    assert parts["spread_low_bpm"] == pytest.approx(165.52)
    assert parts["spread_high_bpm"] == pytest.approx(181.56)
    assert "brawner" not in str(parts["equations_in_spread"])
    assert "sydo_male" not in str(parts["equations_in_spread"])


def test_a_measured_maximum_wins_over_every_equation() -> None:
    found = measure("hr_max_predicted", make_inputs(QUIET, person=Person(age_years=46, maximum_bpm=171)))
    assert found.value == 171
    assert found.parts["equation"] == "measured"


def test_without_age_there_is_no_prediction() -> None:
    found = measure("hr_max_predicted", make_inputs(QUIET))
    assert found.unavailable is Reason.NEEDS_AGE
    assert "--age" in str(found.advice)


@pytest.mark.parametrize("told", ["pacemaker", "atrial_fibrillation"])
@pytest.mark.parametrize("index_id", ["hr_max_predicted", "hr_reserve_share", "hr_peak_share_of_predicted"])
def test_pacemaker_and_fibrillation_withhold_percent_predicted(told: str, index_id: str) -> None:
    person = Person(age_years=46, resting_bpm=60, medication=Medication(**{told: True}))
    assert measure(index_id, make_inputs(QUIET, person=person)).unavailable is Reason.MEDICATION


def test_a_measured_maximum_still_serves_with_a_pacemaker() -> None:
    person = Person(resting_bpm=60, maximum_bpm=130, medication=Medication(pacemaker=True))
    found = measure("hr_reserve_share", make_inputs([95.0] * 60, person=person))
    assert found.value == pytest.approx(50.0)
    assert any("pacemaker" in said for said in found.caveats)


def test_an_age_the_equations_were_not_made_for_is_out_of_range() -> None:
    assert (
        measure("hr_max_predicted", make_inputs(QUIET, person=Person(age_years=12))).unavailable is Reason.OUT_OF_RANGE
    )


@pytest.mark.parametrize("told", ["ivabradine", "calcium_channel_blocker", "digoxin"])
def test_rate_lowering_medicines_are_named_beside_the_prediction(told: str) -> None:
    person = Person(age_years=46, medication=Medication(**{told: True}))
    found = measure("hr_max_predicted", make_inputs(QUIET, person=person))
    assert any("lower the highest heart rate" in said for said in found.caveats)
