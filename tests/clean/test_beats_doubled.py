"""Double intervals are halved here only where they crowd."""

import numpy as np

from pacing.clean.rr_intervals import doubled_intervals

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
