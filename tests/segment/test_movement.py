"""Bouts from movement, second by second."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.segment.external_load import ExternalLoad
from pacing.segment.movement import _halted, bouts_from_movement

T = np.arange(1200.0)


def bounds(value: FloatArray, name: str = "speed", moving_from: float = 0.3) -> list[tuple[float, float | None]]:
    found = bouts_from_movement(T, ExternalLoad(name, value, moving_from, 1.0))
    return [(b.start.time_s, None if b.stop is None else b.stop.time_s) for b in found]


def test_a_bout_lasts_from_first_movement_to_the_stop() -> None:
    assert bounds(np.where((T >= 100) & (T < 700), 1.2, 0.0)) == [(100.0, 700.0)]


@pytest.mark.parametrize("lag_s", [2.0, 4.0])
def test_the_onset_of_a_smoothed_fall_is_the_stop(lag_s: float) -> None:
    speed = np.where(T < 700, 3.0, 3.0 * np.exp(-(T - 700) / lag_s))
    (_, stop_s), *more = bounds(speed)
    assert not more
    assert stop_s is not None
    assert abs(stop_s - 700) <= 3


def test_a_slower_fall_is_less_sure() -> None:
    sudden = bouts_from_movement(T, ExternalLoad("speed", np.where(T < 700, 3.0, 0.0), 0.3, 1.0))[0].stop
    slow = bouts_from_movement(T, ExternalLoad("speed", np.interp(T, [700, 712], [3.0, 0.0]), 0.3, 1.0))[0].stop
    assert sudden is not None
    assert slow is not None
    assert slow.uncertainty_s > sudden.uncertainty_s


def test_nine_seconds_of_standing_are_no_stop() -> None:
    assert bounds(np.where((T >= 500) & (T < 509), 0.0, 2.0)) == [(0.0, None)]


def test_ten_seconds_at_the_very_end_are_a_stop() -> None:
    assert bounds(np.where(T >= 1188, 0.0, 2.0)) == [(0.0, 1188.0)]


def test_a_quarter_of_the_load_goes_on_a_tenth_does_not() -> None:
    assert bounds(np.where(T < 600, 200.0, 50.0), "power", 10.0) == [(0.0, None)]
    assert bounds(np.where(T < 600, 200.0, 20.0), "power", 10.0) == [(0.0, 600.0)]


def test_a_stop_does_not_become_its_own_reference() -> None:
    speed = np.where((T >= 400) & (T < 700), 0.0, 2.0)
    assert bounds(speed) == [(0.0, 400.0), (700.0, None)]


def test_a_few_steps_in_a_break_do_not_divide_it() -> None:
    speed = np.where((T >= 400) & (T < 700), 0.0, 2.0)
    speed[500:515] = 1.0
    assert bounds(speed) == [(0.0, 400.0), (700.0, None)]


def test_a_silent_channel_is_no_stop() -> None:
    assert bounds(np.where((T >= 400) & (T < 700), np.nan, 2.0)) == [(0.0, None)]


def test_less_than_a_minute_of_movement_is_no_bout() -> None:
    assert bounds(np.where((T >= 400) & (T < 450), 2.0, 0.0)) == []


def walk(*parts: tuple[float, int]) -> list[tuple[float, float | None]]:
    """Bouts of a speed: (m/s, seconds) after each other."""
    value = np.concatenate([np.full(seconds, speed) for speed, seconds in parts])
    found = bouts_from_movement(np.arange(float(value.size)), ExternalLoad("speed", value, 0.3, 1.0))
    return [(b.start.time_s, None if b.stop is None else b.stop.time_s) for b in found]


GOING_ON = [(0.0, None)]


@pytest.mark.parametrize(
    ("parts", "bouts"),
    [
        ([(2.0, 300), (0.4, 100)], GOING_ON),  # a fifth of the load before
        ([(2.0, 300), (0.39, 100)], [(0.0, 300.0)]),
        ([(2.0, 300), (0.0, 9)], GOING_ON),  # ten seconds where the recording ends
        ([(2.0, 300), (0.0, 10)], [(0.0, 300.0)]),
        ([(2.0, 300), (0.0, 59), (2.0, 300)], GOING_ON),  # a break lasts a minute
        ([(2.0, 300), (0.0, 60), (2.0, 300)], [(0.0, 300.0), (360.0, None)]),
        ([(0.0, 100), (2.0, 55), (0.0, 100)], [(100.0, 155.0)]),  # exercise nearly one
        ([(0.0, 100), (2.0, 54), (0.0, 100)], []),
        ([(2.0, 300), (0.0, 50), (1.0, 45), (0.0, 50), (2.0, 300)], GOING_ON),  # what is moving again, slowly
        ([(2.0, 300), (0.0, 50), (1.0, 44), (0.0, 50), (2.0, 300)], [(0.0, 300.0), (444.0, None)]),
        ([(10.0, 300), (0.0, 50), (7.0, 20), (0.0, 50), (10.0, 300)], GOING_ON),  # and at the pace of before
        ([(10.0, 300), (0.0, 50), (7.0, 19), (0.0, 50), (10.0, 300)], [(0.0, 300.0), (419.0, None)]),
        ([(10.0, 300), (0.0, 50), (6.9, 20), (0.0, 50), (10.0, 300)], [(0.0, 300.0), (420.0, None)]),
    ],
)
def test_what_just_is_a_stop_a_break_a_bout_and_what_just_is_none(
    parts: list[tuple[float, int]], bouts: list[tuple[float, float | None]]
) -> None:
    assert walk(*parts) == bouts


@pytest.mark.parametrize(("moved_s", "bouts"), [(50, 2), (51, 1)])
def test_who_moved_for_more_than_half_of_a_break_had_only_eased_off(moved_s: int, bouts: int) -> None:
    value = np.where((T >= 300) & (T < 400), 0.0, 2.0)
    elsewhere = (300 + moved_s > T) | (T >= 400)
    assert len(bouts_from_movement(T, ExternalLoad("speed", value, 0.3, 1.0), elsewhere=elsewhere)) == bouts


@pytest.mark.parametrize(
    ("parts", "bouts"),
    [
        ([(10.0, 300), (0.0, 70), (2.0, 300)], [(0.0, 300.0), (370.0, None)]),  # a fifth of the pace is movement again
        ([(10.0, 300), (0.0, 70), (1.9, 300)], [(0.0, 300.0)]),
        ([(10.0, 300), (0.0, 70), (1.0, 30), (10.0, 300)], [(0.0, 300.0), (400.0, None)]),  # a few slow steps before it
    ],
)
def test_a_new_bout_begins_with_a_fifth_of_the_pace_before(
    parts: list[tuple[float, int]], bouts: list[tuple[float, float | None]]
) -> None:
    assert walk(*parts) == bouts


def test_boundaries_are_as_unsure_as_half_the_spacing_of_the_samples() -> None:
    (bout,) = bouts_from_movement(T, ExternalLoad("speed", np.where((T >= 100) & (T < 700), 1.2, 0.0), 0.3, 4.0))
    assert bout.stop is not None
    assert (bout.start.uncertainty_s, bout.stop.uncertainty_s) == (4.0, 4.0)


@pytest.mark.parametrize(
    ("parts", "halted"),
    [
        ([(0.0, 10), (2.0, 20)], 30),  # stillness before the first step is no halt
        ([(0.3, 5), (0.0, 7), (2.0, 18)], 5),  # the slowest movement is movement
        ([(2.0, 60), (0.0, 5), (2.0, 10)], 60),  # five seconds show
        ([(2.0, 60), (0.0, 4), (2.0, 10)], 74),
        ([(2.0, 60), (0.0, 5), (1.4, 20)], 85),  # who went on for 20 s as hard as before had begun again
        ([(2.0, 60), (0.0, 5), (1.4, 19)], 60),
        ([(2.0, 60), (0.0, 5), (1.3, 20)], 60),
        ([(2.0, 60), (0.0, 5), (1.0, 35)], 60),  # all of it in the last 40 s
        ([(2.0, 60), (0.0, 5), (1.0, 36)], 101),
    ],
)
def test_a_halt_before_a_stop_may_be_the_stop(parts: list[tuple[float, int]], halted: int) -> None:
    value = np.concatenate([np.full(seconds, speed) for speed, seconds in parts])
    assert _halted(value, 0.3, 0, value.size) == halted
