import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pacing.judge.all_day import day_spans, judge_days
from pacing.model.cleaned import Cleaned, Coverage, SampleState
from pacing.model.exceedance import Day, ExceedanceVerdict, Limit
from pacing.model.recording import HeartRate, Recording, RecordingKind, Sensor, Source

BERLIN = ZoneInfo("Europe/Berlin")
LIMIT = Limit(104.0, "fixed", 0.0)
HOUR = 3600


def days_of(
    start: datetime | None,
    bpm: np.ndarray,
    *,
    sampling_s: float = 1.0,
    limit: Limit | None = LIMIT,
    resting_bpm: float | None = None,
    clock_start: datetime | None = None,
) -> tuple[Day, ...]:
    """Days of a heart rate with one value a second; seconds without one are left out of the grid."""
    time_s = np.arange(float(bpm.size))
    kept = np.isfinite(bpm)
    heart_rate = HeartRate(time_s[kept], bpm[kept])
    source = Source("day.csv", "0" * 64, "csv/plain", sensor=Sensor.OPTICAL)
    made = Recording(RecordingKind.DAY, heart_rate, None, (), (), start, float(bpm.size), None, source, clock_start)
    states = np.where(np.arange(bpm.size)[kept] % sampling_s == 0, SampleState.MEASURED, SampleState.FILLED)
    coverage = Coverage(1.0, 0.0, int(kept.sum()), None, None)
    cleaned = Cleaned(heart_rate, states, sampling_s, False, None, None, (), coverage)
    return judge_days(made, cleaned, limit, resting_bpm=resting_bpm)


def test_days_end_at_local_midnight_and_carry_their_date() -> None:
    found = days_of(datetime(2026, 5, 1, 22, 0, tzinfo=BERLIN), np.full(30 * HOUR, 70.0))
    assert [(d.day, d.start_s, d.stop_s) for d in found] == [
        (date(2026, 5, 1), 0.0, 2.0 * HOUR),
        (date(2026, 5, 2), 2.0 * HOUR, 26.0 * HOUR),
        (date(2026, 5, 3), 26.0 * HOUR, 30.0 * HOUR),
    ]


def test_the_day_the_clock_goes_forward_is_an_hour_shorter() -> None:
    spans = list(day_spans(datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN), 47.0 * HOUR))
    assert [s.stop_s - s.start_s for s in spans] == [23.0 * HOUR, 24.0 * HOUR]
    assert spans[0].night == (0.0, 5.0 * HOUR)


def test_the_last_day_of_the_calendar_goes_on_to_the_end_of_the_recording() -> None:
    for zone in (UTC, BERLIN, timezone(-timedelta(hours=11))):
        spans = list(day_spans(datetime(9999, 12, 30, 23, 0, tzinfo=zone), 50.0 * HOUR))
        assert [(s.day, s.start_s, s.stop_s) for s in spans] == [
            (date(9999, 12, 30), 0.0, 1.0 * HOUR),
            (date(9999, 12, 31), 1.0 * HOUR, 50.0 * HOUR),
        ]


def test_days_before_the_computers_epoch_and_in_the_first_year_are_days() -> None:
    spans = list(day_spans(datetime(1969, 12, 31, 23, 0, tzinfo=BERLIN), 2.0 * HOUR))
    assert [s.stop_s for s in spans] == [1.0 * HOUR, 2.0 * HOUR]
    assert next(day_spans(datetime(1, 1, 1, 1, 0, tzinfo=BERLIN), 60.0)).day == date(1, 1, 1)


def test_a_clock_without_a_zone_has_days_of_24_hours_wherever_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        spans = list(day_spans(datetime(2026, 3, 29, 0, 0), 47.0 * HOUR))  # noqa: DTZ001 - Berlin's day of 23 hours
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [(s.day, s.stop_s - s.start_s) for s in spans] == [
        (date(2026, 3, 29), 24.0 * HOUR),
        (date(2026, 3, 30), 23.0 * HOUR),
    ]
    assert spans[0].night == (0.0, 6.0 * HOUR)


def test_a_local_clock_gives_a_recording_its_days() -> None:
    found = days_of(None, np.full(3 * HOUR, 70.0), clock_start=datetime(2026, 5, 1, 22, 0))  # noqa: DTZ001
    assert [(d.day, d.stop_s - d.start_s) for d in found] == [
        (date(2026, 5, 1), 2.0 * HOUR),
        (date(2026, 5, 2), 1.0 * HOUR),
    ]


