"""Values: the analytic vectors of clinical note 7.3, HR = rest + A exp(-t / tau)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.model.measurement import Reason
from pacing.model.person import Conditions, Medication, Person, Posture
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor
from tests.measure.exertion_inputs import (
    EXERCISE,
    RECOVERY,
    REST,
    make_inputs,
    measure,
    phase,
    recovery_curve,
    three_phases,
)

DROPS = ("hr_recovery_30", "hr_recovery_60", "hr_recovery_120")


@pytest.mark.parametrize(
    ("rest", "rise", "tau", "drops"),
    [(70.0, 80.0, 60.0, (31.4775, 50.5696, 69.1732)), (80.0, 50.0, 90.0, (14.1734, 24.3291, 36.8201))],
)
def test_the_drops_of_an_exponential_recovery(rest: float, rise: float, tau: float, drops: tuple[float, ...]) -> None:
    inputs = make_inputs(recovery_curve(rest, rise, tau), three_phases())
    # a mean over 5 s of a convex curve lies a little above its middle: under 0.02 bpm here
    assert [measure(i, inputs).value for i in DROPS] == pytest.approx(drops, abs=0.02)


def test_the_shares_and_the_slow_part_follow_from_the_drops() -> None:
    inputs = make_inputs(recovery_curve(), three_phases())
    assert measure("hr_recovery_share_60", inputs).value == pytest.approx(100 * 50.5696 / 80, abs=0.02)
    assert measure("hr_recovery_share_120", inputs).value == pytest.approx(100 * 69.1732 / 80, abs=0.02)
    assert measure("hr_recovery_slow", inputs).value == pytest.approx(69.1732 - 50.5696, abs=0.02)


@given(st.floats(-25, 40))
def test_shifting_all_heart_rates_does_not_change_recovery(shift: float) -> None:
    before = measure("hr_recovery_120", make_inputs(recovery_curve(), three_phases()))
    after = measure("hr_recovery_120", make_inputs(recovery_curve() + shift, three_phases()))
    assert before.value is not None
    assert after.value == pytest.approx(before.value, abs=1e-6)
    assert (after.low, after.high) == pytest.approx((before.low, before.high), abs=1e-4)


def test_without_an_exercise_end_there_is_no_recovery() -> None:
    found = measure("hr_recovery_120", make_inputs([100.0] * 300))
    assert found.unavailable is Reason.NEEDS_EXERCISE_END
    assert "--phases" in str(found.advice)


def test_a_recording_that_ended_early_says_so_and_how_long_it_takes() -> None:
    bpm = recovery_curve(recovery_s=40)
    found = measure("hr_recovery_120", make_inputs(bpm, three_phases(recovery_s=40)))
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
    assert found.advice == (
        "The recording ended 40 seconds after you stopped. Let it run for more than two minutes after you stop, and "
        "press stop or pause only then."
    )
    assert found.parts["recorded_s"] == 40.0


def test_a_file_that_ends_with_the_exercise_needs_recovery() -> None:
    found = measure("hr_recovery_60", make_inputs([70.0] * 120 + [130.0] * 300, three_phases()[:2]))
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
    assert "ended with the exercise. Let it run for more than a minute" in str(found.advice)


def test_exactly_two_minutes_of_recording_are_enough() -> None:
    bpm = recovery_curve(recovery_s=121)
    assert measure("hr_recovery_120", make_inputs(bpm, three_phases(recovery_s=121))).value is not None


def test_exercise_that_begins_again_ends_the_recovery() -> None:
    bpm = np.concatenate([recovery_curve(recovery_s=60), np.full(300, 150.0)])
    phases = (*three_phases(recovery_s=60), phase(EXERCISE, 480, 780))
    found = measure("hr_recovery_120", make_inputs(bpm, phases))
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING  # the last bout ended with the file
    phases = (*three_phases(recovery_s=60), phase(EXERCISE, 480, 780), phase(RECOVERY, 780, 800))
    bpm = np.concatenate([bpm, np.full(20, 140.0)])
    assert measure("hr_recovery_60", make_inputs(bpm, phases)).unavailable is Reason.NEEDS_RECOVERY_RECORDING


def test_a_single_bout_that_resumed_is_refused_for_that() -> None:
    bpm = np.concatenate([recovery_curve(recovery_s=60), np.full(200, np.nan)])
    phases = (*three_phases(recovery_s=60), phase(EXERCISE, 480, 680))
    inputs = make_inputs(bpm, phases)
    found = measure("hr_recovery_half_time", make_inputs(recovery_curve(tau_s=400, recovery_s=60), three_phases()))
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
    from pacing.measure.index import NotMeasurableError
    from pacing.measure.recovery.exercise_end import recovery_bouts, require_recorded

    with pytest.raises(NotMeasurableError) as refused:
        require_recorded(recovery_bouts(inputs)[0], 120.0)
    assert refused.value.reason is Reason.ACTIVITY_RESUMED
    assert "began again a minute after" in refused.value.advice
    assert refused.value.parts == {"resumed_after_s": 60.0, "bout": 1.0}


def test_the_last_bout_with_a_recovery_counts_and_the_others_are_kept() -> None:
    first = recovery_curve(rise=60.0)
    second = recovery_curve(rise=80.0)[120:]
    third = np.full(100, 150.0)
    at = float(first.size)
    phases = (
        *three_phases(),
        phase(EXERCISE, at, at + 300),
        phase(RECOVERY, at + 300, at + 601),
        phase(EXERCISE, at + 601, at + 701),
    )
    found = measure("hr_recovery_120", make_inputs(np.concatenate([first, second, third]), phases))
    assert found.value == pytest.approx(69.1732, abs=0.02)
    assert (found.parts["bout"], found.parts["bouts"]) == (2, 3)
    assert "after stretch 2 of 3, 17 minutes in" in found.caveats[0]
    assert found.parts["bout_1_drop_bpm"] == pytest.approx(60 / 80 * 69.1732, abs=0.02)


def test_the_recovery_of_the_last_bout_needs_no_word_about_which_it_is() -> None:
    found = measure("hr_recovery_120", make_inputs(recovery_curve(), three_phases()))
    assert not any("stretch" in said for said in found.caveats)


def test_a_heart_rate_that_comes_back_after_a_long_hole_is_not_the_same_recovery() -> None:
    bpm = recovery_curve()
    bpm[420 + 45 : 420 + 110] = np.nan
    found = measure("hr_recovery_120", make_inputs(bpm, three_phases()))
    assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
    assert found.parts["recorded_s"] == 45
    bpm[420 + 45 : 420 + 52] = recovery_curve()[420 + 45 : 420 + 52]
    assert measure("hr_recovery_120", make_inputs(bpm, three_phases())).value is not None


def test_too_small_a_rise_has_no_recovery_and_is_no_fault() -> None:
    found = measure("hr_recovery_120", make_inputs(recovery_curve(rise=19.0), three_phases()))
    assert found.unavailable is Reason.TOO_LITTLE_RISE
    assert "less than 20 bpm above resting" in str(found.advice)


def test_without_a_resting_level_the_sessions_own_lowest_level_can_show_the_rise() -> None:
    phases = three_phases()[1:]
    assert measure("hr_recovery_120", make_inputs(recovery_curve(), phases)).value is not None
    flat = np.concatenate([np.full(420, 100.0), 100 - 15 * (1 - np.exp(-np.arange(301.0) / 60))])
    assert measure("hr_recovery_120", make_inputs(flat, phases)).unavailable is Reason.NEEDS_RESTING_HR


def test_a_gap_around_the_later_moment_is_refused() -> None:
    bpm = recovery_curve()
    bpm[420 + 116 : 420 + 124] = np.nan
    inputs = make_inputs(bpm, three_phases())
    assert measure("hr_recovery_120", inputs).unavailable is Reason.TOO_MANY_GAPS
    assert measure("hr_recovery_60", inputs).value is not None


def test_three_samples_in_the_window_are_enough_and_two_are_not() -> None:
    for lost, enough in ((2, True), (3, False)):
        bpm = recovery_curve()
        bpm[420 + 60 : 420 + 60 + lost] = np.nan
        assert (measure("hr_recovery_60", make_inputs(bpm, three_phases())).value is not None) == enough


def test_a_gap_before_the_stop_is_refused() -> None:
    bpm = recovery_curve()
    bpm[412:420] = np.nan
    assert measure("hr_recovery_60", make_inputs(bpm, three_phases())).unavailable is Reason.TOO_MANY_GAPS


def test_an_optical_sensor_has_no_half_minute_and_a_cautious_minute() -> None:
    inputs = make_inputs(recovery_curve(), three_phases(), sensor=Sensor.OPTICAL)
    assert measure("hr_recovery_30", inputs).unavailable is Reason.OPTICAL_SENSOR
    assert measure("hr_recovery_t30", inputs).unavailable is Reason.OPTICAL_SENSOR
    assert any("optical" in said.lower() for said in measure("hr_recovery_60", inputs).caveats)
    assert not any("rough" in said for said in measure("hr_recovery_120", inputs).caveats)


def test_the_optical_end_level_is_a_mean_of_ten_seconds() -> None:
    bpm = recovery_curve()
    bpm[410:415] -= 10.0
    strap = measure("hr_recovery_120", make_inputs(bpm, three_phases()))
    optical = measure("hr_recovery_120", make_inputs(bpm, three_phases(), sensor=Sensor.OPTICAL))
    assert strap.value is not None
    assert optical.value == pytest.approx(strap.value - 5.0)


def _sparse(every_s: int, offset_s: int = 0) -> object:
    bpm = recovery_curve()
    measured = (np.arange(bpm.size) - offset_s) % every_s == 0
    return make_inputs(bpm, three_phases(), sampling_s=float(every_s), measured=measured)


def test_sparse_recording_gives_two_minutes_a_rough_minute_and_no_half_minute() -> None:
    inputs = _sparse(5)
    assert measure("hr_recovery_120", inputs).value == pytest.approx(69.17, abs=0.1)  # type: ignore[arg-type]
    assert any("every five seconds" in said for said in measure("hr_recovery_60", inputs).caveats)  # type: ignore[arg-type]
    assert measure("hr_recovery_30", inputs).unavailable is Reason.TOO_COARSE  # type: ignore[arg-type]
    assert measure("hr_recovery_tau", inputs).unavailable is Reason.TOO_COARSE  # type: ignore[arg-type]


def test_a_sparse_sample_must_lie_within_three_seconds() -> None:
    assert measure("hr_recovery_120", _sparse(8)).unavailable is Reason.TOO_MANY_GAPS  # type: ignore[arg-type]


@pytest.mark.parametrize("index_id", [*DROPS, "hr_recovery_slow", "hr_recovery_tau", "hr_recovery_half_time"])
def test_one_value_a_minute_has_no_recovery(index_id: str) -> None:
    bpm = recovery_curve(rest_s=600, exercise_s=1200, recovery_s=601)[::60]
    inputs = make_inputs(bpm, three_phases(600, 1200, 601), time_s=np.arange(bpm.size) * 60.0, sampling_s=60.0)
    assert measure(index_id, inputs).unavailable is Reason.TOO_COARSE


def test_active_recovery_is_labelled_and_a_contradiction_is_said() -> None:
    inputs = make_inputs(
        recovery_curve(), three_phases(movement=True), conditions=Conditions(recovery_posture=Posture.SITTING)
    )
    found = measure("hr_recovery_120", inputs)
    assert found.parts["movement"] == "active"
    assert found.parts["posture"] == "sitting"
    assert any("Active recovery" in said for said in found.caveats)
    assert any("You said sitting" in said for said in found.caveats)


def test_movement_that_cannot_be_known_is_unknown_unless_the_person_told() -> None:
    phases = three_phases(movement=None)
    assert measure("hr_recovery_120", make_inputs(recovery_curve(), phases)).parts["movement"] == "unknown"
    lying = Conditions(recovery_posture=Posture.LYING)
    found = measure("hr_recovery_120", make_inputs(recovery_curve(), phases, conditions=lying))
    assert found.parts["movement"] == "passive"
    walking = Conditions(recovery_posture=Posture.WALKING)
    found = measure("hr_recovery_120", make_inputs(recovery_curve(), phases, conditions=walking))
    assert found.parts["movement"] == "active"


def test_a_peak_well_before_the_stop_gives_the_fall_from_the_peak_too() -> None:
    bpm = recovery_curve()
    bpm[300:360] += 15.0
    found = measure("hr_recovery_120", make_inputs(bpm, three_phases()))
    assert found.parts["from"] == "stop"
    assert found.parts["from_peak_bpm"] == pytest.approx((found.value or 0) + 15.0)
    assert measure("hr_recovery_120", make_inputs(recovery_curve(rest_s=120), three_phases())).value is not None


def test_a_heart_rate_still_climbing_at_the_stop_is_said() -> None:
    bpm = recovery_curve()
    bpm[360:420] = np.linspace(130.0, 150.0, 60)
    assert any(
        "still changing" in said for said in measure("hr_recovery_120", make_inputs(bpm, three_phases())).caveats
    )


def test_an_unsure_end_widens_the_interval() -> None:
    widths = []
    for uncertainty_s in (0.0, 10.0):
        phases = three_phases(uncertainty_s=uncertainty_s, origin=PhaseOrigin.MOVEMENT)
        found = measure("hr_recovery_60", make_inputs(recovery_curve(), phases))
        assert found.low is not None
        assert found.high is not None
        widths.append(found.high - found.low)
    assert widths[1] > widths[0] + 3.0


def test_a_lagging_sensor_makes_the_true_drop_larger_never_smaller() -> None:
    found = measure("hr_recovery_60", make_inputs(recovery_curve(), three_phases(), sensor=Sensor.OPTICAL))
    assert found.value is not None
    assert found.high is not None
    assert found.low is not None
    assert found.high - found.value > 3 * (found.value - found.low)


def test_medicines_are_named_beside_the_recovery() -> None:
    person = Person(medication=Medication(beta_blocker=True, atrial_fibrillation=True))
    caveats = measure("hr_recovery_120", make_inputs(recovery_curve(), three_phases(), person=person)).caveats
    assert any("beta-blocker" in said.lower() for said in caveats)
    assert any("fibrillation" in said for said in caveats)


def test_a_bout_that_touches_no_recovery_phase_still_uses_what_was_recorded() -> None:
    phases = [phase(REST, 0, 120), phase(EXERCISE, 120, 420)]
    assert measure("hr_recovery_120", make_inputs(recovery_curve(), phases)).value == pytest.approx(69.17, abs=0.02)


def test_an_end_known_only_to_half_a_minute_dates_no_half_minute_and_no_minute() -> None:
    phases = three_phases(origin=PhaseOrigin.HEART_RATE, uncertainty_s=35.0)
    inputs = make_inputs(recovery_curve(), phases)
    for name in ("hr_recovery_30", "hr_recovery_60", "hr_recovery_t30"):
        found = measure(name, inputs)
        assert found.unavailable is Reason.NEEDS_EXERCISE_END
        assert "within half a minute" in str(found.advice)
    assert measure("hr_recovery_120", inputs).value is not None
