"""Heart rate without what no heart did."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bouts import Boundary
from pacing.segment.heart_rate import (
    Device,
    HeartRateTrend,
    _fall_begins,
    _lifts,
    _long_enough,
    _shown,
    heart_rate_trend,
)

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


def torn(spacing_s: float, fall_bpm: float, at_bpm: float = 150.0) -> tuple[float, float]:
    """How much of a fall between two samples so far apart is left: as it was seen, and as it is bridged."""
    time_s = np.concatenate((np.arange(200.0), 199.0 + spacing_s + np.arange(200.0)))
    bpm = np.where(np.arange(400) < 200, at_bpm, at_bpm - fall_bpm)
    course = heart_rate_trend(time_s, bpm)
    assert course is not None
    return float(np.ptp(course.seen)), float(np.ptp(course.bridged))


@pytest.mark.parametrize(
    ("spacing_s", "fall_bpm", "seen", "bridged"),
    [
        (1.0, 10.0, True, True),  # no more than a device shows from one second to the next
        (1.0, 10.1, False, False),
        (3.0, 13.0, True, True),  # and 1.5 for each second more
        (3.0, 13.1, False, False),
        (10.0, 9.0, True, True),  # nobody saw what happened in a hole of over ten seconds
        (11.0, 9.0, False, True),
        (40.0, 40.0, False, True),  # but it may be bridged, where it was no faster than 1 bpm/s
        (40.0, 40.1, False, False),
        (45.0, 9.0, False, True),  # up to three quarters of a minute
        (46.0, 9.0, False, False),
    ],
)
def test_a_fall_is_seen_or_bridged_where_a_heart_can_have_made_it(
    spacing_s: float, fall_bpm: float, seen: bool, bridged: bool
) -> None:
    assert torn(spacing_s, fall_bpm) == pytest.approx((fall_bpm * seen, fall_bpm * bridged))


def level_course(bpm: FloatArray, level: float = 100.0, low: float = 60.0, high: float = 160.0) -> HeartRateTrend:
    """A course as it is, with half-minute means of one level."""
    ahead = np.maximum.accumulate(bpm[::-1])[::-1]
    return HeartRateTrend(np.arange(float(bpm.size)), bpm, bpm, bpm, np.full(bpm.size, level), ahead, low, high)


@pytest.mark.parametrize(
    ("rise_bpm", "level_bpm", "lifts"), [(25.0, 100.0, True), (24.9, 100.0, False), (25.0, 99.9, False)]
)
def test_a_beginning_rises_by_a_fourth_of_the_span_to_two_fifths_of_it(
    rise_bpm: float, level_bpm: float, lifts: bool
) -> None:
    assert _lifts(level_course(80.0 + rise_bpm * np.arange(2.0), level_bpm), 0, 1) is lifts


@pytest.mark.parametrize(
    ("start_s", "stop_s", "long"),
    [(100.0, 160.0, True), (100.0, 159.0, False), (0.0, 180.0, True), (0.0, 179.0, False)],
)
def test_exercise_lasts_a_minute_and_a_high_start_three(start_s: float, stop_s: float, long: bool) -> None:
    assert _long_enough(level_course(np.full(300, 90.0)), at(start_s), at(stop_s)) is long


@pytest.mark.parametrize(
    ("fall_bpm", "unsure_s", "spacing_s", "shown"),
    [
        (6.0, 60.0, 1.0, True),
        (5.9, 60.0, 1.0, False),
        (6.0, 60.1, 1.0, False),
        (6.0, 64.0, 5.0, True),
        (6.0, 64.1, 5.0, False),
    ],
)
def test_a_stop_is_known_to_a_minute_and_heart_rate_is_six_beats_lower_after_it(
    fall_bpm: float, unsure_s: float, spacing_s: float, shown: bool
) -> None:
    course = level_course(np.where(T < 300, 120.0, 120.0 - fall_bpm))
    assert _shown(course, at(300.0, unsure_s), Device(spacing_s=spacing_s)) is shown


def at(time_s: float, unsure_s: float = 10.0) -> Boundary:
    return Boundary(time_s, PhaseOrigin.HEART_RATE, unsure_s)


def falling(*legs: tuple[float, int]) -> FloatArray:
    """Heart rate from 160 bpm down by so much over so many seconds, one leg after the other; 20 lower come before."""
    down = np.concatenate([np.full(length, fall / length) for fall, length in legs])
    return np.concatenate([np.full(30, 160.0), 160.0 - np.cumsum(down)])


@pytest.mark.parametrize(
    ("legs", "begins"),
    [
        (((8.1, 60), (0.0, 29), (2.0, 1), (30.0, 450)), True),  # a fourth of the whole within 90 s
        (((8.1, 60), (0.0, 30), (2.0, 1), (30.0, 450)), False),
        (((3.9, 90), (8.0, 400)), False),  # four beats at least
        (((4.1, 60), (8.0, 400)), True),
    ],
)
def test_a_fall_that_begins_slowly_is_drift(legs: tuple[tuple[float, int], ...], begins: bool) -> None:
    bpm = falling(*legs)
    assert (_fall_begins(level_course(bpm, low=150.0), 29, bpm.size - 1) is not None) is begins


@pytest.mark.parametrize(("fall_bpm", "begins"), [(25.0, True), (24.9, False)])
def test_a_fall_with_which_the_recording_ends_loses_a_fourth_of_what_was_gained(fall_bpm: float, begins: bool) -> None:
    bpm = np.concatenate([np.full(30, 160.0), falling((fall_bpm, 60))])
    assert (_fall_begins(level_course(bpm), 29, bpm.size - 1) is not None) is begins


@pytest.mark.parametrize(("fall_bpm", "begins"), [(51.0, True), (48.0, False)])
def test_another_fall_loses_half_of_it(fall_bpm: float, begins: bool) -> None:
    bpm = np.concatenate([falling((fall_bpm, 60)), np.linspace(160.0 - fall_bpm, 160.0, 60)])
    assert (_fall_begins(level_course(bpm), 29, 89) is not None) is begins
