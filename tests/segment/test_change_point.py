"""Where a fall begins, and how sure that is."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.segment.change_point import (
    CORRELATION,
    SEARCH_S,
    WHOLE_BINS_S,
    Shape,
    Transition,
    _curves,
    _independent,
    _means,
    _turning,
    change_point,
)

T = np.arange(600.0)


@pytest.mark.parametrize("tau_s", [25.0, 60.0, 110.0])
@pytest.mark.parametrize("guess_s", [282.0, 300.0, 325.0])
def test_the_beginning_of_an_exponential_fall_is_found(tau_s: float, guess_s: float) -> None:
    rng = np.random.default_rng(3)
    course: FloatArray = np.where(T < 300, 130.0, 80.0 + 50.0 * np.exp(-(T - 300) / tau_s))
    bpm: FloatArray = (course + rng.normal(0, 0.7, T.size)).round()
    found_s, half_width_s, _ = change_point(T, bpm, guess_s)
    assert abs(found_s - 300) <= 5
    assert abs(found_s - 300) <= half_width_s + 3


def test_the_beginning_of_a_rise_is_found_too() -> None:
    bpm: FloatArray = np.where(T < 300, 70.0, 130.0 - 60.0 * np.exp(-(T - 300) / 45.0)).round()
    assert abs(change_point(T, bpm, 310.0, Shape(Transition.START)).time_s - 300) <= 4


def test_a_small_fall_in_noise_is_less_sure_than_a_large_one() -> None:
    noise = np.random.default_rng(4).normal(0, 2.0, T.size)
    fall = np.where(T < 300, 0.0, np.expm1(-np.maximum(T - 300, 0) / 60.0))
    widths = [change_point(T, 120.0 + size * fall + noise, 305.0).half_width_s for size in (60.0, 12.0)]
    assert widths[1] > widths[0]


def test_a_hole_in_the_fall_still_lets_its_beginning_be_found() -> None:
    bpm = np.where(T < 300, 130.0, 80.0 + 50.0 * np.exp(-(T - 300) / 60.0))
    bpm[290:320] = np.nan
    found_s, half_width_s, _ = change_point(T, bpm, 320.0)
    assert abs(found_s - 300) <= max(10.0, half_width_s)


def test_too_few_samples_leave_the_guess_and_its_doubt() -> None:
    found = change_point(T[:12], np.full(12, 90.0), 10.0)
    assert found[:2] == (10.0, SEARCH_S)
    assert np.isnan(found.log_odds)


def test_a_fall_that_a_sensor_smoothed_is_dated_to_the_heart_and_not_to_the_sensor() -> None:
    time_s = np.arange(400.0)
    after = np.maximum(time_s - 200.0, 0.0)
    shown = 90.0 + 40.0 * (60.0 * np.exp(-after / 60.0) - 6.0 * np.exp(-after / 6.0)) / 54.0
    plain = change_point(time_s, shown, 190.0).time_s
    aware = change_point(time_s, shown, 190.0, Shape(Transition.STOP, 6.0)).time_s
    assert abs(aware - 200.0) <= 2.1  # half of the search's step
    assert plain - 200.0 > 3.0


def test_smoothing_as_slow_as_the_heart_itself_can_be_fitted() -> None:
    time_s = np.arange(400.0)
    after = np.maximum(time_s - 200.0, 0.0)
    shown = 90.0 + 40.0 * (1.0 + after / 34.0) * np.exp(-after / 34.0)
    found = change_point(time_s, shown, 200.0, Shape(Transition.STOP, 34.0)).time_s
    assert abs(found - 200.0) < 2.0


def test_a_stop_is_likelier_than_a_wandering_pace_and_a_wandering_pace_is_not() -> None:
    rng = np.random.default_rng(8)
    noise = rng.normal(0, 0.7, T.size)
    stop = np.where(T < 300, 130.0, 100.0 + 30.0 * np.exp(-(T - 300) / 60.0))
    wander = 120.0 + 4.0 * np.sin(T / 40.0) + 3.0 * np.cos(T / 23.0)
    assert change_point(T, stop + noise, 310.0).log_odds > 10.0
    assert change_point(T, wander + noise, 310.0).log_odds < 0.0


def test_a_rise_is_no_stop_and_a_fall_no_start() -> None:
    fall = np.where(T < 300, 120.0, 80.0 + 40.0 * np.exp(-(T - 300) / 60.0))
    assert change_point(T, 200.0 - fall, 300.0).log_odds < 0.0
    assert change_point(T, fall, 300.0, Shape(Transition.START)).log_odds < 0.0


@pytest.mark.parametrize("shape", [Shape(Transition.STOP, 6.0), Shape(Transition.START)])
def test_curves_that_are_looked_up_are_those_that_would_be_worked_out(shape: Shape) -> None:
    seconds = np.delete(np.arange(-171.0, 230.0), [40, 41, 200, 300])  # bins without all of their seconds
    times = _means(seconds, seconds)[0]
    assert 0 < np.isin(times, WHOLE_BINS_S).sum() < times.size
    plain = _independent(_curves(times, shape), CORRELATION ** np.diff(times))
    assert np.allclose(_turning(times, shape), plain, rtol=0.0, atol=1e-12)
