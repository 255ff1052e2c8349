"""What markers say was no exercise."""

import numpy as np
import pytest

from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Marker, MarkerKind, Recording
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.markers import cut_by_markers, easy_stretches, snapped
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
