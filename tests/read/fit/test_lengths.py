"""Swims whose records stand only at the end of each length, and how long a strap's memory belongs to the activity."""

from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest

from pacing.model.recording import Recording
from pacing.read.assembly.series import Series
from pacing.read.fit.lengths import _written, speed_from_lengths
from pacing.read.fit.wire.definition import code
from tests.read.fit.fit_bytes import T0, FitBytes, read_one
from tests.read.fit.test_heart_rate import _packed

LENGTH_S = 40
BEAT_S = 0.6


def strap_memory(fit: FitBytes, seconds: int, *, before: int = 0) -> FitBytes:
    """Beats of 100 bpm from `before` seconds before T0 on, for `seconds`."""
    fit.message("hr", 2, timestamp=T0 - before, filtered_bpm=[100], event_timestamp=[1000.0])
    tick = 1_024_000.0
    for _ in range(round(seconds / BEAT_S / 8)):
        ticks = []
        for _ in range(8):
            tick += BEAT_S * 1024
            ticks.append(round(tick))
        fit.message("hr", 3, filtered_bpm=[100] * 8, event_timestamp_12=list(_packed(ticks)))
    return fit


def swim(rests: tuple[int, ...], elapsed: int, *, lengths: bool, session: bool = True) -> Recording:
    """Eight lengths of 25 m in 40 s, rests [s] before some of them, then nothing until the timer stops."""
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", product=2697)
    at = T0
    for number, rest in enumerate(rests):
        if lengths and rest:
            fit.message("length", 4, timestamp=at + rest, start_time=at, total_elapsed_time=rest, length_type="idle")
        at += rest
        if lengths:
            fit.message(
                "length", 4, timestamp=at + LENGTH_S, start_time=at, total_elapsed_time=LENGTH_S, length_type="active"
            )
        at += LENGTH_S
        fit.message("record", 1, timestamp=at, distance=25 * (number + 1))
    if session:
        fit.message("session", 5, timestamp=T0 + elapsed, start_time=T0, total_elapsed_time=elapsed, sport="swimming")
    return read_one(strap_memory(fit, 1200, before=60).file())


def speed_at(recording: Recording, second: float) -> float:
    channel = recording.channel("speed")
    assert channel is not None
    return float(np.interp(second, channel.time_s, channel.value))


@pytest.mark.parametrize("lengths", [True, False])
def test_nobody_swims_after_the_last_length_or_while_resting_at_the_wall(*, lengths: bool) -> None:
    recording = swim((0, 0, 0, 0, 90, 0, 0, 0), 600, lengths=lengths)
    assert speed_at(recording, 20.0) == pytest.approx(25 / 40)
    assert speed_at(recording, 200.0) == 0.0
    assert speed_at(recording, 270.0) == pytest.approx(25 / 40)
    assert speed_at(recording, 8 * 40 + 90 - 2.0) == pytest.approx(25 / 40)
    assert speed_at(recording, 8 * 40 + 90 + 2.0) == 0.0
    assert speed_at(recording, 599.0) == 0.0


def test_a_straps_memory_belongs_to_the_session_from_its_beginning_to_its_end_wherever_the_records_stand() -> None:
    recording = swim((0,) * 8, 500, lengths=True)
    known_s = recording.heart_rate.time_s[np.isfinite(recording.heart_rate.bpm)]
    assert recording.start is not None
    assert recording.start.timestamp() - 631_065_600 + known_s[0] == pytest.approx(T0, abs=1.1)
    assert known_s[-1] - known_s[0] == pytest.approx(500, abs=1.1)
    assert (np.diff(known_s) == 1.0).all()


def test_without_a_session_the_memory_goes_on_after_the_last_record() -> None:
    recording = swim((0,) * 8, 0, lengths=False, session=False)
    known_s = recording.heart_rate.time_s[np.isfinite(recording.heart_rate.bpm)]
    assert known_s[-1] == pytest.approx(1200 - 60 - LENGTH_S, abs=6)


