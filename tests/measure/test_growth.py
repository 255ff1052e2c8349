"""Many bouts cost what their own samples cost: counted in elements that numpy went through, not in seconds."""

from collections.abc import Callable
from math import log
from typing import Any

import numpy as np
import pytest

from pacing.clean.clean import clean_recording
from pacing.measure.index import Inputs
from pacing.measure.session import measure_session
from pacing.model.person import Conditions, Person
from pacing.segment.phases import find_phases
from pacing.synthetic.plan import Bout, SessionPlan
from pacing.synthetic.session import make_session

COUNTED = ("isfinite", "where", "cumsum", "diff", "unique", "floor", "searchsorted", "concatenate", "median")
FEW, MANY = 6, 24
LARGEST_EXPONENT = 1.1


def elements(monkeypatch: pytest.MonkeyPatch, bouts: int, *, beats: bool) -> int:
    """How many elements the counted functions were given while a session of so many bouts was measured."""
    plan = SessionPlan(bouts=(Bout(duration_s=300.0, recovery_s=300.0),) * bouts, beats=beats)
    recording = make_session(plan, 1).recording
    cleaned = clean_recording(recording)
    phases = find_phases(recording, cleaned)
    assert len(phases.exertion) == bouts, "each bout is one that is measured"
    inputs = Inputs(recording, cleaned, phases, Person(age_years=45.0, resting_bpm=62.0), Conditions())
    counts: list[int] = []

    searchsorted = np.searchsorted

    def counting(function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            arrays = given[0] if isinstance(given[0], tuple | list) else given
            if function is searchsorted:
                arrays = given[1:]  # each of these costs a few steps; what they are looked for in costs nothing
            counts.append(sum(array.size for array in arrays if isinstance(array, np.ndarray)))
            return function(*given, **named)

        return counted

    with monkeypatch.context() as patched:
        for name in COUNTED:
            patched.setattr(np, name, counting(getattr(np, name)))
        measure_session(inputs)
    return sum(counts)


@pytest.mark.parametrize("beats", [False, True])
def test_the_work_grows_with_the_length_of_a_recording_not_with_its_bouts_times_it(
    monkeypatch: pytest.MonkeyPatch, beats: bool
) -> None:
    few, many = (elements(monkeypatch, bouts, beats=beats) for bouts in (FEW, MANY))
    assert log(many / few) / log(MANY / FEW) <= LARGEST_EXPONENT
