"""A whole day."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind
from pacing.model.recording import HeartRate
from pacing.segment.phases import phases_of_day

DAY = np.arange(0.0, 86_400.0)
HOUR = 3600.0


def day() -> FloatArray:
    bpm: FloatArray = np.where(DAY < 7 * HOUR, 56.0, 74.0) + 3 * np.sin(DAY / 900)
    bpm[int(10 * HOUR) : int(10.5 * HOUR)] = 105.0
    bpm[int(15 * HOUR) : int(15 * HOUR) + 120] = 110.0
    return bpm


def test_the_night_is_rest_and_the_walk_is_a_bout() -> None:
    phases = phases_of_day(HeartRate(DAY, day()))
    (rest,) = phases.of(PhaseKind.REST)
    (bout,) = phases.of(PhaseKind.RAISED)
    assert (rest.start_s, rest.stop_s) == (0.0, 7 * HOUR)
    assert (bout.start_s, bout.stop_s) == (10 * HOUR, 10.5 * HOUR)
    assert not phases.of(PhaseKind.RECOVERY)


def test_a_bout_does_not_reach_over_hours_without_a_watch() -> None:
    bpm = day()
    bpm[int(10.25 * HOUR) : int(12 * HOUR)] = np.nan
    (bout,) = phases_of_day(HeartRate(DAY, bpm)).of(PhaseKind.RAISED)
    assert bout.stop_s == 10.25 * HOUR


def test_an_hour_of_heart_rate_is_no_day() -> None:
    assert phases_of_day(HeartRate(DAY[:3600], day()[:3600])).items == ()
    assert phases_of_day(HeartRate(DAY, np.full(DAY.size, np.nan))).items == ()


def test_twenty_minutes_that_stand_out_from_sitting_are_a_bout_though_the_night_is_near() -> None:
    bpm = np.where(DAY < 7 * HOUR, 58.0, 68.0) + 2 * np.sin(DAY / 900)
    bpm[int(8 * HOUR) : int(8 * HOUR) + 1200] = 86.0
    (bout,) = phases_of_day(HeartRate(DAY, bpm)).of(PhaseKind.RAISED)
    assert (bout.start_s, bout.stop_s) == (8 * HOUR, 8 * HOUR + 1200)


def test_a_day_spent_on_the_feet_is_not_one_long_bout_and_what_stands_out_of_it_is_found() -> None:
    bpm = np.where(DAY < 7 * HOUR, 58.0, 84.0) + 3 * np.sin(DAY / 900)
    bpm[int(18 * HOUR) : int(19 * HOUR)] = 102.0
    (bout,) = phases_of_day(HeartRate(DAY, bpm)).of(PhaseKind.RAISED)
    assert (bout.start_s, bout.stop_s) == (18 * HOUR, 19 * HOUR)


def test_a_bout_with_steps_in_it_is_exercise_and_a_rest_has_none() -> None:
    moving = (DAY >= 10 * HOUR) & (DAY < 10.5 * HOUR) | (DAY >= 3 * HOUR) & (DAY < 3 * HOUR + 600)
    phases = phases_of_day(HeartRate(DAY, day()), moving)
    (bout,) = phases.of(PhaseKind.EXERCISE)
    (rest,) = phases.of(PhaseKind.REST)
    assert (bout.start_s, bout.stop_s) == (10 * HOUR, 10.5 * HOUR)
    assert (rest.start_s, rest.stop_s) == (3 * HOUR + 600, 7 * HOUR)
