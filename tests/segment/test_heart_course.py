"""Heart rate without what no heart did."""

import numpy as np
import pytest

from pacing.segment.heart_rate import heart_rate_trend

T = np.arange(600.0)


def test_too_few_known_seconds_have_no_course() -> None:
    assert heart_rate_trend(T[:59], np.full(59, 90.0)) is None
    assert heart_rate_trend(T, np.full(T.size, np.nan)) is None
    assert heart_rate_trend(T, np.full(T.size, 90.0), measured=np.zeros(T.size, dtype=np.bool_)) is None


def test_a_jump_faster_than_a_heart_is_taken_out_of_all_that_follows() -> None:
    course = heart_rate_trend(T, np.where(T < 300, 120.0, 85.0))
    assert course is not None
    assert np.ptp(course.bridged) == 0.0
    assert np.ptp(course.seen) == 0.0
    assert np.ptp(course.bpm) == 35.0


def test_a_fall_across_a_long_hole_was_not_seen() -> None:
    bpm = np.where(T < 300, 120.0, 90.0)
    bpm[300:320] = np.nan
    course = heart_rate_trend(T, bpm)
    assert course is not None
    assert np.ptp(course.seen) == 0.0


def test_a_fall_too_fast_for_its_spacing_is_not_hidden_by_the_seconds_filled_in() -> None:
    measured = T % 6 == 0
    given = np.where(T[measured] < 300, 118.0, 88.0)  # 30 bpm within 6 s: a sensor that had followed the steps
    course = heart_rate_trend(T, np.interp(T, T[measured], given), measured=measured)
    assert course is not None
    assert np.ptp(course.seen) == 0.0
    assert np.isnan(course.bridged[~measured]).all()


def test_one_value_a_minute_has_no_holes() -> None:
    measured = T % 60 == 0
    given = np.where(T[measured] < 300, 120.0, 90.0)
    course = heart_rate_trend(T[:541], np.interp(T[:541], T[measured], given), measured=measured[:541])
    assert course is not None
    assert np.ptp(course.seen) == pytest.approx(30.0)


def test_exercise_lies_above_two_fifths_of_the_span() -> None:
    course = heart_rate_trend(T, 80.0 + 50.0 * np.clip((T - 200.0) / 200.0, 0.0, 1.0))
    assert course is not None
    assert course.exercise_bpm == pytest.approx(100.0, abs=0.5)
