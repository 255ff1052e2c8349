"""The local time of a recording and the evidence for it, over daylight-saving changes too."""

from datetime import timedelta

import pytest

from pacing.errors import UsageError
from tests.read.fit.fit_bytes import T0, FitBytes, activity, read_one

# 2026-10-25T00:30:00Z: Berlin's clocks go back at 01:00Z; FIT seconds
BEFORE_AUTUMN_CHANGE = T0 + 146 * 86_400 - 8 * 3600 - 1800


def test_the_local_time_of_the_activity_message_gives_the_offset() -> None:
    recording = read_one(activity(local_s=7200).file())
    assert recording.start is not None
    assert recording.start.isoformat() == "2026-06-01T11:00:00+02:00"
    assert "local time UTC+02:00 from activity.local_timestamp" in recording.source.remarks


@pytest.mark.parametrize(
    ("offset", "text"), [(20_700, "+05:45"), (-12_600, "-03:30"), (45_900, "+12:45"), (0, "+00:00")]
)
def test_zones_of_quarter_hours_are_offsets_too(offset: int, text: str) -> None:
    start = read_one(activity(local_s=offset).file()).start
    assert start is not None
    assert start.isoformat().endswith(text)


def test_a_local_clock_some_seconds_beside_is_rounded_to_its_zone() -> None:
    start = read_one(activity(local_s=3600 + 17).file()).start
    assert start is not None
    assert start.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize("absurd", [-T0 + 5, 400_000, 3600 + 450])
def test_an_absurd_local_time_is_not_used_and_said(absurd: int) -> None:
    recording = read_one(activity(local_s=absurd).file())
    assert recording.start is not None
    assert recording.start.utcoffset() == timedelta(0)
    assert "activity.local_timestamp is not a local time and was not used" in recording.source.remarks
    assert "the file does not give the local time: times are UTC" in recording.source.remarks


def test_the_zone_given_is_used_when_the_file_tells_none() -> None:
    recording = read_one(activity(local_s=None).file(), time_zone="Europe/Berlin")
    assert recording.start is not None
    assert recording.start.isoformat() == "2026-06-01T11:00:00+02:00"
    assert "local time from the zone given, Europe/Berlin" in recording.source.remarks


def test_the_file_wins_over_the_zone_given_and_the_difference_is_said() -> None:
    recording = read_one(activity(local_s=3600).file(), time_zone="Europe/Berlin")
    assert recording.start is not None
    assert recording.start.utcoffset() == timedelta(hours=1)
    assert "the zone given, Europe/Berlin, differs from it and was not used" in recording.source.remarks


@pytest.mark.parametrize(
    ("begin", "local"), [(BEFORE_AUTUMN_CHANGE, "02:30:00+02:00"), (BEFORE_AUTUMN_CHANGE + 3600, "02:30:00+01:00")]
)
def test_the_hour_that_comes_twice_in_autumn_is_told_apart(begin: int, local: str) -> None:
    start = read_one(activity(begin=begin, local_s=None).file(), time_zone="Europe/Berlin").start
    assert start is not None
    assert start.isoformat() == f"2026-10-25T{local}"


def test_a_session_over_the_change_lasts_as_long_as_it_lasted() -> None:
    fit = activity(seconds=4000, begin=BEFORE_AUTUMN_CHANGE, local_s=None)
    recording = read_one(fit.file(), time_zone="Europe/Berlin")
    assert recording.duration_s == 4000
    assert recording.heart_rate.time_s[-1] == 3999


def test_a_clock_that_was_never_set_gives_no_date() -> None:
    recording = read_one(activity(begin=5000, local_s=None).file())
    assert recording.start is None
    assert recording.heart_rate.time_s.tolist() == list(range(60))
    assert any("the date is not known" in remark for remark in recording.source.remarks)


def test_a_zone_that_does_not_exist_is_told_so() -> None:
    with pytest.raises(UsageError, match="Europe/Nowhere"):
        read_one(activity().file(), time_zone="Europe/Nowhere")


def test_the_time_correlation_message_is_evidence_too() -> None:
    fit = activity(local_s=None).message("timestamp_correlation", 6, timestamp=T0, local_timestamp=T0 - 18_000)
    start = read_one(fit.file()).start
    assert start is not None
    assert start.utcoffset() == timedelta(hours=-5)


def test_monitoring_tells_its_local_time_in_its_own_message() -> None:
    fit = FitBytes().message("file_id", 0, type="monitoring_b", manufacturer="garmin")
    fit.message("monitoring_info", 1, timestamp=T0, local_timestamp=T0 + 3600)
    fit.message("monitoring", 2, timestamp_16=(T0 + 60) % 65536, heart_rate=61)
    start = read_one(fit.file()).start
    assert start is not None
    assert start.isoformat() == "2026-06-01T10:01:00+01:00"
