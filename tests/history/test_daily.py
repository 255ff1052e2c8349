"""Values of days are kept once, with where they came from; two sources never share a range."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pacing.history.daily import daily_values, exertion_by_day, keep_daily
from pacing.history.export import export_to, import_from
from pacing.history.store import Added, History
from pacing.longitudinal.daily_range import DAYS_BEFORE, LEAST_DAYS, daily_series
from pacing.model.daily import DailyKind, DailyValue, DayPlace, is_possible
from pacing.model.exceedance import Day, Exceedance, ExceedanceVerdict
from pacing.model.recording import RecordingKind
from tests.history.test_store import made_session
from tests.report.conftest import exceedance_of

FIRST = date(2026, 3, 1)


def made(number: int, value: float, source: str = "watch", kind: DailyKind = DailyKind.RESTING_HR) -> DailyValue:
    return DailyValue(FIRST + timedelta(days=number), kind, value, source, "its own", "made", "made.csv", "a" * 64)


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history.sqlite")


def test_the_same_values_twice_are_kept_once_and_a_corrected_one_replaces(history: History) -> None:
    assert keep_daily(history, [made(0, 57.0), made(1, 58.0)]) == 2
    assert keep_daily(history, [made(0, 57.0), made(1, 58.0)]) == 0
    assert keep_daily(history, [made(1, 59.0)]) == 1
    assert [one.value for one in daily_values(history)] == [57.0, 59.0]


def test_a_value_comes_back_with_the_file_it_was_read_from(history: History) -> None:
    keep_daily(history, [made(0, 57.0)])
    assert daily_values(history) == (made(0, 57.0),)


def test_values_travel_with_an_exported_history(history: History, tmp_path: Path) -> None:
    keep_daily(history, [made(0, 57.0), made(0, 40.0, kind=DailyKind.NIGHT_RMSSD)])
    export_to(history, tmp_path / "out")
    other = History(tmp_path / "other.sqlite")
    import_from(other, tmp_path / "out")
    assert daily_values(other) == daily_values(history)
    assert "resting_hr,57.0,watch" in (tmp_path / "out" / "daily.csv").read_text(encoding="utf-8")


def test_two_sources_never_share_a_range() -> None:
    low = [made(n, 50.0 + n % 2, "ring") for n in range(30)]
    high = [made(n, 70.0 + n % 2, "watch") for n in range(30)]
    ring, watch = daily_series([*low, *high])
    assert (ring.source, watch.source) == ("ring", "watch")
    assert all(point.high is None or point.high < 60 for point in ring.points)
    assert all(point.low is None or point.low > 60 for point in watch.points)


def test_two_methods_of_one_device_never_share_a_range() -> None:
    other = [
        DailyValue(one.day, one.kind, one.value + 20, one.source, "ours") for one in (made(0, 50.0), made(1, 51.0))
    ]
    assert len(daily_series([made(0, 50.0), made(1, 51.0), *other])) == 2


def test_a_day_does_not_widen_the_range_it_is_held_against() -> None:
    calm = [made(n, 55.0 + (n * 7 % 5)) for n in range(30)]
    (alone,) = daily_series([*calm, made(30, 56.0)])
    (with_a_jump,) = daily_series([*calm, made(30, 95.0)])
    assert (alone.points[30].low, alone.points[30].high) == (with_a_jump.points[30].low, with_a_jump.points[30].high)
    assert with_a_jump.points[30].place is DayPlace.ABOVE


def test_only_days_of_the_last_two_months_make_the_range() -> None:
    long_ago = [made(n, 90.0 + n % 3) for n in range(30)]
    lately = [made(30 + DAYS_BEFORE + n, 55.0 + n % 3) for n in range(LEAST_DAYS + 1)]
    (series,) = daily_series([*long_ago, *lately])
    high = series.points[-1].high
    assert high is not None
    assert high < 70


def test_fewer_days_than_two_weeks_make_no_range() -> None:
    (series,) = daily_series([made(n, 55.0 + n % 3) for n in range(LEAST_DAYS + 1)])
    assert [point.place for point in series.points[:LEAST_DAYS]] == [DayPlace.NOT_ENOUGH] * LEAST_DAYS
    assert series.points[LEAST_DAYS].low is not None


def test_days_that_were_all_equal_are_usual_when_the_next_is_too() -> None:
    (series,) = daily_series([made(n, 41.0, kind=DailyKind.NIGHT_SDNN) for n in range(30)])
    assert {point.place for point in series.points[LEAST_DAYS:]} == {DayPlace.USUAL}
    last = series.points[-1]
    assert last.low is not None
    assert last.high is not None
    assert 0 < last.low < 41.0 < last.high < 45.0


def test_variability_is_held_on_its_logarithm_so_its_range_is_never_below_zero() -> None:
    rng = np.random.default_rng(4)
    values = np.exp(rng.normal(np.log(20.0), 0.6, 60))
    (series,) = daily_series([made(n, float(v), kind=DailyKind.NIGHT_RMSSD) for n, v in enumerate(values)])
    last = series.points[-1]
    assert last.low is not None
    assert last.high is not None
    assert last.low > 0
    assert last.high - 20.0 > 2 * (20.0 - last.low)


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_of_unchanged_days_about_one_in_twenty_lies_outside(scale: float) -> None:
    rng = np.random.default_rng(11)
    outside = known = 0
    for _ in range(10):
        noise = rng.normal(0, scale, 90)
        for n in range(1, 90):  # days resemble the day before
            noise[n] += 0.4 * noise[n - 1]
        (series,) = daily_series([made(n, 57.0 + float(v)) for n, v in enumerate(noise)])
        known += sum(point.place is not DayPlace.NOT_ENOUGH for point in series.points)
        outside += sum(point.place in (DayPlace.ABOVE, DayPlace.BELOW) for point in series.points)
    assert 0.03 <= outside / known <= 0.09


def test_zeros_and_sentinels_are_no_values() -> None:
    assert not any(is_possible(DailyKind.RESTING_HR, value) for value in (0.0, -1.0, 255.0, float("nan")))
    with pytest.raises(ValueError, match="cannot be"):
        made(0, 0.0)


def test_what_our_own_nights_give_stands_beside_the_watch_s_by_a_method_of_its_own(history: History) -> None:
    from pacing.history.season import index_info
    from pacing.model.measurement import Measurement

    began = datetime(2026, 3, 1, 22, tzinfo=UTC)
    info = index_info("hrv_night_sdnn", "SDNN of the night", "ms")
    night = Measurement(info, 45.0, 40.0, 50.0, window=(7200.0, 28800.0))
    session = replace(made_session(start=began, length=28800), measurements=(night,))
    history.add("a" * 64, "night.fit", [session])
    keep_daily(history, [DailyValue(date(2026, 3, 2), DailyKind.NIGHT_SDNN, 60.0, "watch", "its own")])
    ours, theirs = sorted(daily_values(history), key=lambda one: one.value)
    assert (ours.day, ours.value, "worked out here" in ours.method) == (date(2026, 3, 2), 45.0, True)
    assert theirs.method == "its own"
    assert len(daily_series([ours, theirs])) == 2


def test_a_history_of_before_gets_its_table_of_days(tmp_path: Path) -> None:
    import sqlite3

    from pacing.history.migrations import APPLICATION_ID, MIGRATIONS

    place = next(n for n, script in enumerate(MIGRATIONS) if "CREATE TABLE daily" in script)
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    for script in MIGRATIONS[:place]:
        connection.executescript(script)
    connection.executescript(f"PRAGMA user_version = {place}; PRAGMA application_id = {APPLICATION_ID};")
    connection.close()
    with History(path) as history:
        assert keep_daily(history, [made(0, 57.0)]) == 1


def test_days_of_sessions_are_summed_and_an_empty_history_has_none(history: History) -> None:
    assert exertion_by_day(history) == ()
    walks = [made_session("b" * 64, n, start=datetime(2026, 3, 2, hour, tzinfo=UTC)) for n, hour in enumerate((9, 15))]
    assert history.add("b" * 64, "walk.csv", walks) is Added.NEW
    (day,) = exertion_by_day(history)
    assert (day.day, day.sessions, day.above_s) == (date(2026, 3, 2), 2, None)
    assert exertion_by_day(history, date(2026, 3, 2)) == (day,)
    assert exertion_by_day(history, date(2026, 3, 3)) == ()


def test_values_are_given_from_the_day_that_was_asked_for_on(history: History) -> None:
    keep_daily(history, [made(n, 50.0 + n) for n in range(3)])
    assert [one.value for one in daily_values(history, FIRST + timedelta(days=1))] == [51.0, 52.0]


@pytest.mark.parametrize("flags", [(), ("walk",), ("day",), ("day", "again"), ("again",)])
def test_a_day_is_one_of_exertion_if_any_session_or_its_whole_recording_says_so(
    history: History, flags: tuple[str, ...]
) -> None:
    """A walk of two minutes above inside two recordings of the whole day, of which one saw three minutes."""
    began = datetime(2026, 3, 2, tzinfo=UTC)
    for number, (name, start, above_s) in enumerate(
        (("walk", began + timedelta(hours=9), 120.0), ("day", began, 180.0), ("again", began, 60.0))
    ):
        exceedance = above(above_s, sustained=name in flags)
        session = replace(made_session(f"{number}" * 64, start=start), exceedance=exceedance)
        if name != "walk":
            whole = Day(began.date(), 0.0, 86_400.0, 86_400.0, 0.0, exceedance, None, None, ())
            session = replace(session, recording=replace(session.recording, kind=RecordingKind.DAY), days=(whole,))
        history.add(f"{number}" * 64, f"{name}.csv", [session])
    (day,) = exertion_by_day(history)
    assert (day.sessions, day.above_s, day.flagged) == (1, 180.0, bool(flags))
    assert exertion_by_day(history, began.date()) == (day,)
    assert exertion_by_day(history, began.date() + timedelta(days=1)) == ()


def above(seconds: float, *, sustained: bool) -> Exceedance:
    """So long above a limit, and whether it was long enough at a stretch."""
    bpm = np.where(np.arange(600) < seconds, 120.0, 80.0)
    verdict = ExceedanceVerdict.SUSTAINED if sustained else ExceedanceVerdict.BRIEF
    return exceedance_of(np.arange(600.0), bpm, 110.0, verdict)
