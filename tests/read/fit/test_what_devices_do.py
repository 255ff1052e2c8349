"""What devices really write: several records a second, short times, arrays, wrong clocks, wrong units."""

import struct

import numpy as np
import pytest

from pacing.errors import NoHeartRateError
from pacing.model.recording import Recording, RecordingKind
from tests.read.fit.fit_bytes import T0, UINT8, UINT16, UINT32, FitBytes, activity, read_all, read_one


def said(recording: Recording, words: str) -> bool:
    return any(words in remark for remark in recording.source.remarks)


def test_a_day_of_arrays_by_the_second_is_read_without_blanks_and_searching() -> None:
    fit = FitBytes().message("file_id", 0, type=58, manufacturer="garmin", product=4257)
    for minute in range(180):
        blank = 0 if minute == 90 else None
        bpm = [blank if blank == 0 else 60 + (minute + k) % 5 for k in range(60)]
        fit.message(
            "hsa_heart_rate_data", 1, timestamp=T0 + 60 * minute, processing_interval=60,
            status=0 if minute == 100 else 1, heart_rate=bpm,
        )  # fmt: skip
    recording = read_one(fit.file())
    assert recording.kind is RecordingKind.DAY
    assert recording.heart_rate.bpm.size == 178 * 60
    assert recording.heart_rate.time_s[-1] == 180 * 60 - 1
    assert said(recording, "60 heart rates written while the sensor was still searching")


def test_two_records_of_one_second_are_put_together_field_by_field() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(50):
        fit.message("record", 1, timestamp=T0 + second, speed=2.0 + second % 3)
        fit.message("record", 2, timestamp=T0 + second, heart_rate=100 + second % 5)
    recording = read_one(fit.file())
    speed = recording.channel("speed")
    assert speed is not None
    assert (recording.heart_rate.bpm.size, speed.value.size) == (50, 50)
    assert said(recording, "50 records that share their second")


def _developer(name: str, unit: str, count: int, *, native: int | None, sparse: int, late: bool = False) -> FitBytes:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.message("developer_data_id", 1, developer_data_index=0)

    def describe() -> None:
        fit.message(
            "field_description", 2, developer_data_index=0, field_definition_number=7, fit_base_type_id=UINT16,
            field_name=name, units=unit, native_mesg_num=20, native_field_num=native,
        )  # fmt: skip

    if not late:
        describe()
    fit.define(3, 20, [(253, 4, UINT32), (3, 1, UINT8)], developer=[(7, 2, 0)])
    for second in range(count):
        own = 90 if second < sparse else 255
        fit.data(3, struct.pack("<IBH", T0 + second, own, 120 + second % 3))
    if late:
        describe()
    return fit


@pytest.mark.parametrize(("name", "unit"), [("heart_rate", "bpm"), ("hr_external", "1/min"), ("Pulse", "beats/min")])
def test_a_developer_field_is_heart_rate_by_its_name_and_unit(name: str, unit: str) -> None:
    recording = read_one(_developer(name, unit, 40, native=None, sparse=0).file())
    assert recording.heart_rate.bpm[:3].tolist() == [120, 121, 122]
    assert said(recording, f"developer field «{name}», by its name and unit")


@pytest.mark.parametrize("name", ["avg_heart_rate", "HR zone", "heart rate variability", "resting heart rate"])
def test_results_are_no_heart_rate_whatever_their_unit(name: str) -> None:
    with pytest.raises(NoHeartRateError):
        read_all(_developer(name, "bpm", 40, native=None, sparse=0).file())


def test_a_few_native_seconds_do_not_hide_a_whole_field_that_stands_for_them() -> None:
    recording = read_one(_developer("Heart Rate", "bpm", 60, native=3, sparse=10).file())
    assert recording.heart_rate.bpm.min() == 120
    assert said(recording, "the native field holds only 10 values")


def test_a_description_written_late_holds_for_the_whole_part() -> None:
    assert read_one(_developer("heart_rate", "bpm", 40, native=3, sparse=0, late=True).file()).heart_rate.bpm[0] == 120


def test_short_times_after_a_day_off_the_wrist_follow_the_whole_times_of_other_messages() -> None:
    fit = FitBytes().message("file_id", 0, type="monitoring_b").message("monitoring_info", 1, timestamp=T0)
    for minute in range(1, 61):
        fit.message("monitoring", 2, timestamp_16=(T0 + 60 * minute) % 65536, heart_rate=70)
    later = T0 + 26 * 3600
    for minute in range(-600, 61):
        fit.message("stress_level", 3, stress_level_time=later + 60 * minute, stress_level_value=20)
        if minute > 0:
            fit.message("monitoring", 2, timestamp_16=(later + 60 * minute) % 65536, heart_rate=80)
    recording = read_one(fit.file())
    assert recording.heart_rate.bpm.size == 120
    assert recording.heart_rate.time_s[60] == 26 * 3600


