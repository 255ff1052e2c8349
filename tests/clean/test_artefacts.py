"""Abrupt falls to a plateau and back are drop-outs; hearts and excursions are not."""

import numpy as np
import pytest

from pacing.clean.artefacts import abrupt_edges, dropouts

T = np.arange(600.0)


def test_a_low_plateau_between_two_jumps_is_a_dropout() -> None:
    bpm = np.where((T >= 200) & (T < 290), 62.0, 150.0)
    assert dropouts(T, bpm).nonzero()[0].tolist() == list(range(200, 290))


def test_a_slide_to_the_plateau_belongs_to_the_dropout() -> None:
    bpm = np.full(T.size, 150.0)
    bpm[200:205] = [140.0, 128.0, 110.0, 95.0, 80.0]
    bpm[205:240] = 70.0
    bpm[240:244] = [90.0, 115.0, 135.0, 148.0]
    assert dropouts(T, bpm).nonzero()[0].tolist() == list(range(200, 243))


def test_a_burst_of_noise_is_a_dropout() -> None:
    bpm = np.where((T >= 300) & (T < 330), 215.0, 120.0)
    assert int(dropouts(T, bpm).sum()) == 30


@pytest.mark.parametrize(("rise", "length_s"), [(30.0, 20), (60.0, 90)])
def test_a_short_or_long_excursion_upwards_is_not_taken_for_noise(rise: float, length_s: int) -> None:
    bpm = np.where((T >= 300) & (300 + length_s > T), 100.0 + rise, 100.0)
    assert not dropouts(T, bpm).any()


def test_a_single_jump_rejects_nothing() -> None:
    assert not dropouts(T, np.where(T < 300, 150.0, 80.0)).any()


def test_a_low_stretch_of_more_than_three_minutes_may_be_right() -> None:
    assert not dropouts(T, np.where((T >= 200) & (T < 400), 70.0, 140.0)).any()


def test_the_fastest_recovery_is_no_dropout() -> None:
    bpm = np.where(T < 200, 180.0, 70.0 + 110.0 * np.exp(-(T - 200) / 25.0))
    assert not dropouts(T, bpm).any()
    assert abrupt_edges(T, bpm) == ()


def test_samples_half_a_minute_apart_may_differ_by_anything() -> None:
    assert abrupt_edges(T * 31.0, np.where(T % 2 == 0, 60.0, 160.0)) == ()


def test_a_fall_and_a_rise_that_share_samples_have_nothing_between_them() -> None:
    bpm = np.array([100.0, 100.0, 100.0, 125.0, 125.0, 62.0, 62.0, 62.0, 62.0, 62.0])
    assert not dropouts(np.arange(10.0), bpm)[:3].any()
    assert [(e.before, e.after, e.falling) for e in abrupt_edges(np.arange(10.0), bpm)] == [
        (4, 5, True),
        (2, 3, False),
        (4, 5, True),
    ]
