"""Each session of a multisport file is its own recording."""

from typing import Any

import pytest

from tests.read.fit.fit_bytes import T0, FitBytes, activity, read_all, read_one


def _multisport(*, gap_s: int = 0, starts_told: bool = True) -> FitBytes:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin")
    for second in range(300 + gap_s):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=80 + (second // 100) * 10)
    for at, sport in ((0, "swimming"), (100, "transition"), (200 + gap_s, "running")):
        told: dict[str, Any] = {"start_time": T0 + at} if starts_told else {}
        fit.message("session", 2, timestamp=T0 + at + 100, total_elapsed_time=100, sport=sport, **told)
    return fit


def test_every_sample_goes_to_one_session_only() -> None:
    swim, change, run = read_all(_multisport().file())
    assert [recording.sport for recording in (swim, change, run)] == ["swimming", "transition", "running"]
    assert [set(recording.heart_rate.bpm) for recording in (swim, change, run)] == [{80}, {90}, {100}]
    assert [recording.source.place for recording in (swim, change, run)] == [0, 1, 2]
    assert change.heart_rate.time_s[0] == 0


def test_samples_outside_every_session_are_given_to_the_nearest_before_and_said() -> None:
    _, change, _ = read_all(_multisport(gap_s=30).file())
    assert change.heart_rate.bpm.size == 130
    assert any(remark.startswith("28 samples are outside every session") for remark in change.source.remarks)


def test_sessions_that_do_not_say_when_they_began_are_one_recording() -> None:
    assert read_one(_multisport(starts_told=False).file()).heart_rate.bpm.size == 300


def test_a_file_without_a_session_is_one_recording() -> None:
    recording = read_one(activity(session=False).file())
    assert recording.sport is None
    assert recording.heart_rate.bpm.size == 60


def test_without_a_session_the_sport_message_tells_the_sport() -> None:
    fit = activity(session=False).message("sport", 6, sport="cycling", sub_sport="generic")
    assert read_one(fit.file()).sport == "cycling"


@pytest.mark.parametrize(("sport", "finer", "told"), [("generic", "yoga", "yoga"), ("running", "treadmill", "running")])
def test_a_generic_sport_gives_way_to_the_finer_word(sport: str, finer: str, told: str) -> None:
    fit = activity(session=False).message(
        "session", 6, start_time=T0, total_elapsed_time=60, sport=sport, sub_sport=finer
    )
    assert read_one(fit.file()).sport == told


def test_a_generic_sport_without_a_finer_word_stays_generic() -> None:
    fit = activity(session=False).message("session", 6, start_time=T0, total_elapsed_time=60, sport="generic")
    assert read_one(fit.file()).sport == "generic"


def part(begin: int, *, made: int, serial: int = 7, session_start: int | None = None, records: int = 20) -> bytes:
    """A part of a file: its records, and perhaps a session that sums up from some time on."""
    fit = FitBytes().message("file_id", 0, type="activity", time_created=made, serial_number=serial)
    for second in range(records):
        fit.message("record", 1, timestamp=begin + second, heart_rate=90)
    if session_start is not None:
        fit.message("session", 2, timestamp=begin + records, start_time=session_start, total_elapsed_time=60)
    return fit.file()


@pytest.mark.parametrize(
    ("made", "serial", "activities"),
    [(T0, 7, 1), (T0 + 1, 7, 2), (T0, 8, 2)],  # made at the same moment, by the same device
)
def test_parts_made_at_once_by_one_device_are_one_activity(made: int, serial: int, activities: int) -> None:
    data = part(T0, made=T0) + part(T0 + 60, made=made, serial=serial)
    assert len(read_all(data)) == activities


@pytest.mark.parametrize(
    ("before", "start", "activities"),
    [
        (None, T0, 1),  # the session sums up the part before it too
        (None, T0 + 1, 1),
        (None, T0 + 2, 2),
        (T0, T0, 2),  # a part with a session of its own
        (None, None, 2),
    ],
)
def test_a_session_that_began_before_the_part_before_it_sums_it_up(
    before: int | None, start: int | None, activities: int
) -> None:
    data = part(T0, made=T0, session_start=before) + part(T0 + 60, made=T0 + 5, session_start=start)
    assert len(read_all(data)) == activities
