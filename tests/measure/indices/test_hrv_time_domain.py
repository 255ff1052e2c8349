import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.hrv import confidence
from pacing.measure.hrv.series import HrvSettings
from tests.measure.hrv_sessions import of_series

HEARTPY = np.array([1020.0, 990, 960, 1000, 1050, 1090, 990, 900, 900, 950, 1080])


def test_eleven_intervals_by_hand() -> None:
    found = of_series(HEARTPY)
    expected = {
        "mean_nn": 993.636,
        "sdnn": 64.2297,
        "rmssd": 67.082,
        "sdsd": 70.4273,
        "nn50": 3,
        "nn20": 9,
        "pnn50": 30.0,
        "sd1": 49.7996,
        "sd2": 75.9665,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-5)


def test_exactly_fifty_does_not_count_unless_the_side_is_closed() -> None:
    closed = of_series(HEARTPY, settings=HrvSettings(pnn_closed=True))
    assert (of_series(HEARTPY)["nn50"], closed["nn50"]) == (3, 5)


def test_pnn50_per_interval_is_the_other_convention() -> None:
    found = of_series(HEARTPY, settings=HrvSettings(pnn_per_interval=True))
    assert found["pnn50"] == pytest.approx(27.27, abs=0.01)


def test_four_intervals_by_hand() -> None:
    found = of_series(np.array([800.0, 810.0, 815.0, 750.0]))
    expected = {"mean_nn": 793.75, "rmssd": 38.079, "sdnn": 29.826, "sdsd": 41.932, "nn50": 1, "pnn50": 100 / 3}
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=2e-5)


def test_poincare_axes_by_hand() -> None:
    found = of_series(np.array([10.0, 11.0, 25.0, 27.0]))
    assert (found["sd1"], found["sd2"]) == pytest.approx((5.115, 11.65), abs=0.005)


def test_alternating_intervals_have_a_closed_form() -> None:
    found = of_series(np.tile([800.0, 900.0], 50))
    expected = {"mean_nn": 850.0, "rmssd": 100.0, "sdnn": 50.0 * np.sqrt(100 / 99), "pnn50": 100.0}
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_a_constant_series_varies_by_nothing() -> None:
    found = of_series(np.full(50, 800.0))
    assert (found["rmssd"], found["sdnn"], found["sd2"], found["pnn20"]) == (0.0, 0.0, 0.0, 0.0)


def test_a_gap_is_never_differenced() -> None:
    paired = np.array([False, True, False, True])
    found = of_series(np.array([800.0, 810.0, 1200.0, 1220.0]), paired)
    assert found["rmssd"] == pytest.approx(np.sqrt((10.0**2 + 20.0**2) / 2))


@given(st.lists(st.floats(300.0, 2000.0), min_size=12, max_size=60), st.integers(2, 6))
def test_blocks_add_up_and_leaving_one_out_is_the_series_without_it(rr: list[float], blocks: int) -> None:
    rr_ms = np.array(rr)
    paired = np.arange(rr_ms.size) > 0
    starts = confidence.blocks_of(rr_ms.size, blocks)
    by_block = confidence.sums_by_block(rr_ms, paired, starts)
    whole = confidence.whole(by_block)
    assert float(confidence.deviation_ms(whole)) == pytest.approx(rr_ms.std(ddof=1), abs=1e-6)
    left = confidence.leave_one_out(by_block)
    without_first = rr_ms[starts[1] :]
    assert float(confidence.mean_ms(left)[0]) == pytest.approx(without_first.mean())


def test_a_first_interval_with_a_difference_is_a_programmers_mistake() -> None:
    with pytest.raises(ValueError, match="first interval"):
        confidence.sums_by_block(HEARTPY, np.ones(HEARTPY.size, dtype=np.bool_), np.zeros(1, dtype=np.intp))
