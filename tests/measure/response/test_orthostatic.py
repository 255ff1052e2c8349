import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.measure.response.active_stand import ActiveStand, _by_label, _by_stillness, _still
from pacing.measure.response.orthostatic import return_time_s
from pacing.model.measurement import Reason
from pacing.model.person import Conditions, Person, Posture
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import Channel, Marker, MarkerKind
from tests.measure.exertion_inputs import EXERCISE, RECOVERY, REST, channel, make_inputs, measure, phase

STAND = Marker(300.0, MarkerKind.USER, "standing")


def stand(minutes: list[float], markers: list[Marker] | None = None, *, lying: float = 70.0, age: float = 45) -> Inputs:
    bpm = np.concatenate([np.full(300, lying), np.repeat(minutes, 60)])
    return make_inputs(bpm, markers=[STAND] if markers is None else markers, person=Person(age_years=age))


def test_the_sustained_rise_is_that_of_two_minutes_in_a_row() -> None:
    found = measure("stand_hr_rise", stand([90, 95, 130, 96, 97, 92, 91, 90, 90, 90]))
    # 130 for one minute with 95 and 96 around it: pair medians are 112.5 and 113
    assert found.value == pytest.approx(113.0 - 70.0)
    assert found.parts["highest_minute_rise_bpm"] == 60.0
    assert found.parts["rise_minute_1_bpm"] == 20.0
    assert found.parts["rise_minute_10_bpm"] == 20.0


def test_a_rise_that_stays_is_worded_as_the_note_demands() -> None:
    found = measure("stand_hr_rise", stand([95, 102, 103, 104, 104, 104, 104, 104, 104, 99]))
    said = " ".join(found.caveats)
    assert "stayed 30 bpm or more above lying for 8 minutes; worth showing a clinician" in said
    assert "Heart rate alone cannot say why" in said
    assert "POTS" not in said
    assert "Less than ten" not in said


def test_at_16_the_mark_is_40() -> None:
    found = measure("stand_hr_rise", stand([104.0] * 10, age=16))
    assert found.parts["mark_bpm"] == 40.0
    assert found.parts["minutes_at_or_above_mark"] == 0.0


def test_a_short_stand_warns_that_later_rises_would_not_be_seen() -> None:
    found = measure("stand_hr_rise", stand([90.0, 90.0, 90.0]))
    assert found.value == pytest.approx(20.0)
    assert found.parts["rise_minute_5_bpm"] is None
    assert any("Less than ten minutes" in said for said in found.caveats)


def test_a_minute_of_standing_is_too_short() -> None:
    assert measure("stand_hr_rise", stand([90.0])).unavailable is Reason.TOO_SHORT


@pytest.mark.parametrize(("cadence", "found"), [(0.0, True), (50.0, False), (None, False)])
def test_a_step_of_heart_rate_in_stillness_is_standing_and_in_a_walk_or_unknown_it_is_not(
    cadence: float | None, found: bool
) -> None:
    bpm = np.concatenate([np.full(300, 70.0), np.linspace(70.0, 100.0, 30), np.full(570, 100.0), np.full(120, 71.0)])
    phases = (phase(REST, 0, 300), phase(PhaseKind.RAISED, 300, 900))
    walked = (
        () if cadence is None else (channel("cadence", "1/min", np.where(np.arange(bpm.size) < 300, 0.0, cadence)),)
    )
    rise = measure("stand_hr_rise", make_inputs(bpm, phases, channels=walked))
    assert (rise.value is not None) is found
    if found:
        assert rise.value == pytest.approx(30.0)
        assert rise.parts["found_by"] == "stillness"
        assert rise.parts["rise_minute_10_bpm"] == pytest.approx(30.0)
        assert any("Nobody marked standing up" in caveat for caveat in rise.caveats)


def test_without_a_mark_no_standing_is_guessed() -> None:
    for markers in ([], [Marker(100.0, MarkerKind.USER, "lap"), Marker(300.0, MarkerKind.USER, "lap")]):
        found = measure("stand_hr_rise", stand([90.0] * 5, markers))
        assert found.unavailable is Reason.NOT_RECORDED
        assert "lap button" in str(found.advice)


def test_one_plain_press_at_rest_is_taken_as_standing_and_said_so() -> None:
    found = measure("stand_hr_rise", stand([90.0] * 5, [Marker(300.0, MarkerKind.USER, "lap")]))
    assert found.value == pytest.approx(20.0)
    assert any("taken as standing up" in said for said in found.caveats)


