"""End to end: the recordings that ship with the project, against the truth they were made from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pacing.model.assessment import Assessment
from pacing.model.measurement import Reason
from pacing.model.person import Conditions, LimitSetting, Person, Posture, RestingFrom
from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import RecordingKind, Sensor
from pacing.pipeline import assess_file
from pacing.synthetic.fit_file import write_fit
from pacing.synthetic.session import Bout, MarkerStyle, SessionPlan, make_session

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
TRUTHS: dict[str, Any] = {
    path.name.removesuffix(".truth.json"): json.loads(path.read_text()) for path in sorted(SAMPLES.glob("*.truth.json"))
}
WITH_LIMIT = [name for name, truth in TRUTHS.items() if truth["limit"]]
CLEAN = [name for name, truth in TRUTHS.items() if truth["clean"]]
CLEAN_WITH_LIMIT = [name for name in CLEAN if name in WITH_LIMIT]
RAISED_ONLY = ["heart_rate_only"]  # no movement is known of it
WITH_BOUTS = [
    name
    for name, truth in TRUTHS.items()
    if truth["recoveries"] and truth["duration_s"] < 7200 and name not in RAISED_ONLY
]
WITH_BEATS = [name for name, truth in TRUTHS.items() if truth["rest_rmssd_ms"]]
RECOVERED = [name for name in CLEAN if name in WITH_BOUTS and TRUTHS[name]["recoveries"][-1]["drop_120_bpm"]]
BOUNDARY_S = {PhaseOrigin.MARKER: 5.0, PhaseOrigin.MOVEMENT: 5.0}
PEAK_BPM = 1.0
RECOVERY_BPM = 2.0
RESTING_BPM = 2.0
ABOVE_S = 15.0  # whole numbers and half a second of strap lag decide when a curve crosses a line


@cache
def assessed(name: str) -> Assessment:
    """One sample through the whole program, told what its truth says to tell."""
    told = TRUTHS[name]["analyse_with"]
    limits = () if told["limit_bpm"] is None else (LimitSetting("fixed", bpm=told["limit_bpm"]),)
    person = Person(
        age_years=told["age_years"],
        resting_bpm=told["resting_bpm"],
        resting_from=None if told["resting_bpm"] is None else RestingFrom.SEATED,
        limits=limits,
    )
    posture = None if told["recovery_posture"] is None else Posture(told["recovery_posture"])
    outcome = assess_file(SAMPLES / TRUTHS[name]["file"], person, Conditions(recovery_posture=posture))
    assert outcome.refused == ()
    assert len(outcome.sessions) == 1
    return outcome.sessions[0]


def value_of(name: str, index_id: str) -> tuple[float, float, float]:
    """Value and interval of an index; fails with the reason where there is none."""
    found = assessed(name).measurement(index_id)
    assert found is not None, f"{index_id} was not measured"
    assert found.value is not None, f"{index_id}: {found.unavailable}"
    assert found.low is not None
    assert found.high is not None
    return found.value, found.low, found.high


def test_there_is_a_truth_beside_every_sample() -> None:
    assert {truth["file"] for truth in TRUTHS.values()} == {
        path.name for path in SAMPLES.iterdir() if path.suffix in (".fit", ".csv")
    }


@pytest.mark.parametrize("name", TRUTHS)
def test_duration_start_kind_and_sensor_are_read_as_written(name: str) -> None:
    truth, session = TRUTHS[name], assessed(name)
    assert session.recording.duration_s == pytest.approx(truth["duration_s"], abs=60.0 if name == "whole_day" else 1.5)
    assert (session.recording.kind is RecordingKind.DAY) is (name == "whole_day")
    start = session.recording.start
    if start is not None and truth["file"].endswith(".fit"):
        assert start.isoformat() == truth["start"]
    told = session.recording.source.sensor
    assert told in (Sensor.UNKNOWN, Sensor(truth["sensor"]))
    if truth["file"].endswith(".fit"):
        assert told is Sensor(truth["sensor"])


@pytest.mark.parametrize("name", WITH_BOUTS)
def test_phases_are_found_within_five_seconds(name: str) -> None:
    found = assessed(name).phases.items
    true = TRUTHS[name]["phases"]
    assert [p.kind.value for p in found] == [p["kind"] for p in true]
    for phase, truth in zip(found, true, strict=True):
        assert phase.start_s == pytest.approx(truth["start_s"], abs=BOUNDARY_S[phase.origin])
    assert found[-1].stop_s == pytest.approx(true[-1]["stop_s"], abs=2.0)


@pytest.mark.parametrize("name", WITH_BOUTS)
def test_the_true_boundary_lies_within_the_uncertainty_told(name: str) -> None:
    for phase, truth in zip(assessed(name).phases.items, TRUTHS[name]["phases"], strict=True):
        assert abs(phase.start_s - truth["start_s"]) <= phase.uncertainty_s + 0.5


def test_the_origin_of_the_phases_is_the_best_evidence_there_is() -> None:
    origins = {name: assessed(name).phases.of(PhaseKind.RECOVERY)[0].origin for name in WITH_BOUTS}
    assert origins["walk_exceeded"] in (PhaseOrigin.MARKER, PhaseOrigin.MOVEMENT)
    assert origins["walk_paced"] is PhaseOrigin.MOVEMENT


def test_from_a_walk_without_movement_data_only_raised_heart_rate_is_told() -> None:
    session = assessed("heart_rate_only")
    assert [p.kind for p in session.phases.items] == [PhaseKind.REST, PhaseKind.RAISED]
    recovery = session.measurement("hr_recovery_120")
    assert recovery is not None
    assert recovery.unavailable is Reason.NEEDS_EXERCISE_END
    assert "speed or steps" in str(recovery.advice)


@pytest.mark.parametrize("name", [n for n in CLEAN if n in WITH_BOUTS])
def test_the_peak_is_found_within_one_beat(name: str) -> None:
    value, low, high = value_of(name, "hr_peak")
    truth = TRUTHS[name]["realised_peak_bpm"]
    assert value == pytest.approx(truth, abs=PEAK_BPM)
    assert low <= truth <= high


@pytest.mark.parametrize("name", RECOVERED)
@pytest.mark.parametrize("after_s", [60, 120])
def test_recovery_on_clean_data_is_found_within_two_beats(name: str, after_s: int) -> None:
    value, low, high = value_of(name, f"hr_recovery_{after_s}")
    truth = TRUTHS[name]["recoveries"][-1][f"realised_drop_{after_s}_bpm"]
    assert value == pytest.approx(truth, abs=RECOVERY_BPM)
    assert low <= truth <= high


def test_recovery_from_the_wrist_keeps_the_truth_in_its_interval_at_120_s() -> None:
    _, low, high = value_of("optical_lag_dropouts", "hr_recovery_120")
    assert low <= TRUTHS["optical_lag_dropouts"]["recoveries"][0]["realised_drop_120_bpm"] <= high


def test_beats_that_go_on_after_the_timer_stopped_give_the_recovery_the_records_lost(tmp_path: Path) -> None:
    bout = Bout(duration_s=900, target_bpm=115, recovery_s=240)
    plan = SessionPlan(rest_s=300, bouts=(bout,), timer_stops=True, beats=True, markers=MarkerStyle.STOP)
    made = make_session(plan, seed=4)
    write_fit(made.recording, tmp_path / "timer_stopped.fit")
    (session,) = assess_file(tmp_path / "timer_stopped.fit", Person(resting_bpm=65.0)).sessions
    for after_s in (60.0, 120.0):
        found = session.measurement(f"hr_recovery_{after_s:.0f}")
        assert found is not None
        assert found.value is not None, found.unavailable
        assert found.value == pytest.approx(made.truth.realised_drop_bpm(1200.0, after_s), abs=RECOVERY_BPM)


def test_standing_up_is_found_with_its_rise_and_its_ratio() -> None:
    truth = TRUTHS["stand_test"]["stand"]
    rise, low, high = value_of("stand_test", "stand_hr_rise")
    assert rise == pytest.approx(truth["realised_rise_bpm"], abs=RESTING_BPM)
    assert low <= truth["realised_rise_bpm"] <= high
    ratio, low, high = value_of("stand_test", "stand_30_15")
    assert ratio == pytest.approx(truth["thirty_fifteen"], abs=0.03)
    assert low <= truth["thirty_fifteen"] <= high


def test_the_walking_speed_is_the_one_she_chose() -> None:
    value, low, high = value_of("walk_paced", "walking_speed_self_selected")
    truth = TRUTHS["walk_paced"]["walking_speed_m_s"]
    assert value == pytest.approx(truth, rel=0.02)
    assert low <= truth <= high


def test_a_recording_ended_early_says_how_long_it_should_have_gone_on() -> None:
    for after_s in (60, 120):
        found = assessed("walk_stopped_early").measurement(f"hr_recovery_{after_s}")
        assert found is not None
        assert found.unavailable is Reason.NEEDS_RECOVERY_RECORDING
        assert found.advice


def test_one_sample_a_minute_gives_no_recovery() -> None:
    found = assessed("whole_day").measurement("hr_recovery_120")
    assert found is not None
    assert found.value is None


@pytest.mark.parametrize("name", WITH_LIMIT)
def test_verdicts_are_as_made(name: str) -> None:
    exceedance = assessed(name).exceedance
    assert exceedance is not None
    expected = TRUTHS[name]["expected"]
    assert exceedance.verdict.value == expected["verdict"]
    assert exceedance.flagged is expected["flagged"]
    assert exceedance.borderline is expected["borderline"]


def test_without_a_limit_there_is_no_verdict_but_advice() -> None:
    session = assessed("stand_test")
    assert session.limit is None
    assert session.exceedance is None
    assert session.limit_advice


@pytest.mark.parametrize("name", CLEAN_WITH_LIMIT)
def test_time_above_the_limit_is_that_of_the_truth(name: str) -> None:
    exceedance = assessed(name).exceedance
    assert exceedance is not None
    truth = TRUTHS[name]["limit"]["realised_time_above_s"]
    crossings = max(len(TRUTHS[name]["limit"]["excursions"]), 1)
    assert exceedance.time_above_s == pytest.approx(truth, abs=ABOVE_S * crossings)
    assert exceedance.unknown_s == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize("name", ["optical_lag_dropouts", "whole_day"])
def test_what_was_not_recorded_widens_the_bounds_around_the_true_time_above(name: str) -> None:
    exceedance = assessed(name).exceedance
    assert exceedance is not None
    slack_s = 60.0 if name == "whole_day" else ABOVE_S
    truth = TRUTHS[name]["limit"]["realised_time_above_s"]
    assert exceedance.time_above_low_s - slack_s <= truth <= exceedance.time_above_high_s + slack_s
    lost_s = sum(a["stop_s"] - a["start_s"] for a in TRUTHS[name]["artefacts"])
    assert exceedance.unknown_s == pytest.approx(lost_s, rel=0.2)


@pytest.mark.parametrize("name", WITH_BEATS)
def test_variability_at_rest_is_that_of_the_true_beats(name: str) -> None:
    """The rest of the truth is longer than the five minutes an index looks at, hence the wider margins."""
    rmssd, low, high = value_of(name, "hrv_rmssd")
    assert rmssd == pytest.approx(TRUTHS[name]["rest_rmssd_ms"], rel=0.1)
    assert low <= rmssd <= high
    sdnn, low, high = value_of(name, "hrv_sdnn")
    assert sdnn == pytest.approx(TRUTHS[name]["rest_sdnn_ms"], rel=0.25)
    assert low <= TRUTHS[name]["rest_sdnn_ms"] <= high


@pytest.mark.parametrize("name", [n for n in TRUTHS if n not in WITH_BEATS])
def test_without_beats_there_is_no_variability(name: str) -> None:
    for index_id in ("hrv_rmssd", "hrv_sdnn"):
        found = assessed(name).measurement(index_id)
        assert found is not None
        assert found.unavailable is Reason.NEEDS_BEATS
