"""Sensors that show a known stop too late, too low or not at all."""

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.measure.index import Inputs
from pacing.measure.recovery.exercise_end import recovery_bouts
from pacing.measure.recovery.sensor_suitability import lag_bounds_s, response_to_stop
from pacing.model.measurement import Measurement, Reason
from pacing.model.person import Conditions, Person
from pacing.model.recording import Sensor
from pacing.segment.phases import find_phases
from pacing.synthetic.plan import CATCHING_UP_OPTICAL, LATE_OPTICAL
from pacing.synthetic.session import OPTICAL, STRAP, Bout, SensorPlan, SessionPlan, make_session
from tests.measure.exertion_inputs import EXERCISE, RECOVERY, REST, make_inputs, measure, phase

BOUT = Bout(duration_s=420.0, share_of_reserve=0.55, recovery_s=300.0)
RECOVERIES = ("hr_recovery_60", "hr_recovery_120")


def seen(sensor: SensorPlan, seed: int, index_id: str) -> Measurement:
    made = make_session(SessionPlan(rest_s=240.0, bouts=(BOUT,), sensor=sensor, speed=True), seed)
    cleaned = clean_recording(made.recording)
    inputs = Inputs(made.recording, cleaned, find_phases(made.recording, cleaned), Person(), Conditions())
    return measure(index_id, inputs)


@pytest.mark.parametrize("index_id", RECOVERIES)
@pytest.mark.parametrize("sensor", [CATCHING_UP_OPTICAL, LATE_OPTICAL], ids=["catching_up", "late"])
def test_a_sensor_as_real_wrists_are_is_refused_for_being_late(sensor: SensorPlan, index_id: str) -> None:
    reasons = [seen(sensor, seed, index_id).unavailable for seed in range(6)]
    assert reasons.count(Reason.SENSOR_LATE) >= 5 or (index_id == "hr_recovery_120" and sensor is LATE_OPTICAL)
    assert set(reasons) <= {Reason.SENSOR_LATE, Reason.TOO_LITTLE_RISE, None}


@pytest.mark.parametrize("sensor", [STRAP, OPTICAL], ids=["strap", "optical"])
def test_a_sensor_that_follows_the_heart_is_given_its_recovery(sensor: SensorPlan) -> None:
    assert all(seen(sensor, seed, "hr_recovery_120").value is not None for seed in range(6))


def after_the_stop(bpm: np.ndarray, sensor: Sensor = Sensor.UNKNOWN) -> Measurement:
    before = np.concatenate([np.full(120, 70.0), np.full(300, 120.0)])
    phases = (phase(REST, 0, 120), phase(EXERCISE, 120, 420), phase(RECOVERY, 420, 420 + bpm.size))
    return measure("hr_recovery_60", make_inputs(np.concatenate([before, bpm]), phases, sensor=sensor))


T = np.arange(180.0)
FALL = 75.0 + 45.0 * np.exp(-T / 60.0)


def test_a_plain_fall_is_measured() -> None:
    assert after_the_stop(FALL).value == pytest.approx(45.0 * (1 - np.exp(-1.0)), abs=1.0)


@pytest.mark.parametrize(
    ("bpm", "words"),
    [
        (FALL + 30.0 * np.exp(-(((T - 22.0) / 10.0) ** 2)), "still rose by"),
        (np.where(T < 8, 120.0, FALL - 25.0), "faster than a heart can"),
        (np.full(T.size, 119.0), "had not come down at all"),
        (np.where(T < 33, 120.0, np.interp(T, T + 33.0, FALL)), "began to fall only"),
    ],
    ids=["rises", "jumps", "stays", "late"],
)
def test_what_no_heart_does_after_a_stop_is_refused_with_what_was_seen(bpm: np.ndarray, words: str) -> None:
    found = after_the_stop(bpm)
    assert found.unavailable is Reason.SENSOR_LATE
    assert words in str(found.advice)


def test_a_strap_is_believed_when_heart_rate_rises_after_the_stop() -> None:
    rising = FALL + 30.0 * np.exp(-(((T - 22.0) / 10.0) ** 2))
    assert after_the_stop(rising, Sensor.STRAP).value is not None


def test_an_unnamed_sensor_is_no_later_than_its_fall_began() -> None:
    prompt, slow = after_the_stop(FALL), after_the_stop(np.where(T < 12, 120.0, np.interp(T, T + 12.0, FALL)))
    assert prompt.low is not None
    assert prompt.high is not None
    assert slow.low is not None
    assert slow.high is not None
    assert prompt.high - prompt.low < slow.high - slow.low


@pytest.mark.parametrize(("begun_s", "latest_s"), [(4, 3.0), (12, 7.0), (18, 13.0)])
def test_the_three_seconds_a_heart_needs_itself_are_no_lateness_of_an_unnamed_sensor(
    begun_s: int, latest_s: float
) -> None:
    # in means over 5 s an abrupt fall begins two seconds early
    bpm = np.concatenate([np.full(120, 70.0), np.full(180, 120.0), np.full(begun_s, 120.0), np.full(150, 80.0)])
    phases = [phase(REST, 0, 120), phase(EXERCISE, 120, 300), phase(RECOVERY, 300, bpm.size)]
    inputs = make_inputs(bpm, phases, sensor=Sensor.UNKNOWN)
    low_s, high_s = lag_bounds_s(inputs, recovery_bouts(inputs)[0])
    assert low_s == 0.5
    assert high_s == latest_s


def test_the_fall_in_the_first_minute_is_that_at_its_end() -> None:
    """Half a beat a second from 150 bpm: 30 bpm in a minute, and the level before is that of the stop."""
    bpm = np.concatenate([np.full(120, 60.0), np.full(300, 150.0), 150.0 - 0.5 * np.arange(181.0)])
    inputs = make_inputs(bpm, [phase(REST, 0, 120), phase(EXERCISE, 120, 420), phase(RECOVERY, 420, 600)])
    found = response_to_stop(inputs, recovery_bouts(inputs)[-1])
    assert found is not None
    assert found.fall_60_bpm == pytest.approx(30.0, abs=0.01)
