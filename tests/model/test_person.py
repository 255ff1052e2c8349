from datetime import UTC, datetime

import pytest

from pacing.errors import ProfileError
from pacing.model.person import LimitSetting, Medication, Person


@pytest.mark.parametrize(
    ("told", "lowest", "highest"),
    [
        ("age_years", 5, 120),
        ("birth_year", 1890, 2100),
        ("resting_bpm", 25, 140),
        ("maximum_bpm", 60, 240),
        ("weight_kg", 15, 400),
    ],
)
def test_a_number_no_person_has_is_refused_and_the_ends_are_taken(told: str, lowest: int, highest: int) -> None:
    for value in (lowest, highest):
        Person(**{told: value})  # type: ignore[arg-type]
    for impossible in (lowest - 1.0, highest + 1.0, float("nan"), float("inf")):
        with pytest.raises(ProfileError, match="cannot be right"):
            Person(**{told: impossible})  # type: ignore[arg-type]


@pytest.mark.parametrize("bpm", [29, 241])
def test_a_limit_no_heart_reaches_is_refused(bpm: float) -> None:
    with pytest.raises(ProfileError, match="A limit of"):
        Person(limits=(LimitSetting("fixed", bpm=bpm),))


def test_rest_lies_below_the_maximum() -> None:
    with pytest.raises(ProfileError, match="not below the maximum"):
        Person(resting_bpm=80, maximum_bpm=80)


def test_an_age_told_wins_over_a_year_of_birth_which_needs_a_date() -> None:
    day = datetime(2026, 5, 4, tzinfo=UTC)
    assert Person(age_years=40, birth_year=1980).age_at(None) == 40
    assert Person(birth_year=1980).age_at(day) == 46
    assert Person(birth_year=1980).age_at(None) is None
    assert Person().age_at(day) is None


def test_only_a_yes_is_told() -> None:
    assert Medication(beta_blocker=True, digoxin=False).given() == ("beta_blocker",)
