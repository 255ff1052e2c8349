"""Optical sensors that follow the steps."""

from dataclasses import replace

import numpy as np
import pytest

from pacing.clean.optical import cadence_lock
from pacing.model.arrays import FloatArray
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


def suspect_and_clear(
    make_recording: MakeRecording, time_s: FloatArray, bpm: FloatArray, steps: FloatArray | float = 114.0
) -> tuple[int, int]:
    """How many samples are suspect and how many clear, of a walker who makes so many steps a minute."""
    cadence = {"cadence": np.broadcast_to(np.asarray(steps) / 2.0, time_s.shape)}
    suspect, clear = cadence_lock(make_recording(time_s, bpm, channels=cadence), time_s, bpm)
    return int(suspect.sum()), int(clear.sum())


def near_steps(first_s: float, stop_s: float, below: float = 50.0, time_s: FloatArray = T) -> FloatArray:
    """Heart rate on a step rate of 114 from one moment to another, and so much below it else."""
    return np.where((time_s >= first_s) & (time_s < stop_s), 114.0, 114.0 - below)


@pytest.mark.parametrize(
    ("first_s", "stop_s", "suspected"),
    [
        (300.0, 336.0, 36),  # six tenths of a minute
        (300.0, 335.0, 0),
        (581.0, 600.0, 19),  # at the end of the recording, of the half minute that is looked at there
        (582.0, 600.0, 0),
    ],
)
def test_six_tenths_of_a_minute_on_the_step_rate_are_suspect(
    make_recording: MakeRecording, first_s: float, stop_s: float, suspected: int
) -> None:
    assert suspect_and_clear(make_recording, T, near_steps(first_s, stop_s))[0] == suspected


@pytest.mark.parametrize(("spacing_s", "suspected"), [(6.0, True), (7.0, False)])
def test_a_minute_of_ten_samples_can_show_a_lock_and_one_of_nine_cannot(
    make_recording: MakeRecording, spacing_s: float, suspected: bool
) -> None:
    time_s = np.arange(0.0, 600.0, spacing_s)
    assert (suspect_and_clear(make_recording, time_s, np.full(time_s.size, 114.0))[0] > 0) is suspected


def slope(first_s: float, last_s: float, bpm: float) -> FloatArray:
    """A change by so much from one moment to another, and back to nothing at the end of a lock at 330 s."""
    rise = bpm * np.clip((T - first_s) / (last_s - first_s), 0.0, 1.0)
    return 114.0 - bpm + np.where(last_s >= T, rise, bpm) - np.clip(T - 329.0, 0.0, None) * 1.2


@pytest.mark.parametrize(
    ("bpm", "is_clear"),
    [
        (near_steps(200.0, 330.0, 10.0), True),  # by ten in one second
        (near_steps(200.0, 330.0, 7.9), False),
        (np.where(T < 200, 106.0, near_steps(200.0, 330.0, 8.0)), True),  # by eight at both ends
        (np.where(T < 200, 110.5, near_steps(200.0, 330.0, 9.0)), False),  # by eight at one of them
        (slope(196.0, 201.0, 10.0), True),  # by ten in five seconds
        (slope(195.0, 202.0, 10.0), False),  # by ten in seven
        (np.where(T < 188, 97.0, slope(196.0, 202.0, 7.0)), True),  # up to 12 s before it begins
        (np.where(T < 187, 97.0, slope(196.0, 202.0, 7.0)), False),
        (slope(196.0, 202.0, 7.0) - np.where(T < 343, 0.0, 10.0), True),  # and after it ends
        (slope(196.0, 202.0, 7.0) - np.where(T < 344, 0.0, 10.0), False),
    ],
)
def test_a_lock_is_clear_when_heart_rate_jumps_into_it(
    make_recording: MakeRecording, bpm: FloatArray, is_clear: bool
) -> None:
    suspected, clear = suspect_and_clear(make_recording, T, bpm)
    assert suspected > 100
    assert (clear > 0) is is_clear


def test_a_sensor_that_mirrors_the_pace_three_beats_above_it_is_locked(make_recording: MakeRecording) -> None:
    steps = 110.0 + 2.0 * np.round(5.0 * np.sin(T / 25.0))
    assert suspect_and_clear(make_recording, T, steps + 3.0, steps)[1] > 500


@pytest.mark.parametrize(("steps", "suspected"), [(60.0, True), (59.0, False)])
def test_sixty_steps_a_minute_are_a_walk(make_recording: MakeRecording, steps: float, suspected: bool) -> None:
    assert (suspect_and_clear(make_recording, T, np.full(T.size, steps), steps)[0] > 0) is suspected
