import numpy as np
import pytest

from pacing.model.measurement import Reason
from tests.measure.exertion_inputs import EXERCISE, REST, channel, make_inputs, measure, phase

PHASES = (phase(REST, 0, 120), phase(EXERCISE, 120, 420))
OXYGEN = np.concatenate([np.full(120, 70.0), np.linspace(70, 50, 270), np.full(30, 48.0)])


def test_rest_and_change_are_found() -> None:
    inputs = make_inputs(np.full(420, 90.0), PHASES, channels=[channel("muscle_oxygen", "%", OXYGEN)])
    assert measure("muscle_oxygen_rest", inputs).value == pytest.approx(70.0)
    change = measure("muscle_oxygen_change", inputs)
    assert change.value == pytest.approx(-22.0)
    assert change.parts["lowest_percent"] == pytest.approx(48.0)


@pytest.mark.parametrize(
    ("name", "unit", "known"),
    [("SmO2", "%", True), ("SmO2 Sensor 1234", "percent", True), ("SmO2", "g/dl", False)],
)
def test_a_makers_own_name_is_known_only_in_percent(name: str, unit: str, known: bool) -> None:
    inputs = make_inputs(np.full(420, 90.0), PHASES, channels=[channel(name, unit, OXYGEN)])
    assert (measure("muscle_oxygen_rest", inputs).value is not None) == known


def test_without_a_sensor_it_is_not_recorded() -> None:
    inputs = make_inputs(np.full(420, 90.0), PHASES)
    for index_id in ("muscle_oxygen_rest", "muscle_oxygen_change"):
        assert measure(index_id, inputs).unavailable is Reason.NOT_RECORDED


def test_without_rest_or_exercise_it_says_which() -> None:
    channels = [channel("muscle_oxygen", "%", OXYGEN)]
    no_rest = make_inputs(np.full(420, 90.0), PHASES[1:], channels=channels)
    assert measure("muscle_oxygen_rest", no_rest).unavailable is Reason.NEEDS_REST_RECORDING
    no_exercise = make_inputs(np.full(420, 90.0), PHASES[:1], channels=channels)
    assert measure("muscle_oxygen_change", no_exercise).unavailable is Reason.NEEDS_EXERCISE_END


def test_zeros_are_lost_contact_not_oxygen() -> None:
    lost = OXYGEN.copy()
    lost[10:110] = 0.0
    inputs = make_inputs(np.full(420, 90.0), PHASES, channels=[channel("muscle_oxygen", "%", lost)])
    assert measure("muscle_oxygen_rest", inputs).unavailable is Reason.TOO_MANY_GAPS
