import numpy as np
import pytest

from pacing.measure.index import Inputs
from pacing.measure.response.steady_state import SteadyBlocks, is_steady, slope_and_error, steady_blocks
from pacing.measure.response.workload import Workload
from pacing.model.measurement import Reason
from tests.measure.exertion_inputs import EXERCISE, channel, make_inputs, measure, phase


def stages(loads: list[float], per_load: float, base: float, *, name: str = "speed", sport: str = "running") -> Inputs:
    load = np.repeat(loads, 180)
    unit = "m/s" if name == "speed" else "W"
    return make_inputs(
        base + per_load * load, [phase(EXERCISE, 0, load.size)], channels=[channel(name, unit, load)], sport=sport
    )


def test_the_slope_on_speed_is_found() -> None:
    found = measure("hr_speed_slope", stages([2.0, 2.5, 3.0], 24.0, 60.0))
    assert found.value == pytest.approx(24.0)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 24.0 < found.high


def test_the_slope_on_power_is_its_own_index() -> None:
    inputs = stages([60.0, 90.0, 120.0], 0.5, 60.0, name="power", sport="cycling")
    assert measure("hr_power_slope", inputs).value == pytest.approx(0.5)
    assert measure("hr_speed_slope", inputs).unavailable is Reason.NEEDS_MOVEMENT_DATA


def test_one_comfortable_pace_has_no_slope() -> None:
    found = measure("hr_speed_slope", stages([1.2, 1.2, 1.25], 24.0, 60.0))
    assert found.unavailable is Reason.NEEDS_STEP_LOAD
    assert "comfortable" in str(found.advice)


def test_two_stretches_are_too_few() -> None:
    load = np.concatenate([np.repeat([1.0, 1.6], 120), np.zeros(30)])
    inputs = make_inputs(
        60 + 20 * load, [phase(EXERCISE, 0, load.size)], channels=[channel("speed", "m/s", load)], sport="walking"
    )
    found = measure("hr_speed_slope", inputs)
    assert found.unavailable is Reason.NEEDS_STEP_LOAD
    assert found.parts["steady_stretches"] == 2


def test_a_restless_pace_has_no_steady_stretch() -> None:
    speed = 2.0 + np.sin(np.arange(900) / 8.0)
    inputs = make_inputs(60 + 20 * speed, [phase(EXERCISE, 0, 900)], channels=[channel("speed", "m/s", speed)])
    assert measure("hr_speed_slope", inputs).parts["steady_stretches"] == 0


def test_one_value_a_minute_has_no_slope() -> None:
    inputs = stages([2.0, 2.5, 3.0], 24.0, 60.0)
    coarse = make_inputs(
        inputs.cleaned.heart_rate.bpm,
        inputs.phases.items,
        channels=inputs.recording.channels,
        sport="running",
        sampling_s=60.0,
    )
    assert measure("hr_speed_slope", coarse).unavailable is Reason.TOO_COARSE


def test_without_exercise_the_slope_needs_its_end() -> None:
    inputs = make_inputs(np.full(300, 90.0), channels=[channel("speed", "m/s", np.full(300, 1.2))])
    assert measure("hr_speed_slope", inputs).unavailable is Reason.NEEDS_EXERCISE_END


def test_a_walker_who_tires_and_slows_has_no_negative_slope() -> None:
    found = measure("hr_speed_slope", stages([2.2, 2.0, 1.8, 1.6, 1.4], -30.0, 160.0))
    assert found.unavailable is Reason.OUT_OF_RANGE
    assert "lower at higher speeds" in str(found.advice)
    assert found.parts["slope"] == pytest.approx(-30.0, abs=3.0)


def test_a_heart_that_does_not_follow_the_load_has_no_slope() -> None:
    found = measure("hr_speed_slope", stages([1.4, 1.6, 1.8, 2.0], 0.0, 120.0))
    assert found.unavailable is Reason.NEEDS_STEP_LOAD


def test_the_error_of_a_slope_is_students() -> None:
    load, bpm = np.array([1.0, 2.0, 3.0, 4.0]), np.array([10.0, 21.0, 29.0, 40.0])
    slope, sd, intercept = slope_and_error(load, bpm, 0.0)
    assert (slope, intercept) == pytest.approx((9.8, 0.5))
    # residuals -0.3 0.9 -0.9 0.3: s^2 = 1.8 / 2, Sxx = 5; t(2) = 4.303 by Fisher's series to within 2 %
    assert sd * 1.95996 == pytest.approx(4.303 * np.sqrt(0.9 / 5), rel=0.02)


def block_of(missing: int = 0, jump_bpm: float = 0.0, unknown_load: int = 0) -> SteadyBlocks:
    """Two minutes at one load, of which the second is the stretch: seconds of it missing, and a jump in its last."""
    bpm, load = np.full(120, 90.0), np.full(120, 100.0)
    bpm[60 : 60 + missing] = np.nan
    load[:unknown_load] = np.nan
    bpm[-1] += jump_bpm
    return steady_blocks(make_inputs(bpm), Workload(np.arange(120.0), load))


@pytest.mark.parametrize(("missing", "unknown_load", "blocks"), [(6, 0, 1), (7, 0, 0), (0, 12, 1), (0, 13, 0)])
def test_a_tenth_of_a_stretch_may_be_missing(missing: int, unknown_load: int, blocks: int) -> None:
    assert block_of(missing=missing, unknown_load=unknown_load).bpm.size == blocks


def test_the_last_second_of_a_stretch_belongs_to_it() -> None:
    assert block_of(jump_bpm=60.0).bpm.tolist() == [91.0]


@pytest.mark.parametrize(
    ("loads", "steady"),
    [
        ([100.0] * 18 + [np.nan] * 2, True),
        ([100.0] * 17 + [np.nan] * 3, False),
        ([0.0] * 20, False),
        ([-5.0] * 20, False),
        ([100.0, 120.0] * 10, True),
        ([100.0, 123.0] * 10, False),
    ],
)
def test_a_load_is_steady_that_is_known_there_and_varies_by_less_than_a_tenth(loads: list[float], steady: bool) -> None:
    assert is_steady(np.array(loads)) is steady