def test_a_plain_press_in_a_walk_is_no_stand() -> None:
    bpm = np.concatenate([np.full(300, 70.0), np.full(300, 100.0)])
    markers = [Marker(300.0, MarkerKind.USER, "lap")]
    moving = make_inputs(bpm, [phase(EXERCISE, 300, 600, origin=PhaseOrigin.MOVEMENT)], markers=markers, channels=[])
    assert measure("stand_hr_rise", moving).unavailable is Reason.NOT_RECORDED
    with_speed = make_inputs(bpm, markers=markers, channels=[channel("speed", "m/s", np.ones(600))])
    assert measure("stand_hr_rise", with_speed).unavailable is Reason.NOT_RECORDED


def test_given_phases_with_a_standing_posture_are_a_stand() -> None:
    bpm = np.concatenate([np.full(300, 70.0), np.full(300, 88.0)])
    phases = [phase(REST, 0, 300), phase(RECOVERY, 300, 600)]
    inputs = make_inputs(bpm, phases, conditions=Conditions(recovery_posture=Posture.STANDING))
    found = measure("stand_hr_rise", inputs)
    assert found.value == pytest.approx(18.0)
    assert found.parts["found_by"] == "given"
    assert measure("stand_hr_rise", make_inputs(bpm, phases)).unavailable is Reason.NOT_RECORDED


def test_lying_down_again_ends_the_standing() -> None:
    markers = [STAND, Marker(480.0, MarkerKind.USER, "lying again")]
    found = measure("stand_hr_rise", stand([90, 90, 90, 60, 60, 60], markers))
    assert found.parts["standing_minutes"] == 3.0


def test_too_little_lying_needs_rest() -> None:
    marker = Marker(40.0, MarkerKind.USER, "stand")
    assert measure("stand_hr_rise", stand([90.0] * 5, [marker])).unavailable is Reason.NEEDS_REST_RECORDING


def test_a_torn_stand_has_no_two_minutes_in_a_row() -> None:
    bpm = np.concatenate([np.full(300, 70.0), np.full(300, 90.0)])
    for minute in (0, 2, 4):
        bpm[300 + minute * 60 : 340 + minute * 60] = np.nan
    found = measure("stand_hr_rise", make_inputs(bpm, markers=[STAND]))
    assert found.unavailable is Reason.TOO_MANY_GAPS


def test_one_value_a_minute_is_too_coarse_to_stand() -> None:
    inputs = make_inputs(np.full(20, 80.0), time_s=np.arange(20) * 60.0, sampling_s=60.0, markers=[STAND])
    assert measure("stand_hr_rise", inputs).unavailable is Reason.TOO_COARSE


def test_an_unmarked_rise_that_looks_like_a_standing_test_is_asked_about_and_taken_for_nothing() -> None:
    time_s = np.arange(1320.0)
    bpm = np.where((time_s >= 600) & (time_s < 1200), 104.0, 68.0) + np.round(np.sin(time_s / 7.0))
    phases = (phase(PhaseKind.REST, 0, 600), phase(PhaseKind.RAISED, 600, 1200))
    found = measure("stand_hr_rise", make_inputs(bpm, phases))
    assert found.unavailable is Reason.NOT_RECORDED
    assert 'say so with --phases "rest=0-600,recovery=600-1200" --recovery-posture standing' in str(found.advice)


def test_the_time_to_return_after_lying_down_stands_beside_the_rise() -> None:
    time_s = np.arange(1320.0)
    bpm = np.where((time_s >= 600) & (time_s < 1230), 104.0, 68.0)
    stand = ActiveStand(0.0, 600.0, 1200.0, "given")
    assert return_time_s(time_s, bpm, stand, 68.0, 36.0) == pytest.approx(30.0, abs=2.0)
    assert return_time_s(time_s[:1205], bpm[:1205], stand, 68.0, 36.0) is None


def test_the_window_of_a_rise_lasts_from_lying_to_the_last_whole_minute() -> None:
    assert measure("stand_hr_rise", stand([90.0, 91.0, 92.0])).window == (180.0, 480.0)
    found = measure("stand_hr_rise", stand([90.0]))
    assert "has only a minute of standing" in str(found.advice)


