"""A whole day."""

import numpy as np
import pytest

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


def by_the_minute(
    *parts: tuple[float, int], missing: tuple[int, int] = (0, 0), moved: tuple[int, int] = (0, 0)
) -> list[tuple[PhaseKind, int]]:
    """The bouts and rests of a day of one value a minute, each with its minutes.

    Two hours and a half of night at 60 bpm, an hour awake at 69, then (bpm, minutes) after each other, and sitting
    again: of the minutes awake a quarter lie at 69 or below, so a bout lies 12 above that.
    """
    bpm = np.concatenate([np.full(150, 60.0), *(np.full(n, level) for level, n in ((69.0, 60), *parts, (69.0, 60)))])
    minutes = np.arange(float(bpm.size))
    there = (minutes < missing[0]) | (minutes >= missing[1])
    moving = (minutes >= moved[0]) & (minutes < moved[1])
    found = phases_of_day(HeartRate(minutes[there] * 60.0, bpm[there]), moving[there])
    return [(p.kind, round((p.stop_s - p.start_s) / 60)) for p in found.items if p.start_s >= 150 * 60.0]


RAISED, EXERCISED = PhaseKind.RAISED, PhaseKind.EXERCISE


@pytest.mark.parametrize(
    ("parts", "bouts"),
    [
        ([(81.0, 5)], [(RAISED, 5)]),  # just 12 above the level of sitting, for just five minutes
        ([(80.9, 5)], []),
        ([(90.0, 4)], []),
        ([(90.0, 5), (69.0, 2), (90.0, 5)], [(RAISED, 12)]),  # a short break
        ([(90.0, 5), (69.0, 3), (90.0, 5)], [(RAISED, 5), (RAISED, 5)]),
        ([(68.0, 30)], []),  # as quiet as the night, but shorter
    ],
)
def test_a_bout_of_a_day_stands_out_from_sitting_for_five_minutes(
    parts: list[tuple[float, int]], bouts: list[tuple[PhaseKind, int]]
) -> None:
    assert by_the_minute(*parts) == bouts


@pytest.mark.parametrize(("missing", "bouts"), [((215, 217), [(RAISED, 12)]), ((215, 218), [(RAISED, 5), (RAISED, 5)])])
def test_a_bout_goes_on_over_two_missing_minutes(missing: tuple[int, int], bouts: list[tuple[PhaseKind, int]]) -> None:
    assert by_the_minute((90.0, missing[1] - 205), missing=missing) == bouts


@pytest.mark.parametrize(("moved", "kind"), [((210, 215), EXERCISED), ((210, 214), RAISED)])
def test_a_bout_with_movement_in_half_of_its_minutes_is_exercise(moved: tuple[int, int], kind: PhaseKind) -> None:
    assert by_the_minute((90.0, 10), moved=moved) == [(kind, 10)]


@pytest.mark.parametrize(("minutes", "phases"), [(120, 1), (119, 0)])
def test_two_hours_of_heart_rate_are_a_day(minutes: int, phases: int) -> None:
    assert len(phases_of_day(HeartRate(np.arange(float(minutes)) * 60.0, np.full(minutes, 60.0))).items) == phases


@pytest.mark.parametrize(("quiet_bpm", "rest_min"), [(68.0, 180), (68.1, 150)])
def test_rest_lies_within_eight_beats_of_the_nights_level(quiet_bpm: float, rest_min: int) -> None:
    bpm = np.concatenate([np.full(150, 60.0), np.full(30, quiet_bpm), np.full(60, 75.0)])
    (rest,) = phases_of_day(HeartRate(np.arange(float(bpm.size)) * 60.0, bpm)).of(PhaseKind.REST)
    assert rest.stop_s == rest_min * 60.0
