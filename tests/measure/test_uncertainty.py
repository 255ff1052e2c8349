import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.levels import block_mean_sd, correlated_mean_sd
from pacing.measure.uncertainty import (
    DRAWS,
    OPTICAL_ERROR,
    STRAP_ERROR,
    UNKNOWN_ERROR,
    interval,
    normal_samples,
    seen_scatter_bpm,
    sensor_error,
    uniform_samples,
)
from pacing.model.recording import Sensor
from tests.measure.exertion_inputs import make_inputs
from tests.oracles.season_processes import sessions


def test_normal_draws_have_the_spread_they_are_asked_for() -> None:
    draws = normal_samples(5, 2.0)
    assert draws.mean() == pytest.approx(0.0, abs=1e-9)
    assert draws.std() == pytest.approx(2.0, rel=0.01)


def test_different_streams_are_independent_and_one_stream_is_one_error() -> None:
    assert abs(np.corrcoef(normal_samples(1, 1.0), normal_samples(2, 1.0))[0, 1]) < 4 / np.sqrt(DRAWS)
    assert normal_samples(1, 1.0).tolist() == normal_samples(1, 1.0).tolist()


def test_uniform_draws_fill_their_bounds_evenly() -> None:
    draws = uniform_samples(3, 5.0, 20.0)
    assert draws.min() >= 5.0
    assert draws.max() <= 20.0
    assert draws.mean() == pytest.approx(12.5, abs=0.01)


@given(st.floats(-50, 50), st.floats(-30, 30), st.floats(0.1, 10))
def test_an_interval_always_holds_its_value(value: float, centre: float, sd: float) -> None:
    low, high = interval(value, centre + normal_samples(1, sd))
    assert low <= value <= high


def test_draws_that_cannot_be_are_left_out() -> None:
    draws = normal_samples(1, 1.0).copy()
    draws[::10] = np.nan
    assert interval(0.0, draws) == pytest.approx((-1.96, 1.96), abs=0.1)
    assert interval(3.0, np.full(DRAWS, np.nan)) == (3.0, 3.0)


def test_a_longer_mean_is_surer_and_a_strap_surer_than_a_wrist() -> None:
    assert STRAP_ERROR.level_sd_bpm(60.0) < STRAP_ERROR.level_sd_bpm(5.0)
    assert STRAP_ERROR.level_sd_bpm(30.0) < OPTICAL_ERROR.level_sd_bpm(30.0)


def test_an_unknown_sensor_may_be_either() -> None:
    error = sensor_error(make_inputs([80.0], sensor=Sensor.UNKNOWN).recording)
    assert error == UNKNOWN_ERROR
    assert STRAP_ERROR.lag_low_s < error.lag_low_s < STRAP_ERROR.lag_high_s
    assert error.lag_high_s == OPTICAL_ERROR.lag_high_s


def test_the_scatter_of_an_unnamed_sensor_is_learned_and_short_or_impossible_values_teach_nothing() -> None:
    seconds = np.arange(600.0)
    calm, restless = 100.0 + 0.3 * np.sin(seconds), 100.0 + 6.0 * np.sin(seconds / 3.0)
    scatter = [seen_scatter_bpm(seconds, bpm) for bpm in (calm, restless)]
    assert scatter[0] is not None
    assert scatter[1] is not None
    assert scatter[0] < 0.2
    assert scatter[1] > 2.0
    assert seen_scatter_bpm(seconds[:100], calm[:100]) is None
    assert seen_scatter_bpm(seconds, np.full(600, 1e200)) is None


def test_the_mean_of_values_that_resemble_their_neighbours_is_held() -> None:
    rows = sessions(240, 0.85, 400)
    held = [abs(float(row.mean())) <= 1.96 * correlated_mean_sd(row) for row in rows]
    plain = [abs(float(row.mean())) <= 1.96 * block_mean_sd(row) for row in rows]
    assert np.mean(plain) < 0.93 <= np.mean(held)


def test_equal_or_missing_values_give_a_mean_without_error() -> None:
    assert correlated_mean_sd(np.full(100, 60.0)) == 0.0
    assert correlated_mean_sd(np.empty(0)) == 0.0
