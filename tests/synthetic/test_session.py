import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.model.phases import PhaseKind
from pacing.model.recording import MarkerKind, RecordingKind, Sensor
from pacing.synthetic.session import (
    OPTICAL,
    STEADY,
    Bout,
    MarkerStyle,
    RandomDropouts,
    SessionPlan,
    Stand,
    make_session,
)

WALK = SessionPlan(rest_s=120, bouts=(Bout(duration_s=600, share_of_reserve=0.4, recovery_s=240),))


def test_the_same_seed_makes_the_same_session_and_another_does_not() -> None:
    plan = replace(WALK, beats=True, random_dropouts=RandomDropouts(20))
    first, again, other = make_session(plan, 5), make_session(plan, 5), make_session(plan, 6)
    assert np.array_equal(first.recording.heart_rate.bpm, again.recording.heart_rate.bpm, equal_nan=True)
    assert first.recording.beats is not None
    assert again.recording.beats is not None
    assert np.array_equal(first.recording.beats.rr_ms, again.recording.beats.rr_ms)
    assert first.recording.source.sha256 == again.recording.source.sha256 != other.recording.source.sha256
    assert not np.array_equal(first.truth.realised_bpm, other.truth.realised_bpm)


def test_truth_tells_phases_peak_and_drops_of_a_plain_walk() -> None:
    truth = make_session(replace(WALK, variability=STEADY), seed=1).truth
    assert [(p.kind, p.start_s, p.stop_s) for p in truth.phases] == [
        (PhaseKind.REST, 0, 120),
        (PhaseKind.EXERCISE, 120, 720),
        (PhaseKind.RECOVERY, 720, 960),
    ]
    end_bpm = 65 + 44 * (1 - np.exp(-600 / 42))
    recovery = truth.recoveries[0]
    assert recovery.end_bpm == pytest.approx(end_bpm, abs=1e-6)
    assert recovery.drop_bpm[2] == pytest.approx((end_bpm - 70) * (1 - np.exp(-2)), abs=1e-6)
    assert truth.peak_bpm == pytest.approx(end_bpm, abs=0.01)


def test_half_of_the_way_down_is_gone_after_the_closed_form_says() -> None:
    """From e towards 70 with 60 s, (e + 65) / 2 is reached after 60 ln((e - 70) / ((e + 65) / 2 - 70)) s."""
    truth = make_session(replace(WALK, variability=STEADY), seed=1).truth.recoveries[0]
    end_bpm = truth.end_bpm
    expected_s = 60 * np.log((end_bpm - 70) / ((end_bpm + 65) / 2 - 70))
    assert truth.half_time_s == pytest.approx(np.ceil(expected_s), abs=0.01)
    early = make_session(replace(WALK, variability=STEADY, recorded_after_s=20.0), seed=1).truth.recoveries[0]
    assert early.half_time_s is None


def test_a_recording_that_ended_early_has_no_later_drops() -> None:
    recovery = make_session(replace(WALK, recorded_after_s=40.0), seed=1).truth.recoveries[0]
    assert recovery.drop_bpm[0] is not None
    assert recovery.drop_bpm[1:] == (None, None)


def test_bouts_without_recovery_between_them_are_one_walk() -> None:
    bouts = (Bout(duration_s=100, recovery_s=0), Bout(duration_s=50, recovery_s=0), Bout(duration_s=70))
    truth = make_session(SessionPlan(rest_s=60, bouts=bouts, markers=MarkerStyle.LAP), seed=1)
    assert [(p.start_s, p.stop_s) for p in truth.truth.of(PhaseKind.EXERCISE)] == [(60, 280)]
    assert len(truth.truth.recoveries) == 1
    assert [m.label for m in truth.recording.markers] == ["rest", "active", "recovery"]


def test_time_above_a_limit_is_that_of_the_closed_form() -> None:
    """Rising from 65 towards 109 with 42 s, 90 bpm is passed after 42 ln(44/19) s; falling from there towards 70 with
    60 s it is passed again after 60 ln(39/20) s."""
    truth = make_session(replace(WALK, variability=STEADY), seed=1).truth
    up_s, down_s = 120 + 42 * np.log(44 / 19), 720 + 60 * np.log(39 / 20)
    assert truth.time_above_s(90.0) == pytest.approx(down_s - up_s, abs=1.0)
    assert truth.excursions(90.0) == ((np.ceil(up_s), np.ceil(down_s)),)
    assert truth.longest_above_s(90.0) == truth.time_above_s(90.0)
    assert truth.time_above_s(120.0) == 0
    assert truth.excursions(120.0) == ()