def test_a_second_local_time_in_the_file_is_said() -> None:
    fit = FitBytes().message("file_id", 0, type="monitoring_b")
    fit.message("monitoring_info", 1, timestamp=T0, local_timestamp=T0 + 3600)
    for minute in range(1, 121):
        if minute == 60:
            fit.message("monitoring_info", 1, timestamp=T0 + 3600, local_timestamp=T0 + 10 * 3600)
        fit.message("monitoring", 2, timestamp=T0 + 60 * minute, heart_rate=70)
    assert said(read_one(fit.file()), "the local clock changes during the file, to UTC+09:00")


def test_a_clock_set_forward_while_the_timer_ran_is_no_rest_of_hours() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(1200):
        jumped = 10_800 if second >= 60 else 0
        fit.message("record", 1, timestamp=T0 + second + jumped, heart_rate=100 + second % 9)
    fit.message(
        "session", 2, timestamp=T0 + 12_000, start_time=T0, total_elapsed_time=1200, total_timer_time=1200
    )  # fmt: skip
    recording = read_one(fit.file())
    assert recording.duration_s == pytest.approx(1200, abs=2)
    assert set(np.diff(recording.heart_rate.time_s)) == {1.0}
    assert said(recording, "set forward by 3.0 hours")


def test_a_long_stop_of_the_timer_stays_a_hole() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(1200):
        jumped = 10_800 if second >= 60 else 0
        if second == 60:
            fit.message("event", 3, timestamp=T0 + 60, event="timer", event_type="stop_all")
            fit.message("event", 3, timestamp=T0 + 10_860, event="timer", event_type="start")
        fit.message("record", 1, timestamp=T0 + second + jumped, heart_rate=100)
    fit.message("session", 2, timestamp=T0 + 12_000, start_time=T0, total_elapsed_time=12_000, total_timer_time=1200)
    assert read_one(fit.file()).duration_s == pytest.approx(12_000, abs=2)


def _with_hrv(factor: float, count: int = 900) -> FitBytes:
    """Records by the second and intervals whose numbers are `factor` times the true ones."""
    fit = FitBytes().message("file_id", 0, type="activity")
    rr_s = 0.9 + 0.03 * np.sin(np.arange(2 * count) / 3)
    ends = np.cumsum(rr_s)
    beat = 0
    for second in range(count):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=67)
        while ends[beat] <= second + 1:
            fit.message("hrv", 2, time=[float(np.round(rr_s[beat] * factor, 3))])
            beat += 1
    return fit


def test_intervals_in_1024ths_are_told_by_the_clock() -> None:
    recording = read_one(_with_hrv(1.024).file())
    assert recording.beats is not None
    assert recording.beats.rr_ms.mean() == pytest.approx(900, abs=1)
    assert said(recording, "counts of 1/1024 s")
    plain = read_one(_with_hrv(1.0).file())
    assert plain.beats is not None
    assert plain.beats.rr_ms.mean() == pytest.approx(900, abs=1)


def test_intervals_that_add_up_to_twice_the_time_are_left_out() -> None:
    recording = read_one(_with_hrv(2.0).file())
    assert recording.beats is None
    assert said(recording, "add up to 2.0 times the time that passed")


def test_parts_of_one_activity_keep_its_sport_and_marks() -> None:
    first = FitBytes().message("file_id", 0, type="activity", time_created=T0, serial_number=7)
    second = FitBytes().message("file_id", 0, type="activity", time_created=T0, serial_number=7)
    for k in range(60):
        first.message("record", 1, timestamp=T0 + k, heart_rate=100)
        second.message("record", 1, timestamp=T0 + 60 + k, heart_rate=110)
    second.message(
        "session", 2, timestamp=T0 + 120, start_time=T0, total_elapsed_time=120, total_timer_time=120, sport="walking"
    )
    recording = read_one(first.file() + second.file())
    assert (recording.heart_rate.bpm.size, recording.sport) == (120, "walking")


def test_two_activities_in_one_file_stay_two() -> None:
    chained = activity(60).file() + activity(60, begin=T0 + 5000).file()
    assert len(read_all(chained)) in (1, 2)


def test_averages_alone_are_named_and_no_strap_is_advised() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in range(30):
        fit.message("record", 1, timestamp=T0 + second, speed=1.0)
    fit.message("session", 2, timestamp=T0 + 30, start_time=T0, avg_heart_rate=116, max_heart_rate=123)
    with pytest.raises(NoHeartRateError, match="average and maximum of a session") as refused:
        read_all(fit.file())
    assert "strap" not in str(refused.value)
