"""What a watch's wellness files say of whole days and nights."""

import io

from pacing.model.daily import DailyKind
from pacing.read.fit.daily import daily_of_fit
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from tests.read.fit.fit_bytes import T0, FitBytes

DEVICE = "Garmin"
NIGHT = T0 - 12 * 3600  # 21:00 UTC of the evening before


def found(fit: FitBytes, zone: str | None = None) -> list[tuple[str, DailyKind, float]]:
    data = fit.file()
    source = SourceFile("wellness.fit", lambda: io.BytesIO(data))
    return [
        (one.day.isoformat(), one.kind, round(one.value, 3))
        for one in daily_of_fit(source, ReadOptions(time_zone=zone))
    ]


def of_type(number: int) -> FitBytes:
    return FitBytes().message("file_id", 0, type=number, manufacturer="garmin", product=3121)


def test_the_last_resting_rate_that_the_watch_wrote_of_a_day_stands_for_it() -> None:
    fit = of_type(32)
    for hour, bpm in ((0, 61), (2, 58), (4, 57)):
        fit.message("monitoring_hr_data", 1, timestamp=T0 + 3600 * hour, resting_heart_rate=60,
                    current_day_resting_heart_rate=bpm)  # fmt: skip
    assert found(fit) == [("2026-06-01", DailyKind.RESTING_HR, 57.0)]


def test_the_night_s_variability_is_of_the_local_day_of_waking() -> None:
    fit = of_type(68).message("hrv_status_summary", 1, timestamp=T0 - 10 * 3600, weekly_average=38.0,
                              last_night_average=41.5)  # fmt: skip
    assert found(fit) == [("2026-05-31", DailyKind.NIGHT_RMSSD, 41.5)]
    assert found(fit, "Asia/Tokyo") == [("2026-06-01", DailyKind.NIGHT_RMSSD, 41.5)]


def test_a_night_without_status_gives_no_value() -> None:
    fit = of_type(68).message("hrv_status_summary", 1, timestamp=T0, weekly_average=None, last_night_average=None)
    assert found(fit) == []


def test_a_night_runs_from_the_first_to_the_last_sleep() -> None:
    fit = of_type(49)
    for hour, level in ((0, 1), (0.5, 2), (3, 3), (5, 1), (5.2, 4), (8, 1)):
        fit.message("sleep_level", 1, timestamp=int(NIGHT + 3600 * hour), sleep_level=level)
    assert found(fit, "Europe/Berlin") == [
        ("2026-06-01", DailyKind.SLEEP_DURATION, 7.5),
        ("2026-06-01", DailyKind.SLEEP_END, 7.0),
        ("2026-06-01", DailyKind.SLEEP_START, -0.5),
    ]
    assert found(fit) == [("2026-06-01", DailyKind.SLEEP_DURATION, 7.5)], "no clock is known"


def test_an_activity_is_not_taken_apart_for_it() -> None:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", product=3121)
    fit.message("monitoring_hr_data", 1, timestamp=T0, current_day_resting_heart_rate=57)
    assert found(fit) == []


def test_rubbish_behind_the_type_gives_nothing_and_no_error() -> None:
    data = of_type(68).file()[:40] + bytes(range(256)) * 4
    assert daily_of_fit(SourceFile("x.fit", lambda: io.BytesIO(data)), ReadOptions()) == ()


def test_a_night_whose_last_level_is_sleep_ends_there() -> None:
    fit = of_type(49)
    for hour, level in ((0, 1), (1, 2), (6, 3)):
        fit.message("sleep_level", 1, timestamp=int(NIGHT + 3600 * hour), sleep_level=level)
    assert found(fit) == [("2026-06-01", DailyKind.SLEEP_DURATION, 5.0)]


def test_values_are_those_of_the_watch_by_its_name() -> None:
    fit = of_type(32).message("monitoring_hr_data", 1, timestamp=T0, current_day_resting_heart_rate=61)
    data = fit.file()
    (value,) = daily_of_fit(SourceFile("x.fit", lambda: io.BytesIO(data)), ReadOptions())
    assert value.source == "garmin edge_530"
    unnamed = FitBytes().message("file_id", 0, type=32)
    data = unnamed.message("monitoring_hr_data", 1, timestamp=T0, current_day_resting_heart_rate=61).file()
    (value,) = daily_of_fit(SourceFile("x.fit", lambda: io.BytesIO(data)), ReadOptions())
    assert value.source == "a watch"
