"""What rows say: parts put together, lost rows, offsets and lists in cells."""

import numpy as np
import pytest

from pacing.read.table.block_values import _equals, _numbers_in, _offsets
from pacing.read.table.row_values import DelimitedTable, Samples, _count
from pacing.read.text.rows import Cells, split_rows


def cells(*texts: str) -> Cells:
    return split_rows("".join(f"{text};\n" for text in texts).encode(), ";").cells(0)


def test_parts_are_put_together_in_the_order_read_and_handed_out_once() -> None:
    samples, expected = Samples(), np.zeros(0)
    for size in (3, 0, 8, 1, 40, 5):
        part = expected.size + np.arange(float(size))
        samples.add(part, np.full(size, size, dtype=np.int16), -part)
        expected = np.append(expected, part)
    assert samples.size == expected.size
    time_s, who, value = samples.joined()
    assert time_s.tolist() == (-value).tolist() == expected.tolist()
    assert not isinstance(who, int)
    assert who.tolist() == [size for size in (3, 0, 8, 1, 40, 5) for _ in range(size)]
    assert (samples.size, samples.joined()[0].size) == (0, 0)


@pytest.mark.parametrize("later", [0, 1])
def test_whose_rows_they_are_is_one_number_until_another_comes(later: int) -> None:
    samples, two = Samples(), np.zeros(2)
    samples.add(two, 1, two)
    samples.add(two, later, two)
    samples.add(two, 1, two)
    who = samples.joined()[1]
    assert who == 1 if later == 1 else np.asarray(who).tolist() == [1, 1, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("blocks", "left_out", "tail"),
    [
        (["gbg"], 1, 0),
        (["ggb"], 1, 1),
        (["gb", "bb"], 3, 3),  # all after the last good row
        (["gb", "bg"], 2, 0),
        (["gb", "bgb"], 3, 1),
        (["bb"], 2, 2),
    ],
)
def test_rows_that_are_lost_after_the_last_good_one_are_its_tail(blocks: list[str], left_out: int, tail: int) -> None:
    table = DelimitedTable()
    for block in blocks:
        good = np.array([row == "g" for row in block])
        _count(table, ~good, good)
    assert (table.left_out, table.tail) == (left_out, tail)


def test_offsets_in_a_column_of_their_own() -> None:
    texts = ("UTC+0200", "+02:30", "GMT-0330", "-0100", "2", "", "UTC+0200", "+2:00")
    expected = [7200.0, 9000.0, -12_600.0, -3600.0, np.nan, np.nan, 7200.0, np.nan]
    assert _offsets(cells(*texts)).tolist() == pytest.approx(expected, nan_ok=True)


def test_only_the_whole_word_says_what_a_row_is_of() -> None:
    assert _equals(cells("HeartRate", "HeartRateVariability", "Heart", ""), "HeartRate").tolist() == [
        True,
        False,
        False,
        False,
    ]
    assert _equals(cells("hr", "rr"), "a longer word").tolist() == [False, False]


@pytest.mark.parametrize(
    ("text", "decimal", "numbers"),
    [
        ("800|810", ".", [800.0, 810.0]),
        ("[800, 810.5]", ".", [800.0, 810.5]),
        ("800,5;810", ",", [800.5, 810.0]),
        ("-", ".", None),
        ("none", ".", None),
    ],
)
def test_a_cell_may_hold_several_numbers(text: str, decimal: str, numbers: list[float] | None) -> None:
    assert _numbers_in(text, decimal) == numbers
