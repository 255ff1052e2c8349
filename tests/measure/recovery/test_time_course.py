"""Values: the analytic vectors of clinical note 7.3."""

import numpy as np
import pytest

from pacing.model.measurement import Reason
from pacing.model.person import Conditions, Person
from pacing.model.recording import Beats, Sensor
from tests.measure.exertion_inputs import make_inputs, measure, recovery_curve, three_phases

CASES = [(70.0, 80.0, 60.0, 127.385, 41.589), (80.0, 50.0, 90.0, 259.961, 62.383)]


@pytest.mark.parametrize(("rest", "rise", "tau", "t30", "half"), CASES)
def test_t30_time_constant_and_half_time_of_an_exponential(
    rest: float, rise: float, tau: float, t30: float, half: float
) -> None:
    inputs = make_inputs(recovery_curve(rest, rise, tau), three_phases())
    # from one value a second; the published 127.385 and 259.961 are of the continuous line
    assert measure("hr_recovery_t30", inputs).value == pytest.approx(t30, rel=0.002)
    assert measure("hr_recovery_tau", inputs).value == pytest.approx(tau, rel=0.001)
    assert measure("hr_recovery_half_time", inputs).value == pytest.approx(half, abs=0.1)


def test_t30_of_a_pure_exponential_is_its_time_constant() -> None:
    bpm = np.concatenate([np.full(120, 60.0), np.full(300, 150.0), 150 * np.exp(-np.arange(200.0) / 250)])
    found = measure("hr_recovery_t30", make_inputs(bpm, three_phases(recovery_s=200)))
    assert found.value == pytest.approx(250.0, abs=1e-6)


def test_t30_from_beats_is_not_called_rough() -> None:
    bpm = recovery_curve()
    beats = Beats(np.arange(1.0, 700.0, 0.5), np.full(1398, 500.0))
    said = measure("hr_recovery_t30", make_inputs(bpm, three_phases())).caveats
    with_beats = measure("hr_recovery_t30", make_inputs(bpm, three_phases(), beats=beats)).caveats
    assert any("rough" in s for s in said)
    assert not any("rough" in s for s in with_beats)


def test_a_fall_along_a_straight_line_has_no_time_constant() -> None:
    """The best curve through it is bent as little as any that is tried: it might be anything slower as well."""
    bpm = np.concatenate([np.full(120, 60.0), np.full(300, 150.0), 150.0 - 0.1 * np.arange(300.0)])
    assert measure("hr_recovery_tau", make_inputs(bpm, three_phases())).unavailable is Reason.FIT_FAILED


def test_a_heart_rate_that_does_not_fall_has_no_t30() -> None:
    bpm = np.concatenate([np.full(120, 70.0), np.full(600, 150.0)])
    assert measure("hr_recovery_t30", make_inputs(bpm, three_phases())).unavailable is Reason.FIT_FAILED


def test_a_recovery_that_is_no_exponential_has_no_time_constant() -> None:
    rng = np.random.default_rng(1)
    bpm = recovery_curve()
    bpm[420:] = 120 + 20 * np.sin(np.arange(301) / 9.0) + rng.normal(0, 3, 301)
    assert measure("hr_recovery_tau", make_inputs(bpm, three_phases())).unavailable is Reason.FIT_FAILED


def test_three_minutes_are_needed_for_the_time_constant() -> None:
    inputs = make_inputs(recovery_curve(recovery_s=170), three_phases(recovery_s=170))
    found = measure("hr_recovery_tau", inputs)
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
    assert "a little too soon after you stopped. Let it run for more than three minutes" in str(found.advice)


def test_moving_on_has_no_time_constant() -> None:
    inputs = make_inputs(recovery_curve(), three_phases(movement=True))
    assert measure("hr_recovery_tau", inputs).unavailable is Reason.ACTIVITY_RESUMED


def test_a_maximal_test_has_no_time_constant() -> None:
    inputs = make_inputs(recovery_curve(), three_phases(), conditions=Conditions(maximal_test=True))
    assert measure("hr_recovery_tau", inputs).unavailable is Reason.OUT_OF_RANGE


def test_half_that_was_not_reached_says_how_far_it_came() -> None:
    bpm = recovery_curve(tau_s=200.0, recovery_s=100)
    found = measure("hr_recovery_half_time", make_inputs(bpm, three_phases(recovery_s=100)))
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
    assert found.parts["fallen_share"] == pytest.approx(1 - np.exp(-97 / 200), abs=0.02)


def test_half_time_needs_a_resting_level() -> None:
    found = measure("hr_recovery_half_time", make_inputs(recovery_curve(), three_phases()[1:]))
    assert found.unavailable is Reason.NEEDS_RESTING_HR
    inputs = make_inputs(recovery_curve(), three_phases()[1:], person=Person(resting_bpm=70))
    told = measure("hr_recovery_half_time", inputs)
    assert told.value == pytest.approx(41.589, abs=0.1)


def test_a_torn_recovery_has_no_course() -> None:
    bpm = recovery_curve()
    bpm[430:445] = np.nan
    inputs = make_inputs(bpm, three_phases())
    for index_id in ("hr_recovery_t30", "hr_recovery_tau", "hr_recovery_half_time"):
        assert measure(index_id, inputs).unavailable is Reason.TOO_MANY_GAPS


def test_an_optical_sensor_makes_the_time_constant_rough() -> None:
    inputs = make_inputs(recovery_curve(), three_phases(), sensor=Sensor.OPTICAL)
    assert any("optical" in said.lower() for said in measure("hr_recovery_tau", inputs).caveats)


def test_noise_widens_every_interval_of_the_course() -> None:
    rng = np.random.default_rng(3)
    noisy = recovery_curve(recovery_s=301) + np.repeat(rng.normal(0, 2.0, 241), 3)[:721]
    for index_id in ("hr_recovery_t30", "hr_recovery_tau", "hr_recovery_half_time"):
        quiet = measure(index_id, make_inputs(recovery_curve(), three_phases()))
        loud = measure(index_id, make_inputs(noisy, three_phases()))
        assert quiet.low is not None and quiet.high is not None and loud.low is not None and loud.high is not None  # noqa: PT018
        assert loud.high - loud.low > 1.5 * (quiet.high - quiet.low), index_id


def test_half_that_was_hardly_reached_when_the_recording_ended_is_not_sure() -> None:
    bpm = recovery_curve(recovery_s=48)
    told = Person(resting_bpm=70)  # errs by 7 bpm (one SD): half of the way back may be 4 bpm lower
    found = measure("hr_recovery_half_time", make_inputs(bpm, three_phases(recovery_s=48)[1:], person=told))
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
    assert "too soon for this number" in str(found.advice)
