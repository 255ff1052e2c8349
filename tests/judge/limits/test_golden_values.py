"""The worked values of the presets that patients, physiotherapists and studies use."""

import pytest

from pacing.model.person import Condition, LimitSetting, Person, RestingFrom, Sex
from tests.judge.people import limit_by

WOMAN = {"sex": Sex.FEMALE}


@pytest.mark.parametrize(("resting", "expected"), [(65.0, 80.0), (85.0, 100.0)])
def test_resting_plus_15_adds_fifteen_beats(resting: float, expected: float) -> None:
    assert limit_by("resting_plus_15", Person(resting_bpm=resting)).bpm == expected


@pytest.mark.parametrize(
    ("rule", "age", "expected"),
    [
        ("share_of_predicted_max_60", 30, 114.0),
        ("share_of_predicted_max_60", 40, 108.0),
        ("share_of_predicted_max_60", 50, 102.0),
        ("share_of_predicted_max_55", 30, 104.5),
        ("share_of_predicted_max_55", 45, 96.25),
        ("share_of_predicted_max_50", 50, 85.0),
    ],
)
def test_shares_of_predicted_maximum_are_the_worked_values(rule: str, age: float, expected: float) -> None:
    found = limit_by(rule, Person(age_years=age))
    assert found.bpm == pytest.approx(expected, abs=1e-9)
    assert found.rule == rule


def test_sixty_percent_of_the_womens_maximum_at_43_is_101() -> None:
    found = limit_by("gulati_60", Person(age_years=43, sex=Sex.FEMALE))
    assert found.bpm == pytest.approx(100.896, abs=1e-9)


def test_forty_percent_of_reserve_at_46_and_resting_75_is_115() -> None:
    setting = LimitSetting("share_of_reserve", share_percent=40)
    found = limit_by("share_of_reserve", Person(age_years=46, resting_bpm=75), setting=setting)
    assert found.bpm == pytest.approx(115.32, abs=1e-9)


@pytest.mark.parametrize(
    ("sex", "expected", "half_width", "other"),
    [(Sex.FEMALE, 129.124, 20.0, 132.24), (Sex.MALE, 132.24, 20.0, 129.124), (None, 132.24, 20.0, 129.124)],
)
def test_the_fibromyalgia_threshold_has_the_published_values_and_is_good_to_20_bpm(
    sex: Sex | None, expected: float, half_width: float, other: float
) -> None:
    found = limit_by(
        "fibromyalgia_ventilatory_threshold", Person(age_years=46, sex=sex, condition=Condition.FIBROMYALGIA)
    )
    assert found.bpm == pytest.approx(expected, abs=1e-9)
    assert found.uncertainty_bpm == half_width
    assert found.inputs["with_the_other_equation_bpm"] == pytest.approx(other, abs=1e-9)


def test_the_range_of_a_share_of_predicted_maximum_follows_from_the_equations_standard_error() -> None:
    # 220 - age errs by one standard error of 11 bpm: 1.96 x 0.55 x 11.
    found = limit_by("share_of_predicted_max_55", Person(age_years=45))
    assert found.uncertainty_bpm == pytest.approx(11.858, abs=1e-3)


def test_the_range_of_resting_plus_15_follows_from_the_resting_rates_error_from_day_to_day() -> None:
    # Typical error 10 % of 65 bpm: 1.96 x 6.5.
    person = Person(resting_bpm=65, resting_from=RestingFrom.MORNING)
    found = limit_by("resting_plus_15", person)
    assert found.uncertainty_bpm == pytest.approx(12.74, abs=1e-3)
    assert found.inputs["resting_from"] == "told: morning"
