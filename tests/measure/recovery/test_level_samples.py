import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.measure.recovery.level_samples import TAIL_S, _within_blocks, cumulative_curve, level_error


def test_the_mean_of_a_line_is_its_middle() -> None:
    curve = cumulative_curve(np.arange(100.0), 2.0 * np.arange(100.0))
    assert curve.mean(np.array([10.0, 40.5]), np.array([20.0, 45.5])).tolist() == pytest.approx([30.0, 86.0])


def test_a_gap_is_crossed_in_a_straight_line() -> None:
    curve = cumulative_curve(np.array([0.0, 10.0, 30.0, 40.0]), np.array([100.0, 100.0, 80.0, 80.0]))
    assert curve.mean(np.array([18.0]), np.array([22.0]))[0] == pytest.approx(90.0)


@given(st.floats(0, 400), st.floats(1, 20))
def test_a_constant_stays_constant_everywhere(start_s: float, span_s: float) -> None:
    curve = cumulative_curve(np.arange(300.0), np.full(300, 77.0))
    assert curve.mean(np.array([start_s - 50]), np.array([start_s - 50 + span_s]))[0] == pytest.approx(77.0)


def test_one_sample_is_a_level() -> None:
    assert cumulative_curve(np.array([5.0]), np.array([66.0])).mean(np.array([0.0]), np.array([9.0]))[0] == 66.0


def test_the_end_goes_on_as_its_last_twenty_seconds_did() -> None:
    """A fall of 1 bpm a second over just so long, after a level: a sample more or less of it would bend the line."""
    time_s = np.arange(61.0)
    bpm = np.where(time_s < 60.0 - TAIL_S, 100.0, 100.0 - (time_s - (60.0 - TAIL_S)))
    assert cumulative_curve(time_s, bpm).mean(np.array([60.0]), np.array([80.0]))[0] == pytest.approx(75.0)


def noisy(seconds: int = 60, wave_bpm: float = 4.0) -> tuple[np.ndarray, np.ndarray]:
    at = np.arange(float(seconds))
    return at, 100.0 + wave_bpm * np.sin(at / 1.7) + np.random.default_rng(3).standard_normal(seconds)


def test_the_scatter_around_a_course_does_not_depend_on_when_it_was_or_how_it_sloped() -> None:
    at, bpm = noisy()
    here = level_error(at, bpm, (0.0, 60.0), 0.5)
    for later_s, slope in ((3.0, 0.0), (7_003.0, 0.0), (0.0, 0.8)):
        there = level_error(at + later_s, bpm + slope * at, (later_s, later_s + 60.0), 0.5)
        assert there.wander_bpm == pytest.approx(here.wander_bpm, rel=1e-6)
        assert there.breath_bpm == pytest.approx(here.breath_bpm, rel=1e-6)
    assert here.wander_bpm > 1.0


@pytest.mark.parametrize(("seconds", "known"), [(4, False), (5, True)])
def test_a_cubic_leaves_no_scatter_of_four_seconds(seconds: int, known: bool) -> None:
    at, bpm = noisy(seconds)
    assert (_within_blocks(at, bpm, np.zeros(seconds, dtype=int)) > 0.0) is known


def test_seconds_scatter_within_their_blocks_as_they_were_made_to() -> None:
    at = np.arange(3000.0)
    bpm = 100.0 + 2.0 * np.random.default_rng(5).standard_normal(at.size)
    assert _within_blocks(at, bpm, (at // 5.0).astype(int)) == pytest.approx(2.0, rel=0.05)
