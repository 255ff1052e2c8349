"""Exactly at a bound, and just beyond it: what still counts in an answer to exertion or standing, and what no more."""

import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.measure.response.active_stand import ActiveStand
from pacing.measure.response.orthostatic import minute_medians, return_time_s
from pacing.model.measurement import Reason
from pacing.model.person import Conditions, Person, Posture
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin
from pacing.model.recording import Marker, MarkerKind
from tests.measure.exertion_inputs import EXERCISE, RECOVERY, REST, channel, make_inputs, measure, phase

RAISED = PhaseKind.RAISED


def lying_then_up(*, known_s: int = 900, sport: str | None = None, phases: tuple[Phase, ...] | None = None) -> Inputs:
    """Five minutes lying, ten up with a heart rate 30 bpm higher, and no step in as long as steps were counted."""
    bpm = np.concatenate([np.full(300, 70.0), np.linspace(70.0, 100.0, 30), np.full(570, 100.0)])
    steps = np.where(np.arange(bpm.size) < known_s, 0.0, np.nan)
    shown = phases or (phase(REST, 0, 300), phase(RAISED, 300, 900))
    return make_inputs(bpm, shown, channels=[channel("cadence", "1/min", steps)], sport=sport)


@pytest.mark.parametrize(("known_s", "stood"), [(810, True), (809, False)])
def test_stillness_is_known_where_nine_tenths_of_it_were_recorded(known_s: int, stood: bool) -> None:
    assert (measure("stand_hr_rise", lying_then_up(known_s=known_s)).value is not None) is stood


@pytest.mark.parametrize(
    ("changed_from_s", "changed_to_s", "bpm", "stood"),
    [
        (360, 390, 88.0, True),  # within a minute, three fifths of the rise
        (360, 390, 87.5, False),
        (700, 900, 112.5, True),  # later on, a third of the rise more or less
        (700, 900, 113.0, False),
        (960, 990, 82.0, True),  # a minute after it, back by three fifths
        (960, 990, 82.5, False),
    ],
)
def test_a_standing_test_is_a_quick_step_to_a_level_that_lasts_and_back(
    changed_from_s: int, changed_to_s: int, bpm: float, stood: bool
) -> None:
    course = np.concatenate([np.full(300, 70.0), np.full(600, 100.0), np.full(100, 75.0)])
    course[changed_from_s:changed_to_s] = bpm
    steps = channel("cadence", "1/min", np.zeros(course.size))
    inputs = make_inputs(course, (phase(REST, 0, 300), phase(RAISED, 300, 900)), channels=[steps])
    assert (measure("stand_hr_rise", inputs).value is not None) is stood


def test_a_sport_that_moves_or_a_third_phase_makes_a_still_step_no_standing_test() -> None:
    three = (phase(REST, 0, 300), phase(RAISED, 300, 800), phase(REST, 800, 900))
    for inputs in (lying_then_up(sport="walking"), lying_then_up(phases=three)):
        assert measure("stand_hr_rise", inputs).unavailable is Reason.NOT_RECORDED


@pytest.mark.parametrize(
    ("kind", "origin", "stood"),
    [
        (RECOVERY, PhaseOrigin.GIVEN, True),
        (RECOVERY, PhaseOrigin.MOVEMENT, False),
        (EXERCISE, PhaseOrigin.GIVEN, False),
    ],
)
def test_standing_is_a_recovery_right_after_rest_that_the_person_gave(
    kind: PhaseKind, origin: PhaseOrigin, stood: bool
) -> None:
    bpm = np.concatenate([np.full(300, 70.0), np.full(300, 88.0)])
    phases = [phase(REST, 0, 300), phase(kind, 300, 600, origin=origin)]
    inputs = make_inputs(bpm, phases, conditions=Conditions(recovery_posture=Posture.STANDING))
    assert (measure("stand_hr_rise", inputs).value is not None) is stood


@pytest.mark.parametrize(("high_minutes", "said"), [(1, False), (2, True)])
def test_a_rise_at_the_mark_is_worth_showing_from_two_minutes_on(high_minutes: int, said: bool) -> None:
    bpm = np.concatenate(
        [np.full(300, 70.0), np.full(60 * high_minutes, 100.0), np.full(600 - 60 * high_minutes, 80.0)]
    )
    inputs = make_inputs(bpm, markers=[Marker(300.0, MarkerKind.USER, "standing")], person=Person(age_years=45))
    assert any("30 bpm or more above lying" in caveat for caveat in measure("stand_hr_rise", inputs).caveats) is said


