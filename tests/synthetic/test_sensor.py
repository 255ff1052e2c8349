import numpy as np
import pytest

from pacing.synthetic.plan import (
    OPTICAL,
    PERFECT,
    STEADY,
    Bout,
    CadenceLock,
    Dropout,
    DropoutKind,
    RandomDropouts,
    SensorPlan,
    SessionPlan,
)
from pacing.synthetic.sensor import random_dropouts, sampling_times_s
from pacing.synthetic.session import make_session

WALK = SessionPlan(rest_s=120, bouts=(Bout(duration_s=400, target_bpm=120, recovery_s=200),), variability=STEADY)


def changed(**fields: object) -> SessionPlan:
    from dataclasses import replace

    return replace(WALK, **fields)  # type: ignore[arg-type]


def test_a_perfect_sensor_writes_the_truth() -> None:
    made = make_session(changed(sensor=PERFECT), seed=1)
    assert made.recording.heart_rate.bpm == pytest.approx(made.truth.bpm, abs=1e-9)


def test_a_strap_writes_whole_numbers_within_a_beat_or_two() -> None:
    made = make_session(WALK, seed=1)
    bpm = made.recording.heart_rate.bpm
    assert (bpm == np.rint(bpm)).all()
    assert np.abs(bpm - made.truth.bpm).max() < 4.0
    assert np.abs(bpm - made.truth.bpm)[:120].mean() < 0.6


def test_an_optical_sensor_follows_seconds_late() -> None:
    """On a ramp in steady state a first-order lag and a delay shift the curve by their sum."""
    drifting = Bout(duration_s=900, target_bpm=100, drift_bpm_per_min=3, recovery_s=60)
    sensor = SensorPlan(OPTICAL.kind, lag_s=6.0, delay_s=3.0, noise_bpm=0.0, whole_bpm=False)
    made = make_session(changed(bouts=(drifting,), sensor=sensor), seed=1)
    behind_bpm = (made.truth.bpm - made.recording.heart_rate.bpm)[800:1000]
    assert behind_bpm == pytest.approx(3 / 60 * 9.0, abs=0.03)


def test_smart_recording_steps_one_to_eight_seconds() -> None:
    times_s = sampling_times_s(SensorPlan(smart=True), 1800.0, np.random.default_rng(0))
    steps = np.diff(times_s)
    assert set(steps.tolist()) == {1, 2, 3, 4, 5, 6, 7, 8}
    assert times_s[0] == 0
    assert times_s[-1] < 1800


def test_a_sample_a_minute_is_the_mean_of_its_minute() -> None:
    sensor = SensorPlan(lag_s=0.0, noise_bpm=0.0, sampling_s=60.0, whole_bpm=False)
    made = make_session(changed(sensor=sensor), seed=1)
    assert made.recording.heart_rate.time_s.tolist() == list(range(0, 720, 60))
    assert made.recording.heart_rate.bpm[3] == pytest.approx(made.truth.bpm[180:240].mean(), abs=1e-9)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(DropoutKind.MISSING, np.nan), (DropoutKind.ZERO, 0.0)],
)
def test_a_drop_out_is_written_as_its_kind_says(kind: DropoutKind, expected: float) -> None:
    bpm = make_session(changed(dropouts=(Dropout(50, 10, kind),)), seed=1).recording.heart_rate.bpm
    assert np.array_equal(bpm[50:60], np.full(10, expected), equal_nan=True)
    assert (bpm[[49, 60]] > 0).all()


def test_a_gap_leaves_no_samples_and_no_beats() -> None:
    made = make_session(changed(dropouts=(Dropout(50, 10, DropoutKind.GAP),), beats=True), seed=1)
    heart, beats = made.recording.heart_rate, made.recording.beats
    assert not ((heart.time_s >= 50) & (heart.time_s < 60)).any()
    assert beats is not None
    begins_s = beats.time_s - beats.rr_ms / 1000
    assert not ((beats.time_s > 50) & (begins_s < 60)).any()
    assert int((begins_s[1:] - beats.time_s[:-1] > 1.0).sum()) == 1


def test_a_frozen_sensor_repeats_its_last_value() -> None:
    bpm = make_session(changed(dropouts=(Dropout(150, 20, DropoutKind.FROZEN),)), seed=1).recording.heart_rate.bpm
    assert (bpm[150:170] == bpm[149]).all()
    assert bpm[175] != bpm[149]


def test_cadence_lock_follows_the_steps() -> None:
    bpm = make_session(changed(cadence_locks=(CadenceLock(20, 60, 104.0),)), seed=1).recording.heart_rate.bpm
    assert bpm[20:80] == pytest.approx(104.0, abs=4.0)
    assert bpm[:20].mean() < 70


def test_a_session_may_be_spared_of_random_drop_outs() -> None:
    assert random_dropouts(RandomDropouts(per_hour=0.0), 600.0, np.random.default_rng(0)) == ()


def test_random_drop_outs_come_as_often_as_asked_and_never_overlap() -> None:
    plan = RandomDropouts(per_hour=12, mean_s=20)
    drawn = [random_dropouts(plan, 3600.0, np.random.default_rng(seed)) for seed in range(200)]
    assert np.mean([len(d) for d in drawn]) == pytest.approx(12, rel=0.1)
    for one in drawn:
        ends = [d.start_s + d.duration_s for d in one]
        assert all(end <= after.start_s for end, after in zip(ends, one[1:], strict=False))
        assert all(d.start_s + d.duration_s <= 3600 for d in one)
