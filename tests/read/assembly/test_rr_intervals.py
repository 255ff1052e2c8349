"""RR intervals on a clock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.model.arrays import FloatArray
from pacing.read.assembly.rr_intervals import between, chain, place, steps_of_times, usable_ms


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


@pytest.mark.parametrize(
    ("rr_ms", "possible"),
    [
        (1.0, True),
        (0.9, False),
        (599_999.0, True),
        (600_000.0, False),
        (65_535.0, False),
        (np.nan, False),
        (65_534.0, True),
    ],
)
def test_an_interval_lasts_a_millisecond_and_less_than_ten_minutes(rr_ms: float, possible: bool) -> None:
    assert usable_ms(np.array([rr_ms])).tolist() == [possible]


@pytest.mark.parametrize(
    ("count", "step", "are_times"), [(20, 1.0, True), (19, 1.0, False), (20, 0.0, False), (20, -1.0, False)]
)
def test_twenty_numbers_that_only_grow_are_times(count: int, step: float, are_times: bool) -> None:
    assert (steps_of_times(np.array([1.0, np.nan, *(2.0 + step * np.arange(count - 1))])) is not None) is are_times


@pytest.mark.parametrize(
    ("rr_ms", "gaps", "dropped"),
    [([800, 0, 0, 800], 1, 2), ([800, 0, 800, 0, 800], 2, 2), ([0, 800, 0], 1, 2), ([800, 800], 0, 0), ([0, 0], 0, 2)],
)
def test_zeros_in_a_row_are_one_gap_and_those_after_the_last_beat_none(
    rr_ms: list[float], gaps: int, dropped: int
) -> None:
    placed = chain(np.array(rr_ms, dtype=float), 10.0)
    assert (placed.gaps, placed.dropped) == (gaps, dropped)
    assert not placed.beats.size or placed.beats.time_s[-1] == 10.0 + 0.8 * (len(rr_ms) - (rr_ms[-1] == 0))


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
def test_intervals_are_laid_in_the_order_of_their_times(order: list[int]) -> None:
    stamps, rr_ms = np.array([1.0, 1.8, 2.7, 3.4])[order], np.array([700.0, 800.0, 900.0, 700.0])[order]
    placed = place(stamps, rr_ms)
    assert placed.beats.value.tolist() == [700, 800, 900, 700]
    assert (placed.gaps, placed.dropped) == (0, 0)


@pytest.mark.parametrize(
    ("late_s", "exact", "gaps"),
    [(0.09, True, 0), (0.11, True, 1), (-0.11, True, 1), (2.4, False, 0), (2.6, False, 1), (-2.6, False, 0)],
)
def test_a_chain_breaks_where_a_stamp_is_later_than_stamps_of_its_kind_are(
    late_s: float, exact: bool, gaps: int
) -> None:
    stamps = 0.8 * np.arange(1.0, 21.0)
    stamps[10:] += late_s
    stamps = np.maximum.accumulate(stamps)
    assert place(stamps, np.full(20, 800.0), exact=exact).gaps == gaps


@pytest.mark.parametrize(("jitter_s", "gaps"), [(0.02, 1), (0.04, 0)])
def test_stamps_that_fit_the_intervals_are_of_the_beats(jitter_s: float, gaps: int) -> None:
    """One beat was lost: among stamps of packets it would only be late."""
    stamps = 0.8 * np.arange(1.0, 41.0) + jitter_s * (np.arange(40) % 2)
    stamps[20:] += 0.8
    assert place(stamps, np.full(40, 800.0)).gaps == gaps


@pytest.mark.parametrize(
    ("apart_s", "rr_ms"), [(0.001, [1.0, 800.0]), (0.0009, [800.0]), (599.9, [599_900.0, 800.0]), (600.0, [800.0])]
)
def test_times_of_beats_that_can_be_neighbours_make_an_interval(apart_s: float, rr_ms: list[float]) -> None:
    found = between(np.array([0.0, apart_s, apart_s + 0.8]), np.empty(0))
    assert found.beats.value.tolist() == rr_ms
    assert found.gaps == 2 - len(rr_ms)
