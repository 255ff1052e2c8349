from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.judge import running_median
from pacing.judge.exceedance import judge_exceedance
from pacing.judge.running_median import median_of_five
from pacing.model.recording import Sensor
from tests.judge.square_wave import HIGH, LIMIT, LOW, line, pieces

VALUES = st.lists(st.one_of(st.integers(60, 180).map(float), st.just(float("nan"))), min_size=1, max_size=60)


@given(VALUES)
def test_it_is_the_median_of_the_known_values_within_two_seconds(values: list[float]) -> None:
    bpm = np.array(values)
    found = median_of_five(np.arange(float(bpm.size)), bpm)
    padded = np.concatenate((np.repeat(bpm[0], 2), bpm, np.repeat(bpm[-1], 2)))
    for place, value in enumerate(values):
        around = padded[place : place + 5]
        expected = np.nan if np.isnan(value) else np.median(around[np.isfinite(around)])
        np.testing.assert_equal(found.bpm[place], expected)


@given(VALUES)
def test_values_further_than_two_seconds_away_are_not_looked_at(values: list[float]) -> None:
    bpm = np.array(values)
    far_apart = median_of_five(np.arange(float(bpm.size)) * 10, bpm)
    inner = slice(1, -1)
    np.testing.assert_equal(far_apart.bpm[inner], bpm[inner])


def test_a_long_series_is_smoothed_the_same_in_blocks_as_in_one() -> None:
    rng = np.random.default_rng(3)
    bpm = rng.integers(60, 180, running_median.BLOCK_ROWS + 500).astype(float)
    bpm[rng.random(bpm.size) < 0.1] = np.nan
    whole = median_of_five(np.arange(float(bpm.size)), bpm)
    tail = median_of_five(np.arange(1000.0), bpm[-1000:])
    np.testing.assert_equal(whole.bpm[-900:], tail.bpm[-900:])


def test_single_odd_seconds_count_on_a_strap_but_not_on_an_optical_sensor() -> None:
    bpm = pieces((LOW, 600))
    bpm[100::50] = HIGH
    assert judge_exceedance(line(bpm, sensor=Sensor.STRAP), LIMIT).time_above_s == 10.0
    assert judge_exceedance(line(bpm, sensor=Sensor.OPTICAL), LIMIT).time_above_s == 0.0


def test_smoothing_leaves_a_square_wave_as_long_as_it_is() -> None:
    bpm = pieces((LOW, 600), (HIGH, 119), (LOW, 600))
    assert judge_exceedance(line(bpm, sensor=Sensor.OPTICAL), LIMIT).longest_s == 119.0


def test_beside_a_hole_the_bounds_are_the_medians_with_it_very_low_and_very_high() -> None:
    found = median_of_five(np.arange(6.0), np.array([90.0, 94.0, 98.0, 102.0, float("nan"), 110.0]))
    # Around the third: 90, 94, 98, 102 and one that nobody knows.
    assert (found.low_bpm[2], found.bpm[2], found.high_bpm[2]) == (94.0, 96.0, 98.0)
    assert np.isnan([found.low_bpm[4], found.bpm[4], found.high_bpm[4]]).all()


def test_nothing_is_smoothed_to_nothing() -> None:
    assert median_of_five(np.empty(0), np.empty(0)).bpm.size == 0


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 5))
def test_rows_last_together_as_long_as_each_of_them(members: list[bool], longer_s: int) -> None:
    found = line(pieces(*((LOW, 1),) * len(members)))
    found = replace(found, end_s=found.end_s + longer_s)
    rows = np.array(members)
    assert found.seconds(rows) == found.lengths_s(np.flatnonzero(rows)).sum()
