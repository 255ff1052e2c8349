"""Which records have a place in time."""

import numpy as np

from pacing.read.fit.clock import DAY_S, RecordTimes, place_records
from tests.read.fit.fit_bytes import T0


def _placed(times: list[float], preferred: list[bool] | None = None) -> RecordTimes:
    return place_records(np.array(times, dtype=float), np.array(preferred or [True] * len(times)), "record")


def test_times_in_order_stay_as_they_are_and_nothing_is_said() -> None:
    placed = _placed([T0, T0 + 1, T0 + 5])
    assert placed.rows.tolist() == [0, 1, 2]
    assert placed.remarks == ()


def test_of_two_records_of_one_second_the_one_with_heart_rate_is_kept() -> None:
    placed = _placed([T0, T0 + 1, T0 + 1, T0 + 2], [True, False, True, True])
    assert placed.rows.tolist() == [0, 2, 3]
    assert placed.remarks == ("1 record with a time already taken left out (one of each kept)",)


def test_where_all_records_share_one_time_the_one_with_heart_rate_is_kept_too() -> None:
    assert _placed([T0, T0, T0], [False, True, True]).rows.tolist() == [1]


def test_records_without_a_time_are_left_out_and_counted() -> None:
    placed = _placed([np.nan, T0, np.nan, T0 + 1])
    assert placed.rows.tolist() == [1, 3]
    assert placed.remarks == ("2 records without a time left out",)


def test_records_from_1989_or_years_away_are_left_out_not_stretched_over() -> None:
    placed = _placed([0, 1, *(T0 + i for i in range(10)), T0 + 2000 * DAY_S])
    assert placed.time_s.tolist() == [T0 + i for i in range(10)]
    assert "3 records left out" in placed.remarks[0]


def test_a_hole_of_days_is_kept_as_a_hole_and_said() -> None:
    placed = _placed([T0, T0 + 1, T0 + 20 * DAY_S])
    assert placed.time_s.size == 3
    assert "a hole of 20.0 days" in placed.remarks[0]


def test_records_that_go_back_over_recorded_time_are_left_out() -> None:
    placed = _placed([*(T0 + i for i in range(10)), T0 + 3.5, T0 + 4.5, T0 + 10])
    assert placed.time_s.tolist() == [T0 + i for i in range(11)]
    assert "2 records left out, because that time was already recorded" in placed.remarks[0]


def test_records_written_late_into_a_hole_are_sorted_in() -> None:
    placed = _placed([T0, T0 + 10, T0 + 4, T0 + 5, T0 + 11])
    assert placed.time_s.tolist() == [T0, T0 + 4, T0 + 5, T0 + 10, T0 + 11]
    assert placed.rows.tolist() == [0, 2, 3, 1, 4]


def test_times_from_switching_on_are_relative() -> None:
    assert _placed([1000.0, 1001.0]).relative
    assert not _placed([T0, T0 + 1.0]).relative
    assert not _placed([]).relative
