"""The cold first minutes are pointed out, not removed."""

import numpy as np

from pacing.clean.optical import unsure_until_s

T = np.arange(1200.0)


def test_a_jump_in_the_first_minutes_puts_what_came_before_in_doubt() -> None:
    assert unsure_until_s(T, np.where(T < 120, 165.0, 95.0)) == 120.0


def test_a_jump_later_or_a_fast_onset_does_not() -> None:
    assert unsure_until_s(T, np.where(T < 400, 165.0, 95.0)) == 0.0
    assert unsure_until_s(T, 70.0 + 80.0 * (1 - np.exp(-T / 20.0))) == 0.0


def test_the_minutes_count_from_the_first_sample() -> None:
    assert unsure_until_s(T + 5000.0, np.where(T < 120, 165.0, 95.0)) == 120.0
    assert unsure_until_s(np.zeros(0), np.zeros(0)) == 0.0


def test_five_minutes_are_the_first_minutes() -> None:
    assert [unsure_until_s(T, np.where(jump_s > T, 165.0, 95.0)) for jump_s in (300, 301)] == [300.0, 0.0]
