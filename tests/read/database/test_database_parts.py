"""A database's rows put together: whose sessions are cut out of whose days, by which clock, and what each is called."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.model.daily import EARLIEST_DAY, DailyKind
from pacing.model.recording import RecordingKind, Sensor
from pacing.read.assembly.draft import RecordingBuilder
from pacing.read.assembly.excerpt import SortedSamples
from pacing.read.database.daily import _by_day, _of_sleep, local_seconds
from pacing.read.database.description import Daily, DatabaseSchema, Rows, Series, TimeForm
from pacing.read.database.recordings import (
    LISTED,
    OFFSETS,
    OTHER_OWNER,
    SEVERAL,
    SINGLE,
    _apart,
    _cut,
    _days,
    _Gathered,
    _one,
    _own,
    _put_together,
)
from pacing.read.database.samples import NOBODY, Values
from pacing.read.database.sessions import Session, _sport
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

BEGIN_S = 1_780_272_000.0
BLANK = RecordingBuilder(SourceFile("x.db", lambda: BytesIO(b"made")), "database/made", sensor=Sensor.UNKNOWN)
OPTIONS = ReadOptions()
INSTANTS, LOCAL = TimeForm.SECONDS, TimeForm.LOCAL_TEXT


def values(second: FloatArray, value: FloatArray, zone_s: float | FloatArray = np.nan) -> Values:
    size = second.size
    nobody, nothing = np.full(size, NOBODY, dtype=np.int64), np.full(size, np.nan)
    return Values(second, value, nobody, nobody, np.broadcast_to(np.asarray(zone_s, dtype=float), (size,)), nothing, 0)


def series(form: TimeForm = INSTANTS, unit: str = "bpm", holds: str = "heart_rate") -> Series:
    return Series(Rows("made", "time", "value", form=form), holds, unit)


def session(start_s: float = 0.0, stop_s: float = 600.0, **more: Any) -> Session:
    given = {"key": 7, "sport": "walking", "owner": NOBODY, "zone_s": None, "local": False, **more}
    return Session(start_s=BEGIN_S + start_s, stop_s=BEGIN_S + stop_s, **given)


def minutes(first: int, stop: int) -> FloatArray:
    return BEGIN_S + 60.0 * np.arange(float(first), float(stop))


# --- sessions cut out of days


def cuts(*sessions: Session, owners: dict[int, FloatArray]) -> list[RecordingBuilder]:
    whole = {who: _Gathered(at, np.full(at.size, 60.0 + who), np.nan, 0, local=False) for who, at in owners.items()}
    samples = {who: SortedSamples(one.second, one.value) for who, one in whole.items()}
    return list(_cut(BLANK, OPTIONS, {1: "band", 2: "watch"}, whole, samples, sessions))


@pytest.mark.parametrize(
    ("owner", "first", "second", "device", "other"),
    [
        (1, 2, 60, "band", False),  # the app's own samples, however many another has
        (1, 1, 60, "watch", True),  # unless it has hardly any
        (NOBODY, 5, 60, "watch", False),
        (3, 5, 60, "watch", True),
    ],
)
def test_a_session_is_cut_out_of_its_own_apps_samples_or_of_the_most(
    owner: int, first: int, second: int, device: str, other: bool
) -> None:
    (cut,) = cuts(session(owner=owner), owners={1: minutes(0, first), 2: BEGIN_S + 10.0 * np.arange(float(second))})
    assert cut.device == device
    assert (OTHER_OWNER in cut.remarks) is other


def test_a_session_without_samples_is_none_and_its_stop_is_marked_by_its_own_clock() -> None:
    assert cuts(session(), owners={1: minutes(20, 40)}) == []
    assert cuts(session(), owners={}) == []
    (cut,) = cuts(session(zone_s=7200.0), owners={1: minutes(0, 40)})
    assert cut.markers[0].time_s - cut.heart_rate.time_s[0] == 600.0
    assert cut.heart_rate.time_s[-1] - cut.heart_rate.time_s[0] == 900.0  # five minutes more


# --- recordings of their own


def own(
    rate: Values | None = None,
    rr: Values | None = None,
    of: Session | None = None,
    form: TimeForm = INSTANTS,
    unit: str = "ms",
) -> tuple[float, RecordingBuilder]:
    key = (1, 7)
    gathered: dict[str, dict[tuple[int, int], list[tuple[Values, Series]]]] = {"heart_rate": {}, "rr": {}}
    if rate is not None:
        gathered["heart_rate"][key] = [(rate, series(form))]
    if rr is not None:
        gathered["rr"][key] = [(rr, series(form, unit, "rr"))]
    return _one(BLANK, OPTIONS, {1: "strap"}, gathered, key, of)


@pytest.mark.parametrize(
    ("session_zone", "rows_zone", "hours"),
    [(3600.0, 7200.0, 1), (None, 7200.0, 2), (None, np.nan, 0), (3600.0, np.nan, 1)],
)
def test_a_sessions_own_offset_goes_before_that_of_its_rows(
    session_zone: float | None, rows_zone: float, hours: int
) -> None:
    rows = values(minutes(0, 10), np.full(10, 70.0), rows_zone)
    for rate, rr in ((rows, None), (None, values(minutes(0, 10), np.full(10, 800.0), rows_zone))):
        _, made = own(rate, rr, session(zone_s=session_zone))
        assert made.origin is not None
        offset = made.origin.utcoffset()
        assert offset is not None
        assert offset.total_seconds() == 3600 * hours


def test_a_recording_begins_with_its_first_sample_and_is_of_beats_where_it_has_no_heart_rate() -> None:
    began_s, made = own(values(minutes(3, 10), np.full(7, 70.0)), of=session())
    assert (began_s, made.kind, made.sensor, made.device) == (
        BEGIN_S + 180,
        RecordingKind.ACTIVITY,
        Sensor.UNKNOWN,
        "strap",
    )
    assert made.markers[0].time_s - made.heart_rate.time_s[0] == 420.0
    began_s, made = own(rr=values(BEGIN_S + np.arange(1.0, 31.0), np.full(30, 1000.0)))
    assert (made.kind, made.sensor, made.markers) == (RecordingKind.BEATS, Sensor.STRAP, ())
    assert np.isinf(own(of=session())[0])


@pytest.mark.parametrize(("unit", "written"), [("s", 1.0), ("ms", 1000.0)])
def test_intervals_are_read_in_the_unit_that_is_described(unit: str, written: float) -> None:
    _, made = own(rr=values(BEGIN_S + np.arange(1.0, 31.0), np.full(30, written)), unit=unit)
    assert made.beats.value.tolist() == [1000.0] * 30


@pytest.mark.parametrize(("stop_s", "beats"), [(250.0, 250), (200.0, 0)])
def test_listed_intervals_are_held_against_how_long_the_session_lasted(stop_s: float, beats: int) -> None:
    began_s, made = own(of=session(stop_s=stop_s, rr_s=(1.0,) * 250))
    assert made.beats.size == beats
    if beats:
        assert made.beats.time_s[0] == BEGIN_S + 1.0
        assert began_s == BEGIN_S + 1.0


def test_recordings_of_their_own_come_in_order_of_time() -> None:
    rows = {
        key: [(values(minutes(first, first + 5), np.full(5, 70.0)), series())]
        for key, first in (((1, 7), 20), ((1, 8), 0))
    }
    sessions = (session(key=7), session(key=8, sport="cycling"), session(key=9, rr_s=(0.8, 0.8)), session(key=NOBODY))
    made = list(_own(BLANK, OPTIONS, {}, {"heart_rate": rows, "rr": {}}, sessions))
    assert [one.sport for one in made] == ["cycling", "walking", "walking"]
    assert [one.beats.size for one in made] == [0, 2, 0]


# --- values put together, and nights


@pytest.mark.parametrize(
    ("zones_s", "zone_s", "zones"),
    [
        ([3600.0, 3600.0, 7200.0], 3600.0, 2),  # the one that holds most often
        ([7200.0] * 3, 7200.0, 1),
        ([np.nan, np.nan, 3600.0], 3600.0, 1),
        ([np.nan] * 3, np.nan, 0),
    ],
)
def test_of_several_offsets_the_commonest_is_kept(zones_s: list[float], zone_s: float, zones: int) -> None:
    made = _put_together([(values(minutes(0, 3), np.full(3, 70.0), np.array(zones_s)), series(LOCAL))], 2.0)
    assert made.zone_s == zone_s or (np.isnan(made.zone_s) and np.isnan(zone_s))
    assert (made.zones, made.value.tolist(), made.local) == (zones, [140.0] * 3, True)


MIDNIGHT_S = 20_000 * 86_400.0
HOUR = 3600.0


@pytest.mark.parametrize(
    ("nights", "hours"),
    [
        ([(-1.0, 6.0)], 7.0),
        ([(-1.0, 6.0), (13.0, 14.0)], 7.0),  # the longest that ends on a day
        ([(13.0, 14.0), (-1.0, 6.0)], 7.0),
        ([(-18.0, 6.0)], 24.0),
        ([(-18.1, 6.0)], None),
        ([(6.0, 6.0)], None),
        ([(6.0, 5.0)], None),
    ],
)
def test_the_night_is_the_longest_sleep_of_up_to_a_day(nights: list[tuple[float, float]], hours: float | None) -> None:
    began, ended = (MIDNIGHT_S + HOUR * np.array(ends) for ends in zip(*nights, strict=True))
    found = {
        kind: [value for _, value in _of_sleep(kind, began, ended)]
        for kind in (DailyKind.SLEEP_DURATION, DailyKind.SLEEP_START, DailyKind.SLEEP_END)
    }
    if hours is None:
        assert not any(found.values())
    else:
        assert found[DailyKind.SLEEP_DURATION] == [pytest.approx(hours)]
        assert found[DailyKind.SLEEP_END] == [pytest.approx(6.0)]
        assert found[DailyKind.SLEEP_START] == [pytest.approx(6.0 - hours)]


@pytest.mark.parametrize(
    ("written", "sport"),
    [("TRAIL_RUNNING", "trail running"), ("Walking; fast!", None), (None, None), (3, "cycling"), (4, None)],
)
def test_a_sport_is_a_plain_word_or_a_number_of_the_list(written: object, sport: str | None) -> None:
    assert _sport(written, {3: "cycling"}) == sport


# --- values of days


DAYS = Daily(Rows("made", "time", "value"), DailyKind.RESTING_HR, "as written")
NOON_S = MIDNIGHT_S + 12.0 * HOUR


def of_days(daily: Daily, second: FloatArray, value: list[float]) -> dict[date, float]:
    rows = values(second, np.array(value), 0.0)
    return dict(_by_day(daily, rows, np.ones(second.size, dtype=np.bool_), OPTIONS))


def test_rows_with_an_offset_of_their_own_keep_it_and_the_others_have_the_persons() -> None:
    rows = values(np.full(3, BEGIN_S), np.zeros(3), np.array([3600.0, np.nan, -3600.0]))
    shifts = [local_seconds(rows, INSTANTS, zone) - BEGIN_S for zone in (None, "Asia/Tokyo")]
    assert [shift.tolist() for shift in shifts] == [[3600.0, 0.0, -3600.0], [3600.0, 32_400.0, -3600.0]]


def test_values_of_the_evening_are_of_the_day_that_follows() -> None:
    found = of_days(replace(DAYS, evening_h=18.0), NOON_S + HOUR * np.array([5.9, 6.0]), [60.0, 70.0])
    assert sorted(found.values()) == [60.0, 70.0]
    assert found[max(found)] == 70.0
    assert of_days(DAYS, NOON_S + HOUR * np.array([5.9, 11.9]), [60.0, 70.0]) == {min(found): 70.0}


def test_a_value_is_brought_to_the_unit_of_its_kind_and_must_be_possible() -> None:
    assert [*of_days(replace(DAYS, scale=60.0), np.array([NOON_S]), [1.1]).values()] == [pytest.approx(66.0)]
    assert of_days(replace(DAYS, scale=60.0), np.array([NOON_S]), [66.0]) == {}


@pytest.mark.parametrize(("days", "is_kept"), [(0.0, True), (-1.0, False)])
def test_values_begin_with_the_first_day_on_which_watches_kept_any(days: float, is_kept: bool) -> None:
    noon_s = (EARLIEST_DAY - date(1970, 1, 1)).days * 86_400.0 + 12.0 * HOUR
    assert bool(of_days(DAYS, np.array([noon_s + days * 86_400.0]), [60.0])) is is_kept


# --- days of owners


def days_of(
    owners: dict[int, Values], form: TimeForm = INSTANTS, zone: str | None = None, **channels: dict[int, Values]
) -> list[RecordingBuilder]:
    gathered = {
        holds: {(who, NOBODY): [(rows, series(form, holds=holds))] for who, rows in parts.items()}
        for holds, parts in {"heart_rate": owners, **channels}.items()
    }
    schema = DatabaseSchema("Made", "made")
    return list(_days(BLANK, ReadOptions(time_zone=zone), schema, {1: "band", 2: "watch"}, gathered, ()))


def test_each_owner_and_session_has_its_own_values() -> None:
    owners, sessions = np.array([4, 4, 9, 9]), np.array([1, 2, 1, 2])
    rows = replace(values(minutes(0, 4), np.arange(4.0)), owner=owners, session=sessions)
    found = {key: one.value.tolist() for key, one in _apart(rows)}
    assert found == {(4, 1): [0.0], (4, 2): [1.0], (9, 1): [2.0], (9, 2): [3.0]}


def test_devices_of_a_single_value_are_left_out_beside_others_and_stay_alone() -> None:
    full, single = values(minutes(0, 9), np.full(9, 70.0)), values(minutes(0, 1), np.full(1, 70.0))
    (day,) = days_of({1: full, 2: single})
    assert (day.device, SINGLE.format(1) in day.remarks, SEVERAL in day.remarks) == ("band", True, False)
    assert [one.device for one in days_of({2: single})] == ["watch"]
    assert [SEVERAL in one.remarks for one in days_of({1: full, 2: full})] == [True, True]


@pytest.mark.parametrize(("zones_s", "changes"), [([0.0] * 9, False), ([0.0] * 4 + [3600.0] * 5, True)])
def test_it_is_said_where_the_offset_changes(zones_s: list[float], changes: bool) -> None:
    (day,) = days_of({1: values(minutes(0, 9), np.full(9, 70.0), np.array(zones_s))})
    assert (OFFSETS in day.remarks) is changes


def test_channels_and_stops_are_laid_on_the_clock_of_the_heart_rate() -> None:
    rows = values(minutes(0, 9), np.full(9, 70.0))
    (day,) = days_of({1: rows}, LOCAL, "Asia/Tokyo", steps={1: rows})
    assert day.heart_rate.time_s[0] == BEGIN_S - 9.0 * HOUR
    assert day.channels[0].series.time_s.tolist() == day.heart_rate.time_s.tolist()
    whole = {1: _Gathered(rows.second, rows.value, np.nan, 0, local=True)}
    samples = {1: SortedSamples(rows.second, rows.value)}
    tokyo = ReadOptions(time_zone="Asia/Tokyo")
    (cut,) = _cut(BLANK, tokyo, {}, whole, samples, [session(stop_s=240.0)])
    _, one = _one(BLANK, tokyo, {}, {"heart_rate": {(1, 7): [(rows, series(LOCAL))]}, "rr": {}}, (1, 7), session())
    assert [made.markers[0].time_s - made.heart_rate.time_s[0] for made in (cut, one)] == [240.0, 600.0]


def test_a_session_without_intervals_lists_none() -> None:
    _, made = own(values(minutes(0, 9), np.full(9, 70.0)), of=session())
    assert LISTED not in made.remarks
