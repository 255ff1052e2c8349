import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.response.steady_state import _steady_from, is_steady
from pacing.measure.response.workload import LONGEST_HOLD_S, seconds_of, workload_at, workload_over
from pacing.model.recording import Channel
from tests.measure.exertion_inputs import EXERCISE, REST, make_inputs, measure, phase

DAY_S = 86_400.0


def test_a_load_lasts_ten_seconds_and_no_longer() -> None:
    channel = Channel("speed", "m/s", np.array([0.0, 40.0]), np.array([1.0, 2.0]))
    found = workload_at(channel, np.array([-1.0, 0.0, LONGEST_HOLD_S, LONGEST_HOLD_S + 1.0, 41.0]))
    assert found.tolist() == pytest.approx([np.nan, 1.0, 1.0, np.nan, 2.0], nan_ok=True)


def test_seconds_without_long_holes_are_all_there() -> None:
    channel = Channel("speed", "m/s", np.arange(0.0, 900.0, 30.0), np.ones(30))
    assert seconds_of(phase(EXERCISE, 10.4, 500.0), channel).tolist() == np.arange(11.0, 500.0).tolist()


@given(st.integers(100, 100 * 86_400))
def test_a_hole_costs_a_minute_however_long_it_is(hole_s: int) -> None:
    time_s = np.concatenate([np.arange(300.0), hole_s + 300.0 + np.arange(300.0)])
    channel = Channel("speed", "m/s", time_s, np.ones(600))
    load = workload_over(channel, phase(EXERCISE, 0.0, hole_s + 600.0))
    assert load.time_s.size <= 600 + 70
    assert np.isin(time_s, load.time_s).all()
    assert np.all(np.diff(load.time_s) >= 1.0)
    # the steps of ten seconds at which steady stretches are tried stay where they were
    assert np.all((load.time_s - np.arange(load.time_s.size)) % 10.0 == 0)


@given(st.lists(st.one_of(st.floats(0.5, 3.0), st.just(float("nan"))), min_size=130, max_size=200))
def test_stretches_judged_together_are_judged_as_each_alone(loads: list[float]) -> None:
    values = np.array(loads)
    begins = np.arange(0, values.size - 120 + 1, 10)
    together = _steady_from(values, begins, 120)
    assert together.tolist() == [is_steady(values[b : b + 120]) for b in begins.tolist()]


def test_a_clock_that_jumps_by_months_changes_no_walk() -> None:
    speed = np.concatenate([np.zeros(120), np.full(480, 1.2)])
    bpm = np.concatenate([np.full(120, 70.0), np.full(480, 100.0)])
    plain = make_inputs(
        bpm,
        [phase(REST, 0, 120), phase(EXERCISE, 120, 600)],
        channels=[Channel("speed", "m/s", np.arange(600.0), speed)],
        sport="walking",
    )
    later = 120 * DAY_S + np.arange(600.0)
    jumped = make_inputs(
        np.concatenate([bpm, np.full(600, 75.0)]),
        [phase(REST, 0, 120), phase(EXERCISE, 120, 600), phase(EXERCISE, 700, 120 * DAY_S + 300)],
        time_s=np.concatenate([np.arange(600.0), later]),
        channels=[
            Channel("speed", "m/s", np.concatenate([np.arange(600.0), later]), np.concatenate([speed, 0 * speed]))
        ],
        sport="walking",
    )
    for index_id in ("walking_speed_self_selected", "physiological_cost_index"):
        assert measure(index_id, jumped).value == pytest.approx(measure(index_id, plain).value)
