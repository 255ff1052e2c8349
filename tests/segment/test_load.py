"""Which channel tells effort, and in which seconds."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.segment.external_load import external_loads, movement, on_seconds
from tests.segment.conftest import made_recording

T = np.arange(300.0)
RUNNING = np.zeros(T.size, dtype=np.bool_)
BPM = np.full(T.size, 100.0)


def test_power_comes_before_speed_before_cadence() -> None:
    recording = made_recording(T, BPM, channels={"cadence": T + 30, "speed": T + 1, "power": T + 50})
    assert [load.name for load in external_loads(recording, T, RUNNING)] == ["power", "speed", "cadence"]


def test_a_channel_that_never_moves_or_is_mostly_silent_tells_nothing() -> None:
    silent = np.where(T < 200, np.nan, 2.0)
    recording = made_recording(T, BPM, channels={"power": np.zeros(T.size), "speed": silent, "cadence": T * 0 + 60})
    assert [load.name for load in external_loads(recording, T, RUNNING)] == ["cadence"]


def test_a_silent_channel_in_a_pause_is_zero() -> None:
    paused = (T >= 100) & (T < 200)
    speed = np.where(paused, np.nan, 3.0)
    load = next(iter(external_loads(made_recording(T, BPM, channels={"speed": speed}), T, paused)))
    assert (load.value[100:200] == 0.0).all()
    assert (load.value[:100] == 3.0).all()


def test_a_sample_stands_for_ten_seconds_and_no_longer() -> None:
    channel = made_recording([0.0, 5.0, 40.0], [90.0] * 3, channels={"speed": [1.0, np.nan, 2.0]}).channel("speed")
    assert channel is not None
    value = on_seconds(channel, np.arange(45.0))
    assert (value[:10] == 1.0).all()
    assert np.isnan(value[10:40]).all()
    assert (value[40:] == 2.0).all()


def test_any_channel_may_show_movement() -> None:
    recording = made_recording(T, BPM, channels={"speed": T * 0 + 0.2, "cadence": np.where(T < 100, 50.0, 0.0)})
    moving, known = movement(recording, T)
    assert moving[:100].all()
    assert not moving[120:].any()
    assert known.all()


def test_without_channels_nothing_is_known() -> None:
    moving, known = movement(made_recording(T, BPM), T)
    assert not moving.any()
    assert not known.any()


def loads(speed: FloatArray) -> int:
    recording = made_recording(np.arange(float(speed.size)), np.full(speed.size, 90.0), channels={"speed": speed})
    return len(list(external_loads(recording, recording.heart_rate.time_s, np.zeros(speed.size, dtype=np.bool_))))


@pytest.mark.parametrize(("known", "told"), [(491, 1), (490, 0)])
def test_a_channel_that_is_known_half_of_the_time_tells_effort(known: int, told: int) -> None:
    """Its last sample stands for ten seconds."""
    assert loads(np.where(np.arange(1000) < known, 2.0, np.nan)) == told


@pytest.mark.parametrize(("moving_s", "of_s", "told"), [(60, 6000, 1), (59, 6000, 0), (20, 1000, 1), (19, 1000, 0)])
def test_a_channel_that_moves_for_a_minute_or_a_fiftieth_is_connected(moving_s: int, of_s: int, told: int) -> None:
    assert loads(np.where(np.arange(of_s) < moving_s, 0.3, 0.0)) == told


@pytest.mark.parametrize(("speed", "moves"), [(0.31, True), (0.3, False)])
def test_three_tenths_of_a_metre_a_second_are_no_movement_yet(speed: float, moves: bool) -> None:
    moving, _ = movement(made_recording(T, BPM, channels={"speed": np.full(T.size, speed)}), T)
    assert moving.all() == moves
