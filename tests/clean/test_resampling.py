"""Whole seconds, states, and what is never bridged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.clean.resampling import (
    agree,
    coverage,
    heart_rate_from_beats,
    longest_fill_s,
    resample,
    sampling_interval_s,
    stands_for_s,
    whole_seconds,
)
from pacing.model.arrays import FloatArray, StateArray
from pacing.model.cleaned import SampleState
from pacing.model.recording import HeartRate

MEASURED, FILLED, REJECTED, MISSING = SampleState


def resampled(time_s: FloatArray, bpm: FloatArray) -> tuple[FloatArray, FloatArray, StateArray]:
    seconds = whole_seconds(time_s)
    good = np.ones(time_s.size, dtype=np.bool_)
    return (seconds, *resample(time_s, bpm, good, ~good, seconds))


def test_every_second_is_kept_as_it_is() -> None:
    seconds, bpm, state = resampled(np.arange(5.0), np.array([70.0, 71.0, 72.0, 73.0, 74.0]))
    assert seconds.tolist() == [0, 1, 2, 3, 4]
    assert bpm.tolist() == [70, 71, 72, 73, 74]
    assert (state == MEASURED).all()


def test_two_samples_in_one_second_are_averaged() -> None:
    _, bpm, _ = resampled(np.array([0.0, 0.5, 1.0]), np.array([70.0, 80.0, 90.0]))
    assert bpm.tolist() == [75.0, 90.0]


@pytest.mark.parametrize(("gap_s", "filled"), [(5, 4), (6, 0)])
def test_a_device_of_every_second_is_filled_over_five_seconds_and_no_more(gap_s: int, filled: int) -> None:
    time_s = np.concatenate((np.arange(100.0), 99.0 + gap_s + np.arange(100.0)))
    _, bpm, state = resampled(time_s, np.full(200, 90.0))
    assert int((state == FILLED).sum()) == filled
    assert int((state == MISSING).sum()) == gap_s - 1 - filled
    assert int(np.isnan(bpm).sum()) == gap_s - 1 - filled


def test_smart_samples_are_joined_by_straight_lines() -> None:
    time_s = np.arange(0.0, 41.0, 4.0)
    _, bpm, state = resampled(time_s, 100.0 + time_s)
    assert bpm == pytest.approx(100.0 + np.arange(41.0))
    assert int((state == MEASURED).sum()) == 11


def test_smart_samples_eleven_seconds_apart_are_not_joined() -> None:
    time_s = np.concatenate((np.arange(0.0, 81.0, 4.0), np.arange(91.0, 171.0, 4.0)))
    _, _, state = resampled(time_s, np.full(time_s.size, 100.0))
    assert (state[81:91] == MISSING).all()


def test_a_minute_value_stands_for_its_minute_and_not_for_the_next() -> None:
    seconds, bpm, state = resampled(
        np.array([0.0, 60.0, 180.0, 240.0, 300.0]), np.array([70.0, 80.0, 90.0, 95.0, 99.0])
    )
    assert (bpm[:60] == 70.0).all()
    assert (bpm[60:120] == 80.0).all()
    assert np.isnan(bpm[120:180]).all()
    assert state[0] == MEASURED
    assert state[59] == FILLED
    assert state[120] == MISSING
    assert seconds[-1] == 300.0


def test_one_sample_never_stands_for_more_than_a_minute() -> None:
    _, bpm, _ = resampled(np.arange(0.0, 3600.0, 300.0), np.full(12, 70.0))
    assert int(np.isfinite(bpm[:300]).sum()) == 60


def test_a_refused_second_is_rejected_unless_the_device_would_have_been_filled_there() -> None:
    time_s = np.arange(40.0)
    refused = ((time_s >= 10) & (time_s < 12)) | ((time_s >= 20) & (time_s < 30))
    bpm, state = resample(time_s, np.full(40, 90.0), ~refused, refused, time_s)
    assert (state[10:12] == FILLED).all()
    assert (state[20:30] == REJECTED).all()
    assert np.isnan(bpm[20:30]).all()


def test_holes_of_days_and_decades_cost_no_memory() -> None:
    time_s = np.concatenate([start + np.arange(100.0) for start in (0.0, 1_728_000.0, 68e6, 2_027_039_314.0)])
    seconds, bpm, _ = resampled(time_s, np.full(400, 80.0))
    assert seconds.size == 400
    assert np.isfinite(bpm).all()


def test_a_hole_of_ten_minutes_stays_in_the_grid() -> None:
    assert whole_seconds(np.array([0.0, 600.0])).size == 601
    assert whole_seconds(np.array([0.0, 601.0])).size == 2


def test_no_samples_give_no_seconds() -> None:
    seconds, bpm, state = resampled(np.zeros(0), np.zeros(0))
    assert seconds.size == bpm.size == state.size == 0
    assert np.isnan(sampling_interval_s(seconds))
    assert longest_fill_s(seconds) == 5.0


@given(st.lists(st.floats(0.2, 900.0), min_size=1, max_size=40))
def test_every_sample_finds_its_second_and_seconds_only_grow(steps: list[float]) -> None:
    time_s = np.cumsum(steps)
    seconds, _, state = resampled(time_s, np.full(time_s.size, 80.0))
    assert (np.diff(seconds) >= 1).all()
    assert np.isin(np.floor(time_s), seconds).all()
    assert (state[np.searchsorted(seconds, np.floor(time_s))] == MEASURED).all()


@pytest.mark.parametrize("hole_s", [600.0, 660.0, 7200.0])
def test_the_sample_before_a_hole_stands_as_long_as_any_other_however_long_the_hole(hole_s: float) -> None:
    time_s = np.concatenate((np.arange(20.0) * 60, 19 * 60 + hole_s + np.arange(20.0) * 60))
    good = np.ones(time_s.size, dtype=np.bool_)
    seconds = whole_seconds(time_s, stands_s=stands_for_s(time_s))
    value, state = resample(time_s, np.full(time_s.size, 70.0), good, ~good, seconds)
    assert int(np.isfinite(value).sum()) == 39 * 60 + 1
    found = coverage(HeartRate(seconds, value), state, 40)
    assert found.longest_gap_s == hole_s - 60.0
    assert found.measured_share == pytest.approx((39 * 60 + 1) / (38 * 60 + hole_s + 1))


def test_no_samples_have_no_seconds() -> None:
    assert whole_seconds(np.empty(0), np.empty(0)).size == 0


def test_two_samples_are_a_rhythm() -> None:
    assert [longest_fill_s(np.array(times)) for times in ([], [0.0], [0.0, 1.0], [0.0, 12.0])] == [5.0, 5.0, 5.0, 12.0]


@pytest.mark.parametrize(("spacing_s", "fill_s"), [(1.5, 5.0), (1.6, 10.0), (10.0, 10.0), (12.0, 12.0), (15.0, 15.0)])
def test_how_far_is_filled_follows_the_devices_rhythm(spacing_s: float, fill_s: float) -> None:
    assert longest_fill_s(np.arange(20.0) * spacing_s) == fill_s


@pytest.mark.parametrize(("spacing_s", "stands_s"), [(15.0, 1.0), (16.0, 16.0), (60.0, 60.0), (61.0, 60.0)])
def test_a_value_stands_for_more_than_a_second_where_they_come_more_than_a_quarter_of_a_minute_apart(
    spacing_s: float, stands_s: float
) -> None:
    assert stands_for_s(np.arange(20.0) * spacing_s) == stands_s


@pytest.mark.parametrize(("late_s", "missing"), [(30.0, 0), (31.0, 11)])
def test_a_sparse_value_holds_to_the_next_one_when_that_is_hardly_late(late_s: float, missing: int) -> None:
    """Values 20 s apart, one of them half as long again after the one before it, or longer."""
    time_s = np.concatenate((np.arange(10.0) * 20.0, 180.0 + late_s + np.arange(10.0) * 20.0))
    _, _, state = resampled(time_s, np.full(20, 80.0))
    assert int((state == MISSING).sum()) == missing


@pytest.mark.parametrize(("covered_s", "known"), [(2.0, True), (1.9, False)])
def test_heart_rate_counted_over_some_seconds_needs_half_of_them(covered_s: float, known: bool) -> None:
    beats = heart_rate_from_beats(
        np.array([100.0]), np.array([covered_s * 1000.0]), np.ones(1, bool), np.array([98.5]), 4.0
    )
    assert bool(np.isfinite(beats[0])) is known
    assert not known or beats[0] == pytest.approx(30.0)


@pytest.mark.parametrize(("apart_bpm", "same"), [(5.0, True), (5.1, False)])
@pytest.mark.parametrize(("seconds", "enough"), [(30, True), (29, False)])
def test_half_a_minute_of_beats_within_five_of_the_devices_heart_rate_is_one_story(
    apart_bpm: float, same: bool, seconds: int, enough: bool
) -> None:
    assert agree(np.full(seconds, 100.0), np.full(seconds, 100.0 + apart_bpm)) is (same and enough)


def test_a_grid_that_begins_before_the_first_sample_is_part_of_the_session() -> None:
    found = coverage(HeartRate(np.arange(-2.0, 3.0), np.full(5, 70.0)), np.zeros(5, np.uint8), 5, duration_s=8.0)
    assert (found.measured_share, found.longest_gap_s) == (0.5, 5.0)
