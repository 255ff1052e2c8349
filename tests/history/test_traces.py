"""When two recordings are one session: exactly at the bounds of what devices and clocks may differ by, and beyond."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from pacing.history.traces import LARGEST_SHIFT_S, QUARTER_S, Trace, same_session, shift_between, thinned, trace_of
from pacing.history.twins import start_by_twin
from pacing.model.arrays import FloatArray
from pacing.model.recording import HeartRate, RecordingKind
from tests.history.test_store import made_session

ACTIVITY, DAY = RecordingKind.ACTIVITY, RecordingKind.DAY
HOUR_S = 3600
BPM = 80.0 + np.round(20.0 * np.sin(np.arange(1000) / 30.0))


def trace(
    content: str,
    began_s: float | None = 0.0,
    bpm: FloatArray = BPM,
    *,
    kind: RecordingKind = ACTIVITY,
    zone_known: bool = False,
    place: int = 0,
    name: str = "",
) -> Trace:
    """One value a second of a session from a file with this content."""
    return Trace(content, place, name or f"{content}.fit", kind, began_s, zone_known, np.arange(bpm.size), bpm)


@pytest.mark.parametrize(
    ("place", "name", "shift_s"),
    [(0, "copy.fit", 0.0), (0, "a.fit", None), (1, "copy.fit", None)],
    ids=["a copy", "the same file", "another session of a copy"],
)
def test_of_one_content_only_the_same_place_in_files_of_two_names_is_one_session(
    place: int, name: str, shift_s: float | None
) -> None:
    assert shift_between(trace("a"), trace("a", place=place, name=name)) == shift_s


def test_a_session_without_a_value_is_no_other() -> None:
    nothing = trace("b", bpm=np.empty(0))
    assert shift_between(trace("a"), nothing) is shift_between(nothing, trace("a")) is None
    none, some = (np.empty(0), np.empty(0)), (np.arange(1000.0), BPM)
    assert not same_session(0.0, *none, 0.0, *some)
    assert not same_session(0.0, *some, 0.0, *none)


@pytest.mark.parametrize(
    ("began_s", "other_s", "bpm", "shift_s"),
    [
        (None, None, BPM, 0.0),
        (None, None, BPM[::-1], None),
        (None, None, BPM[:500], None),
        (None, 0.0, BPM, None),
        (0.0, None, BPM, None),
    ],
    ids=["neither dated", "turned round", "half of it", "only the other dated", "only the one dated"],
)
def test_without_a_date_only_all_values_make_one_session_of_two(
    began_s: float | None, other_s: float | None, bpm: FloatArray, shift_s: float | None
) -> None:
    assert shift_between(trace("a", began_s), trace("b", other_s, bpm)) == shift_s


@pytest.mark.parametrize(("kind", "other"), [(DAY, DAY), (ACTIVITY, DAY), (DAY, ACTIVITY)])
def test_a_part_of_a_longer_recording_is_the_same_only_where_both_are_days(
    kind: RecordingKind, other: RecordingKind
) -> None:
    shift_s = 0.0 if kind is other else None
    assert shift_between(trace("a", kind=kind), trace("b", 300.0, BPM[300:600], kind=other)) == shift_s
    assert shift_between(trace("b", 300.0, BPM[300:600], kind=other), trace("a", kind=kind)) == shift_s


@pytest.mark.parametrize(
    ("ahead_s", "shift_s"),
    [
        (2 * HOUR_S, 2.0 * HOUR_S),
        (-5 * HOUR_S - 2 * QUARTER_S, -5.0 * HOUR_S - 2 * QUARTER_S),
        (2 * HOUR_S + 30, None),
        (LARGEST_SHIFT_S, float(LARGEST_SHIFT_S)),
        (-LARGEST_SHIFT_S, -float(LARGEST_SHIFT_S)),
        (LARGEST_SHIFT_S + QUARTER_S, None),
    ],
)
def test_equal_values_stand_apart_by_whole_quarters_of_an_hour_as_far_as_zones_do(
    ahead_s: int, shift_s: float | None
) -> None:
    assert shift_between(trace("a"), trace("b", float(ahead_s))) == shift_s


@pytest.mark.parametrize(
    ("one", "other", "shift_s"), [(True, True, None), (True, False, 7200.0), (False, True, 7200.0)]
)
def test_two_files_that_know_their_zones_are_not_moved(one: bool, other: bool, shift_s: float | None) -> None:
    assert shift_between(trace("a", zone_known=one), trace("b", 7200.0, zone_known=other)) == shift_s


def values(*, unlike: int = 0, different: int = 8, count: int = 1000) -> tuple[FloatArray, FloatArray]:
    """Two series: so many different values, all in both, but for so many of a hundred that are 1 bpm apart."""
    bpm: FloatArray = np.asarray(90.0 + np.arange(count) % different, dtype=np.float64)
    return bpm, np.where(np.arange(count) % 100 < unlike, bpm + 1.0, bpm)


def moved(by_bpm: float) -> FloatArray:
    """The same values, but for one in ten that is so much higher."""
    bpm, _ = values()
    return np.where(np.arange(bpm.size) % 10 == 0, bpm + by_bpm, bpm)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (*values(unlike=10), True),
        (*values(unlike=11), False),
        (*values(different=8), True),
        (*values(different=7), False),
        (*values(count=60), True),
        (*values(count=59), False),
        (values()[0], values()[1][:800], True),
        (values()[0], values()[1][:640], True),
        (values()[0], values()[1][:639], False),
        (values()[0], moved(50.0), True),
        (values()[0], moved(51.0), False),
    ],
    ids=[
        *("nine tenths", "less", "8 values", "7 values", "a minute", "less of it", "four fifths", "fewer", "far fewer"),
        *("means 5 bpm apart", "means farther apart"),
    ],
)
def test_nearly_all_values_must_be_equal_and_not_by_chance(one: FloatArray, other: FloatArray, same: bool) -> None:
    assert (shift_between(trace("a", bpm=one), trace("b", 7200.0, other)) is not None) is same


@pytest.mark.parametrize(("shared_s", "same"), [(480, True), (478, False)])
def test_sessions_share_four_fifths_of_the_shorter(shared_s: int, same: bool) -> None:
    """Ten minutes by one device, and as long by another that began later."""
    time_s, bpm = np.arange(601.0), np.full(601, 90.0)
    assert same_session(0.0, time_s, bpm, 600.0 - shared_s, time_s, bpm) is same


@pytest.mark.parametrize(("shorter_s", "same"), [(500, True), (498, False)])
def test_and_half_of_the_longer(shorter_s: int, same: bool) -> None:
    time_s, bpm = np.arange(1001.0), np.full(1001, 90.0)
    assert same_session(0.0, time_s, bpm, 0.0, time_s[: shorter_s + 1], bpm[: shorter_s + 1]) is same


@pytest.mark.parametrize(("late_s", "same"), [(15, True), (16, False)])
def test_clocks_of_two_devices_differ_by_up_to_a_quarter_of_a_minute(late_s: int, same: bool) -> None:
    time_s = np.arange(600.0)
    bpm = np.random.default_rng(1).uniform(70.0, 130.0, 600)
    assert same_session(0.0, time_s, bpm, float(late_s), time_s, bpm) is same
    assert same_session(float(late_s), time_s, bpm, 0.0, time_s, bpm) is same


@pytest.mark.parametrize(("began_s", "first_s"), [(0.0, 0), (3.0, 7)])
def test_of_more_than_six_hours_the_full_tens_of_the_clock_are_kept(began_s: float, first_s: int) -> None:
    six_hours = np.arange(6.0 * HOUR_S + 2)
    every_s, _ = thinned(HeartRate(six_hours[:-1], np.full(six_hours.size - 1, 90.0)), began_s)
    tens_s, bpm = thinned(HeartRate(six_hours, np.full(six_hours.size, 90.0)), began_s)
    assert every_s.size == six_hours.size - 1
    assert tens_s[:3].tolist() == [first_s, first_s + 10, first_s + 20]
    assert bpm.size == tens_s.size


@pytest.mark.parametrize(
    ("start", "ahead_s"),
    [
        (None, 7200.0),
        (datetime(2026, 3, 1, 8, tzinfo=UTC), 0.0),
        (datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=1))), 7200.0),
    ],
    ids=["no date", "no local clock", "a zone of its own"],
)
def test_a_start_takes_no_zone_from_a_twin_where_there_is_none_to_take(start: datetime | None, ahead_s: float) -> None:
    assert start_by_twin(start, ahead_s) is None


@pytest.mark.parametrize(("late_s", "shift_s"), [(0, 7200.0), (200, 7200.0), (201, None), (400, None)])
def test_equal_values_an_hour_apart_cover_four_fifths_of_the_shorter(late_s: int, shift_s: float | None) -> None:
    other = np.concatenate((BPM[late_s:], 80.0 + np.arange(late_s) % 5))
    assert shift_between(trace("a"), trace("b", 7200.0 + late_s, other)) == shift_s


def test_a_recording_that_lacks_the_beginning_of_the_other_stands_apart_by_its_zone_all_the_same() -> None:
    bpm = 80.0 + np.round(20.0 * np.sin(np.arange(6000) / 30.0))
    assert shift_between(trace("a", bpm=bpm), trace("b", 7200.0 + 1000.0, bpm[1000:])) == 7200.0


@pytest.mark.parametrize(
    ("began_s", "length", "same"),
    [
        (10_000.0, 600, True),
        (9_800.0, 600, False),
        (9_900.0, 600, True),
        (10_700.0, 600, False),
        (12_000.0, 600, False),
    ],
    ids=["inside", "two thirds of it", "five sixths of it", "half of it at the end", "apart"],
)
def test_a_day_shares_four_fifths_of_the_shorter_recording_with_a_longer_one(
    began_s: float, length: int, same: bool
) -> None:
    longer = trace("a", 10_000.0, kind=DAY)
    first = int(began_s) - 10_000
    bpm = np.array([BPM[place % BPM.size] for place in range(first, first + length)])
    shorter = trace("b", began_s, bpm, kind=DAY, zone_known=True)
    longer = trace("a", 10_000.0, kind=DAY, zone_known=True)
    assert (shift_between(longer, shorter) == 0.0) is (shift_between(shorter, longer) == 0.0) is same


def test_a_day_without_a_value_is_no_other() -> None:
    day, nothing = trace("a", kind=DAY), trace("b", bpm=np.empty(0), kind=DAY)
    assert shift_between(day, nothing) is shift_between(nothing, day) is None


def test_how_long_a_recording_is_counts_from_its_first_value_to_its_last() -> None:
    time_s = np.arange(8.0 * HOUR_S)
    bpm = np.where((time_s >= 5 * HOUR_S) & (time_s < 7 * HOUR_S), 90.0, np.nan)
    every_s, _ = thinned(HeartRate(time_s, bpm), 0.0)
    assert (every_s[0], every_s.size) == (5 * HOUR_S, 2 * HOUR_S)


def test_a_long_recording_without_a_date_is_thinned_by_its_own_clock() -> None:
    session = made_session(length=7 * HOUR_S)
    kept = trace_of(session)
    assert (kept.began_s, kept.time_s[:3].tolist()) == (None, [0, 10, 20])
