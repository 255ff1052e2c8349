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
