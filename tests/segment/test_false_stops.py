"""Stops that heart rate contradicts."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.movement import without_spurious_stops

T = np.arange(900.0)


def at(time_s: float) -> Boundary:
    return Boundary(time_s, PhaseOrigin.MOVEMENT, 3.0)


def joined(bpm: FloatArray, *, still: bool = False) -> list[tuple[float, float | None]]:
    bouts = (Bout(at(0.0), at(300.0)), Bout(at(500.0), at(700.0)))
    found = without_spurious_stops(bouts, T, bpm, np.full(T.size, still))
    return [(b.start.time_s, None if b.stop is None else b.stop.time_s) for b in found]


def test_a_heart_that_speeds_up_in_a_break_was_not_resting() -> None:
    assert joined(np.where(T < 300, 110.0, 125.0)) == [(0.0, 700.0)]


def test_the_last_stop_may_be_false_too() -> None:
    assert joined(np.where(T < 700, 110.0, 125.0)) == [(0.0, 300.0), (500.0, None)]


def test_recorded_stillness_is_a_stop_however_fast_the_heart() -> None:
    assert joined(np.where(T < 300, 110.0, 125.0), still=True) == [(0.0, 300.0), (500.0, 700.0)]


def test_a_heart_that_stays_as_it_is_contradicts_nothing() -> None:
    assert joined(np.full(T.size, 110.0)) == [(0.0, 300.0), (500.0, 700.0)]
    assert joined(np.full(T.size, np.nan)) == [(0.0, 300.0), (500.0, 700.0)]


@pytest.mark.parametrize(("rise_bpm", "still_s", "bouts"), [(10.1, 30, 1), (10.0, 30, 2), (10.1, 31, 2)])
def test_a_heart_ten_beats_faster_contradicts_a_stop_without_half_a_minute_of_stillness(
    rise_bpm: float, still_s: int, bouts: int
) -> None:
    found = without_spurious_stops(
        (Bout(at(0.0), at(300.0)), Bout(at(500.0), None)),
        T,
        np.where(T < 300, 110.0, 110.0 + rise_bpm),
        (T >= 300) & (300 + still_s > T),
    )
    assert len(found) == bouts
