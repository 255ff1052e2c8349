"""Standing up is not exercise."""

import numpy as np
import pytest

from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import Marker, MarkerKind
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.phases import orthostatic_phases, stood_up_s
from tests.segment.conftest import Found, made_recording
from tests.segment.courses import course

T = np.arange(1200.0)
STANDING = course(T, ((600.0, 1200.0),), rest=68.0, level=104.0)


@pytest.mark.parametrize(("label", "sport"), [("lap", None), ("lap", "generic"), ("standing up", "walking")])
def test_a_rise_at_the_one_press_or_note_is_standing(found: Found, label: str, sport: str | None) -> None:
    (rest,) = found(T, STANDING, markers=(Marker(600.0, MarkerKind.USER, label),), sport=sport).items
    assert (rest.kind, rest.start_s, rest.stop_s, rest.origin) == (PhaseKind.REST, 0.0, 600.0, PhaseOrigin.MARKER)


def test_the_same_rise_at_a_press_in_a_walk_is_exercise(found: Found) -> None:
    press = (Marker(600.0, MarkerKind.USER, "lap"),)
    assert found(T, STANDING, markers=press, sport="walking").of(PhaseKind.EXERCISE)


def test_a_press_at_the_end_of_exercise_is_no_standing(found: Found) -> None:
    walk = course(T, ((200.0, 800.0),))
    phases = found(T, walk, markers=(Marker(803.0, MarkerKind.USER, "lap"),), sport=None)
    assert [p.kind for p in phases.items] == [PhaseKind.REST, PhaseKind.EXERCISE, PhaseKind.RECOVERY]
    assert phases.items[2].start_s == 803.0


def test_standing_at_the_very_beginning_leaves_no_rest(found: Found) -> None:
    assert found(T, STANDING, markers=(Marker(20.0, MarkerKind.USER, "stand"),), sport=None).items == ()


@pytest.mark.parametrize(("press_s", "stood"), [(660.0, True), (540.0, True), (661.0, False), (539.0, False)])
def test_standing_shows_in_heart_rate_within_a_minute(press_s: float, stood: bool) -> None:
    press = (Marker(press_s, MarkerKind.USER, "lap"),)
    made = made_recording(T, STANDING, markers=press, sport=None)
    rise = Bout(Boundary(600.0, PhaseOrigin.HEART_RATE, 10.0), None)
    assert stood_up_s(made, (rise,)) == (press_s if stood else None)
    assert stood_up_s(made, (rise, rise)) is None


@pytest.mark.parametrize(("stood_s", "rests"), [(70.0, 1), (69.0, 0)])
def test_who_lay_for_a_minute_rested(stood_s: float, rests: int) -> None:
    assert len(orthostatic_phases(10.0, stood_s).items) == rests