@pytest.mark.parametrize(("noisy", "wider"), [(2, True), (4, False)])
def test_a_rise_is_as_unsure_as_the_two_minutes_it_is_of(noisy: int, wider: bool) -> None:
    """The third and fourth minute are the highest: what is restless in the fifth does not count."""
    bpm = np.concatenate([np.full(300, 70.0), np.repeat([85.0, 85.0, 95.0, 95.0, 80.0], 60)])
    plain = measure("stand_hr_rise", make_inputs(bpm, markers=[STAND]))
    bpm[300 + 60 * noisy : 360 + 60 * noisy] += 3.0 * np.random.default_rng(1).standard_normal(60)
    found = measure("stand_hr_rise", make_inputs(bpm, markers=[STAND]))
    assert plain.low is not None
    assert found.low is not None
    assert found.high is not None
    assert plain.high is not None
    assert (found.high - found.low > 1.5 * (plain.high - plain.low)) is wider


def test_a_rise_that_is_asked_about_is_told_by_when_and_how_long() -> None:
    bpm = np.concatenate([np.full(600, 68.0), np.full(300, 104.0)])
    phases = (phase(PhaseKind.REST, 0, 600), phase(PhaseKind.RAISED, 600, 900))
    advice = str(measure("stand_hr_rise", make_inputs(bpm, phases)).advice)
    assert "rose ten minutes after the beginning and stayed up for five minutes" in advice


@pytest.mark.parametrize(
    ("thirds", "after", "stands"),
    [
        ((100.0, 100.0, 100.0), 71.0, True),
        ((100.0, 100.0, 108.0), 71.0, True),  # a level that lasts may drift by a third of the rise
        ((100.0, 100.0, 130.0), 71.0, False),
        ((100.0, 130.0, 100.0), 71.0, False),
        ((100.0, 100.0, 100.0), 95.0, False),  # which did not return
    ],
)
def test_standing_is_a_level_that_lasts_and_returns(thirds: tuple[float, ...], after: float, stands: bool) -> None:
    bpm = np.concatenate([np.full(300, 70.0), np.repeat(thirds, 120), np.full(60, 100.0), np.full(60, after)])
    bpm = np.concatenate([bpm, np.full(240, 140.0)])  # whatever comes two minutes later
    phases = (phase(REST, 0, 300), phase(PhaseKind.RAISED, 300, 660))
    still = channel("cadence", "1/min", np.zeros(bpm.size))
    assert (_by_stillness(make_inputs(bpm, phases, channels=[still])) is not None) is stands


@pytest.mark.parametrize(("known_from", "known"), [(30, True), (31, False)])
def test_steps_must_be_known_nine_tenths_of_the_time(known_from: int, known: bool) -> None:
    cadence = np.zeros(400)
    cadence[100 : 100 + known_from] = np.nan
    inputs = make_inputs(np.full(400, 70.0), channels=[channel("cadence", "1/min", cadence)])
    assert _still(inputs, 100.0, 400.0) is known


def test_lying_began_with_the_last_mark_before_and_ends_with_the_first_word_of_lying() -> None:
    def found(*markers: Marker) -> tuple[float, float, float] | None:
        stood = _by_label(make_inputs(np.full(900, 80.0), markers=markers))
        return None if stood is None else (stood.lying_from_s, stood.at_s, stood.until_s)

    lap, lying = Marker(100.0, MarkerKind.LAP, "lap"), Marker(700.0, MarkerKind.USER, "lying")
    assert found(STAND) == (0.0, 300.0, 900.0)
    assert found(lap, STAND, lying) == (100.0, 300.0, 700.0)
    assert found(lap, STAND, Marker(500.0, MarkerKind.LAP, "lap"), lying) == (100.0, 300.0, 700.0)
    assert found(Marker(50.0, MarkerKind.STOP), STAND, Marker(800.0, MarkerKind.STOP)) == (0.0, 300.0, 800.0)
    assert found(Marker(300.0, MarkerKind.LAP, "lap"), STAND) == (0.0, 300.0, 900.0)
    assert found(STAND, Marker(300.0, MarkerKind.USER, "lying")) is None


@pytest.mark.parametrize(("samples", "known"), [(135, True), (134, False)])
def test_steps_each_two_seconds_are_known_for_two_seconds_each(samples: int, known: bool) -> None:
    times = np.arange(100.0, 100.0 + 2.0 * samples, 2.0)
    cadence = Channel("cadence", "1/min", times, np.zeros(samples))
    assert _still(make_inputs(np.full(400, 70.0), channels=[cadence]), 100.0, 400.0) is known
