"""Standing up is not exercise."""

import numpy as np
import pytest

from pacing.model.phases import PhaseKind, PhaseOrigin
from pacing.model.recording import Marker, MarkerKind
from tests.segment.conftest import Found
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
