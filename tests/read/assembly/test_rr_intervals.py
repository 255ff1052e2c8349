"""RR intervals on a clock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.model.arrays import FloatArray
from pacing.read.assembly.rr_intervals import between, chain, place


def adjacent(time_s: FloatArray, rr_ms: FloatArray) -> list[bool]:
    return [bool(near) for near in np.abs(time_s[1:] - rr_ms[1:] / 1000 - time_s[:-1]) < 1e-6]


def test_a_zero_leaves_a_gap_so_that_its_neighbours_are_never_differenced() -> None:
    placed = chain(np.array([800.0, 810.0, 0.0, 900.0, 910.0]))
    assert placed.beats.value.tolist() == [800, 810, 900, 910]
    assert adjacent(placed.beats.time_s, placed.beats.value) == [True, False, True]
    assert placed.dropped == 1


def test_a_lost_beat_is_seen_where_stamps_are_of_the_beats() -> None:
    placed = place(np.array([1.0, 1.8, 3.4, 4.2]), np.full(4, 800.0))
    assert adjacent(placed.beats.time_s, placed.beats.value) == [True, False, True]
    assert placed.gaps == 1


def test_late_packets_are_no_gaps_but_silence_is() -> None:
    rr = np.full(12, 800.0)
    true_s = np.cumsum(rr) / 1000
    true_s[8:] += 6.0
    late = np.ceil(true_s / 1.5) * 1.5 + 0.001 * np.arange(12)
    placed = place(late, rr, exact=False)
    assert placed.gaps == 1
    assert adjacent(placed.beats.time_s, placed.beats.value) == [*[True] * 7, False, *[True] * 3]


def test_an_artefact_between_two_beats_leaves_a_gap() -> None:
    placed = between(np.array([0.0, 0.8, 1.6, 3.2, 4.0]), np.array([2.4]))
    assert placed.beats.time_s.tolist() == pytest.approx([0.8, 1.6, 4.0])


@given(st.lists(st.floats(-10, 3000), min_size=1, max_size=30), st.booleans())
def test_beats_always_rise_and_are_positive(rr: list[float], exact: bool) -> None:
    values = np.array(rr)
    for placed in (chain(values), place(np.cumsum(np.abs(values)) / 900, values, exact=exact)):
        assert (np.diff(placed.beats.time_s) > 0).all()
        assert (placed.beats.value > 0).all()
