"""Efforts of under a minute, and ends that somebody pressed after a halt."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import Marker, MarkerKind
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.external_load import ExternalLoad
from pacing.segment.heart_rate import HeartRateTrend
from pacing.segment.movement import halted_before, short_efforts
from tests.segment.conftest import Found
from tests.segment.courses import course

T = np.arange(1200.0)
KINDS = [PhaseKind.REST, PhaseKind.EXERCISE, PhaseKind.RECOVERY]


SPRINT = np.where((T >= 300) & (T < 340), 3.0, 0.0)


def answer(rise: float = 40.0, *, late_s: float = 0.0) -> FloatArray:
    """A heart that answers to the sprint, shown so late."""
    return course(T, ((300.0 + late_s, 340.0 + late_s),), rest=85.0, level=85.0 + rise)


def test_a_short_effort_that_the_heart_answers_is_exercise_with_a_known_end(found: Found) -> None:
    phases = found(T, answer(), channels={"speed": SPRINT})
    assert [phase.kind for phase in phases.items] == KINDS
    assert (phases.items[1].start_s, phases.items[1].stop_s) == (300.0, 340.0)
    assert {phase.origin for phase in phases.items} == {PhaseOrigin.MOVEMENT}


def test_a_sensor_that_is_late_by_the_whole_effort_is_answer_enough(found: Found) -> None:
    assert found(T, answer(late_s=45.0), channels={"speed": SPRINT}).of(PhaseKind.RECOVERY)


def test_half_a_minute_of_movement_that_the_heart_does_not_answer_is_no_exercise(found: Found) -> None:
    elsewhere = course(T, ((700.0, 900.0),), rest=85.0, level=125.0)
    assert not found(T, elsewhere, channels={"speed": SPRINT}).of(PhaseKind.EXERCISE)


def test_who_moved_for_a_minute_elsewhere_only_pottered_about(found: Found) -> None:
    speed = np.where((T >= 600) & (T < 900), 1.5, SPRINT)
    phases = found(T, course(T, ((300.0, 340.0), (600.0, 900.0))), channels={"speed": speed})
    assert [phase.start_s for phase in phases.of(PhaseKind.EXERCISE)] == [600.0]


def test_who_did_not_stand_still_afterwards_did_not_stop(found: Found) -> None:
    steps = np.where((T >= 340) & (T < 420) & (T % 34 < 19), 40.0, 0.0)
    assert not found(T, answer(), channels={"speed": SPRINT, "cadence": steps}).of(PhaseKind.EXERCISE)


def test_a_session_begun_just_before_the_effort_has_a_sure_end(found: Found) -> None:
    """The seconds before the first step are no halt within the effort."""
    speed = np.where((T >= 12) & (T < 45), 2.5, 0.0)
    (exercise,) = found(T, course(T, ((12.0, 45.0),)), channels={"speed": speed}).of(PhaseKind.EXERCISE)
    assert (exercise.stop_s, exercise.uncertainty_s) == (45.0, 2.5)


def test_a_standing_test_with_a_few_steps_stays_one(found: Found) -> None:
    steps = np.where((T >= 300) & (T < 335), 30.0, 0.0)
    press = (Marker(300.0, MarkerKind.USER, "stand"),)
    upright = course(T, ((300.0, 1200.0),), rest=68.0, level=104.0)
    assert [p.kind for p in found(T, upright, channels={"cadence": steps}, markers=press, sport=None).items] == [
        PhaseKind.REST
    ]


def pressed(speed: FloatArray, *, elsewhere: FloatArray | None = None) -> Boundary:
    """The end that a press at 600 s marks, after what a speed shows."""
    bout = Bout(Boundary(0.0, PhaseOrigin.MOVEMENT, 2.5), Boundary(600.0, PhaseOrigin.MARKER, 5.0))
    moving = (speed if elsewhere is None else elsewhere) > 0
    stop = halted_before((bout,), T, ExternalLoad("speed", speed, 0.3, 1.0), moving)[0].stop
    assert stop is not None
    return stop


def test_who_stood_still_until_the_press_stopped_when_that_began() -> None:
    stop = pressed(np.where(T < 588, 2.0, 0.0))
    assert (stop.time_s, stop.origin, stop.uncertainty_s) == (588.0, PhaseOrigin.MOVEMENT, 2.5)


def test_who_halted_and_stepped_on_may_have_stopped_at_either() -> None:
    stop = pressed(np.where((T < 585) | ((T >= 597) & (T < 600)), 2.0, 0.0))
    assert (stop.time_s, stop.origin, stop.uncertainty_s) == (600.0, PhaseOrigin.MARKER, 17.0)


def test_who_went_on_at_pace_for_20_seconds_after_a_halt_had_begun_again() -> None:
    went_on = (T >= 572) & (T < 600)
    assert pressed(np.where((T < 565) | went_on, 2.0, 0.0)) == Boundary(600.0, PhaseOrigin.MARKER, 5.0)
    assert pressed(np.where(T < 565, 2.0, np.where(went_on, 1.0, 0.0))).uncertainty_s == 37.0
    halted_again = (T >= 585) & (T < 592)
    assert pressed(np.where((T < 565) | (went_on & ~halted_again), 2.0, 0.0)).uncertainty_s == 17.0


@pytest.mark.parametrize("until_s", [600, 597])
def test_a_press_without_a_halt_before_it_stays_as_it_is(until_s: int) -> None:
    assert pressed(np.where(until_s > T, 2.0, 0.0)) == Boundary(600.0, PhaseOrigin.MARKER, 5.0)


def test_an_end_that_movement_shows_is_not_looked_up_again() -> None:
    shown = Bout(Boundary(0.0, PhaseOrigin.MOVEMENT, 2.5), Boundary(600.0, PhaseOrigin.MOVEMENT, 2.5))
    speed = np.where(T < 588, 2.0, 0.0)
    assert halted_before((shown,), T, ExternalLoad("speed", speed, 0.3, 1.0), speed > 0) == (shown,)


def test_whose_wheels_ran_on_until_the_press_may_have_stopped_at_either() -> None:
    stop = pressed(np.where(T < 580, 2.0, 0.0), elsewhere=np.where(T < 597, 5.0, 0.0))
    assert (stop.time_s, stop.origin, stop.uncertainty_s) == (600.0, PhaseOrigin.MARKER, 22.0)


def test_what_was_written_before_a_pause_does_not_hold_in_it(found: Found) -> None:
    """Two pauses of half a minute with a few steps between them: one stop, at the first press."""
    halted = (T >= 600) & ((T < 622) | ((T >= 633) & (T < 673)))
    speed = np.where(halted, np.nan, np.where((T >= 622) & (T < 633), 0.4, 3.0))
    marks = [(600, MarkerKind.PAUSE), (622, MarkerKind.RESUME), (633, MarkerKind.PAUSE), (673, MarkerKind.RESUME)]
    markers = tuple(Marker(float(at_s), kind) for at_s, kind in marks)
    phases = found(T, course(T, ((0.0, 600.0), (673.0, 1200.0))), channels={"speed": speed}, markers=markers)
    stop = phases.of(PhaseKind.RECOVERY)[0]
    assert (stop.start_s, stop.origin, stop.uncertainty_s) == (600.0, PhaseOrigin.MARKER, 5.0)


@pytest.mark.parametrize(("stood_s", "time_s"), [(5, 595.0), (4, 600.0)])
def test_five_seconds_of_stillness_before_a_press_are_the_stop(stood_s: int, time_s: float) -> None:
    assert pressed(np.where(600 - stood_s > T, 2.0, 0.0)).time_s == time_s


def test_the_slowest_movement_up_to_a_press_is_movement() -> None:
    assert pressed(np.where(T < 580, 2.0, 0.3)).time_s == 600.0


@pytest.mark.parametrize(("span_bpm", "raised_to", "efforts"), [(20.0, 0.4, 1), (19.9, 0.4, 0), (20.0, 0.39, 0)])
def test_an_effort_is_answered_by_two_fifths_of_a_span_of_twenty_beats(
    span_bpm: float, raised_to: float, efforts: int
) -> None:
    time_s = np.arange(300.0)
    speed = np.where((time_s >= 100) & (time_s < 140), 2.0, 0.0)
    bpm = np.where((time_s >= 100) & (time_s < 190), 60.0 + raised_to * span_bpm, 60.0)
    course = HeartRateTrend(time_s, bpm, bpm, bpm, bpm, bpm, 60.0, 60.0 + span_bpm)
    load = ExternalLoad("speed", speed, 0.3, 1.0)
    assert len(short_efforts(time_s, load, course, speed == 0.0)) == efforts
    assert short_efforts(time_s, load, None, speed == 0.0) == ()
