"""Exactly at a bound, and just beyond it: which recoveries are measured, and which no more."""

from dataclasses import replace

import numpy as np
import pytest

from pacing.measure.index import Inputs, NotMeasurableError
from pacing.measure.levels import Level
from pacing.measure.recovery.exercise_end import recovery_bouts, require_rise, track_of
from pacing.measure.recovery.sensor_suitability import Response, lag_bounds_s, require_in_time, response_to_stop
from pacing.model.arrays import FloatArray
from pacing.model.cleaned import CleaningStep
from pacing.model.measurement import Reason
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


@pytest.mark.parametrize("rested", [True, False], ids=["a resting level", "only the lowest half minute"])
@pytest.mark.parametrize(("rise_bpm", "measured"), [(20.0, True), (19.5, False)])
def test_a_rise_of_20_bpm_has_a_recovery(rise_bpm: float, measured: bool, rested: bool) -> None:
    phases = three_phases() if rested else three_phases()[1:]
    found = measure("hr_recovery_60", make_inputs(recovery_curve(70.0, rise_bpm), phases))
    assert (found.value is not None) is measured


@pytest.mark.parametrize(("missing", "refused"), [(4, None), (5, Reason.TOO_MANY_GAPS)])
@pytest.mark.parametrize("index_id", ["hr_recovery_tau", "hr_recovery_half_time"])
def test_values_five_seconds_apart_are_no_gap_in_a_recovery(
    index_id: str, missing: int, refused: Reason | None
) -> None:
    bpm = recovery_curve(tau_s=90.0)
    bpm[430 : 430 + missing] = np.nan
    assert measure(index_id, make_inputs(bpm, three_phases())).unavailable is refused


@pytest.mark.parametrize(("offset_s", "refused"), [(0, None), (3, None), (4, Reason.TOO_MANY_GAPS), (5, None)])
def test_where_values_are_rare_one_must_lie_within_three_seconds(offset_s: int, refused: Reason | None) -> None:
    """A value every eight seconds; the stop is at 420 s, and two minutes later it is 540 s."""
    bpm = recovery_curve()
    near = (np.arange(bpm.size) - 420 - offset_s) % 8 == 0
    near[410:421] = True
    inputs = make_inputs(bpm, three_phases(), sampling_s=8.0, measured=near)
    assert measure("hr_recovery_120", inputs).unavailable is refused


@pytest.mark.parametrize(("fall_bpm_per_s", "refused"), [(3.0, Reason.SENSOR_LATE), (2.9, None)])
def test_no_heart_falls_by_3_bpm_a_second_for_five_seconds(fall_bpm_per_s: float, refused: Reason | None) -> None:
    after_s = np.arange(180.0)
    fall = np.minimum(fall_bpm_per_s * np.clip(after_s - 3.0, 0.0, 5.0), 15.0)
    after = np.minimum(120.0 - fall, 75.0 + 45.0 * np.exp(-(after_s - 8.0) / 60.0))
    phases = [phase(REST, 0, 120), phase(EXERCISE, 120, 420), phase(RECOVERY, 420, 600)]
    inputs = make_inputs(
        np.concatenate([np.full(120, 70.0), np.full(300, 120.0), after]), phases, sensor=Sensor.UNKNOWN
    )
    assert measure("hr_recovery_60", inputs).unavailable is refused


def test_a_recording_that_ended_early_says_how_much_was_missing() -> None:
    def missing_s(recovery_s: int) -> float:
        inputs = make_inputs(recovery_curve(recovery_s=recovery_s), three_phases(recovery_s=recovery_s))
        parts = measure("hr_recovery_60", inputs).parts
        assert parts["recorded_s"] == recovery_s
        return float(parts["missing_s"])  # type: ignore[arg-type]

    assert missing_s(40) - missing_s(50) == 10.0
    assert 10.0 < missing_s(50) < 15.0


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (CleaningStep("cadence_lock", 5, 0.1), True),
        (CleaningStep("cadence_lock", 0, 0.0), False),
        (CleaningStep("spikes", 5, 0.1), False),
    ],
)
def test_gaps_are_put_down_to_steps_only_where_the_sensor_followed_them(step: CleaningStep, said: bool) -> None:
    bpm = recovery_curve()
    bpm[400:421] = np.nan
    inputs = make_inputs(bpm, three_phases())
    found = measure("hr_recovery_60", replace(inputs, cleaned=replace(inputs.cleaned, steps=(step,))))
    assert found.unavailable is Reason.TOO_MANY_GAPS
    assert ("followed your steps" in str(found.advice)) is said


