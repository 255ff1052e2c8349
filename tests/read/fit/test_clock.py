"""Which records have a place in time."""

from datetime import timedelta

import numpy as np
import pytest

from pacing.read.fit.clock import DAY_S, RecordTimes, _longest_forward, place_records, start_instant, without_clock_jump
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from tests.read.fit.fit_bytes import T0, FitBytes, activity


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


@pytest.mark.parametrize(("apart_days", "records"), [(366.0, 20), (366.1, 10)])
def test_records_up_to_a_year_apart_are_one_session(apart_days: float, records: int) -> None:
    later = T0 + 9.0 + apart_days * DAY_S
    assert _placed([*(T0 + i for i in range(10)), *(later + i for i in range(10))]).time_s.size == records


@pytest.mark.parametrize(("hole_s", "said"), [(DAY_S, False), (DAY_S + 1, True)])
def test_a_hole_of_over_a_day_is_said(hole_s: float, said: bool) -> None:
    assert any("a hole of 1.0 days" in remark for remark in _placed([T0, T0 + hole_s]).remarks) is said


def test_one_time_far_ahead_costs_one_record_and_not_all_after_it() -> None:
    placed = _placed([T0, T0 + 1, T0 + 500, *(T0 + 2 + i for i in range(10))])
    assert placed.time_s.tolist() == [*(T0 + i for i in range(12)), T0 + 500]
    assert placed.remarks == ("time goes back 1 time(s); sorted by their own times",)


@pytest.mark.parametrize(
    ("late_s", "times"),
    [
        ([4.0, 5.0], [0.0, 1.0, 4.0, 5.0, 8.0, 9.0, 10.0, 11.0]),  # written late, into a hole
        ([4.0, 8.0], [0.0, 1.0, 8.0, 9.0, 10.0, 11.0]),  # of which one is of a second that is there
        ([1.0, 5.0], [0.0, 1.0, 8.0, 9.0, 10.0, 11.0]),
    ],
)
def test_late_records_go_into_time_that_no_other_covers(late_s: list[float], times: list[float]) -> None:
    placed = _placed([T0 + second for second in (0, 1, 8, 9, 10, 11, *late_s)])
    assert (placed.time_s - T0).tolist() == times


@pytest.mark.parametrize(("first_s", "relative"), [(0x10000000 - 1, True), (0x10000000, False)])
def test_small_times_count_from_when_the_device_was_switched_on(first_s: float, relative: bool) -> None:
    assert _placed([first_s, first_s + 1]).relative is relative
    start, remarks = start_instant(first_s, read_messages(activity(local_s=None)), None)
    assert (start is None) is relative
    assert ("clock was not set" in remarks[0]) is relative


@pytest.mark.parametrize(
    ("local_s", "offset_s"),
    [
        (50_400, 50_400),  # fourteen hours
        (51_300, None),
        (-50_400, -50_400),
        (7_200 + 120, 7_200),  # two minutes beside the zone's own
        (7_200 - 120, 7_200),
        (7_200 + 121, None),
        (7_200 - 121, None),
    ],
)
def test_a_local_time_is_that_of_a_zone(local_s: int, offset_s: int | None) -> None:
    start, remarks = start_instant(T0, read_messages(activity(local_s=local_s)), None)
    assert start is not None
    assert start.utcoffset() == timedelta(seconds=offset_s or 0)
    assert any("not a local time" in remark for remark in remarks) is (offset_s is None)


def read_messages(fit: FitBytes) -> ColumnMessages:
    """The messages of a file, whatever they are."""
    data = fit.file()
    return ColumnMessages(data, salvage(data).groups)


def jumped(hole_s: int, timer_s: int, *, seconds: int = 300, stopped_at: int | None = None, sessions: int = 1) -> float:
    """By how much [s] the first of some seconds are moved, of which half lie before a hole."""
    fit = FitBytes().message("file_id", 0, type="activity")
    if stopped_at is not None:
        fit.message("event", 1, timestamp=T0 + stopped_at, event="timer", event_type="stop_all")
    for _ in range(sessions):
        fit.message("session", 2, timestamp=T0, start_time=T0, total_timer_time=timer_s)
    times = T0 + np.arange(float(seconds))
    times[seconds // 2 :] += hole_s - 1
    return float((without_clock_jump(times, read_messages(fit))[0] - times)[0])


@pytest.mark.parametrize(
    ("hole_s", "timer_s", "moved_s"),
    [
        (600, 300, 599.0),
        (599, 300, 0.0),  # shorter holes can be anything
        (7200, 298 + 60, 7199.0),  # the timer ran as long as was recorded, within a minute
        (7200, 298 + 61, 0.0),
        (7200, 298 - 60, 7199.0),
        (7200, 298 - 61, 0.0),
        (7200, 0, 0.0),
    ],
)
def test_a_hole_that_the_timer_did_not_run_through_is_a_clock_set_forward(
    hole_s: int, timer_s: int, moved_s: float
) -> None:
    assert jumped(hole_s, timer_s) == moved_s


@pytest.mark.parametrize(("timer_s", "moved"), [(9_700, True), (9_720, False)])
def test_of_a_long_session_three_percent_agree(timer_s: int, moved: bool) -> None:
    assert (jumped(7200, timer_s, seconds=10_002 - 300 - 291) > 0) is moved


@pytest.mark.parametrize(("stopped_at", "moved"), [(148, True), (149, False), (7348, False), (7349, True)])
def test_a_timer_stopped_in_the_hole_explains_it(stopped_at: int, moved: bool) -> None:
    assert (jumped(7200, 300, stopped_at=stopped_at) > 0) is moved


def test_with_two_sessions_a_hole_is_between_them() -> None:
    assert jumped(7200, 300, sessions=2) == 0.0


def test_late_runs_are_each_judged_by_themselves() -> None:
    """One goes before everything, the other over time that was recorded."""
    placed = _placed([T0 + second for second in (100, 101, 102, 50, 51, 103, 104, 101, 105)])
    assert placed.time_s.tolist() == [T0 + second for second in (50, 51, 100, 101, 102, 103, 104, 105)]


def test_the_longest_series_may_begin_with_the_first_record() -> None:
    assert _longest_forward(np.array([5.0, 6.0, 1.0, 7.0])).tolist() == [True, True, False, True]


@pytest.mark.parametrize(("zone", "differs"), [("Europe/Berlin", False), ("Europe/London", True)])
def test_a_zone_that_agrees_with_the_file_is_not_called_another(zone: str, differs: bool) -> None:
    _, remarks = start_instant(T0, read_messages(activity(local_s=7200)), zone)
    assert any("differs from it" in remark for remark in remarks) is differs
