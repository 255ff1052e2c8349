import numpy as np
import pytest

from pacing.measure.kinetics import tau_grid_s
from pacing.measure.sensor_smoothing import decay_stretch, onset_stretch, sensor_step_response, smoothing_samples
from pacing.measure.uncertainty import OPTICAL_ERROR, STRAP_ERROR
from pacing.model.recording import Sensor
from tests.measure.exertion_inputs import make_inputs, measure, recovery_curve, three_phases

TIME_S = np.arange(0.0, 300.0)


def test_a_smoothed_answer_is_the_plain_one_through_a_first_order_filter() -> None:
    fine_s = np.arange(0.0, 200.0, 0.01)
    kernel = np.exp(-fine_s / 6.0)
    filtered = np.convolve(sensor_step_response(fine_s, 40.0, 0.0), kernel / kernel.sum())[: fine_s.size]
    assert np.abs(filtered - sensor_step_response(fine_s, 40.0, 6.0)).max() < 2e-3


def test_equal_time_constants_are_no_exception() -> None:
    assert (
        np.abs(sensor_step_response(TIME_S, 20.0, 20.0) - (1 - (1 + TIME_S / 20) * np.exp(-TIME_S / 20))).max() < 1e-3
    )


def test_a_smoothing_sensor_makes_rises_and_falls_seem_slower() -> None:
    taus_s, delays_s = tau_grid_s(5.0, 180.0), np.arange(0.0, 31.0)
    for stretch in (
        onset_stretch(TIME_S, (35.0, 5.0), taus_s, delays_s, OPTICAL_ERROR),
        decay_stretch(TIME_S, 45.0, tau_grid_s(5.0, 400.0), OPTICAL_ERROR),
    ):
        assert stretch.min() > -0.01
        assert 0.02 < np.median(stretch) < 0.2


def test_a_strap_hardly_smooths() -> None:
    stretch = decay_stretch(TIME_S, 45.0, tau_grid_s(5.0, 400.0), STRAP_ERROR)
    assert abs(np.median(stretch)) < 0.01


def test_smoothing_is_never_more_than_the_whole_lag() -> None:
    drawn = smoothing_samples(OPTICAL_ERROR)
    assert drawn.min() >= 0.0
    assert drawn.max() <= OPTICAL_ERROR.lag_high_s


def test_the_time_constant_of_recovery_from_a_wrist_may_truly_be_shorter() -> None:
    bounds = {}
    for sensor in (Sensor.STRAP, Sensor.OPTICAL):
        found = measure("hr_recovery_tau", make_inputs(recovery_curve(), three_phases(), sensor=sensor))
        assert found.value is not None
        assert found.low is not None
        bounds[sensor] = found.low / found.value
    assert bounds[Sensor.OPTICAL] < bounds[Sensor.STRAP] < 1.0 + 1e-9


def test_smoothing_by_a_known_sensor_is_within_what_is_drawn_for_it() -> None:
    slowed = 70 + 60 * (1 - sensor_step_response(TIME_S, 50.0, 8.0))
    shown = np.concatenate([np.full(120, 70.0), np.full(300, 130.0), slowed])
    found = measure("hr_recovery_tau", make_inputs(shown, three_phases(recovery_s=300), sensor=Sensor.OPTICAL))
    assert found.low is not None
    assert found.value is not None
    assert found.low < 50.0 < found.value == pytest.approx(58.0, abs=6.0)
