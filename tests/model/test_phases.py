import pytest

from pacing.errors import PhasesError
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases


def phase(kind: PhaseKind, start_s: float, stop_s: float) -> Phase:
    return Phase(kind, start_s, stop_s, PhaseOrigin.GIVEN, 0.0)


@pytest.mark.parametrize(
    ("spans", "words"), [([(0, 0)], "is empty"), ([(5, 3)], "is empty"), ([(0, 10), (9, 20)], "overlap at 9 s")]
)
def test_phases_last_and_never_overlap(spans: list[tuple[float, float]], words: str) -> None:
    with pytest.raises(PhasesError, match=words):
        Phases(tuple(phase(PhaseKind.REST, *span) for span in spans))


def test_phases_may_touch_and_are_found_by_their_kind() -> None:
    rest, exercise = phase(PhaseKind.REST, 0, 10), phase(PhaseKind.EXERCISE, 10, 20)
    phases = Phases((rest, exercise))
    assert phases.of(PhaseKind.EXERCISE) == (exercise,)
    assert phases.of(PhaseKind.RECOVERY) == ()