def stopped_at_120_bpm(after: FloatArray, *, from_beats: bool = False) -> Inputs:
    """Two minutes at 70 bpm, five at 120 by an unnamed sensor, and what it showed after the stop."""
    bpm = np.concatenate([np.full(120, 70.0), np.full(300, 120.0), after])
    phases = [phase(REST, 0, 120), phase(EXERCISE, 120, 420), phase(RECOVERY, 420, 420 + after.size)]
    inputs = make_inputs(bpm, phases, sensor=Sensor.UNKNOWN)
    return replace(inputs, cleaned=replace(inputs.cleaned, derived_from_beats=from_beats))


def response(after: FloatArray) -> Response | None:
    inputs = stopped_at_120_bpm(after)
    return response_to_stop(inputs, recovery_bouts(inputs)[-1])


def is_late(after: FloatArray, after_s: float = 60.0, *, from_beats: bool = False) -> bool:
    inputs = stopped_at_120_bpm(after, from_beats=from_beats)
    try:
        require_in_time(inputs, recovery_bouts(inputs)[-1], after_s)
    except NotMeasurableError as refusal:
        return refusal.reason is Reason.SENSOR_LATE
    return False


AFTER_S = np.arange(180.0)


def falling_from(begun_s: float) -> FloatArray:
    """Level until then, and a beat a second less from then on, down to 80 bpm."""
    return np.asarray(120.0 - np.clip(AFTER_S - begun_s, 0.0, 40.0), dtype=np.float64)


def test_ten_seconds_around_a_stop_tell_how_the_sensor_answered_it() -> None:
    assert response(falling_from(0.0)[:8]) is not None
    assert response(falling_from(0.0)[:7]) is None


@pytest.mark.parametrize("after", [falling_from(0.0)[:7], np.full(180, 120.0)], ids=["too short", "no fall"])
def test_where_a_fall_cannot_be_timed_an_unnamed_sensor_may_be_as_late_as_any(after: FloatArray) -> None:
    inputs, timed = stopped_at_120_bpm(after), stopped_at_120_bpm(falling_from(0.0))
    latest_s, sooner_s = (lag_bounds_s(one, recovery_bouts(one)[-1])[1] for one in (inputs, timed))
    assert latest_s > sooner_s


def test_the_top_after_a_stop_is_the_highest_mean_of_five_seconds_in_its_minute() -> None:
    bump = np.where((AFTER_S >= 18) & (AFTER_S < 23), 130.0, 120.0)
    found = response(np.where((AFTER_S >= 70) & (AFTER_S < 80), 150.0, bump))
    assert found is not None
    assert (found.top_s, found.rise_bpm) == pytest.approx((20.0, 10.0))
    assert found.jump_bpm == pytest.approx(10.0)


@pytest.mark.parametrize(("jump_at_s", "seen_bpm"), [(20, 20.0), (21, 0.0)])
def test_a_jump_counts_within_twenty_seconds_of_the_stop(jump_at_s: int, seen_bpm: float) -> None:
    found = response(np.where(jump_at_s > AFTER_S, 120.0, 100.0))
    assert found is not None
    assert found.jump_bpm == seen_bpm


@pytest.mark.parametrize(
    ("rise_bpm", "top_s", "late"), [(5.0, 12, True), (4.5, 12, False), (5.0, 8, False), (5.0, 9, True)]
)
def test_a_rise_of_5_bpm_after_the_stop_is_the_sensors_where_it_comes_late(
    rise_bpm: float, top_s: int, late: bool
) -> None:
    bump = np.where(np.abs(AFTER_S - top_s) <= 2, 120.0 + rise_bpm, 120.0)
    assert is_late(np.where(top_s + 2 < AFTER_S, falling_from(top_s + 3.0), bump)) is late


@pytest.mark.parametrize(
    ("begun_s", "after_s", "late"),
    [(17, 60.0, False), (22, 60.0, True), (22, 120.0, False), (32, 120.0, False), (37, 120.0, True)],
)
def test_a_fall_that_begins_late_is_refused_sooner_for_one_minute_than_for_two(
    begun_s: int, after_s: float, late: bool
) -> None:
    """A fall of 40 bpm has begun with its first 6: that is six seconds and the mean's own two after it began."""
    assert is_late(falling_from(float(begun_s)), after_s) is late
    assert not is_late(falling_from(float(begun_s)), after_s, from_beats=True)


@pytest.mark.parametrize(("fall_bpm", "late"), [(2.9, True), (3.1, False)])
def test_a_heart_rate_that_has_not_come_down_by_3_bpm_in_a_minute_was_not_followed(fall_bpm: float, late: bool) -> None:
    assert is_late(120.0 - np.minimum(AFTER_S / 10.0, fall_bpm)) is late


def test_a_level_just_20_bpm_above_resting_is_enough() -> None:
    track, rest = track_of(make_inputs(recovery_curve(), three_phases())), Level(60.0, 1.0, "given", (0.0, 300.0))
    require_rise(track, 80.0, rest)
    with pytest.raises(NotMeasurableError, match="too_little_rise"):
        require_rise(track, np.nextafter(80.0, 0.0), rest)
