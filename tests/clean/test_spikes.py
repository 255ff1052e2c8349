"""Isolated jumps are spikes; onset, recovery and steps are not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.clean.artefacts import spikes

T = np.arange(120.0)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("height", [-40.0, 25.0, 90.0])
def test_up_to_five_seconds_far_from_everything_are_a_spike(length: int, height: float) -> None:
    bpm = np.full(T.size, 110.0)
    bpm[50 : 50 + length] += height
    assert spikes(T, bpm).nonzero()[0].tolist() == list(range(50, 50 + length))


def test_a_sprint_and_its_recovery_are_no_spike() -> None:
    up = np.minimum(80.0 + 3.0 * np.maximum(T - 20, 0), 170.0)
    down = np.where(T > 60, 170.0 - 3.0 * (T - 60), 170.0)
    assert not spikes(T, np.minimum(up, np.maximum(down, 80.0))).any()


def test_a_step_to_another_level_is_no_spike() -> None:
    assert not spikes(T, np.where(T < 60, 80.0, 150.0)).any()


def test_minute_values_may_differ_by_anything() -> None:
    assert not spikes(T * 60.0, np.where(T % 2 == 0, 70.0, 130.0)).any()


def test_a_spike_among_smart_samples_is_found() -> None:
    bpm = np.full(T.size, 100.0)
    bpm[40] = 160.0
    assert spikes(T * 4.0, bpm).nonzero()[0].tolist() == [40]


def test_fewer_than_three_samples_hold_no_spike() -> None:
    assert not spikes(np.array([0.0, 1.0]), np.array([60.0, 200.0])).any()


@given(st.lists(st.integers(40, 200), min_size=3, max_size=60), st.integers(-15, 15))
def test_shifting_all_heart_rates_finds_the_same_spikes_and_a_second_look_none(values: list[int], shift: int) -> None:
    time_s, bpm = np.arange(float(len(values))), np.array(values, dtype=np.float64)
    found = spikes(time_s, bpm)
    assert spikes(time_s, bpm + shift).tolist() == found.tolist()
    assert int(found.sum()) < bpm.size


@pytest.mark.parametrize(("spacing_s", "most_bpm"), [(1.0, 18.0), (4.0, 27.0)])
def test_how_far_is_too_far_grows_with_the_time_between_samples(spacing_s: float, most_bpm: float) -> None:
    for height, found in ((most_bpm, []), (most_bpm + 0.5, [60])):
        bpm = np.where(T == 60, 100.0 + height, 100.0)
        assert spikes(T * spacing_s, bpm).nonzero()[0].tolist() == found


def test_one_sample_between_two_others_can_be_a_spike() -> None:
    assert spikes(np.arange(3.0), np.array([100.0, 180.0, 100.0])).tolist() == [False, True, False]
    assert not spikes(np.arange(2.0), np.array([100.0, 180.0])).any()


@pytest.mark.parametrize(
    ("spacing_s", "samples", "spike"), [(2.0, 2, True), (2.0, 3, False), (0.5, 10, True), (0.5, 11, False)]
)
def test_a_spike_is_no_longer_than_five_seconds_however_often_the_device_writes(
    spacing_s: float, samples: int, spike: bool
) -> None:
    bpm = np.full(T.size, 100.0)
    bpm[50 : 50 + samples] = 180.0
    assert bool(spikes(T * spacing_s, bpm).any()) is spike
