"""Tables whose columns explain themselves by rule: words for times, means at even steps, names of the file."""

import io

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.errors import DamagedFileError, NoHeartRateError, ReadError
from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.table.generic import meaning


def read(text: str, name: str = "table.csv") -> Recording:
    (recording,) = read_source(SourceFile(name, lambda: io.BytesIO(text.encode())), ReadOptions())
    return recording


@pytest.mark.parametrize(
    "name",
    [
        *("timestamp_iso", "datetime_utc", "measured_at", "epoch_millis", "timestamp_epoch", "unix_timestamp_ms"),
        *("recorded_on", "Sample Time", "time_iso8601", "LocalDateTime".replace("Date", "_date_"), "created at (UTC)"),
        *("sensor_timestamp", "timestamp_unix", "event time", "utc_datetime", "measurement time"),
    ],
)
def test_a_name_made_of_words_for_times_is_a_time(name: str) -> None:
    assert meaning(name) == "time"


@pytest.mark.parametrize("name", ["moving time", "time in zone", "lap time left", "sample", "measured", "count", "end"])
def test_other_words_make_it_none(name: str) -> None:
    assert meaning(name) == ""


@pytest.mark.parametrize(
    "name", ["pulse_rate_bpm", "pulse_bpm", "heart_rate_value_bpm", "hr raw", "Heart Rate Reading"]
)
def test_words_for_how_it_was_written_leave_a_heart_rate_one(name: str) -> None:
    assert meaning(name) == "heart_rate"


@pytest.mark.parametrize("name", ["avg pulse bpm", "hr_max", "heart rate variability", "pulse pressure"])
def test_results_are_no_series(name: str) -> None:
    assert meaning(name) == ""


def _means(header: str, step_s: int, count: int = 60) -> str:
    times = np.datetime64("2025-06-10T08:00:00") + np.arange(count) * np.timedelta64(step_s, "s")
    rows = [f"{str(time).replace('T', ' ')},{70 + k % 9},{95 + k % 9}" for k, time in enumerate(times)]
    return "\n".join([header, *rows]) + "\n"


@pytest.mark.parametrize("name", ["Average heart rate (bpm)", "HR avg", "Heart Rate [Avg] (bpm)", "Mean HR"])
def test_means_at_even_steps_are_a_course_and_stand_for_their_steps(name: str) -> None:
    recording = read(_means(f"Start,{name},Maximum heart rate (bpm)", 120))
    assert recording.heart_rate.bpm.size == 60
    assert clean_recording(recording).coverage.measured_share > 0.97
    assert any("was read" in remark for remark in recording.source.remarks)


def test_averages_of_sessions_are_no_course() -> None:
    with pytest.raises(ReadError, match="not its course"):
        read(_means("Start,Average heart rate (bpm),Maximum heart rate (bpm)", 86_400))


def test_times_rounded_to_one_are_refused_with_that_reason() -> None:
    rows = "\n".join(f"1.74954E+12,{70 + k % 9}" for k in range(200))
    with pytest.raises(DamagedFileError, match="the times were rounded"):
        read(f"timestamp,heart_rate\n{rows}\n")


def test_a_column_called_value_is_heart_rate_where_the_file_says_so() -> None:
    rows = "\n".join(f"2026-06-01T08:{k // 60:02d}:{k % 60:02d}Z,{70 + k % 9}" for k in range(100))
    recording = read(f"timestamp,value\n{rows}\n", "export/HeartRate_2026-06-01.csv")
    assert recording.heart_rate.bpm.size == 100
    for name in ("steps_2026-06-01.csv", "resting_heart_rate.csv"):
        with pytest.raises(ReadError):
            read(f"timestamp,value\n{rows}\n", name)


def test_a_header_of_four_names_over_rows_of_two_values() -> None:
    rows = "\n".join(f"{1_565_020_753 + 60 * k},{60 + k % 9}" for k in range(100))
    recording = read(f"date,lastSyncTime,heartRate,timestamp\n{rows}\n")
    assert recording.heart_rate.bpm.size == 100
    assert recording.start is not None
    assert recording.start.isoformat() == "2019-08-05T15:59:13+00:00"


def test_intervals_that_outrun_the_clock_are_refused() -> None:
    rows = "\n".join(f"{1_749_535_200_000 + 450 * k},{900 + k % 7}" for k in range(600))
    with pytest.raises(DamagedFileError, match=r"2\.0 times the time that passed"):
        read(f"timestamp_ms,rr_ms\n{rows}\n")


def test_sixteen_bits_set_are_no_interval() -> None:
    lines = [str(900 + k * k % 53) if k % 60 else "65535" for k in range(600)]
    recording = read("# rr_ms\n" + "\n".join(lines) + "\n", "rr.txt")
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == 590
    assert recording.duration_s < 600


