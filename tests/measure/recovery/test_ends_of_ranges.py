"""Exactly at a bound, and just beyond it: which recoveries are measured, and which no more."""

from dataclasses import replace

import numpy as np
import pytest

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
