"""Timer, laps and the watch's own recovery heart rate as markers."""

from unittest.mock import MagicMock

import numpy as np
import pytest

from pacing.model.recording import Marker, MarkerKind
from pacing.read.fit.markers import all_markers, timer_markers, with_ways
from pacing.read.fit.wire.messages import ColumnMessages
from pacing.read.fit.wire.salvage import salvage
from tests.read.fit.fit_bytes import T0, FitBytes, read_one


def _session(seconds: int = 100) -> FitBytes:
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin")
    fit.message("event", 1, timestamp=T0, event="timer", event_type="start")
    for second in range(seconds):
        fit.message("record", 2, timestamp=T0 + second, heart_rate=90)
    return fit


def _marked(fit: FitBytes) -> list[tuple[float, MarkerKind, str, float | None]]:
    return [(m.time_s, m.kind, m.label, m.value) for m in read_one(fit.file()).markers]


def test_a_stop_that_is_followed_by_a_start_is_a_pause_and_the_last_is_a_stop() -> None:
    fit = _session()
    fit.message("event", 3, timestamp=T0 + 30, event="timer", event_type="stop_all", data=0)
    fit.message("event", 3, timestamp=T0 + 45, event="timer", event_type="start", data=0)
    fit.message("event", 3, timestamp=T0 + 60, event="timer", event_type="stop", data=1)
    fit.message("event", 3, timestamp=T0 + 62, event="timer", event_type="start", data=1)
    fit.message("event", 3, timestamp=T0 + 99, event="timer", event_type="stop_disable_all", data=0)
    assert _marked(fit) == [
        (30, MarkerKind.PAUSE, "manual", None),
        (45, MarkerKind.RESUME, "", None),
        (60, MarkerKind.PAUSE, "auto", None),
        (62, MarkerKind.RESUME, "", None),
        (99, MarkerKind.STOP, "", None),
    ]


def test_the_second_of_two_stops_says_nothing_new() -> None:
    fit = _session()
    fit.message("event", 3, timestamp=T0 + 80, event="timer", event_type="stop_all")
    fit.message("event", 3, timestamp=T0 + 99, event="timer", event_type="stop_disable_all")
    assert _marked(fit) == [(80, MarkerKind.STOP, "", None)]


def test_the_first_start_of_the_timer_is_no_resume() -> None:
    assert _marked(_session()) == []


def test_the_recovery_heart_rate_of_the_watch_keeps_its_moment_after_the_end() -> None:
    fit = _session()
    fit.message("event", 3, timestamp=T0 + 99, event="timer", event_type="stop_all")
    fit.message("event", 4, timestamp=T0 + 219, event="recovery_hr", event_type="marker", data=71)
    assert _marked(fit)[-1] == (219, MarkerKind.RECOVERY_HR, "", 71)
    assert read_one(fit.file()).duration_s == 219


def test_laps_mark_their_beginnings_with_their_intensity_and_a_press_is_the_persons() -> None:
    fit = _session()
    laps = ((0, "warmup", "manual"), (20, "interval", "time"), (60, "rest", "manual"))
    for begin, intensity, trigger in laps:
        fit.message("lap", 5, timestamp=T0 + 99, start_time=T0 + begin, intensity=intensity, lap_trigger=trigger)
    assert _marked(fit) == [
        (0, MarkerKind.LAP, "warmup", None),
        (20, MarkerKind.LAP, "interval", None),
        (20, MarkerKind.USER, "lap", None),
        (60, MarkerKind.LAP, "rest", None),
    ]


def test_markers_dated_far_away_are_left_out_and_said() -> None:
    fit = _session()
    fit.message("event", 3, timestamp=T0 - 800_000_000, event="timer", event_type="stop_all")
    recording = read_one(fit.file())
    assert recording.markers == ()
    assert "moments marked a day and more from any sample left out" in recording.source.remarks


SEMICIRCLES_A_METRE = 2**31 / (6_371_000.0 * np.pi)


