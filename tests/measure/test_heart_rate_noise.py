import numpy as np
import pytest

from pacing.measure.heart_rate_noise import hidden_gain, unit_pink_noise
from pacing.measure.levels import block_mean_sd
from pacing.measure.recovery.level_samples import level_error

MINUTE = (0.0, 60.0)


def test_a_smooth_course_has_no_wander() -> None:
    time_s = np.arange(60.0)
    error = level_error(time_s, 100 - 0.5 * time_s + 0.002 * time_s**2, MINUTE, 0.3)
    assert error.wander_bpm == 0.0
    assert error.sensor_bpm == 0.3


def test_levels_that_scatter_on_their_own_are_found_and_raised_by_what_a_cubic_hides() -> None:
    rng = np.random.default_rng(5)
    squares = []
    for _ in range(200):
        levels = np.repeat(rng.normal(0.0, 2.0, 12), 5)
        squares.append((level_error(np.arange(60.0), 100 + levels, MINUTE, 0.0).wander_bpm / hidden_gain(12)) ** 2)
    assert np.sqrt(np.mean(squares)) == pytest.approx(2.0, rel=0.05)


def test_a_wander_that_a_cubic_partly_follows_is_found_whole() -> None:
    waves = 3.0 * unit_pink_noise(60)[::5]
    found = [level_error(np.arange(60.0), 100 + wave, MINUTE, 0.0).wander_bpm for wave in waves]
    true_sd = np.std(waves.reshape(-1, 12, 5).mean(axis=2))
    assert np.sqrt(np.mean(np.square(found))) == pytest.approx(true_sd, rel=0.05)


def test_what_the_sensor_explains_is_not_taken_for_the_heart() -> None:
    bpm = 100 + 2.0 * np.repeat(np.random.default_rng(8).normal(0.0, 1.0, 12), 5)
    still = level_error(np.arange(60.0), bpm, MINUTE, 5.0)
    assert still.wander_bpm == 0.0
    assert still.draws(3).std() == pytest.approx(5.0, rel=0.02)


def test_a_wander_told_from_few_means_is_less_sure() -> None:
    bpm = 100 + np.repeat(np.random.default_rng(9).normal(0.0, 2.0, 12), 5)
    error = level_error(np.arange(60.0), bpm, MINUTE, 0.0)
    tails = np.quantile(np.abs(error.draws(4)), 0.95) / error.wander_bpm
    assert tails == pytest.approx(2.306, rel=0.08)  # Student's with 8 degrees of freedom


def test_breathing_is_seen_within_five_seconds_and_not_in_levels() -> None:
    time_s = np.arange(60.0)
    breaths = 3.0 * np.sqrt(2.0) * np.sin(2 * np.pi * 0.37 * time_s)
    error = level_error(time_s, 100 + breaths, MINUTE, 0.0)
    assert error.breath_bpm == pytest.approx(3.0, rel=0.2)
    assert error.wander_bpm < 0.5


def test_too_few_samples_leave_only_the_sensor() -> None:
    for count in (12, 0):
        error = level_error(np.arange(float(count)), np.full(count, 90.0), MINUTE, 0.4)
        assert error.draws(1).std() == pytest.approx(0.4, rel=0.02)


def test_the_error_of_a_mean_of_neighbours_alike_is_larger_than_of_strangers() -> None:
    rng = np.random.default_rng(6)
    strangers = [block_mean_sd(rng.normal(0, 1, 600)) for _ in range(50)]
    alike = [block_mean_sd(np.repeat(rng.normal(0, 1, 60), 10)) for _ in range(50)]
    assert np.mean(alike) > 2.5 * np.mean(strangers)
    assert block_mean_sd(np.arange(20.0)) == 0.0


def test_values_held_for_a_minute_are_compared_minute_by_minute() -> None:
    held = np.repeat(np.random.default_rng(7).normal(0, 1, 40), 60)
    assert block_mean_sd(held[:300], 60) > 1.5 * block_mean_sd(held[:300])
