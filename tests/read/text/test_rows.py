"""Rows and cells of a block of text."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.read.archive import find_sources
from pacing.read.source import SourceFile
from pacing.read.text.rows import parse_numbers, split_rows, text_blocks


def column(text: str, place: int, delimiter: str = ",") -> list[str]:
    rows = split_rows(text.encode(), delimiter)
    return rows.cells(place).texts(np.arange(rows.size))


def test_a_delimiter_inside_quotes_divides_nothing() -> None:
    assert column('a,"b,c",d\n1,"2",3\n', 1) == ["b,c", "2"]
    assert column('a,"b,c",d\n1,"2",3\n', 2) == ["d", "3"]


def test_a_lone_quote_spoils_its_own_line_only() -> None:
    assert column('1,"2,3\n4,5,6\n', 1)[1] == "5"


def test_a_short_row_has_no_cell_rather_than_its_neighbours() -> None:
    rows = split_rows(b"1,2\n3\n4,5\n", ",")
    cells = rows.cells(1)
    assert cells.length.tolist() == [1, -1, 1]
    assert cells.empty.tolist() == [False, True, False]


def test_runs_of_blanks_divide_once() -> None:
    assert column("  4.000    X\n 12.5 \t N\n", 1, " ") == ["X", "N"]


def test_a_row_of_delimiters_is_blank() -> None:
    assert split_rows(b",,,\n1,,\n\n", ",").blank().tolist() == [True, False, True]


@given(st.lists(st.lists(st.text(alphabet='ab," 1', max_size=4), min_size=2, max_size=4), min_size=1, max_size=5))
def test_cells_agree_with_the_standard_reader(rows: list[list[str]]) -> None:
    plain = [[cell.replace('"', "").strip() for cell in row] for row in rows]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in plain) + "\n"
    expected = [row[1].strip() for row in csv.reader(text.splitlines())]
    assert column(text, 1) == expected


@pytest.mark.parametrize("blanks", [1, 7, 8, 9, 300])
def test_any_number_of_blanks_around_a_cell_is_taken_off(blanks: int) -> None:
    around = " " * blanks
    assert column(f"1,{around}72{around}\n2,73\n3,{around}\n", 1) == ["72", "73", ""]
    assert split_rows(f"{around}\n1\n{around},{around}\n".encode(), ",").blank().tolist() == [True, False, True]


@pytest.mark.parametrize("text", ["1,2\n3,4\n", "1,2\n3\n4,5,6\n", "1,2,3\n4\n"])
def test_the_same_cells_are_found_whether_lines_are_alike_or_not(text: str) -> None:
    for place in range(3):
        written = [line.split(",") for line in text.splitlines()]
        assert column(text, place) == [line[place] if place < len(line) else "" for line in written]


@given(st.lists(st.sampled_from(["7", "72", "003", "123456789", "1234567890", "", "7.5", "-4", "x"]), min_size=1))
def test_a_column_of_plain_digits_is_read_as_any_other_column(cells: list[str]) -> None:
    together = parse_numbers(split_rows("".join(f"{cell};\n" for cell in cells).encode(), ";").cells(0))
    alone = [parse_numbers(split_rows(f"{cell};\n".encode(), ";").cells(0)) for cell in cells]
    assert np.array_equal(together.value, [one.value[0] for one in alone], equal_nan=True)
    assert together.junk.tolist() == [bool(one.junk[0]) for one in alone]


@given(st.lists(st.floats(-1e20, 1e20), min_size=1, max_size=20))
def test_numbers_are_read_as_python_reads_them(values: list[float]) -> None:
    cells = split_rows("\n".join(map(repr, values)).encode() + b"\n", ",").cells(0)
    assert parse_numbers(cells).value.tolist() == pytest.approx(values, rel=1e-15, abs=0)


@pytest.mark.parametrize("cell", ["1e21", "-1e308", "1e400", "9" * 30])
def test_a_number_larger_than_any_device_writes_is_no_value(cell: str) -> None:
    cells = split_rows(f"{cell}\n".encode(), ",").cells(0)
    assert np.isnan(parse_numbers(cells).value).all()


@pytest.mark.parametrize("cell", ["1.2.3", "1-2", "x12", "1x", "12:", "0x10", "1_000", "--", "abc", "1,5", "+", "."])
def test_what_is_no_number_is_none(cell: str) -> None:
    assert np.isnan(parse_numbers(split_rows(f'"{cell}"\n'.encode(), ";").cells(0)).value).all()


def test_signs_for_no_value_are_not_junk() -> None:
    numbers = parse_numbers(split_rows(b"NA\nnull\n--\n\nnan\noops\n", ",").cells(0))
    assert numbers.junk.tolist() == [False, False, False, False, False, True]


def test_a_column_of_ten_digits_is_read_whole() -> None:
    assert parse_numbers(split_rows(b"9876543210\n9876543211\n", ";").cells(0)).value.tolist() == [
        9876543210,
        9876543211,
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "mac"])
@pytest.mark.parametrize("last", [True, False])
def test_all_lines_of_a_file_are_read_however_they_end(tmp_path: Path, end: str, last: bool) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(end.join(["a", "", "b,1", "c,22"]).encode() + (end.encode() if last else b""))
    source = next(iter(find_sources(path)))
    assert isinstance(source, SourceFile)
    rows = [split_rows(block, ",") for block in text_blocks(source, skip_lines=2)]
    assert [text for one in rows for text in one.cells(1).texts(np.arange(one.size))] == ["1", "22"]
    assert b"".join(text_blocks(source, skip_lines=4)) == b""


def test_long_cells_are_cut_where_they_are_asked_to_be() -> None:
    rows = split_rows(b"1,a long note\n2,short\n3,none\n", ",")
    assert rows.texts(1, np.array([0, 1]), 6) == ["a long", "short"]


@pytest.mark.parametrize("text", ['1,"2,3",4\n', '5\n1,"2,3",4\n', '"5","6"\n1,"2,3",4\n', 'x"y\n1,"2,3",4\n'])
def test_quotes_count_from_the_beginning_of_their_own_line(text: str) -> None:
    assert [column(text, place)[-1] for place in range(3)] == ["1", "2,3", "4"]
