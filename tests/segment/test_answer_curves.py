"""The curves tried around a turn."""

import numpy as np
import pytest

from pacing.segment.answer_curves import (
    STOP,
    WAVE_HZ,
    Shape,
    Turn,
    answer,
    answer_curves,
    doubts,
    wandering_curves,
)

START = Shape(Turn.START)
T = np.arange(0.0, 400.0, 4.0)
MOMENTS = np.array([150.0, 200.0])
LEVEL, CHANGE, DRIFT = 0, 1, 2


def test_before_a_stop_the_change_is_all_there_and_afterwards_it_goes() -> None:
    change = answer_curves(T, MOMENTS, STOP)[1, CHANGE]
    assert (change[T <= 200.0] == 1.0).all()
    assert (np.diff(change[T >= 200.0]) < 0.0).all()
    assert change[-1] > 0.0


def test_a_start_is_a_stop_upside_down() -> None:
    stop, start = (answer_curves(T, MOMENTS, shape)[:, CHANGE] for shape in (STOP, START))
    np.testing.assert_allclose(stop + start, 1.0)


def test_the_pace_has_no_waves_after_a_stop_and_none_before_a_start() -> None:
    stop, start = (answer_curves(T, MOMENTS, shape)[0] for shape in (STOP, START))
    waves = slice(DRIFT + 1, None)
    assert np.all(start[waves][:, T < 150.0] == 0.0)
    after = stop[waves][:, T >= 150.0]
    assert (np.diff(np.abs(after), axis=1) <= 1e-12).all()  # what they had added fades


def test_a_sensor_that_smooths_shows_the_change_begin_gently() -> None:
    plain = answer(np.array([1.0, 2.0]), 60.0, 0.0)
    smoothed = answer(np.array([1.0, 2.0]), 60.0, 6.0)
    assert (smoothed < 0.3 * plain).all()
    assert Shape(Turn.STOP, 6.0) != STOP


@pytest.mark.parametrize("smoothing_s", [0.0, 6.0, 48.0])
def test_an_answer_rises_from_nothing_to_all(smoothing_s: float) -> None:
    course = answer(np.arange(0.0, 2000.0), 48.0, smoothing_s)
    assert course[0] == pytest.approx(0.0, abs=1e-6)
    assert course[-1] == pytest.approx(1.0, abs=1e-6)
    assert (np.diff(course) >= -1e-9).all()


def test_each_part_has_its_doubt_and_larger_waves_are_doubted_less() -> None:
    parts = answer_curves(T, MOMENTS, STOP).shape[1]
    assert parts == doubts(1.0).size == 3 + 2 * WAVE_HZ.size
    assert wandering_curves(T).shape == (1, parts - 1, T.size)
    assert (doubts(3.0)[DRIFT + 1 :] < doubts(0.3)[DRIFT + 1 :]).all()
