"""Values: ACSM equations worked by hand; Wilkoff's stage of clinical note 1.2."""

import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.measure.response.metabolic import expected_stage_bpm, mets_on_cycle, mets_on_foot
from pacing.model.measurement import Reason
from pacing.model.person import Conditions, Medication, Person
from tests.measure.exertion_inputs import EXERCISE, channel, make_inputs, measure, phase


def test_walking_and_running_cost_as_the_equations_say() -> None:
    walking = mets_on_foot(np.array([80 / 60, 80 / 60]), np.array([0.0, 5.0]), "walking")
    assert walking.tolist() == pytest.approx([(3.5 + 8) / 3.5, (3.5 + 8 + 7.2) / 3.5])
    running = mets_on_foot(np.array([160 / 60]), np.array([2.0]), "running")
    assert running.tolist() == pytest.approx([(3.5 + 32 + 2.88) / 3.5])
    assert mets_on_cycle(np.array([50.0]), 60.0).tolist() == pytest.approx([(7 + 9.0) / 3.5])


def test_speeds_the_equation_was_not_made_for_have_no_mets() -> None:
    assert np.isnan(mets_on_foot(np.array([0.3, 2.5]), np.zeros(2), "walking")).all()


def test_wilkoffs_stage_of_the_published_example() -> None:
    assert expected_stage_bpm(174.0, 75.0, 4.0, 8.0) == pytest.approx(117.43, abs=0.005)


def maximal(
    *, weight_kg: float | None = 70.0, maximal_test: bool = True, sport: str = "cycling", name: str = "power"
) -> Inputs:
    power = np.repeat([50.0, 100.0, 150.0, 200.0], 180)
    mets = mets_on_cycle(power, 70.0)
    share = (mets - 1) / (mets.max() - 1)
    return make_inputs(
        70 + 0.9 * share * (170 - 70),
        [phase(EXERCISE, 0, power.size)],
        channels=[channel(name, "W", power)],
        sport=sport,
        person=Person(resting_bpm=70, maximum_bpm=170, weight_kg=weight_kg),
        conditions=Conditions(maximal_test=maximal_test),
    )


def test_a_heart_that_lags_behind_metabolism_has_a_slope_below_one() -> None:
    found = measure("metabolic_chronotropic_slope", maximal())
    assert found.value == pytest.approx(0.9, abs=1e-6)
    assert found.parts["stages"] == 8


def test_an_ordinary_session_is_not_maximal() -> None:
    assert measure("metabolic_chronotropic_slope", maximal(maximal_test=False)).unavailable is Reason.NOT_MAXIMAL


def test_cycling_without_a_weight_is_refused_not_guessed() -> None:
    assert measure("metabolic_chronotropic_slope", maximal(weight_kg=None)).unavailable is Reason.NOT_RECORDED


def test_walking_without_speed_needs_movement_data() -> None:
    found = measure("metabolic_chronotropic_slope", maximal(sport="walking"))
    assert found.unavailable is Reason.NEEDS_MOVEMENT_DATA


def test_a_resting_rate_above_the_predicted_maximum_fits_no_relation() -> None:
    inputs = maximal()
    old = Person(
        age_years=75, resting_bpm=115, weight_kg=70, medication=Medication(beta_blocker=True)
    )  # 164 - 0.7 * 75
    told = make_inputs(
        inputs.cleaned.heart_rate.bpm,
        inputs.phases.items,
        channels=inputs.recording.channels,
        sport="cycling",
        person=old,
        conditions=Conditions(maximal_test=True),
    )
    assert measure("metabolic_chronotropic_slope", told).unavailable is Reason.OUT_OF_RANGE
