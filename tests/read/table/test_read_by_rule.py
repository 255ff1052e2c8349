"""Tables nobody described: names of columns, clocks and kinds of rows are read by rule, in their variants."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from pacing.errors import ReadError
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile

BEGAN = datetime(2026, 6, 21, 8, tzinfo=UTC)
ROWS = 40
Row = Callable[[int], tuple[object, ...]]


def at(second: int) -> datetime:
    return BEGAN + timedelta(seconds=second)


def read(header: str, row: Row, name: str = "walk.csv", sign: str = ",") -> Recording:
    lines = [header, *(sign.join(map(str, row(k))) for k in range(ROWS))]
    data = "\n".join(lines).encode()
    (recording,) = read_source(SourceFile(name, lambda: io.BytesIO(data)), ReadOptions())
    return recording


def whole(recording: Recording, rates: int = ROWS) -> bool:
    began = recording.began
    return bool(np.isfinite(recording.heart_rate.bpm).sum() == rates and began and began.replace(tzinfo=UTC) == BEGAN)


@pytest.mark.parametrize(
    "name",
    ["captured_at", "recorded_time", "TimeStampUTC", "sampleTime", "observation_time", "logTime", "minute_start"],
)
def test_a_time_is_known_by_the_words_of_its_name(name: str) -> None:
    assert whole(read(f"{name},heart_rate", lambda k: (at(k).isoformat(), 80 + k % 5)))


@pytest.mark.parametrize("name", ["epochMillis", "ts_ms", "unixTimestampInMs", "startTimeInMillis"])
def test_counts_since_1970_too(name: str) -> None:
    assert whole(read(f"{name},heart_rate", lambda k: (round(at(k).timestamp() * 1000), 80 + k % 5)))


@pytest.mark.parametrize(
    "name",
    [
        "bpm_value", "PulseRate", "heart_rate_1", '"Heart rate, bpm"', "Herzfrequenz in bpm", '"Пульс, уд/мин"',
        "hr_in_bpm", "HeartBeatRate", "heart_rate_bpm_ble", "heartRateBpm", "HeartRateSensor_bpm",
    ],
)  # fmt: skip
def test_a_heart_rate_is_known_by_the_words_of_its_name(name: str) -> None:
    assert whole(read(f"time,{name}", lambda k: (at(k).isoformat(), 80 + k % 5)))


@pytest.mark.parametrize("name", ["hr_zone_1", "recovery_hr", "target bpm", "HeartRateVariability", "restingBpm"])
def test_results_and_settings_are_no_heart_rate(name: str) -> None:
    with pytest.raises(ReadError):
        read(f"time,{name}", lambda k: (at(k).isoformat(), 80 + k % 5))


@pytest.mark.parametrize("name", ["hr_mean", "avgHeartRate", "mean_bpm"])
def test_means_by_the_minute_are_a_course(name: str) -> None:
    recording = read(f"minute_start,{name},sd", lambda k: (at(60 * k).strftime("%Y-%m-%d %H:%M:%S"), 80 + k % 5, 2))
    assert whole(recording)
    assert recording.averaged_s == 60


@pytest.mark.parametrize(
    "form",
    [
        "%Y%m%dT%H%M%S+0000",
        "%Y-%m-%dT%H:%M:%S+00:00[Etc/UTC]",
        "%Y-%m-%dT%H:%M:%SZZ",
        "%Y-%m-%d_%H-%M-%S",
        "%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)",
    ],
)
def test_clocks_as_programs_write_them(form: str) -> None:
    assert whole(read("timestamp,heart_rate", lambda k: (at(k).strftime(form), 80 + k % 5)))


@pytest.mark.parametrize(
    "weekday_and_month",
    ["segunda-feira, 21 junho", "Dydd Llun, 21 Mehefin", "Dé Luain, 21 Meitheamh", "maandag 21 juni"],
)
def test_weekdays_of_several_words_stand_beside_a_date(weekday_and_month: str) -> None:
    assert whole(
        read("time;heart_rate", lambda k: (f"{weekday_and_month} 2026 {at(k):%H:%M:%S}", 80 + k % 5), sign=";")
    )


def test_a_month_that_is_two_in_two_languages_leaves_the_day_unknown() -> None:
    recording = read("time;heart_rate", lambda k: (f"21 lip 2026 {at(k):%H:%M:%S}", 80 + k % 5), sign=";")
    assert recording.began is None
    assert np.isfinite(recording.heart_rate.bpm).sum() == ROWS


@pytest.mark.parametrize("day", ["1899-12-30", "1900-01-01", "1904-01-01"])
def test_the_first_day_of_a_spreadsheet_is_no_date(day: str) -> None:
    recording = read("time,heart_rate", lambda k: (f"{day} {at(k):%H:%M:%S}", 80 + k % 5))
    assert recording.began is None
    assert recording.duration_s == ROWS - 1


@pytest.mark.parametrize("kind", ["HeartRate", "heart_rate", "Herzfrequenz", "HKQuantityTypeIdentifierHeartRate"])
def test_of_a_table_with_one_measurement_a_row_the_heart_rates_are_read(kind: str) -> None:
    recording = read(
        "metric,time,value,unit",
        lambda k: (kind if k % 2 == 0 else "StepCount", at(k).isoformat(), 80 if k % 2 == 0 else 3, "count"),
    )
    assert whole(recording, ROWS // 2)
    assert np.nanmax(recording.heart_rate.bpm) == 80


@pytest.mark.parametrize("name", ["frequence_cardiaque.csv", "Frecuencia-Cardiaca 2026.csv", "heart-rate-2026.csv"])
def test_a_file_may_name_what_its_values_are_in_any_known_language(name: str) -> None:
    assert whole(read("timestamp,value", lambda k: (at(k).isoformat(), 80 + k % 5), name))
