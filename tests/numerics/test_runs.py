"""Stretches of equal answers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.numerics.runs import runs, without_short


@given(st.lists(st.booleans(), max_size=50))
def test_runs_tell_everything(answers: list[bool]) -> None:
    rebuilt = [False] * len(answers)
    for first, stop in runs(np.array(answers, dtype=np.bool_)):
        assert stop > first
        rebuilt[first:stop] = [True] * (stop - first)
    assert rebuilt == answers


def test_a_short_last_stretch_may_be_kept() -> None:
    yes = np.array([True, False, True])
    assert without_short(yes, 2).tolist() == [False, False, False]
    assert without_short(yes, 2, keep_last=True).tolist() == [False, False, True]
