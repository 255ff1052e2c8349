"""Active recoveries that load and heart rate show together."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.easing import Session, with_soft_stops
from pacing.segment.heart_rate import bouts_from_heart_rate, heart_rate_trend
from pacing.segment.movement import ExternalLoad
from tests.segment.courses import course

T = np.arange(1500.0)
BPM = course(T, ((300.0, 900.0),), level=150.0)
WHOLE = Bout(Boundary(0.0, PhaseOrigin.MOVEMENT, 3.0), None)


def ends(power: FloatArray, bpm: FloatArray = BPM, bout: Bout = WHOLE) -> list[float | None]:
    session = Session(T, bpm, ExternalLoad("power", power, 10.0, 1.0))
    found = with_soft_stops((bout,), bouts_from_heart_rate(heart_rate_trend(T, bpm)), session)
    return [None if b.stop is None else b.stop.time_s for b in found]


def test_half_the_load_and_a_falling_heart_are_an_active_recovery() -> None:
    assert ends(np.where(T < 900, 200.0, 100.0)) == [900.0]


def test_exercise_goes_on_where_heart_rate_rises_again() -> None:
    bouts = ((0.0, 600.0), (800.0, 1200.0))
    power = np.where((T < 600) | ((T >= 800) & (T < 1200)), 200.0, 90.0)
    assert ends(power, course(T, bouts, level=150.0)) == [600.0, 1200.0]


def test_a_falling_heart_under_the_same_load_is_none() -> None:
    assert ends(np.full(T.size, 200.0)) == [None]


def test_a_falling_load_under_the_same_heart_is_none() -> None:
    assert ends(np.where(T < 900, 200.0, 100.0), course(T, ((300.0, 1500.0),))) == [None]


def test_an_easing_that_leads_up_to_a_real_stop_leaves_the_stop_as_the_end() -> None:
    bout = Bout(WHOLE.start, Boundary(1000.0, PhaseOrigin.MOVEMENT, 3.0))
    assert ends(np.where(T < 900, 200.0, np.where(T < 1000, 100.0, 0.0)), bout=bout) == [1000.0]