def test_records_of_every_second_tell_more_than_lengths() -> None:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin", product=2697)
    for second in range(200):
        fit.message("record", 1, timestamp=T0 + second, heart_rate=100, speed=0.5, distance=0.5 * second)
    for number in range(5):
        begin = T0 + 40 * number
        fit.message("length", 4, timestamp=begin + 40, start_time=begin, total_elapsed_time=40, length_type="active")
    fit.message("session", 5, timestamp=T0 + 200, start_time=T0, total_elapsed_time=200, sport="swimming")
    channel = read_one(fit.file()).channel("speed")
    assert channel is not None
    assert (channel.value == 0.5).all()


def test_lengths_in_which_nobody_swam_are_none() -> None:
    idle, active = code("length_type", "idle"), code("length_type", "active")
    start = 30.0 * np.arange(12)  # every third is a rest
    kind = np.where(np.arange(12) % 3 == 2, idle, active)
    columns = {
        "start_time": start,
        "timestamp": start + 30.0,
        "total_elapsed_time": np.full(12, 30.0),
        "length_type": kind,
    }
    table = MagicMock(number=columns.__getitem__)
    table.__len__.return_value = 12
    swum = _written(SimpleNamespace(table=lambda _: table), 0.0, 360.0)
    assert swum is not None
    assert swum.begin_s.tolist() == start[kind == active].tolist()


def swum(ends_s: list[float], until_s: float, sport: str = "swimming") -> Series | None:
    """Speed by the second of a swim of 25 m up to each record, without messages of lengths."""
    nobody = MagicMock()
    nobody.__len__.return_value = 0
    distance = Series(np.array(ends_s), 25.0 * np.arange(1.0, len(ends_s) + 1.0))
    return speed_from_lengths(MagicMock(table=lambda _: nobody), distance, sport, (0.0, until_s))


@pytest.mark.parametrize(
    ("ends_s", "until_s", "sport", "known"),
    [
        ([10.0, 20.0, 30.0], 40.0, "lap_swimming", True),  # three lengths of ten seconds
        ([10.0, 20.0], 40.0, "lap_swimming", False),
        ([9.0, 18.0, 27.0], 40.0, "lap_swimming", False),
        ([10.0, 20.0, 30.0], 40.0, "rowing", False),
        ([10.0, 20.0, 30.0], 86_400.0, "lap_swimming", True),
        ([10.0, 20.0, 30.0], 86_401.0, "lap_swimming", False),
        ([10.0, 20.0, 30.0], 0.0, "lap_swimming", False),
    ],
)
def test_records_at_the_ends_of_lengths_tell_when_somebody_swam(
    ends_s: list[float], until_s: float, sport: str, known: bool
) -> None:
    assert (swum(ends_s, until_s, sport) is not None) is known


@pytest.mark.parametrize(("late_s", "rested"), [(60.0, False), (61.0, True)])
def test_a_length_half_as_long_again_came_after_a_rest(late_s: float, rested: bool) -> None:
    found = swum([40.0, 80.0, 80.0 + late_s, 120.0 + late_s], 250.0)
    assert found is not None
    speed = dict(zip(found.time_s.tolist(), found.value.tolist(), strict=True))
    assert speed[81.0] == pytest.approx(0.0 if rested else 25.0 / late_s)
    assert speed[80.0 + late_s - 1.0] == pytest.approx(25.0 / 40.0 if rested else 25.0 / late_s)
    assert (speed[0.0], speed[119.0 + late_s], speed[120.0 + late_s]) == (25.0 / 40.0, 25.0 / 40.0, 0.0)


@pytest.mark.parametrize(("from_s", "until_s", "count"), [(1.0, 99.0, 4), (2.0, 100.0, 3), (0.0, 98.0, 3)])
def test_lengths_within_a_second_of_the_session_belong_to_it(from_s: float, until_s: float, count: int) -> None:
    columns = {
        "start_time": np.array([0.0, 25.0, 50.0, 75.0]),
        "timestamp": np.array([25.0, 50.0, 75.0, 100.0]),
        "total_elapsed_time": np.array([25.0, np.nan, 25.0, 25.0]),
        "length_type": np.full(4, code("length_type", "active")),
    }
    table = MagicMock(number=columns.__getitem__)
    table.__len__.return_value = 4
    found = _written(SimpleNamespace(table=lambda _: table), from_s, until_s)
    assert found is not None
    assert found.begin_s.size == count
    assert (found.end_s - found.begin_s).tolist() == [25.0] * count