def test_markers_are_where_the_plan_says() -> None:
    stop = make_session(replace(WALK, markers=MarkerStyle.STOP), 1).recording.markers
    assert [(m.kind, m.time_s) for m in stop] == [(MarkerKind.STOP, 720)]
    user = make_session(replace(WALK, markers=MarkerStyle.USER), 1).recording.markers
    assert [(m.kind, m.time_s) for m in user] == [(MarkerKind.USER, 120), (MarkerKind.USER, 720)]
    stand = SessionPlan(rest_s=600, bouts=(), stand=Stand(300), markers=MarkerStyle.USER)
    assert [m.time_s for m in make_session(stand, 1).recording.markers] == [300]
    assert make_session(WALK, 1).recording.markers == ()


def test_movement_stops_when_the_person_sits_down() -> None:
    plan = replace(WALK, power=True, cadence=True)
    recording = make_session(plan, seed=1).recording
    for name in ("speed", "power", "cadence"):
        channel = recording.channel(name)
        assert channel is not None
        walking = channel.value[130:720].mean()
        assert channel.value[:120].max() < 0.2 * walking
        assert channel.value[130:720].min() > 0.6 * walking
        assert channel.value[725:].max() < 0.2 * walking


def test_a_halt_on_the_way_stops_movement_and_not_the_walk() -> None:
    plan = SessionPlan(rest_s=60, bouts=(Bout(duration_s=300, halts=((100.0, 20.0),)),))
    made = make_session(plan, seed=1)
    speed = made.recording.channel("speed")
    assert speed is not None
    assert speed.value[170:180].max() < 0.3
    assert speed.value[190:200].min() > 0.8
    assert len(made.truth.of(PhaseKind.EXERCISE)) == 1


def test_beats_go_on_while_the_timer_is_stopped() -> None:
    plan = replace(WALK, timer_stops=True, beats=True, markers=MarkerStyle.STOP)
    recording = make_session(plan, seed=1).recording
    speed = recording.channel("speed")
    assert speed is not None
    assert recording.heart_rate.time_s[-1] == speed.time_s[-1] == 719
    assert recording.beats is not None
    assert recording.beats.time_s[-1] > 955


def test_an_active_recovery_goes_on_moving() -> None:
    made = make_session(SessionPlan(bouts=(Bout(recovery_speed_m_s=0.7),)), seed=1)
    speed = made.recording.channel("speed")
    assert speed is not None
    assert speed.value[-200:].mean() == pytest.approx(0.7, rel=0.1)
    assert made.truth.recoveries[0].active


def test_the_variability_of_a_stand_test_is_that_of_lying() -> None:
    plan = SessionPlan(rest_s=600, bouts=(), stand=Stand(300, rise_bpm=30), beats=True)
    truth = make_session(plan, seed=1).truth
    assert truth.sdnn_ms is not None
    assert truth.sdnn_ms < 60


def test_a_day_is_a_day_and_keeps_its_sensor() -> None:
    plan = SessionPlan(rest_s=600, bouts=(), whole_day=True, sensor=OPTICAL)
    recording = make_session(plan, 1).recording
    assert recording.kind is RecordingKind.DAY
    assert recording.source.sensor is Sensor.OPTICAL


def test_a_plan_without_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no time"):
        make_session(SessionPlan(rest_s=0, bouts=()), 1)


@given(
    share=st.floats(0.05, 1.0),
    rest_s=st.integers(0, 400),
    bout_s=st.integers(5, 900),
    after_s=st.integers(0, 400),
    seed=st.integers(0, 2**32),
    smart=st.booleans(),
)
def test_any_plan_gives_a_recording_that_agrees_with_itself(
    share: float, rest_s: int, bout_s: int, after_s: int, seed: int, smart: bool
) -> None:
    plan = SessionPlan(
        rest_s=rest_s,
        bouts=(Bout(duration_s=bout_s, share_of_reserve=share, recovery_s=after_s),),
        sensor=replace(OPTICAL, smart=smart),
    )
    made = make_session(plan, seed)
    truth, heart = made.truth, made.recording.heart_rate
    assert heart.time_s[-1] < plan.duration_s == rest_s + bout_s + after_s
    assert truth.bpm.size == truth.realised_bpm.size == plan.duration_s
    assert truth.peak_bpm <= truth.bpm.max() + 1e-9
    limit_bpm = 100.0
    total = sum(stop - start for start, stop in truth.excursions(limit_bpm))
    assert total == truth.time_above_s(limit_bpm)
    assert truth.phases[-1].stop_s == plan.duration_s


@pytest.mark.performance
def test_thousands_of_sessions_are_a_matter_of_seconds() -> None:
    plan = replace(WALK, sensor=OPTICAL, random_dropouts=RandomDropouts(10))
    begin = time.perf_counter()
    for seed in range(1000):
        make_session(plan, seed)
    assert time.perf_counter() - begin < 5.0
