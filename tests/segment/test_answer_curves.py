"""The curves tried around a turn."""

import numpy as np
import pytest

from pacing.segment.change_point import (
    STOP,
    WAVE_HZ,
    Shape,
    Transition,
    prior_precision,
    response_models,
    step_response,
    wandering_models,
)

START = Shape(Transition.START)
T = np.arange(0.0, 400.0, 4.0)
MOMENTS = np.array([150.0, 200.0])
LEVEL, CHANGE, DRIFT = 0, 1, 2


def test_before_a_stop_the_change_is_all_there_and_afterwards_it_goes() -> None:
    change = response_models(T, MOMENTS, STOP)[1, CHANGE]
    assert (change[T <= 200.0] == 1.0).all()
    assert (np.diff(change[T >= 200.0]) < 0.0).all()
    assert change[-1] > 0.0


def test_a_start_is_a_stop_upside_down() -> None:
    stop, start = (response_models(T, MOMENTS, shape)[:, CHANGE] for shape in (STOP, START))
    np.testing.assert_allclose(stop + start, 1.0)


def test_the_pace_has_no_waves_after_a_stop_and_none_before_a_start() -> None:
    stop, start = (response_models(T, MOMENTS, shape)[0] for shape in (STOP, START))
    waves = slice(DRIFT + 1, None)
    assert np.all(start[waves][:, T < 150.0] == 0.0)
    after = stop[waves][:, T >= 150.0]
    assert (np.diff(np.abs(after), axis=1) <= 1e-12).all()  # what they had added fades


def test_a_sensor_that_smooths_shows_the_change_begin_gently() -> None:
    plain = step_response(np.array([1.0, 2.0]), 60.0, 0.0)
    smoothed = step_response(np.array([1.0, 2.0]), 60.0, 6.0)
    assert (smoothed < 0.3 * plain).all()
    assert Shape(Transition.STOP, 6.0) != STOP


@pytest.mark.parametrize("smoothing_s", [0.0, 6.0, 48.0])
def test_an_answer_rises_from_nothing_to_all(smoothing_s: float) -> None:
    course = step_response(np.arange(0.0, 2000.0), 48.0, smoothing_s)
    assert course[0] == pytest.approx(0.0, abs=1e-6)
    assert course[-1] == pytest.approx(1.0, abs=1e-6)
    assert (np.diff(course) >= -1e-9).all()


def test_each_part_has_its_doubt_and_larger_waves_are_doubted_less() -> None:
    parts = response_models(T, MOMENTS, STOP).shape[1]
    assert parts == prior_precision(1.0).size == 3 + 2 * WAVE_HZ.size
    assert wandering_models(T).shape == (1, parts - 1, T.size)
    assert (prior_precision(3.0)[DRIFT + 1 :] < prior_precision(0.3)[DRIFT + 1 :]).all()
