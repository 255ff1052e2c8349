"""Days: heart rate of monitoring files, and beats that watches keep in messages of their own."""

import pytest

from pacing.errors import NoHeartRateError
from pacing.model.recording import RecordingKind
from tests.read.fit.fit_bytes import T0, FitBytes, read_all, read_one


def _day() -> FitBytes:
    return FitBytes().message("file_id", 0, type="monitoring_b", manufacturer="garmin", product=3121)


def test_short_times_count_on_over_their_roll_over_all_day() -> None:
    fit = _day().message("monitoring_info", 1, timestamp=T0)
    for minute in range(1, 1441):
        if minute == 700:
            fit.message("monitoring", 2, timestamp=T0 + 60 * minute, distance=5)
        fit.message("monitoring", 3, timestamp_16=(T0 + 60 * minute) % 65536, heart_rate=60 + minute % 30)
    recording = read_one(fit.file())
    assert recording.kind is RecordingKind.DAY
    assert recording.heart_rate.time_s.tolist() == [60 * minute for minute in range(1440)]
    assert recording.heart_rate.bpm[:3].tolist() == [61, 62, 63]


def test_the_watchs_own_resting_heart_rate_is_offered_and_not_used() -> None:
    fit = _day().message(
        "monitoring_hr_data", 1, timestamp=T0, resting_heart_rate=58, current_day_resting_heart_rate=61
    )
    fit.message("monitoring", 2, timestamp=T0, heart_rate=70)
    remarks = read_one(fit.file()).source.remarks
    assert "the file offers, not used: resting heart rate of the day 61 bpm by the watch" in remarks
    assert "the file offers, not used: resting heart rate of seven days 58 bpm by the watch" in remarks


def test_monitoring_without_heart_rate_says_what_it_is() -> None:
    with pytest.raises(NoHeartRateError, match="daily monitoring"):
        read_all(_day().message("monitoring", 2, timestamp=T0, distance=5).file())


def test_beat_intervals_are_laid_by_the_time_of_their_message() -> None:
    fit = _day()
    for second in range(30):
        fit.message("beat_intervals", 1, timestamp=T0 + second, timestamp_ms=0, time=[500, 500])
    recording = read_one(fit.file())
    assert recording.kind is RecordingKind.BEATS
    assert recording.beats is not None
    assert recording.beats.rr_ms.tolist() == [500.0] * 60
    assert recording.heart_rate.bpm.size == 0


def test_raw_intervals_leave_out_what_the_watch_calls_a_gap() -> None:
    fit = _day()
    for second in range(30):
        gap = 0x8000 if second == 15 else 0
        fit.message("raw_bbi", 1, timestamp=T0 + second, timestamp_ms=0, data=[500 | 0x4000, 500 | (gap or 0x4000)])
    recording = read_one(fit.file())
    assert recording.beats is not None
    assert recording.beats.rr_ms.size == 59
    begins = recording.beats.time_s - recording.beats.rr_ms / 1000
    assert (begins[1:] - recording.beats.time_s[:-1] > 0.4).sum() == 1


def test_what_the_watch_reckons_all_day_are_channels_and_its_negative_codes_are_none() -> None:
    fit = _day().message("monitoring", 2, timestamp=T0, heart_rate=70)
    for minute, stress in enumerate((30, -1, -2, 45)):
        fit.message("stress_level", 3, stress_level_time=T0 + 60 * minute, stress_level_value=stress)
        fit.message("respiration_rate", 4, timestamp=T0 + 60 * minute, respiration_rate=14.5)
    recording = read_one(fit.file())
    stress_level, breathing = recording.channel("stress_level"), recording.channel("respiration_rate")
    assert stress_level is not None
    assert breathing is not None
    assert (stress_level.time_s.tolist(), stress_level.value.tolist()) == ([0, 180], [30, 45])
    assert (breathing.unit, breathing.value.tolist()) == ("1/min", [14.5] * 4)


def test_a_user_profile_is_offered_and_nobody_is_named() -> None:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", serial_number=987654321)
    fit.message("user_profile", 1, friendly_name="Ada", resting_heart_rate=55, default_max_heart_rate=171, weight=61.5)
    fit.message("record", 2, timestamp=T0, heart_rate=80)
    source = read_one(fit.file()).source
    assert any("maximum heart rate 171 bpm in the device's user profile" in remark for remark in source.remarks)
    text = repr(source)
    assert "Ada" not in text
    assert "987654321" not in text
    assert "61.5" not in text
