"""Given phases are taken as they are, inside the session."""

import pytest

from pacing.errors import PhasesError
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.segment.phases import given_phases


def phases(start_s: float, stop_s: float) -> Phases:
    return Phases((Phase(PhaseKind.EXERCISE, start_s, stop_s, PhaseOrigin.MOVEMENT, 7.0),))


def test_a_given_phase_is_certain() -> None:
    phase = given_phases(phases(10.0, 90.0), 100.0).items[0]
    assert (phase.origin, phase.uncertainty_s) == (PhaseOrigin.GIVEN, 0.0)


def test_an_end_rounded_up_by_the_person_is_the_sessions_end() -> None:
    assert given_phases(phases(10.0, 100.0), 99.6).items[0].stop_s == 99.6


@pytest.mark.parametrize(("start_s", "stop_s"), [(-1.0, 50.0), (10.0, 102.0), (100.0, 100.5), (200.0, 300.0)])
def test_a_phase_outside_the_session_is_refused_with_a_hint(start_s: float, stop_s: float) -> None:
    with pytest.raises(PhasesError) as refusal:
        given_phases(phases(start_s, stop_s), 100.0)
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("start_s", "stop_s", "inside"), [(0.0, 101.0, True), (0.0, 101.1, False), (-0.1, 50.0, False), (99.9, 100.0, True)]
)
def test_a_phase_may_begin_with_the_session_and_end_a_second_after_it(
    start_s: float, stop_s: float, inside: bool
) -> None:
    if inside:
        assert given_phases(phases(start_s, stop_s), 100.0).items[0].stop_s == 100.0
    else:
        with pytest.raises(PhasesError):
            given_phases(phases(start_s, stop_s), 100.0)
