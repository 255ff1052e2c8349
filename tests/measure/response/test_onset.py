import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.model.measurement import Reason
from pacing.model.recording import Sensor
from tests.measure.exertion_inputs import EXERCISE, REST, channel, make_inputs, measure, phase


def step(
    *,
    tau_s: float = 42.0,
    rise: float = 40.0,
    delay_s: float = 4.0,
    power: object = None,
    sampling_s: float | None = None,
    sensor: Sensor = Sensor.STRAP,
    quiet_s: int = 90,
) -> Inputs:
    after = np.arange(300.0)
    bpm = np.concatenate([np.full(quiet_s, 70.0), 70 + rise * (1 - np.exp(-np.maximum(after - delay_s, 0) / tau_s))])
    watts = np.concatenate([np.zeros(quiet_s), np.full(300, 60.0)]) if power is None else np.asarray(power, dtype=float)
    phases = [phase(REST, 0, quiet_s), phase(EXERCISE, quiet_s, quiet_s + 300)]
    return make_inputs(
        bpm, phases, channels=[channel("power", "W", watts)], sampling_s=sampling_s, sensor=sensor, sport="cycling"
    )


def test_a_true_step_gives_its_time_constant_and_mean_response_time() -> None:
    found = measure("hr_onset_tau", step())
    assert found.value == pytest.approx(42.0, rel=0.01)
    assert found.parts["mean_response_time_s"] == pytest.approx(46.0, abs=0.6)
    assert found.parts["load"] == 60.0


def test_a_slow_ramp_is_no_step() -> None:
    ramp = np.concatenate([np.zeros(90), np.linspace(0, 60, 60), np.full(240, 60.0)])
    assert measure("hr_onset_tau", step(power=ramp)).unavailable is Reason.NEEDS_STEP_LOAD


def test_a_load_that_wanders_is_no_step() -> None:
    wander = np.concatenate([np.zeros(90), 60 + 20 * np.sin(np.arange(300) / 9.0)])
    assert measure("hr_onset_tau", step(power=wander)).unavailable is Reason.NEEDS_STEP_LOAD


def test_a_load_that_stops_within_three_minutes_is_no_step() -> None:
    short = np.concatenate([np.zeros(90), np.full(120, 60.0), np.full(180, 20.0)])
    assert measure("hr_onset_tau", step(power=short)).unavailable is Reason.NEEDS_STEP_LOAD


def test_a_minute_of_quiet_is_needed_before() -> None:
    assert measure("hr_onset_tau", step(quiet_s=40)).unavailable is Reason.NEEDS_STEP_LOAD


def test_a_small_rise_has_no_time_constant() -> None:
    assert measure("hr_onset_tau", step(rise=15.0)).unavailable is Reason.TOO_LITTLE_RISE


def test_a_rise_too_slow_to_bound_is_out_of_range_or_no_fit() -> None:
    found = measure("hr_onset_tau", step(tau_s=400.0, rise=120.0))
    assert found.unavailable is Reason.OUT_OF_RANGE


def test_without_load_or_every_second_it_is_refused() -> None:
    inputs = make_inputs(np.full(390, 90.0), [phase(EXERCISE, 90, 390)])
    assert measure("hr_onset_tau", inputs).unavailable is Reason.NEEDS_MOVEMENT_DATA
    assert measure("hr_onset_tau", step(sampling_s=5.0)).unavailable is Reason.TOO_COARSE


def test_an_optical_sensor_is_said_to_smooth_the_rise() -> None:
    assert any("smooths" in said for said in measure("hr_onset_tau", step(sensor=Sensor.OPTICAL)).caveats)
    assert not any("smooths" in said for said in measure("hr_onset_tau", step()).caveats)


def test_a_torn_rise_is_refused() -> None:
    inputs = step()
    bpm = inputs.cleaned.heart_rate.bpm.copy()
    bpm[100:160] = np.nan
    torn = make_inputs(bpm, inputs.phases.items, channels=inputs.recording.channels, sport="cycling")
    assert measure("hr_onset_tau", torn).unavailable is Reason.TOO_MANY_GAPS


def test_a_rise_that_turns_back_is_no_exponential() -> None:
    inputs = step()
    bpm = inputs.cleaned.heart_rate.bpm.copy()
    bpm[90:] = 70 + 40 * np.sin(np.arange(300) / 300 * 2 * np.pi) ** 2
    there_and_back = make_inputs(bpm, inputs.phases.items, channels=inputs.recording.channels, sport="cycling")
    found = measure("hr_onset_tau", there_and_back)
    assert found.unavailable is Reason.FIT_FAILED
    assert isinstance(found.parts["r_squared"], float)


def test_drift_may_have_made_the_time_constant_too_long_and_never_too_short() -> None:
    still = step(rise=60.0)
    bpm = still.cleaned.heart_rate.bpm.copy()
    bpm[90:] += 0.5 / 60.0 * np.arange(300)
    drifting = make_inputs(bpm, still.phases.items, channels=still.recording.channels, sport="cycling")
    found = measure("hr_onset_tau", drifting)
    assert found.low is not None
    assert found.value is not None
    assert found.low < 42.0 < found.value


@pytest.mark.parametrize(
    ("quiet_missing", "rise_missing", "refused"),
    [(6, 0, None), (7, 0, Reason.TOO_MANY_GAPS), (0, 30, None), (0, 31, Reason.TOO_MANY_GAPS)],
)
def test_a_tenth_of_the_quiet_and_of_the_rise_may_be_missing(
    quiet_missing: int, rise_missing: int, refused: Reason | None
) -> None:
    inputs = step()
    bpm = inputs.cleaned.heart_rate.bpm.copy()
    bpm[40 : 40 + quiet_missing] = np.nan
    bpm[300 : 300 + rise_missing] = np.nan
    torn = make_inputs(bpm, inputs.phases.items, channels=inputs.recording.channels, sport="cycling")
    assert measure("hr_onset_tau", torn).unavailable is refused


@pytest.mark.parametrize(("delay_s", "found_s"), [(29.0, 29.0), (30.0, 30.0)])
def test_a_heart_may_answer_half_a_minute_late(delay_s: float, found_s: float) -> None:
    assert measure("hr_onset_tau", step(delay_s=delay_s)).parts["delay_s"] == pytest.approx(found_s, abs=0.01)