def test_without_a_date_days_are_stretches_of_24_hours() -> None:
    found = days_of(None, np.full(30 * HOUR, 70.0))
    assert [(d.day, d.stop_s - d.start_s) for d in found] == [(None, 24.0 * HOUR), (None, 6.0 * HOUR)]


def night_and_day(start_h: int = 0, stop_h: int = 7) -> np.ndarray:
    """A day at 75 bpm with a night at 62 bpm."""
    bpm = np.full(24 * HOUR, 75.0)
    bpm[start_h * HOUR : stop_h * HOUR] = 62.0
    return bpm


def test_who_sleeps_in_the_morning_has_a_night_all_the_same() -> None:
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), night_and_day(7, 13))
    assert day.night is not None
    assert day.night.bpm == 62.0
    assert 7 * HOUR <= day.night.start_s <= 13 * HOUR


def test_a_night_of_which_a_third_was_not_recorded_has_its_level() -> None:
    bpm = night_and_day()
    bpm[: 7 * HOUR][np.arange(7 * HOUR) % 300 < 100] = np.nan
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.night is not None
    assert day.night.bpm == 62.0


def test_the_night_is_its_lowest_half_hour() -> None:
    bpm = night_and_day()
    bpm[3 * HOUR : 3 * HOUR + 2400] = 58.0
    bpm[12 * HOUR : 13 * HOUR] = 50.0  # a nap at noon is not the night
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.night is not None
    assert (day.night.bpm, day.night.low_bpm, day.night.high_bpm, day.night.start_s) == (58.0, 58.0, 58.0, 3.0 * HOUR)


def test_a_night_that_was_not_worn_has_no_level() -> None:
    bpm = np.full(24 * HOUR, 75.0)
    bpm[: 6 * HOUR] = np.nan
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.night is None
    assert (day.raised_from_bpm, day.bouts) == (None, ())
    assert (day.recorded_s, day.not_worn_s) == (18.0 * HOUR, 6.0 * HOUR)


def test_a_half_hour_of_which_half_is_missing_is_not_the_nights_level() -> None:
    bpm = night_and_day()
    bpm[2 * HOUR : 4 * HOUR] = np.nan
    bpm[3 * HOUR : 3 * HOUR + 900] = 50.0
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.night is not None
    assert day.night.bpm == 62.0


def test_the_range_of_the_nights_level_comes_from_its_six_pieces_of_five_minutes() -> None:
    bpm = night_and_day()
    bpm[3 * HOUR : 3 * HOUR + 1800] = np.repeat([56.0, 57.0, 58.0, 59.0, 60.0, 61.0], 300)
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.night is not None
    # Standard deviation of the six 1.8708; t with five degrees of freedom 2.571: 2.571 x 1.8708 / sqrt(6) = 1.9636.
    assert day.night.bpm == 58.5
    assert day.night.high_bpm == pytest.approx(60.4636, abs=1e-3)
    assert day.night.low_bpm == pytest.approx(56.5364, abs=1e-3)


def test_a_gap_over_midnight_belongs_to_both_days() -> None:
    bpm = np.full(48 * HOUR, 60.0)
    bpm[23 * HOUR : 26 * HOUR] = np.nan
    found = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert [d.recorded_s for d in found] == [23.0 * HOUR, 22.0 * HOUR]
    assert [d.not_worn_s for d in found] == [1.0 * HOUR, 2.0 * HOUR]
    assert [d.exceedance.unknown_s for d in found if d.exceedance] == [1.0 * HOUR, 2.0 * HOUR]


