import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure import session_mean
from pacing.measure.session_mean import BRIDGED_S, _changes, usable_seconds
from pacing.model.arrays import FloatArray
from pacing.model.recording import HeartRate
from tests.measure.exertion_inputs import make_inputs, measure


def hidden(time_s: FloatArray, bpm: FloatArray) -> tuple[float, float]:
    """What holes hid of a heart rate."""
    series = HeartRate(time_s, bpm)
    usable = usable_seconds(series)
    assert usable is not None
    return session_mean.hidden(series, usable)


def test_a_short_hole_is_taken_for_the_line_between_its_edges() -> None:
    time_s = np.concatenate([np.arange(50.0), np.arange(60.0, 100.0)])
    bpm = np.where(time_s < 50, 80.0, 120.0)
    change, sd = hidden(time_s, bpm)
    # 50 s at 80, 10 s hidden around 100, 40 s at 120
    assert np.mean(bpm) + change == pytest.approx((50 * 80 + 10 * 100 + 40 * 120) / 100)
    assert sd > 0


def test_a_hole_of_many_minutes_may_have_held_anything_the_rest_did() -> None:
    time_s = np.concatenate([np.arange(300.0), np.arange(600.0, 900.0)])
    bpm = 100 + 10 * np.sin(time_s / 40.0)
    change, sd = hidden(time_s, bpm)
    assert change == 0.0
    assert sd == pytest.approx(bpm.std() / 3, rel=1e-6)


@given(st.integers(0, 2**32 - 1))
def test_the_true_mean_of_a_random_walk_with_a_hole_lies_where_it_is_said_to(seed: int) -> None:
    walk = 100 + np.cumsum(np.random.default_rng(seed).normal(0, 0.5, 600))
    time_s = np.concatenate([np.arange(200.0), np.arange(230.0, 600.0)])
    change, sd = hidden(time_s, walk[time_s.astype(int)])
    assert abs(walk[time_s.astype(int)].mean() + change - walk.mean()) < 6 * sd


def test_values_a_minute_apart_leave_the_last_minute_open() -> None:
    bpm = np.concatenate([np.full(900, 120.0), np.linspace(120.0, 80.0, 300)])
    minutes = np.repeat(bpm.reshape(-1, 60).mean(axis=1), 60)
    each_minute = measure("hr_mean", make_inputs(minutes[:-59], sampling_s=60.0))
    assert each_minute.value is not None
    assert each_minute.low is not None
    assert each_minute.low < bpm.mean() < each_minute.value


def test_a_late_sensor_shows_a_session_that_ends_high_too_low() -> None:
    found = measure("hr_mean", make_inputs(np.linspace(80.0, 160.0, 600)))
    assert found.value is not None
    assert found.high is not None
    assert found.low is not None
    assert found.high - found.value > found.value - found.low


@pytest.mark.parametrize(("longer_s", "bridged"), [(0.0, True), (1.0, False)])
def test_a_hole_of_just_the_longest_length_is_bridged_and_a_longer_one_is_not(longer_s: float, bridged: bool) -> None:
    time_s = np.concatenate([np.arange(0.0, 900.0), 900.0 + BRIDGED_S + longer_s + np.arange(0.0, 300.0)])
    bpm = np.where(time_s < 900.0, 80.0, 120.0)
    assert (hidden(time_s, bpm)[0] > 0.0) == bridged


@pytest.mark.parametrize(
    ("second_s", "changes"),
    [
        ([5.0, 6.0, 7.0, 8.0], [24.0, 28.0]),  # no second is missing
        ([5.0, 6.0, 8.0, 9.0], [28.0]),  # of seconds two apart only 6 and 8 are there
        ([5.0, 6.0, 7.0, 9.0], [24.0, 32.0]),
        ([5.0, 9.0, 13.0, 17.0], []),
        ([5.0, 6.0], []),
    ],
)
def test_a_change_is_between_seconds_that_are_both_there(second_s: list[float], changes: list[float]) -> None:
    """Of values that are the squares of their seconds."""
    at = np.array(second_s)
    assert _changes(at, at**2, at.size, 2.0).tolist() == changes
