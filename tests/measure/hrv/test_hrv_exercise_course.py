"""DFA alpha1 through exercise reaches the experimental pacing rule, from beats to a limit."""

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.judge.session import judge_session
from pacing.measure.hrv.dfa_threshold import exercise_course_parts
from pacing.measure.index import Inputs
from pacing.measure.session import all_indices, measure_index
from pacing.model.person import Conditions, Correction, Person
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Beats, HeartRate, Recording, RecordingKind, Sensor, Source

RAMP_S = 2400.0


def _ramp(sensor: Sensor = Sensor.STRAP) -> Inputs:
    """Beats of a slow ramp from 85 to 165 bpm: correlated intervals at first, nearly white noise at the end."""
    rng = np.random.default_rng(3)
    rr_ms = []
    walk, clock = 0.0, 0.0
    while clock < RAMP_S:
        share = clock / RAMP_S
        walk = (1 - 0.25 * share) * walk * 0.9 + rng.normal(0, 4 * (1 - share))
        rr = 60_000 / (85 + 80 * share) + walk + rng.normal(0, 1.0 + 3 * share)
        rr_ms.append(rr)
        clock += rr / 1000
    intervals = np.round(rr_ms)
    beats = Beats(np.cumsum(intervals) / 1000, intervals)
    source = Source("ramp.txt", "0" * 64, "rr_text", sensor=sensor)
    recording = Recording(
        RecordingKind.ACTIVITY, HeartRate(np.empty(0), np.empty(0)), beats, (), (), None, RAMP_S, None, source
    )
    phases = Phases((Phase(PhaseKind.EXERCISE, 0.0, RAMP_S, PhaseOrigin.GIVEN, 0.0),))
    return Inputs(recording, clean_recording(recording, Correction.NONE), phases, Person(), Conditions())


def test_the_course_holds_separate_windows_with_falling_scaling() -> None:
    parts = exercise_course_parts(_ramp())
    count = len(parts) // 3
    assert 15 <= count <= RAMP_S / 120
    bpm = np.array([parts[f"course_bpm_{n}"] for n in range(1, count + 1)], dtype=float)
    alpha1 = np.array([parts[f"course_alpha1_{n}"] for n in range(1, count + 1)], dtype=float)
    assert (np.diff(bpm) > 0).all()
    assert np.corrcoef(bpm, alpha1)[0, 1] < -0.7


def test_the_rule_finds_its_limit_where_the_course_crosses() -> None:
    inputs = _ramp()
    measurement = measure_index(all_indices()["hrv_dfa_alpha1"], inputs)
    found = judge_session(inputs.recording, inputs.cleaned, (measurement,), Person(), Conditions(), rule="dfa_alpha1")
    assert found.limit is not None, found.limit_advice
    assert 95 < found.limit.bpm < 160
    assert found.limit.uncertainty_bpm > 0
    assert any("Experimental" in warning for warning in found.limit.warnings)


def test_an_optical_sensor_gives_no_such_limit() -> None:
    inputs = _ramp(Sensor.OPTICAL)
    measurement = measure_index(all_indices()["hrv_dfa_alpha1"], inputs)
    found = judge_session(inputs.recording, inputs.cleaned, (measurement,), Person(), Conditions(), rule="dfa_alpha1")
    assert found.limit is None
    assert found.limit_advice is not None
    assert "strap" in found.limit_advice


def test_without_exercise_there_is_no_course() -> None:
    inputs = _ramp()
    resting = Inputs(inputs.recording, inputs.cleaned, Phases(), inputs.person, inputs.conditions)
    assert exercise_course_parts(resting) == {}
    with pytest.raises(KeyError):
        _ = exercise_course_parts(resting)["course_bpm_1"]
