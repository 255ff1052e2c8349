"""What each suspect interval is, and what becomes of the run."""

import numpy as np
import pytest

from pacing.clean.rr_artefacts import Artefacts, Run, artefacts_by_lipponen, corrected, sort_out
from pacing.model.cleaned import BeatState


def sorted_out(rr_ms: list[float], *suspects: int, ectopic: bool = False, near_ms: float = 100.0) -> Artefacts:
    """The decision on suspects among intervals of usually 800 ms."""
    values = np.array(rr_ms)
    ordinary, near = np.full(values.size, 800.0), np.full(values.size, near_ms)
    ectopics = frozenset(suspects) if ectopic else frozenset[int]()
    return sort_out(list(suspects), values, ordinary, near, ectopics=ectopics)


@pytest.mark.parametrize(
    ("rr_ms", "suspect", "found"),
    [
        ([800, 800, 300, 500, 800], 2, Artefacts(extra=(2,))),
        ([800, 800, 500, 300, 800], 3, Artefacts(extra=(2,))),
        ([800, 800, 1600, 800], 2, Artefacts(missed=(2,))),
        ([800, 800, 1699, 800], 2, Artefacts(missed=(2,))),
        ([800, 800, 560, 1040, 800], 2, Artefacts(misplaced=(2,))),
        ([800, 800, 560, 1040, 800], 3, Artefacts(misplaced=(2,))),
        ([800, 800, 1040, 560, 800], 2, Artefacts(misplaced=(2,))),
        ([800, 800, 300, 800], 2, Artefacts(unexplained=(2,))),
        ([800, 800, 1200, 800, 800], 2, Artefacts(unexplained=(2,))),
        ([800, 800, 300], 2, Artefacts(unexplained=(2,))),
        ([300, 800, 800], 0, Artefacts(unexplained=(0,))),
        ([300], 0, Artefacts(unexplained=(0,))),
    ],
)
def test_an_interval_is_what_its_neighbours_make_of_it(rr_ms: list[float], suspect: int, found: Artefacts) -> None:
    assert sorted_out(rr_ms, suspect) == found


def test_the_shape_of_an_ectopic_beat_goes_before_everything_else_and_takes_the_better_neighbour() -> None:
    # 300 and 500 would be an extra beat; the pattern of an ectopic one says that it lies wrongly.
    assert sorted_out([800, 800, 300, 500, 800], 2) == Artefacts(extra=(2,))
    assert sorted_out([800, 800, 300, 500, 800], 2, ectopic=True) == Artefacts(misplaced=(1,))
    assert sorted_out([800, 700, 560, 1040, 800], 2, ectopic=True) == Artefacts(misplaced=(2,))
    assert sorted_out([560], 0, ectopic=True) == Artefacts(unexplained=(0,))


def test_no_interval_is_named_twice() -> None:
    assert sorted_out([800, 560, 1040, 800], 1, 2) == Artefacts(misplaced=(1,))
    assert sorted_out([800, 300, 500, 300, 500, 800], 1, 2, 3, 4) == Artefacts(extra=(1, 3))
    # The neighbour that would make up for the second is taken by the first.
    assert sorted_out([560, 1040, 560], 1, 2) == Artefacts(misplaced=(0,), unexplained=(2,))


def test_a_run_keeps_its_beginning_and_end_and_says_what_was_changed() -> None:
    rr_ms = np.array([800.0, 300.0, 500.0, 800.0, 560.0, 1040.0, 800.0, 1600.0, 1200.0, 800.0])
    run = Run(10.0 + np.cumsum(rr_ms) / 1000.0, rr_ms, np.zeros(10, np.uint8), np.ones(10, np.bool_))
    found = corrected(run, Artefacts(extra=(1,), misplaced=(4,), missed=(7,), unexplained=(8,)))
    assert found.rr_ms.tolist() == [800, 800, 800, 800, 800, 800, 800, 800, 1200, 800]
    assert found.time_s[-1] == run.time_s[-1]
    assert found.time_s[0] - found.rr_ms[0] / 1000.0 == pytest.approx(10.0)
    assert np.diff(found.time_s) == pytest.approx(found.rr_ms[1:] / 1000.0)
    fixed, refused = BeatState.CORRECTED, BeatState.REJECTED
    assert found.state.tolist() == [0, fixed, 0, fixed, fixed, 0, fixed, fixed, refused, 0]
    assert found.changed.tolist() == [False, True, False, True, True, False, True, True, True, False]
    assert run.rr_ms[1] == 300.0  # the run that was given is not touched


def test_artefacts_are_counted_whatever_they_are() -> None:
    assert Artefacts((1,), (3, 4), (6, 8, 10), (12, 13, 14, 15)).count == 10


@pytest.mark.parametrize(("late_ms", "found"), [(47.0, ()), (49.0, (100,))])
def test_a_beat_that_is_hardly_out_of_place_is_a_beat_however_even_the_others_are(
    late_ms: float, found: tuple[int, ...]
) -> None:
    """Of 800 ms 6 % are 48, while the others differ by a millisecond."""
    rr_ms = 800.0 + np.random.default_rng(1).standard_normal(200)
    rr_ms[100:102] += -late_ms, late_ms
    assert artefacts_by_lipponen(rr_ms, np.zeros(200, dtype=np.bool_)).misplaced == found
