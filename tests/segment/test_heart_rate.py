"""Bouts from heart rate alone."""

import numpy as np
import pytest

from pacing.segment.heart_rate import Device, bouts_from_heart_rate, heart_rate_trend
from tests.segment.courses import course

T = np.arange(1500.0)


def test_a_ripple_of_two_beats_does_not_end_exercise() -> None:
    bpm = course(T, ((300.0, 1200.0),)) + 2.0 * np.sin(T / 8.0)
    (bout,) = bouts_from_heart_rate(heart_rate_trend(T, bpm))
    assert bout.stop is not None
    assert abs(bout.stop.time_s - 1200) <= 10


def test_hills_inside_exercise_are_the_pace_not_breaks() -> None:
    bpm = course(T, ((300.0, 1200.0),), level=140.0)
    bpm[500:1100] += 7.0 * np.sin((T[500:1100] - 500) / 600 * 6 * np.pi)
    assert len(bouts_from_heart_rate(heart_rate_trend(T, np.round(bpm)))) == 1


def test_a_slow_drift_downwards_ends_nothing() -> None:
    bpm = np.where(T < 300, 75.0, 140.0 - (T - 300) / 1200 * 25) + np.sin(T)
    bpm[300:330] = np.linspace(75, 140, 30)
    assert all(bout.stop is None for bout in bouts_from_heart_rate(heart_rate_trend(T, np.round(bpm))))


def test_a_session_that_spans_less_than_twenty_beats_is_one_level() -> None:
    assert bouts_from_heart_rate(heart_rate_trend(T, 80.0 + 8.0 * np.sin(T / 60.0))) == ()


def test_a_fall_that_nobody_saw_is_none() -> None:
    bpm = np.where(T < 700, 140.0, 95.0) + np.round(np.sin(T))
    bpm[700:760] = np.nan
    bpm[:200] = course(T[:200], ((20.0, 200.0),), level=140.0)
    assert all(bout.stop is None for bout in bouts_from_heart_rate(heart_rate_trend(T, bpm)))


def test_a_stop_inside_a_short_hole_is_found_from_both_sides() -> None:
    bpm = course(T, ((300.0, 1200.0),))
    bpm[1190:1215] = np.nan
    (bout,) = bouts_from_heart_rate(heart_rate_trend(T, bpm))
    assert bout.stop is not None
    assert abs(bout.stop.time_s - 1200) <= max(15.0, bout.stop.uncertainty_s)


def test_a_lagging_sensor_is_set_earlier_and_is_less_sure() -> None:
    bpm = course(T, ((300.0, 1200.0),))
    (plain,), (late,) = (
        bouts_from_heart_rate(heart_rate_trend(T, bpm)),
        bouts_from_heart_rate(heart_rate_trend(T, bpm), Device(lag_s=6.0)),
    )
    assert plain.stop is not None
    assert late.stop is not None
    assert late.stop.time_s == pytest.approx(plain.stop.time_s - 6.0, abs=1)
    assert late.stop.uncertainty_s == pytest.approx(plain.stop.uncertainty_s + 6.0)


def test_a_high_start_of_two_minutes_is_a_cold_sensor() -> None:
    bpm = np.where(T < 100, 160.0, 160.0 - 65.0 * -np.expm1(-(T - 100) / 30.0)) + np.round(np.sin(T / 3))
    assert all(bout.stop is None for bout in bouts_from_heart_rate(heart_rate_trend(T, np.round(bpm))))


@pytest.mark.parametrize("size", [0, 1, 59])
def test_hardly_any_heart_rate_shows_nothing(size: int) -> None:
    assert bouts_from_heart_rate(heart_rate_trend(T[:size], np.full(size, 100.0))) == ()
    assert bouts_from_heart_rate(heart_rate_trend(T, np.full(T.size, np.nan))) == ()


def test_a_fall_no_wandering_pace_could_make_is_a_stop_whatever_its_shape() -> None:
    bpm = np.interp(T, [0.0, 300.0, 345.0, 900.0, 1000.0, 1500.0], [75.0, 75.0, 112.0, 140.0, 72.0, 70.0])
    (bout,) = bouts_from_heart_rate(heart_rate_trend(T, np.round(bpm)))
    assert bout.stop is not None
    assert 895.0 <= bout.stop.time_s <= 940.0  # somewhere on a fall that no heart makes in a straight line


def test_a_dip_that_a_wandering_pace_explains_as_well_is_no_stop() -> None:
    rng = np.random.default_rng(9)
    bpm = course(T, ((200.0, 1500.0),)) + np.where(T > 400, 7.0 * np.sin(T / 45.0), 0.0) + rng.normal(0, 1.0, T.size)
    assert all(bout.stop is None for bout in bouts_from_heart_rate(heart_rate_trend(T, np.round(bpm))))


def test_a_rough_look_finds_the_same_bout_within_a_minute() -> None:
    bpm = np.round(course(T, ((300.0, 1200.0),)))
    (exact,) = bouts_from_heart_rate(heart_rate_trend(T, bpm))
    (rough,) = bouts_from_heart_rate(heart_rate_trend(T, bpm), exact=False)
    assert exact.stop is not None
    assert rough.stop is not None
    assert abs(exact.stop.time_s - rough.stop.time_s) <= 60.0
    assert rough.stop.uncertainty_s > exact.stop.uncertainty_s
