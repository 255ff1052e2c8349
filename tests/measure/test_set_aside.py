"""A session whose exercise was set aside has no highest heart rate, and one of which a part was says so."""

import numpy as np
import pytest

from pacing.model.measurement import Measurement, Reason
from pacing.model.person import Person
from tests.measure.exertion_inputs import EXERCISE, REST, make_inputs, measure, phase

ABOUT_EXERCISE = ("hr_peak", "hr_rise", "hr_reserve_share", "hr_peak_share_of_predicted")


def walked(aside_s: int, index_id: str) -> Measurement:
    """Three minutes of rest, five of a walk, of which so many seconds could not be the heart's."""
    bpm = np.array([75.0] * 180 + [110.0] * 300 + [80.0] * 120)
    bpm[180 : 180 + aside_s] = np.nan
    rejected = np.isnan(bpm)
    person = Person(age_years=40)
    return measure(
        index_id, make_inputs(bpm, [phase(REST, 0, 180), phase(EXERCISE, 180, 480)], person=person, rejected=rejected)
    )


@pytest.mark.parametrize("index_id", [*ABOUT_EXERCISE, "hr_mean"])
def test_where_most_of_the_exercise_was_set_aside_nothing_is_said_of_it(index_id: str) -> None:
    refused = walked(160, index_id)
    assert refused.unavailable is Reason.TOO_MANY_GAPS
    assert "set aside" in str(refused.advice)
    assert walked(140, index_id).value is not None


@pytest.mark.parametrize("index_id", ABOUT_EXERCISE)
@pytest.mark.parametrize(("aside_s", "said"), [(33, ["11 %"]), (27, []), (0, [])])
def test_where_a_part_of_it_was_the_number_says_how_much(index_id: str, aside_s: int, said: list[str]) -> None:
    assert [c[38:42] for c in walked(aside_s, index_id).caveats if "set aside" in c] == said


def test_the_rest_is_known_all_the_same() -> None:
    assert walked(300, "hr_rest").value == pytest.approx(75.0)