def test_two_minutes_of_rest_part_two_bouts_and_a_second_less_does_not() -> None:
    for pause_s, count in ((120, 2), (119, 1)):
        bpm = np.full(24 * HOUR, 60.0)
        bpm[10 * HOUR : 11 * HOUR] = 100.0
        bpm[10 * HOUR + 600 : 10 * HOUR + 600 + pause_s] = 60.0
        (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
        assert len(day.bouts) == count


def test_a_bout_begins_exactly_at_twenty_above_rest() -> None:
    bpm = np.full(24 * HOUR, 60.0)
    bpm[10 * HOUR : 11 * HOUR] = 80.0
    bpm[12 * HOUR : 13 * HOUR] = 79.0
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert [b.start_s for b in day.bouts] == [10.0 * HOUR]


def test_the_rest_after_an_excursion_is_measured_from_the_night_when_no_rate_was_told() -> None:
    bpm = np.full(24 * HOUR, 60.0)
    bpm[10 * HOUR : 10 * HOUR + 60] = 120.0
    bpm[10 * HOUR + 60 : 10 * HOUR + 100] = 75.0
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.exceedance is not None
    assert day.exceedance.excursions[0].rest_after_s == 40.0


def test_five_minutes_are_a_bout() -> None:
    bpm = np.full(24 * HOUR, 60.0)
    bpm[10 * HOUR : 10 * HOUR + 300] = 100.0
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert [b.stop_s - b.start_s for b in day.bouts] == [300.0]


def test_housework_is_found_as_a_bout_with_its_time_above_the_limit() -> None:
    bpm = np.full(24 * HOUR, 60.0)
    bpm[10 * HOUR : 10 * HOUR + 900] = 100.0
    bpm[10 * HOUR + 900 : 10 * HOUR + 960] = 70.0  # a minute's pause does not end it
    bpm[10 * HOUR + 960 : 10 * HOUR + 1260] = 110.0
    bpm[15 * HOUR : 15 * HOUR + 299] = 120.0  # just too short
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert day.raised_from_bpm == 80.0
    (bout,) = day.bouts
    assert (bout.start_s, bout.stop_s, bout.above_limit_s, bout.peak_bpm) == (36000.0, 37260.0, 300.0, 110.0)
    assert bout.mean_bpm == pytest.approx((900 * 100 + 60 * 70 + 300 * 110) / 1260)
    assert day.exceedance is not None
    assert (day.exceedance.time_above_s, day.exceedance.verdict) == (599.0, ExceedanceVerdict.SUSTAINED)


def test_the_told_resting_rate_decides_what_is_raised_before_any_night() -> None:
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), np.full(24 * HOUR, 60.0), resting_bpm=66.0)
    assert day.raised_from_bpm == 86.0


def test_minute_data_are_judged_at_the_resolution_they_have() -> None:
    per_minute = np.full(24 * 60, 60.0)
    per_minute[600:602] = 120.0
    per_minute[700:703] = 120.0
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), np.repeat(per_minute, 60), sampling_s=60.0)
    assert day.exceedance is not None
    assert [e.stop_s - e.start_s for e in day.exceedance.excursions] == [120.0, 180.0]
    assert (day.exceedance.resolution_s, day.exceedance.verdict) == (60.0, ExceedanceVerdict.SUSTAINED)


def test_without_a_limit_nothing_is_held_against_one() -> None:
    bpm = np.full(24 * HOUR, 60.0)
    bpm[10 * HOUR : 11 * HOUR] = 120.0
    (day,) = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm, limit=None)
    assert day.exceedance is None
    assert [b.above_limit_s for b in day.bouts] == [None]


def test_days_on_which_nothing_was_worn_are_left_out() -> None:
    bpm = np.full(72 * HOUR, 60.0)
    bpm[24 * HOUR : 48 * HOUR] = np.nan
    found = days_of(datetime(2026, 5, 1, 0, 0, tzinfo=UTC), bpm)
    assert [d.day for d in found] == [date(2026, 5, 1), date(2026, 5, 3)]
    assert [d.not_worn_s for d in found] == [0.0, 0.0]


def test_the_days_together_hold_the_whole_recordings_time_above() -> None:
    rng = np.random.default_rng(2)
    bpm = np.repeat(rng.integers(60, 125, 50 * 60), 60).astype(float)
    found = days_of(datetime(2026, 5, 1, 9, 0, tzinfo=UTC), bpm, sampling_s=60.0)
    assert sum(d.exceedance.time_above_s for d in found if d.exceedance) == float((bpm > 104).sum())


@pytest.mark.parametrize(
    ("hours", "spans"), [(20, [(0, 20)]), (24, [(0, 24)]), (30, [(0, 24), (24, 30)]), (48, [(0, 24), (24, 48)])]
)
def test_days_of_a_recording_without_a_date_are_stretches_of_24_hours(hours: int, spans: list[tuple[int, int]]) -> None:
    made = list(day_spans(None, hours * 3600.0))
    assert [(one.start_s / HOUR, one.stop_s / HOUR) for one in made] == spans
    assert all(one.day is None and one.night == (one.start_s, one.stop_s) for one in made)
