"""Double intervals are halved here only where they crowd."""

import numpy as np

from pacing.clean.rr_intervals import _near, doubled_intervals

EVEN = np.full(400, 600.0)


def test_doubles_far_from_a_crowd_are_left_to_the_thresholds() -> None:
    rr_ms = EVEN.copy()
    crowd = np.arange(5, 100, 5)
    rr_ms[crowd] = 1200.0
    rr_ms[300] = 1200.0
    assert doubled_intervals(rr_ms).missed == tuple(crowd.tolist())


def test_a_share_of_one_in_ten_is_no_crowd_yet() -> None:
    rr_ms = EVEN.copy()
    rr_ms[100:190:10] = 1200.0
    assert doubled_intervals(rr_ms).missed == ()


def test_long_intervals_that_are_not_double_are_no_doubles() -> None:
    rr_ms = EVEN.copy()
    rr_ms[::4] = 900.0
    assert doubled_intervals(rr_ms).missed == ()


def test_an_interval_a_tenth_longer_than_two_is_a_double() -> None:
    rr_ms = EVEN.copy()
    rr_ms[::4] = 1320.0
    assert len(doubled_intervals(rr_ms).missed) == 100


def test_doubles_of_which_half_come_in_turn_are_no_rhythm_yet() -> None:
    assert len(doubled_intervals(np.tile([1000.0, 500.0, 1000.0, 500.0, 500.0], 9)).missed) == 18


def test_two_places_within_reach_of_each_other_are_looked_at_again() -> None:
    changed = np.arange(40) == 20
    assert np.flatnonzero(_near(changed)).tolist() == list(range(15, 26))
