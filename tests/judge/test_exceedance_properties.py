"""What must hold for any session and any limit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.judge.exceedance import judge_exceedance, too_much_unknown
from pacing.model.exceedance import Exceedance, ExceedanceVerdict
from pacing.model.recording import Sensor
from tests.judge.any_session import LIMIT, FloatArray, heart_rates, line

SENSORS = st.sampled_from([Sensor.STRAP, Sensor.OPTICAL, Sensor.UNKNOWN])


@given(heart_rates(), SENSORS, st.booleans())
def test_above_and_not_above_and_unknown_make_the_duration(bpm: FloatArray, sensor: Sensor, leave_out: bool) -> None:
    timeline = line(bpm, sensor, leave_out=leave_out)
    found = judge_exceedance(timeline, LIMIT)
    not_above_s = float((timeline.stop_s - timeline.start_s)[timeline.known & ~(timeline.bpm > LIMIT)].sum())
    assert found.time_above_s + not_above_s + found.unknown_s == timeline.duration_s == bpm.size
    assert found.unknown_s == np.isnan(bpm).sum()


@given(heart_rates(), SENSORS, st.booleans())
def test_the_bounds_hold_the_time_above_and_lie_within_the_session(
    bpm: FloatArray, sensor: Sensor, leave_out: bool
) -> None:
    found = judge_exceedance(line(bpm, sensor, leave_out=leave_out), LIMIT, reading_error_bpm=2.0)
    assert found.reading_low_s is not None
    assert found.reading_high_s is not None
    ordered = (
        0.0,
        found.reading_low_s,
        found.time_above_low_s,
        found.time_above_s,
        found.time_above_high_s,
        found.reading_high_s,
        bpm.size,
    )
    assert list(ordered) == sorted(ordered)


@given(heart_rates(), SENSORS, st.data())
def test_more_missing_data_never_narrows_the_bounds(bpm: FloatArray, sensor: Sensor, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, bpm.size - 1))
    length = data.draw(st.integers(1, 40))
    every = data.draw(st.integers(1, 4))
    fewer = bpm.copy()
    fewer[first : first + length : every] = np.nan
    before = judge_exceedance(line(bpm, sensor), LIMIT)
    after = judge_exceedance(line(fewer, sensor), LIMIT)
    assert after.time_above_low_s <= before.time_above_low_s
    assert after.time_above_high_s >= before.time_above_high_s


@given(heart_rates(), SENSORS, st.data())
def test_the_bounds_of_a_damaged_recording_hold_what_the_whole_one_shows(
    bpm: FloatArray, sensor: Sensor, data: st.DataObject
) -> None:
    whole = np.where(np.isnan(bpm), 112.0, bpm)
    missing = data.draw(st.lists(st.integers(0, bpm.size - 1), max_size=60))
    damaged = bpm.copy()
    damaged[missing] = np.nan
    true_s = judge_exceedance(line(whole, sensor), LIMIT).time_above_s
    found = judge_exceedance(line(damaged, sensor), LIMIT)
    assert found.time_above_low_s <= true_s <= found.time_above_high_s


@given(heart_rates(), SENSORS, st.integers(-40, 40))
def test_shifting_heart_rate_and_limit_together_changes_nothing(bpm: FloatArray, sensor: Sensor, shift: int) -> None:
    def plain(found: Exceedance) -> Exceedance:
        from dataclasses import replace

        return replace(
            found,
            dose_bpm_min=round(found.dose_bpm_min, 9),
            peak_over_bpm=round(found.peak_over_bpm, 9),
            excursions=tuple(replace(e, peak_bpm=e.peak_bpm - offset) for e in found.excursions),
        )

    offset = 0
    here = plain(judge_exceedance(line(bpm, sensor), LIMIT, uncertainty_bpm=3.0))
    offset = shift
    there = plain(judge_exceedance(line(bpm + shift, sensor), LIMIT + shift, uncertainty_bpm=3.0))
    assert here == there


@given(heart_rates(), SENSORS)
def test_a_higher_limit_never_gives_more_time_above(bpm: FloatArray, sensor: Sensor) -> None:
    timeline = line(bpm, sensor)
    above_s = [judge_exceedance(timeline, limit).time_above_s for limit in (104.0, 110.0, 110.5, 118.0)]
    assert above_s == sorted(above_s, reverse=True)


@given(heart_rates(), SENSORS)
def test_excursions_are_apart_in_order_and_inside_the_session(bpm: FloatArray, sensor: Sensor) -> None:
    found = judge_exceedance(line(bpm, sensor), LIMIT, resting_bpm=85.0)
    edges = [edge for e in found.excursions for edge in (e.start_s, e.stop_s)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= bpm.size for edge in edges)
    assert all(e.stop_s - e.start_s >= 10 and e.peak_bpm > LIMIT for e in found.excursions)
    gaps = [b.start_s - a.stop_s for a, b in zip(found.excursions, found.excursions[1:], strict=False)]
    assert all(gap >= 10 for gap in gaps)
    assert found.longest_s == max((e.stop_s - e.start_s for e in found.excursions), default=0.0)
    assert (found.first_above_s is None) == (found.time_above_s == 0)


@given(heart_rates(), SENSORS)
def test_a_flag_on_what_was_recorded_is_never_taken_back_by_what_was_not(bpm: FloatArray, sensor: Sensor) -> None:
    timeline = line(bpm, sensor)
    found = judge_exceedance(timeline, LIMIT)
    worst_case = judge_exceedance(line(np.where(np.isnan(bpm), 60.0, bpm), sensor), LIMIT)
    unknown = too_much_unknown(timeline.unknown_s, timeline.duration_s)
    if unknown and found.verdict is not ExceedanceVerdict.CANNOT_JUDGE:
        assert found.flagged
        assert worst_case.flagged
    if not unknown:
        assert found.verdict is not ExceedanceVerdict.CANNOT_JUDGE


@given(heart_rates())
def test_a_grid_that_leaves_gaps_out_is_judged_like_one_that_writes_them(bpm: FloatArray) -> None:
    for sensor in (Sensor.STRAP, Sensor.OPTICAL):
        assert judge_exceedance(line(bpm, sensor, leave_out=True), LIMIT) == judge_exceedance(line(bpm, sensor), LIMIT)
