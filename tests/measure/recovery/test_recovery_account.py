"""What stands beside a recovery: how sure the heart rate at the end of exercise is."""

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.measure.index import Inputs
from pacing.measure.recovery.exercise_end import recovery_bouts
from pacing.measure.recovery.level_samples import anchor_samples
from pacing.model.person import Conditions, Person
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor
from pacing.segment.phases import find_phases
from pacing.synthetic.population import SensorClass, draw_plan
from pacing.synthetic.session import make_session
from tests.measure.exertion_inputs import make_inputs, measure, recovery_curve, three_phases

SLOPE_BPM_PER_S = 0.5


def end_half_width_bpm(uncertainty_s: float, slope_bpm_per_s: float) -> float:
    bpm = recovery_curve()
    bpm[300:420] = 150.0 - slope_bpm_per_s * np.arange(120.0, 0.0, -1.0)
    phases = three_phases(uncertainty_s=uncertainty_s, origin=PhaseOrigin.MOVEMENT)
    found = measure("hr_recovery_120", make_inputs(bpm, phases)).parts["end_half_width_bpm"]
    assert isinstance(found, float)
    return found


def test_a_moment_that_is_unsure_makes_a_climbing_level_unsure_and_a_steady_one_not() -> None:
    assert end_half_width_bpm(0.0, 0.0) == pytest.approx(end_half_width_bpm(10.0, 0.0), abs=0.1)
    # the moment's 95 % range alone carries a climb of 0.5 bpm a second over 5 bpm to either side
    assert 4.0 < end_half_width_bpm(10.0, SLOPE_BPM_PER_S) < 7.0
    assert end_half_width_bpm(0.0, SLOPE_BPM_PER_S) < 2.0


@pytest.mark.parametrize(("sensor", "back_s"), [(Sensor.STRAP, 1.0), (Sensor.OPTICAL, 10.0), (Sensor.UNKNOWN, 3.0)])
def test_an_end_seen_in_heart_rate_is_looked_up_where_it_was_seen(sensor: Sensor, back_s: float) -> None:
    phases = three_phases(uncertainty_s=6.0, origin=PhaseOrigin.HEART_RATE)
    inputs = make_inputs(recovery_curve(), phases, sensor=sensor)
    (bout,) = recovery_bouts(inputs)
    assert float(np.median(anchor_samples(inputs, bout))) == pytest.approx(bout.end_s + back_s, abs=0.05)


@pytest.mark.parametrize("sensor", [SensorClass.STRAP, SensorClass.OPTICAL])
def test_the_error_said_of_the_end_holds_the_true_level_of_made_up_sessions(sensor: SensorClass) -> None:
    held = []
    for seed in range(52_000, 52_060):
        made = make_session(draw_plan(seed, sensor).plan, seed)
        cleaned = clean_recording(made.recording)
        inputs = Inputs(made.recording, cleaned, find_phases(made.recording, cleaned), Person(), Conditions())
        parts = measure("hr_recovery_120", inputs).parts
        end_bpm, half_bpm = parts.get("end_bpm"), parts.get("end_half_width_bpm")
        if isinstance(end_bpm, float) and isinstance(half_bpm, float):
            held.append(abs(end_bpm - made.truth.recoveries[-1].end_bpm) <= half_bpm)
    assert len(held) >= 30  # where only heart rate is known, none is given from an optical sensor
    # 95 % are meant; the error of the session's highest half minute held 4 in 10 on a strap
    assert np.mean(held) >= 0.85
