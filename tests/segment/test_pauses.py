"""Pauses of the timer: who stopped, who went on, and of whom neither is known."""

from itertools import pairwise

import numpy as np
import pytest

from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import Marker, MarkerKind, Recording
from pacing.segment.markers import easy_stretches
from pacing.segment.pauses import _gone_through, _pace, pauses, presses_in_motion
from tests.segment.conftest import Found, made_recording

T = np.arange(1000.0)
END_S = 999.0
BPM = np.full(T.size, 100.0)


def in_motion(recording: Recording) -> dict[float, float]:
    return dict(presses_in_motion(recording))


def halted(press_s: float, resume_s: float, way_m: float | None = None) -> tuple[Marker, ...]:
    return Marker(press_s, MarkerKind.PAUSE), Marker(resume_s, MarkerKind.RESUME, value=way_m)


def test_a_pause_that_nobody_ended_lasts_to_the_end() -> None:
    recording = made_recording(T, BPM, markers=(*halted(100.0, 150.0), Marker(800.0, MarkerKind.PAUSE)))
    assert pauses(recording) == ((100.0, 150.0), (800.0, 999.0))


@pytest.mark.parametrize("stood_s", [400, 460])
def test_who_stood_for_a_minute_of_a_pause_had_stopped(stood_s: int) -> None:
    """However far they went in the other minute."""
    still, pause = (stood_s <= T) & (stood_s + 60 > T), (T >= 400) & (T < 520)
    metres = np.cumsum(np.where(still, 0.0, np.where(pause, 9.0, 3.0)))
    press = (Marker(400.0, MarkerKind.PAUSE), Marker(520.0, MarkerKind.RESUME))
    made = made_recording(T, np.full(T.size, 100.0), channels={"distance": metres}, markers=press)
    assert pauses(made) == ((400.0, 520.0),)


@pytest.mark.parametrize(("pace", "halted"), [(0.0, 1), (1.2, 1), (1.9, 1), (2.3, 0), (3.0, 0)])
def test_a_pause_in_which_distance_grows_at_the_pace_of_before_halted_nothing(pace: float, halted: int) -> None:
    """Three metres a second before the press; so many in the pause."""
    metres = np.cumsum(np.where((T >= 400) & (T < 520), pace, 3.0))
    press = (Marker(400.0, MarkerKind.PAUSE), Marker(520.0, MarkerKind.RESUME))
    made = made_recording(T, np.full(T.size, 100.0), channels={"distance": metres}, markers=press)
    assert len(pauses(made)) == len(easy_stretches(made, END_S)) == halted


@pytest.mark.parametrize("written", [(401, 520), (430, 520), (402, 519)])
def test_a_pause_whose_distance_is_hardly_written_is_one(written: tuple[int, int]) -> None:
    metres = np.where((written[0] < T) & (written[1] > T), np.nan, 3.0 * T)
    press = (Marker(400.0, MarkerKind.PAUSE), Marker(520.0, MarkerKind.RESUME))
    made = made_recording(T, np.full(T.size, 100.0), channels={"distance": metres}, markers=press)
    assert pauses(made) == ((400.0, 520.0),)


def paused(way_m: float | None, pace: np.ndarray | float = 3.0, *, bpm: np.ndarray = BPM) -> Recording:
    """Moving at a pace [m/s], silent from a press at 400 s for two minutes to a resumption so far away [m]."""
    silent = (T > 400) & (T < 520)
    speed = np.where(silent, np.nan, pace)
    return made_recording(T, bpm, channels={"speed": speed}, markers=halted(400.0, 520.0, way_m))


@pytest.mark.parametrize(
    ("way_m", "gone_through"), [(None, False), (25.0, False), (240.0, False), (260.0, True), (500.0, True)]
)
def test_a_pause_whose_way_takes_it_at_the_pace_of_before_halted_nothing(
    way_m: float | None, gone_through: bool
) -> None:
    """In 120 s at 3 m/s one gets 360 m: seven tenths of it are 252 m."""
    assert (pauses(paused(way_m)) == ()) == gone_through


def test_a_way_that_only_a_car_makes_is_no_pace_of_before() -> None:
    assert pauses(paused(2000.0)) == ((400.0, 520.0),)
    assert in_motion(paused(2000.0)) == {400.0: 120.0}


@pytest.mark.parametrize(("way_m", "unsure"), [(None, {}), (25.0, {}), (35.0, {400.0: 120.0}), (200.0, {400.0: 120.0})])
def test_who_was_moving_at_a_press_and_resumed_elsewhere_stopped_anywhere_between(
    way_m: float | None, unsure: dict[float, float]
) -> None:
    assert in_motion(paused(way_m)) == unsure


@pytest.mark.parametrize("last", [0.0, 1.9])
def test_who_had_slowed_down_at_the_press_had_stopped_wherever_they_strolled_afterwards(last: float) -> None:
    pace = np.where((T >= 398) & (T <= 400), last, 3.0)
    assert in_motion(paused(200.0, pace)) == {}
    assert pauses(paused(350.0, pace)) == ((400.0, 520.0),)


def test_a_speed_that_fell_silent_before_the_press_shows_no_pace() -> None:
    assert in_motion(paused(200.0, np.where((T > 385) & (T <= 400), np.nan, 3.0))) == {}