FIT_S = 1_118_476_800  # 2025-06-10T08:00:00Z in the seconds of FIT


def test_a_table_of_messages_by_fitcsvtool_is_read_as_the_fit_file() -> None:
    rows = ["Type,Local Number,Message,Field 1,Value 1,Units 1,Field 2,Value 2,Units 2,"]
    rows += ["Definition,0,record,timestamp,1,,heart_rate,1,,"]
    rows += [f'Data,0,record,timestamp,"{FIT_S + k}",s,heart_rate,"{100 + k % 9}",bpm,' for k in range(100)]
    recording = read("\n".join(rows) + "\n")
    assert recording.heart_rate.bpm.size == 100
    assert recording.start is not None
    assert recording.start.isoformat() == "2025-06-10T08:00:00+00:00"


def test_a_column_for_each_field_of_fitcsvtool_keeps_the_date() -> None:
    rows = ["record.timestamp[s],record.heart_rate[bpm],record.distance[m]"]
    rows += [f"{FIT_S + k},{100 + k % 9},{2.5 * k}" for k in range(100)]
    recording = read("\n".join(rows) + "\n")
    assert recording.start is not None
    assert recording.start.year == 2025
    assert "distance" in [channel.name for channel in recording.channels]


@pytest.mark.parametrize("wrong", ["1e308", "inf", "-99999999999"])
def test_a_time_that_no_fit_field_can_hold_costs_its_row_alone(wrong: str) -> None:
    rows = ["Type,Local Number,Message,Field 1,Value 1,Units 1,Field 2,Value 2,Units 2,"]
    rows += [f'Data,0,record,timestamp,"{FIT_S + k}",s,heart_rate,"{100 + k % 9}",bpm,' for k in range(100)]
    rows[1] = rows[1].replace(str(FIT_S), wrong)
    recording = read("\n".join(rows) + "\n")
    assert recording.heart_rate.bpm.size == 99
    assert recording.start is not None
    assert recording.start.isoformat() == "2025-06-10T08:00:01+00:00"


def test_messages_without_heart_rate_are_named_as_what_they_are() -> None:
    rows = ["Type,Local Number,Message,Field 1,Value 1,Units 1,", 'Data,0,stress_level,stress_level_value,"20",,']
    with pytest.raises(NoHeartRateError, match="the messages stress_level"):
        read("\n".join(rows) + "\n")


def test_half_an_hour_of_summer_time() -> None:
    first = [f"2026-04-05 01:{k:02d}:00,70" for k in range(60)]
    again = [f"2026-04-05 01:{k:02d}:00,70" for k in range(30, 60)]
    recording = read("\n".join(["time,heart_rate", *first, *again, "2026-04-05 02:00:00,70"]) + "\n")
    assert recording.heart_rate.bpm.size == 91
    assert recording.duration_s == 90 * 60


def test_times_of_beats_are_read_by_their_steps() -> None:
    ends = np.cumsum(800 + 40 * np.sin(np.arange(300) / 3)).round().astype(int)
    for text, name in (
        ("# rr_ms\n" + "\n".join(map(str, ends)) + "\n", "beats.txt"),
        ("rr_ms\n" + "\n".join(map(str, ends)) + "\n", "beats.csv"),
    ):
        recording = read(text, name)
        assert recording.beats is not None
        assert recording.beats.rr_ms.size == 299
        assert recording.beats.rr_ms.mean() == pytest.approx(800, abs=2)


def test_the_sport_above_a_table_is_read_in_the_words_of_the_app() -> None:
    rows = [f",{k // 3600:02d}:{k // 60 % 60:02d}:{k % 60:02d},{100 + k % 9}," for k in range(60)]
    head = ["Name,Sport,Date,Start time,Duration", "A B,NORDIC_WALKING,10-06-2025,08:00:00,00:01:00"]
    recording = read("\n".join([*head, "Sample rate,Time,HR (bpm),", *rows]) + "\n")
    assert recording.sport == "nordic walking"


def test_heart_rates_without_any_confidence_are_none_where_others_have_some() -> None:
    rows = [f"{1_749_542_400 + k},{40 if k < 30 else 70 + k % 9},{0 if k < 30 else 90}" for k in range(100)]
    recording = read("\n".join(["time,heart_rate,confidence", *rows]) + "\n")
    assert np.isnan(recording.heart_rate.bpm).sum() == 30
    assert any("no confidence, left out: 30" in remark for remark in recording.source.remarks)
    never = [row.rpartition(",")[0] + ",0" for row in rows]
    assert np.isfinite(read("\n".join(["time,heart_rate,confidence", *never]) + "\n").heart_rate.bpm).all()