@pytest.mark.parametrize(("seconds", "median"), [(30, 80.0), (29, np.nan)])
def test_half_of_a_minute_has_a_median(seconds: int, median: float) -> None:
    found = minute_medians(np.arange(float(seconds)), np.full(seconds, 80.0), 0.0, 1)
    assert found == pytest.approx([median], nan_ok=True)


@pytest.mark.parametrize(("rise_bpm", "sooner_s"), [(40.0, 0.0), (50.0, 0.0), (80.0, 3.0)])
def test_back_near_lying_is_within_5_bpm_or_a_tenth_of_a_large_rise(rise_bpm: float, sooner_s: float) -> None:
    """Heart rate falls by 1 bpm a second."""
    time_s = np.arange(200.0)
    stand = ActiveStand(0.0, 0.0, 20.0, "given")

    def back_s(rise_bpm: float) -> float:
        found = return_time_s(time_s, np.maximum(168.0 - time_s, 68.0), stand, 68.0, rise_bpm)
        assert found is not None
        return found

    assert back_s(20.0) - back_s(rise_bpm) == sooner_s


@pytest.mark.parametrize(("missing", "counts"), [(6, True), (7, False)])
def test_a_steady_minute_may_miss_a_tenth_of_its_heart_rate(missing: int, counts: bool) -> None:
    speed = np.repeat([2.0, 2.5, 3.0], 180)
    bpm = np.where(np.arange(speed.size) % 60 < missing, np.nan, 60.0 + 24.0 * speed)
    inputs = make_inputs(bpm, [phase(EXERCISE, 0, 540)], channels=[channel("speed", "m/s", speed)], sport="running")
    assert (measure("hr_speed_slope", inputs).parts["steady_stretches"] != 0) is counts


@pytest.mark.parametrize(
    ("length_s", "missing_s", "refused"),
    [(133, 0, Reason.TOO_SHORT), (134, 0, None), (600, 432, None), (600, 433, Reason.TOO_MANY_GAPS)],
)
def test_a_walk_has_nine_tenths_of_two_minutes_of_speed_in_its_middle(
    length_s: int, missing_s: int, refused: Reason | None
) -> None:
    speed = channel("speed", "m/s", np.where(np.arange(length_s) < missing_s, np.nan, 1.2))
    inputs = make_inputs(np.full(length_s, 100.0), [phase(EXERCISE, 0, length_s)], channels=[speed], sport="walking")
    assert measure("walking_speed_self_selected", inputs).unavailable is refused


@pytest.mark.parametrize(
    ("before_w", "refused"),
    [
        ([0.0] * 90, None),
        ([0.0] * 82 + [48.0] * 8, None),  # four fifths of the load are the load
        ([0.0] * 82 + [47.9] * 8, Reason.NEEDS_STEP_LOAD),
        ([60.0] * 90, Reason.NEEDS_STEP_LOAD),
    ],
    ids=["at once", "four fifths at once", "less at once", "never quiet"],
)
def test_a_step_goes_from_quiet_to_four_fifths_of_its_load_within_seconds(
    before_w: list[float], refused: Reason | None
) -> None:
    after_s = np.arange(300.0)
    bpm = np.concatenate([np.full(90, 70.0), 110.0 - 40.0 * np.exp(-after_s / 42.0)])
    power = channel("power", "W", [*before_w, *[60.0] * 300])
    phases = [phase(REST, 0, 90), phase(EXERCISE, 90, 390)]
    assert measure("hr_onset_tau", make_inputs(bpm, phases, channels=[power], sport="cycling")).unavailable is refused


@pytest.mark.parametrize(
    ("rest_s", "refused"),
    [
        ((0, 60), None),
        ((0, 59), Reason.NEEDS_REST_RECORDING),
        ((400, 600), Reason.NEEDS_REST_RECORDING),
    ],
    ids=["a minute", "less", "only after exercise"],
)
def test_muscle_oxygen_at_rest_is_that_of_a_minute_before_exercise(
    rest_s: tuple[int, int], refused: Reason | None
) -> None:
    oxygen = channel("muscle_oxygen", "%", np.full(600, 70.0))
    phases = [phase(REST, *rest_s), phase(EXERCISE, 100, 400)]
    inputs = make_inputs(np.full(600, 80.0), sorted(phases, key=lambda one: one.start_s), channels=[oxygen])
    assert measure("muscle_oxygen_rest", inputs).unavailable is refused