@pytest.mark.parametrize(("counted_m", "unsure"), [(20.0, {}), (200.0, {400.0: 120.0})])
def test_a_distance_that_counted_on_tells_as_positions_do(counted_m: float, unsure: dict[float, float]) -> None:
    silent = (T > 400) & (T < 520)
    metres = np.cumsum(np.where(silent, counted_m / silent.sum(), 3.0))
    channels = {"speed": np.where(silent, np.nan, 3.0), "distance": np.where(silent, np.nan, metres)}
    assert in_motion(made_recording(T, BPM, channels=channels, markers=halted(400.0, 520.0))) == unsure


@pytest.mark.parametrize(("fall_bpm", "unsure"), [(0.0, {400.0: 120.0}), (9.0, {400.0: 120.0}), (11.0, {})])
def test_whose_heart_was_let_off_at_the_press_had_stopped_there(fall_bpm: float, unsure: dict[float, float]) -> None:
    """As runners do between repetitions, who walk on to the next."""
    bpm = np.where((T > 400) & (T < 520), 160.0 - fall_bpm, 160.0)
    assert in_motion(paused(200.0, bpm=bpm)) == unsure
    unknown = np.where((T > 400) & (T < 520), np.nan, bpm)
    assert in_motion(paused(200.0, bpm=unknown)) == {400.0: 120.0}


@pytest.mark.parametrize(("fall_bpm", "halts"), [(9.0, 0), (11.0, 1)])
def test_a_way_at_the_pace_of_before_is_none_where_the_heart_was_let_off(fall_bpm: float, halts: int) -> None:
    """Some watches count a swimmer's distance on while they rest at the wall."""
    bpm = np.where((T > 400) & (T < 520), 160.0 - fall_bpm, 160.0)
    assert len(pauses(paused(360.0, bpm=bpm))) == halts


def walk_with_a_pause(found: Found, way_m: float, after: str = "silent") -> list[tuple[float, float, PhaseOrigin]]:
    """Ends of exercise: 400 s of a walk, nine minutes of pause, a walk to the end, and what the phases say of it."""
    time_s = np.arange(1600.0)
    inside = (time_s > 400) & (time_s < 940)
    bpm = np.where(inside, np.nan, 120.0)
    speed = np.where(inside, np.nan, 1.4)
    if after == "walked for three minutes":
        speed[inside] = np.where(time_s[inside] < 580, 1.4, 0.0)
        bpm[inside] = np.where(time_s[inside] < 580, 120.0, 85.0)
    phases = found(time_s, bpm, channels={"speed": speed}, markers=halted(400.0, 940.0, way_m))
    items = phases.items
    return [
        (one.stop_s, two.uncertainty_s, two.origin)
        for one, two in pairwise(items)
        if one.kind is PhaseKind.EXERCISE and one.stop_s == two.start_s
    ] or [(p.stop_s, p.uncertainty_s, p.origin) for p in phases.of(PhaseKind.EXERCISE)]


def test_the_end_is_as_unsure_as_the_pause_is_long(found: Found) -> None:
    (stop_s, unsure_s, _), *_ = walk_with_a_pause(found, 250.0)
    assert (stop_s, unsure_s) == (400.0, 540.0)


def test_a_bench_beside_the_press_keeps_its_end(found: Found) -> None:
    (stop_s, unsure_s, _), *_ = walk_with_a_pause(found, 12.0)
    assert (stop_s, unsure_s) == (400.0, 5.0)


def test_a_pause_walked_through_has_no_end(found: Found) -> None:
    assert [round(stop_s) for stop_s, _, _ in walk_with_a_pause(found, 700.0)] == [1600]


def test_where_movement_in_the_pause_shows_the_stop_it_counts(found: Found) -> None:
    (stop_s, unsure_s, origin), *_ = walk_with_a_pause(found, 250.0, after="walked for three minutes")
    assert abs(stop_s - 580.0) <= 2.0
    assert unsure_s < 5.0
    assert origin is PhaseOrigin.MOVEMENT


@pytest.mark.parametrize(
    ("last_s", "last_speed", "pace"),
    [
        (400.0, 3.0, 3.0),
        (400.0, 0.0, 0.0),  # the sample of the press itself counts
        (399.0, 3.0, 3.0),
        (390.0, 3.0, 3.0),  # and stands for ten seconds
        (389.0, 3.0, 0.0),
        (400.0, 2.1, 3.0),  # seven tenths of the pace are still the pace
        (400.0, 2.0, 0.0),
    ],
)
def test_who_still_showed_the_pace_at_the_press_was_in_motion(last_s: float, last_speed: float, pace: float) -> None:
    time_s = np.arange(last_s + 1.0)
    speed = np.append(np.full(time_s.size - 1, 3.0), last_speed)
    assert _pace(time_s, speed, 400.0) == pace


@pytest.mark.parametrize(("samples", "pace"), [(5, 3.0), (4, 0.0)])
def test_five_samples_of_the_minute_before_a_press_show_a_pace(samples: int, pace: float) -> None:
    time_s = np.append(100.0, 401.0 - np.arange(samples, 0.0, -1.0))
    assert _pace(time_s, np.full(time_s.size, 3.0), 400.0) == pace


@pytest.mark.parametrize(
    ("way_m", "through"),
    [(840.0, True), (839.0, False), (1714.0, True), (1715.0, False)],
)
def test_the_way_of_a_pause_takes_it_at_the_pace_of_before(way_m: float, through: bool) -> None:
    """Two minutes at ten metres a second: from seven tenths of it to as much faster, as in a car."""
    time_s = np.arange(401.0)
    assert _gone_through((400.0, 520.0), way_m, (time_s, np.full(401, 10.0))) is through
