"""Held values are refused where the heart cannot have held them."""

import numpy as np

from pacing.clean.artefacts import FROZEN_JUMP_BPM, frozen_values
from pacing.model.recording import Channel

T = np.arange(600.0)
LIVELY = 120.0 + np.round(3.0 * np.sin(T / 5.0))


def test_a_held_value_left_by_a_jump_is_frozen_but_its_first_sample_is_kept() -> None:
    bpm = LIVELY.copy()
    bpm[200:216] = 126.0
    bpm[216:] -= 20
    assert frozen_values(T, bpm).nonzero()[0].tolist() == list(range(201, 216))


def test_a_jump_as_large_as_hearts_never_make_leaves_a_frozen_value_and_a_smaller_one_does_not() -> None:
    for jump_bpm, frozen in ((FROZEN_JUMP_BPM, 15), (FROZEN_JUMP_BPM - 1.0, 0)):
        bpm = LIVELY.copy()
        bpm[200:216] = 126.0
        bpm[216] = 126.0 - jump_bpm
        assert int(frozen_values(T, bpm).sum()) == frozen


def test_a_held_value_that_goes_on_smoothly_is_the_heart() -> None:
    bpm = LIVELY.copy()
    bpm[200:260] = bpm[199]
    bpm[260] = bpm[199] + 1
    assert not frozen_values(T, bpm).any()


def test_a_value_held_through_a_stop_of_two_minutes_is_frozen() -> None:
    bpm = LIVELY.copy()
    bpm[200:330] = 118.0
    speed = Channel("speed", "m/s", T, np.where(T < 260, 1.2, 0.0))
    assert int(frozen_values(T, bpm, (speed,)).sum()) == 129
    assert not frozen_values(T, bpm).any()
    steady = Channel("speed", "m/s", T, np.full(T.size, 1.2))
    assert not frozen_values(T, bpm, (steady,)).any()


def test_a_square_course_made_by_hand_is_not_frozen() -> None:
    assert not frozen_values(T, np.where((T >= 200) & (T < 319), 130.0, 95.0)).any()


def test_minute_values_are_never_frozen() -> None:
    assert not frozen_values(T * 60.0, np.where(T < 300, 70.0, 120.0)).any()


def test_a_value_held_to_the_end_is_left_by_nothing() -> None:
    bpm = LIVELY.copy()
    bpm[-30:] = 150.0
    assert not frozen_values(T, bpm).any()


def test_a_jump_after_a_hole_tells_nothing_about_the_value_before_it() -> None:
    bpm = LIVELY.copy()
    bpm[200:216] = 126.0
    bpm[216:] -= 20
    for hole_s, frozen in ((2.0, 15), (2.5, 0)):  # the next sample comes 3 s later, or more
        assert int(frozen_values(np.where(T >= 216, T + hole_s, T), bpm).sum()) == frozen


def test_two_hours_of_one_value_by_the_minute_is_no_measurement() -> None:
    t = np.arange(0.0, 86_400.0, 60.0)
    bpm = np.round(70 + 10 * np.sin(t / 3000) + np.random.default_rng(1).normal(0, 3, t.size))
    bpm[600:730] = 63.0
    frozen = frozen_values(t, bpm)
    assert frozen[601:730].all()
    assert frozen.sum() == 129
    bpm[600:730:20] = 64.0
    assert not frozen_values(t, bpm).any()


def test_a_day_that_hardly_changes_is_left_alone() -> None:
    t = np.arange(0.0, 86_400.0, 60.0)
    assert not frozen_values(t, np.where(t < 40_000, 60.0, 61.0)).any()