def _went(way_m: float, late_s: int = 0) -> float | None:
    """What a resumption so far east of the press [m] at 60 degrees north says, positions so late after both [s]."""
    fit = FitBytes().message("file_id", 0, type="activity", manufacturer="garmin")
    for second in (*range(30), *range(90, 120)):
        east = int(way_m / np.cos(np.radians(60.0)) * SEMICIRCLES_A_METRE) if second >= 90 else 0
        if 30 - late_s <= second < 90 + late_s:
            fit.message("record", 3, timestamp=T0 + second, heart_rate=90)
        else:
            north = int(60.0 * 2**31 / 180.0)
            fit.message("record", 2, timestamp=T0 + second, heart_rate=90, position_lat=north, position_long=east)
    fit.message("event", 4, timestamp=T0 + 29, event="timer", event_type="stop_all")
    fit.message("event", 4, timestamp=T0 + 90, event="timer", event_type="start")
    return read_one(fit.file()).markers[-1].value


@pytest.mark.parametrize("way_m", [0.0, 25.0, 580.0])
def test_a_resumption_says_how_far_it_lies_from_the_press(way_m: float) -> None:
    assert _went(way_m) == pytest.approx(way_m, abs=0.1)


@pytest.mark.parametrize(("late_s", "known"), [(4, True), (7, False)])
def test_positions_long_before_or_after_a_pause_say_nothing_of_it(late_s: int, known: bool) -> None:
    assert (_went(580.0, late_s) is not None) == known


def test_what_is_marked_from_the_beginning_to_just_before_the_end_belongs_to_a_session() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for second in (9, 10, 19, 20):
        at = T0 + second
        fit.message("event", 1, timestamp=at, event="user_marker", event_type="marker")
        fit.message("event", 2, timestamp=at, event="recovery_hr", event_type="marker", data=70 + second)
        fit.message("lap", 3, timestamp=at, start_time=at, intensity="rest", lap_trigger="time")
    for second in (5, 12):
        fit.message("event", 4, timestamp=T0 + second, event="timer", event_type="stop_all")
    data = fit.file()
    messages = ColumnMessages(data, salvage(data).groups)
    markers = all_markers(messages.table("event"), messages.table("lap"), T0 + 10.0, T0 + 20.0)
    assert [(m.time_s - T0, m.kind) for m in markers] == [
        (10, MarkerKind.LAP), (10, MarkerKind.RECOVERY_HR), (10, MarkerKind.USER), (12, MarkerKind.STOP),
        (19, MarkerKind.LAP), (19, MarkerKind.RECOVERY_HR), (19, MarkerKind.USER),
    ]  # fmt: skip
    (stop,) = timer_markers(messages.table("event"), T0 + 5.0, T0 + 12.0)
    assert stop.time_s == T0 + 5


def test_a_lap_without_a_beginning_began_so_long_before_its_end() -> None:
    fit = _session()
    fit.message("lap", 5, timestamp=T0 + 60, total_elapsed_time=40, intensity="rest", lap_trigger="manual")
    fit.message("lap", 5, timestamp=T0 + 99, total_elapsed_time=79, intensity="active", lap_trigger="manual")
    assert _marked(fit) == [(20, MarkerKind.LAP, "rest", None), (20, MarkerKind.LAP, "active", None)]


@pytest.mark.parametrize(("late_s", "known"), [(5.0, True), (5.5, False)])
def test_a_position_five_seconds_from_the_press_is_still_that_of_the_pause(late_s: float, known: bool) -> None:
    columns = {
        "timestamp": np.array([0.0, 10.0, 90.0 + late_s, 100.0]),
        "position_lat": np.zeros(4),
        "position_long": np.zeros(4),
    }
    record = MagicMock(number=columns.__getitem__)
    markers = [Marker(10.0, MarkerKind.PAUSE), Marker(90.0, MarkerKind.RESUME)]
    assert with_ways(markers, record)[1].value == (0.0 if known else None)


def test_a_recovery_heart_rate_of_nothing_is_none() -> None:
    fit = _session()
    for second, bpm in ((110, 0), (120, 97)):
        fit.message("event", 6, timestamp=T0 + second, event="recovery_hr", event_type="marker", data=bpm)
    assert [value for _, kind, _, value in _marked(fit) if kind is MarkerKind.RECOVERY_HR] == [97.0]
