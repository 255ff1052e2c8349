"""Values: the example of clinical note 1.2 (46 years, rest 75, peak 150)."""

import re

import pytest

from pacing.measure.response.intensity import SENTENCES, effort_class, share_of_reserve
from pacing.model.measurement import Reason
from pacing.model.person import Conditions, Person, Sex
from tests.measure.exertion_inputs import EXERCISE, REST, make_inputs, measure, phase

WOMAN = Person(age_years=46, sex=Sex.FEMALE, resting_bpm=75)
FORBIDDEN = re.compile(
    r"incompetenc|abnormal|normal|\bsafe|failed|over-did|may increase|blunted|impaired|cut-off|80 %|85 %|62 %",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("maximum", "share"),
    [(174.0, 75.8), (175.8, 74.4), (165.52, 82.8), (174.8, 75.2), (181.56, 70.4), (169.9, 79.0), (131.8, 132.0)],
)
def test_the_share_of_reserve_of_the_published_example(maximum: float, share: float) -> None:
    assert share_of_reserve(150.0, 75.0, maximum) == pytest.approx(share, abs=0.06)


def test_a_maximum_below_rest_is_a_programmers_mistake_below_and_a_reason_above() -> None:
    with pytest.raises(ValueError, match="not above"):
        share_of_reserve(100.0, 80.0, 70.0)
    person = Person(age_years=89, resting_bpm=139)
    assert measure("hr_reserve_share", make_inputs([140.0] * 60, person=person)).unavailable is Reason.OUT_OF_RANGE


def test_the_index_gives_the_example_with_its_equation() -> None:
    found = measure("hr_reserve_share", make_inputs([150.0] * 60, person=WOMAN))
    assert found.value == pytest.approx(100 * 75 / (210 - 0.79 * 46 - 75), abs=0.01)
    assert found.parts["equation"] == "sydo_female"
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low > 20


def test_the_share_is_also_given_with_the_equations_of_published_limits() -> None:
    found = measure("hr_reserve_share", make_inputs([150.0] * 60, person=WOMAN))
    assert found.parts["share_with_fox"] == pytest.approx(75.76, abs=0.01)  # 100 * 75 / (220 - 46 - 75)
    assert found.parts["share_with_gulati"] == pytest.approx(82.86, abs=0.01)  # Gulati's own criterion keeps it
    told = Person(age_years=46, resting_bpm=75, maximum_bpm=160)
    assert measure("hr_reserve_share", make_inputs([150.0] * 60, person=told)).parts["share_with_fox"] == pytest.approx(
        75.76, abs=0.01
    )
    ageless = Person(resting_bpm=75, maximum_bpm=160)
    assert "share_with_fox" not in measure("hr_reserve_share", make_inputs([150.0] * 60, person=ageless)).parts


def _at_share(share: float, *, maximal_test: bool = False) -> tuple[str, str]:
    person = Person(resting_bpm=70, maximum_bpm=170)
    inputs = make_inputs([70.0 + share] * 60, person=person, conditions=Conditions(maximal_test=maximal_test))
    found = measure("hr_reserve_share", inputs)
    assert found.value == pytest.approx(share)
    return str(found.parts["effort"]), found.caveats[0]


def test_30_50_and_85_percent_get_three_different_wordings() -> None:
    words, sentences = zip(*(_at_share(share) for share in (30.0, 50.0, 85.0)), strict=True)
    assert words == ("light", "moderate", "vigorous")
    assert len(set(sentences)) == 3
    for word, sentence in zip(words, sentences, strict=True):
        assert word in sentence.lower()


def test_a_light_effort_is_not_read_as_a_limit_of_the_heart() -> None:
    assert "does not show how far the heart could rise" in _at_share(30.0)[1]


def test_a_maximal_test_is_worded_as_one() -> None:
    assert _at_share(85.0, maximal_test=True)[1] != _at_share(85.0)[1]


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_no_sentence_on_effort_judges_or_names_a_limit(sentence: str) -> None:
    assert not FORBIDDEN.search(sentence)


def test_every_class_has_its_sentence() -> None:
    assert {effort_class(float(share)) for share in range(0, 130, 5)} == set(SENTENCES)


def test_without_rest_the_share_needs_a_resting_rate() -> None:
    found = measure(
        "hr_reserve_share", make_inputs([120.0] * 60, [phase(EXERCISE, 0, 60)], person=Person(age_years=40))
    )
    assert found.unavailable is Reason.NEEDS_RESTING_HR
    assert "--resting" in str(found.advice)


def test_the_rise_names_how_rest_was_found() -> None:
    inputs = make_inputs([70.0] * 120 + [120.0] * 60, [phase(REST, 0, 120), phase(EXERCISE, 120, 180)])
    found = measure("hr_rise", inputs)
    assert found.value == pytest.approx(50.0)
    assert found.parts["rest_definition"] == "quiet_minutes"


def test_the_share_of_predicted_is_peak_over_maximum() -> None:
    found = measure("hr_peak_share_of_predicted", make_inputs([150.0] * 60, person=WOMAN))
    assert found.value == pytest.approx(100 * 150 / 173.66)
    assert "hard" in found.caveats[0]
