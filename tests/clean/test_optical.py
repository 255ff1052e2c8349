"""Optical sensors that follow the steps."""

from dataclasses import replace

import numpy as np
import pytest

from pacing.clean.optical import cadence_lock
from pacing.model.recording import Sensor
from tests.clean.conftest import MakeRecording

T = np.arange(600.0)
CADENCE = np.full(T.size, 57.0)
LOCKED = np.where((T >= 200) & (T < 330), 114.0 + np.round(np.sin(T)), 96.0)


def test_heart_rate_that_jumps_onto_the_step_rate_is_clearly_locked(make_recording: MakeRecording) -> None:
    recording = make_recording(T, LOCKED, channels={"cadence": CADENCE})
    suspect, clear = cadence_lock(recording, T, LOCKED)
    assert clear.nonzero()[0].tolist() == list(range(200, 330))
    assert suspect.tolist() == clear.tolist()


def test_a_heart_that_drifts_past_the_step_rate_is_suspect_but_not_clear(make_recording: MakeRecording) -> None:
    bpm = 100.0 + T / 20.0
    suspect, clear = cadence_lock(make_recording(T, bpm, channels={"cadence": CADENCE}), T, bpm)
    assert suspect.any()
    assert not clear.any()


@pytest.mark.parametrize(("sensor", "sport"), [(Sensor.STRAP, "walking"), (Sensor.OPTICAL, "cycling")])
def test_straps_do_not_lock_and_pedals_count_once(make_recording: MakeRecording, sensor: Sensor, sport: str) -> None:
    recording = make_recording(T, LOCKED, channels={"cadence": CADENCE}, sensor=sensor, sport=sport)
    suspect, _ = cadence_lock(recording, T, LOCKED)
    assert not suspect.any()


def test_half_a_minute_near_the_step_rate_is_not_yet_suspect(make_recording: MakeRecording) -> None:
    bpm = np.where((T >= 200) & (T <= 230), 114.0, 90.0)
    suspect, _ = cadence_lock(make_recording(T, bpm, channels={"cadence": CADENCE}), T, bpm)
    assert not suspect.any()


def test_a_lock_that_lets_go_for_a_second_now_and_then_is_clear_all_through(make_recording: MakeRecording) -> None:
    bpm = np.where((T >= 200) & (T < 330) & (T % 37 == 0), 104.0, LOCKED)
    _, clear = cadence_lock(make_recording(T, bpm, channels={"cadence": CADENCE}), T, bpm)
    assert clear.nonzero()[0].tolist() == list(range(200, 330))


@pytest.mark.parametrize("multiple", [0.5, 1.0, 2.0])
def test_half_and_double_the_step_rate_are_followed_too(make_recording: MakeRecording, multiple: float) -> None:
    bpm = np.where((T >= 200) & (T < 330), 90.0 * multiple, 70.0)
    cadence = np.full(T.size, 45.0)
    _, clear = cadence_lock(make_recording(T, bpm, channels={"cadence": cadence}), T, bpm)
    assert clear[205:325].all()


def test_a_sensor_that_mirrors_every_change_of_pace_is_locked_without_any_jump(make_recording: MakeRecording) -> None:
    cadence = 55.0 + 5.0 * np.sin(T / 25.0)
    bpm = np.round(2.0 * cadence)
    _, clear = cadence_lock(make_recording(T, bpm, channels={"cadence": cadence}), T, bpm)
    assert clear.mean() > 0.9


def test_a_heart_that_rises_past_rising_steps_follows_nothing(make_recording: MakeRecording) -> None:
    cadence = 83.0 + T / 300.0 + (T % 40 < 8)
    bpm = np.round(163.5 + T / 60.0)
    suspect, clear = cadence_lock(make_recording(T, bpm, channels={"cadence": cadence}), T, bpm)
    assert suspect.mean() > 0.5
    assert not clear.any()


def test_a_heart_that_happens_to_be_as_fast_as_steady_steps_is_left_alone(make_recording: MakeRecording) -> None:
    bpm = 114.0 + np.round(2.0 * np.sin(T / 20.0))
    suspect, clear = cadence_lock(make_recording(T, bpm, channels={"cadence": CADENCE}), T, bpm)
    assert suspect.any()
    assert not clear.any()


def test_without_cadence_nothing_is_suspect(make_recording: MakeRecording) -> None:
    suspect, clear = cadence_lock(make_recording(T, LOCKED), T, LOCKED)
    assert not suspect.any()
    assert not clear.any()


def test_a_recording_that_begins_and_ends_on_the_step_rate_is_suspect_but_not_clear(
    make_recording: MakeRecording,
) -> None:
    bpm = np.full(T.size, 114.0)
    suspect, clear = cadence_lock(make_recording(T, bpm, channels={"cadence": CADENCE}), T, bpm)
    assert suspect.all()
    assert not clear.any()


def test_cadence_that_fell_silent_says_nothing(make_recording: MakeRecording) -> None:
    silent = CADENCE.copy()
    silent[150:] = np.nan
    suspect, _ = cadence_lock(make_recording(T, LOCKED, channels={"cadence": silent}), T, LOCKED)
    assert not suspect.any()
    suspect, _ = cadence_lock(make_recording(T, LOCKED, channels={"cadence": np.full(T.size, np.nan)}), T, LOCKED)
    assert not suspect.any()


def test_three_beats_from_the_step_rate_are_near_it_and_more_are_not(make_recording: MakeRecording) -> None:
    for off, near in ((3.0, True), (3.1, False)):
        bpm = np.full(T.size, 114.0 + off)
        suspect, _ = cadence_lock(make_recording(T, bpm, channels={"cadence": CADENCE}), T, bpm)
        assert suspect.all() == near


@pytest.mark.parametrize(("age_s", "suspected"), [(5.0, True), (10.5, False)])
def test_an_old_cadence_sample_says_nothing(make_recording: MakeRecording, age_s: float, suspected: bool) -> None:
    recording = make_recording(T, LOCKED, channels={"cadence": CADENCE})
    apart = np.arange(0.0, 600.0, age_s)
    channel = replace(recording.channels[0], time_s=apart, value=np.full(apart.size, 57.0))
    times = np.arange(0.0, 600.0, age_s) + age_s  # just as old as the sample before
    suspect, _ = cadence_lock(
        replace(recording, channels=(channel,)), times[:-1] - 1e-9, np.full(times.size - 1, 114.0)
    )
    assert suspect.any() == suspected
