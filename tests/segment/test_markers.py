"""What markers say was no exercise."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Marker, MarkerKind, Recording
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.markers import cut_by_markers, easy_stretches, ends_at_presses, snapped
from pacing.segment.pauses import pauses
from tests.segment.conftest import made_recording

T = np.arange(1000.0)
END_S = 999.0


def with_markers(*markers: tuple[float, MarkerKind, str]) -> Recording:
    return made_recording(T, np.full(T.size, 100.0), markers=tuple(Marker(*m) for m in markers))


def at(time_s: float, origin: PhaseOrigin = PhaseOrigin.HEART_RATE) -> Boundary:
    return Boundary(time_s, origin, 12.0)


def test_only_pauses_of_a_minute_are_no_exercise() -> None:
    recording = with_markers(
        (100.0, MarkerKind.PAUSE, ""),
        (150.0, MarkerKind.RESUME, ""),
        (400.0, MarkerKind.PAUSE, ""),
        (470.0, MarkerKind.RESUME, ""),
    )
    assert easy_stretches(recording, END_S) == ((400.0, 470.0),)


@pytest.mark.parametrize("word", ["rest", "recovery", "cooldown"])
def test_easy_laps_last_to_the_next_effort(word: str) -> None:
    recording = with_markers(
        (0.0, MarkerKind.LAP, "warmup"), (300.0, MarkerKind.LAP, word), (500.0, MarkerKind.LAP, "interval")
    )
    assert easy_stretches(recording, END_S) == ((300.0, 500.0),)


def test_laps_that_are_all_easy_or_unlabelled_say_nothing() -> None:
    assert easy_stretches(with_markers((0.0, MarkerKind.LAP, "rest"), (500.0, MarkerKind.LAP, "rest")), END_S) == ()
    assert easy_stretches(with_markers((0.0, MarkerKind.LAP, ""), (500.0, MarkerKind.LAP, "")), END_S) == ()


def test_a_note_that_says_stop_ends_exercise_and_any_other_does_not() -> None:
    assert easy_stretches(with_markers((700.0, MarkerKind.USER, "Stopped, sat down")), END_S) == ((700.0, 999.0),)
    assert easy_stretches(with_markers((700.0, MarkerKind.USER, "bench on the left")), END_S) == ()


def test_a_stop_counts_only_when_heart_rate_goes_on() -> None:
    recording = with_markers((800.0, MarkerKind.STOP, ""))
    assert easy_stretches(recording, END_S) == ((800.0, 999.0),)
    assert easy_stretches(recording, 805.0) == ()


def test_a_stretch_without_exercise_divides_a_bout() -> None:
    bout = Bout(at(100.0), at(900.0))
    first, second = cut_by_markers((bout,), ((400.0, 500.0),))
    assert first.stop == Boundary(400.0, PhaseOrigin.MARKER, 5.0)
    assert second.start == Boundary(500.0, PhaseOrigin.MARKER, 5.0)
    assert (first.start, second.stop) == (bout.start, bout.stop)


def test_an_end_before_the_marker_stays_where_movement_showed_it() -> None:
    bout = Bout(at(100.0), at(880.0, PhaseOrigin.MOVEMENT))
    assert cut_by_markers((bout,), ((900.0, 999.0),)) == (bout,)


def moved(time_s: float, uncertainty_s: float = 4.0) -> Boundary:
    return Boundary(time_s, PhaseOrigin.MOVEMENT, uncertainty_s)


def test_an_end_soon_after_a_hasty_press_stays_where_movement_showed_it() -> None:
    # Two moments known to 4 and 5 s may differ by hypot(4, 5) = 6.4 s and be the same.
    easy = ((900.0, 999.0),)
    assert cut_by_markers((Bout(at(100.0), moved(906.0)),), easy) == (Bout(at(100.0), moved(906.0)),)
    assert cut_by_markers((Bout(at(100.0), moved(907.0)),), easy)[0].stop == Boundary(900.0, PhaseOrigin.MARKER, 5.0)


def test_a_beginning_soon_before_a_late_press_stays_where_movement_showed_it() -> None:
    easy = ((0.0, 300.0),)
    assert cut_by_markers((Bout(moved(294.0), at(900.0)),), easy) == (Bout(moved(294.0), at(900.0)),)
    assert cut_by_markers((Bout(moved(290.0), at(900.0)),), easy)[0].start == Boundary(300.0, PhaseOrigin.MARKER, 5.0)


@pytest.mark.parametrize("shown", [moved(903.0, 8.5), at(903.0)])
def test_a_press_wins_over_what_is_less_sure_than_a_press(shown: Boundary) -> None:
    (cut,) = cut_by_markers((Bout(at(100.0), shown),), ((900.0, 999.0),))
    assert cut.stop == Boundary(900.0, PhaseOrigin.MARKER, 5.0)


def test_the_parts_of_a_bout_around_a_short_stretch_never_overlap() -> None:
    first, second = cut_by_markers((Bout(moved(398.0), moved(406.0)),), ((400.0, 404.0),))
    assert first.stop is not None
    assert first.stop.time_s <= second.start.time_s


def test_a_bout_wholly_inside_is_gone() -> None:
    assert cut_by_markers((Bout(at(500.0), at(600.0)),), ((400.0, 700.0),)) == ()


def test_a_press_draws_only_what_heart_rate_showed_and_only_from_nearby() -> None:
    recording = with_markers((890.0, MarkerKind.USER, "lap"))
    assert snapped((Bout(at(100.0), at(905.0)),), recording, ())[0].stop == Boundary(890.0, PhaseOrigin.MARKER, 5.0)
    for stop in (at(905.0, PhaseOrigin.MOVEMENT), at(940.0)):
        assert snapped((Bout(at(100.0), stop),), recording, ())[0].stop == stop


@pytest.mark.parametrize(("pace", "halted"), [(7.0, 0), (6.9, 1)])
def test_seven_tenths_of_the_pace_before_are_going_on(pace: float, halted: int) -> None:
    metres = np.cumsum(np.where((T >= 400) & (T < 520), pace, 10.0))
    assert len(pauses(pressed(metres, 400.0, 520.0))) == halted


def pressed(metres: FloatArray, start_s: float, stop_s: float, time_s: FloatArray = T) -> Recording:
    """A session whose timer was halted from one moment to another, with the way."""
    press = (Marker(start_s, MarkerKind.PAUSE), Marker(stop_s, MarkerKind.RESUME))
    return made_recording(time_s, np.full(time_s.size, 100.0), channels={"distance": metres}, markers=press)


def test_who_stood_for_a_quarter_of_a_minute_went_on() -> None:
    """The way is looked at minute for minute."""
    metres = np.cumsum(np.where((T >= 450) & (T < 465), 0.0, 3.0))
    assert pauses(pressed(metres, 400.0, 520.0)) == ()


@pytest.mark.parametrize(("spacing_s", "halted"), [(12.0, 0), (15.0, 1)])
def test_a_minute_with_five_values_of_the_way_shows_a_pace(spacing_s: float, halted: int) -> None:
    time_s = np.arange(0.0, 900.0, spacing_s)
    assert len(pauses(pressed(3.0 * time_s, 420.0, 480.0, time_s))) == halted


@pytest.mark.parametrize(("until_s", "halted"), [(430.0, 0), (429.0, 1)])
def test_a_way_written_for_half_of_a_minute_shows_a_pace(until_s: float, halted: int) -> None:
    metres = np.where((until_s < T) & (T < 460), np.nan, 3.0 * T)
    assert len(pauses(pressed(metres, 400.0, 460.0))) == halted


@pytest.mark.parametrize("bout", [Bout(at(100.0), at(400.0)), Bout(at(500.0), at(900.0)), Bout(at(500.0), None)])
def test_a_bout_that_only_touches_a_stretch_without_exercise_stays_as_it_is(bout: Bout) -> None:
    assert cut_by_markers((bout,), ((400.0, 500.0),)) == (bout,)


@pytest.mark.parametrize(("stop_s", "at_press"), [(400.9, True), (399.1, True), (401.0, False), (399.0, False)])
def test_an_end_in_the_very_second_of_a_press_is_the_press(stop_s: float, at_press: bool) -> None:
    (bout,) = ends_at_presses((Bout(at(100.0), moved(stop_s)),), ((200.0, 260.0), (400.0, 500.0)), {})
    assert bout.stop == (Boundary(stop_s, PhaseOrigin.MARKER, 5.0) if at_press else moved(stop_s))


@pytest.mark.parametrize(
    ("shown", "marked"),
    [
        (moved(903.0, 4.9), False),
        (moved(903.0, 5.0), True),  # no surer than the press
        (moved(906.25, 3.75), False),  # just as far apart as both are unsure together
        (moved(906.5, 3.75), True),
    ],
)
def test_movement_wins_over_a_press_that_is_less_sure_and_means_the_same(shown: Boundary, marked: bool) -> None:
    (bout,) = cut_by_markers((Bout(at(100.0), shown),), ((900.0, 999.0),))
    assert bout.stop == (Boundary(900.0, PhaseOrigin.MARKER, 5.0) if marked else shown)


@pytest.mark.parametrize(
    ("presses_s", "easy_s", "stop_s"),
    [
        ([875.0], None, 875.0),
        ([874.0], None, 905.0),
        ([890.0, 915.0], None, 915.0),  # the nearest of them
        ([896.0, 915.0], None, 896.0),
        ([], 965.0, 965.0),
        ([], 966.0, 905.0),
    ],
)
def test_a_boundary_from_heart_rate_moves_to_the_nearest_sign(
    presses_s: list[float], easy_s: float | None, stop_s: float
) -> None:
    recording = with_markers(*((press_s, MarkerKind.USER, "lap") for press_s in presses_s))
    (bout,) = snapped((Bout(at(100.0), at(905.0)),), recording, () if easy_s is None else ((easy_s, 999.0),))
    assert bout.stop is not None
    assert bout.stop.time_s == stop_s


def test_a_pause_of_just_a_minute_is_no_exercise_and_notes_end_where_the_next_begins() -> None:
    recording = with_markers((400.0, MarkerKind.PAUSE, ""), (460.0, MarkerKind.RESUME, ""))
    assert easy_stretches(recording, END_S) == ((400.0, 460.0),)
    recording = with_markers((700.0, MarkerKind.USER, "rest"), (700.0, MarkerKind.USER, "lap 2"))
    assert easy_stretches(recording, END_S) == ((700.0, 999.0),)


@pytest.mark.parametrize(("last_s", "stopped"), [(810.0, True), (809.0, False)])
def test_a_stop_with_ten_seconds_of_heart_rate_after_it_ended_something(last_s: float, stopped: bool) -> None:
    assert bool(easy_stretches(with_markers((800.0, MarkerKind.STOP, "")), last_s)) is stopped


def test_stretches_that_touch_are_one() -> None:
    recording = with_markers(
        (100.0, MarkerKind.LAP, "rest"), (300.0, MarkerKind.LAP, "active"),
        (300.0, MarkerKind.PAUSE, ""), (400.0, MarkerKind.RESUME, ""),
    )  # fmt: skip
    assert easy_stretches(recording, END_S) == ((100.0, 400.0),)
