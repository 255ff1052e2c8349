"""Whether intervals can be beats beside a clock, each bound just held and just not."""

import numpy as np
import pytest

from pacing.model.arrays import FloatArray
from pacing.read.assembly.beat_check import (
    COPIES,
    FINE,
    LIST_TWICE,
    SECONDS,
    chained,
    each_once,
    fitting_the_clock,
    in_1024ths,
    more_than_the_clock,
    stamped,
    sum_over_clock,
)

RR_MS = 800.0 + np.arange(300.0) * 7 % 37


@pytest.mark.parametrize(("beats", "ratio"), [(200, 2.0), (199, None), (256, 2.0), (257, 2.0), (400, 2.0)])
def test_two_hundred_beats_are_held_against_the_clock(beats: int, ratio: float | None) -> None:
    found = sum_over_clock(np.full(beats, 1.6), 0.8 * np.arange(float(beats)))
    assert found == (None if ratio is None else pytest.approx(ratio))
    assert sum_over_clock(np.full(beats, 1.6), np.zeros(beats)) is None


@pytest.mark.parametrize(
    ("ratio", "beats", "fine"),
    [
        (1.024, 257, True),
        (1.024, 256, False),
        (1.0300, 300, True),
        (1.0303, 300, False),
        (1.018, 300, True),
        (1.0177, 300, False),
        (None, 300, False),
    ],
)
def test_counts_of_1024ths_add_up_to_a_fortieth_more(ratio: float | None, beats: int, fine: bool) -> None:
    assert in_1024ths(ratio, beats) is fine


@pytest.mark.parametrize(("ratio", "too_much"), [(None, False), (0.5, False), (1.05, False), (1.051, True)])
def test_intervals_add_up_to_no_more_than_the_time_that_passed(ratio: float | None, too_much: bool) -> None:
    assert (more_than_the_clock(ratio) is not None) is too_much


@pytest.mark.parametrize(
    ("ratio", "factor", "remark"),
    [
        (1.0, 1.0, None),
        (1.024, 1000.0 / 1024.0, FINE),
        (0.00109, 1000.0, SECONDS),
        (0.00111, 1.0, None),
        (0.00091, 1000.0, SECONDS),
        (0.00089, 1.0, None),
    ],
)
def test_intervals_are_in_the_unit_that_fits(ratio: float, factor: float, remark: str | None) -> None:
    found, remarks = fitting_the_clock(RR_MS, ratio)
    assert found.tolist() == pytest.approx((RR_MS * factor).tolist())
    assert remarks == (() if remark is None else (remark,))


def test_intervals_that_outrun_the_clock_are_left_out_with_the_reason() -> None:
    found, (remark,) = fitting_the_clock(RR_MS, 1.5)
    assert found.size == 0
    assert "1.5 times" in remark


def pairs(copies: int, of: int = 100, first: int = 0) -> FloatArray:
    """Pairs of neighbours, of which so many are copies, after so many others."""
    begun = np.repeat(900.0 + np.arange(float(of)) * 7, 2)
    begun[1 : 2 * (of - copies) : 2] += 3.0
    return np.concatenate((np.full(first, 700.0), begun))


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("copies", "once"), [(100, True), (95, True), (94, False)])
def test_a_list_whose_neighbours_are_copies_is_taken_once(copies: int, once: bool, first: int) -> None:
    found, remarks = each_once(pairs(copies, first=first))
    assert remarks == ((COPIES,) if once else ())
    if once:
        others = 100 - copies
        kept = pairs(copies, first=first)[first + 2 * others :: 2].tolist()
        assert found.tolist() == [*pairs(copies, first=first)[: first + 2 * others].tolist(), *kept]
    else:
        assert found.size == 200 + first


def test_short_even_and_uneven_lists_are_left_as_they_are() -> None:
    assert each_once(pairs(99, 99))[1] == ()  # fewer than two hundred
    assert each_once(np.full(300, 800.0))[1] == ()
    assert each_once(np.tile([800.0, 810.0], 150))[1] == ()  # two values in turn
    assert each_once(np.tile([800.0, 810.0, 820.0], 100))[1] == (LIST_TWICE,)
    assert each_once(np.append(np.tile(RR_MS, 2), 800.0))[1] == ()


@pytest.mark.parametrize(
    ("beats", "passed_s", "beats_left"), [(200, 80.0, 0), (199, 80.0, 199), (200, 0.0, 200), (200, None, 200)]
)
def test_a_list_without_a_clock_is_held_against_how_long_the_recording_lasted(
    beats: int, passed_s: float | None, beats_left: int
) -> None:
    checked = chained(RR_MS[:beats], 5.0, passed_s)
    assert checked.placed.beats.value.size == beats_left
    assert not beats_left or checked.placed.beats.time_s[0] == pytest.approx(5.8)


def test_stamps_are_cut_with_the_intervals_they_stand_beside() -> None:
    assert stamped(0.3 * np.arange(300.0), RR_MS).placed.beats.time_s.size == 0
    assert stamped(np.cumsum(RR_MS) / 1000.0, RR_MS).placed.beats.value.tolist() == RR_MS.tolist()
