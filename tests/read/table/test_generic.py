"""Columns beside those a dialect lists: read as everywhere, or named; never lost without a word."""

from io import BytesIO
from itertools import accumulate
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import FileHead, SourceFile, head_of
from pacing.read.table.dialect import Column, CsvDialect
from pacing.read.table.generic import (
    _kinds_of_rows,
    _may_be_header,
    _regular,
    _rows_fit,
    few_values,
    generic_table,
    meaning,
)

NOT_READ = "Columns of the table that were not read"


def read(text: str) -> tuple[Recording, ...]:
    return read_source(SourceFile("x.csv", lambda: BytesIO(text.encode())), ReadOptions())


def one(text: str) -> Recording:
    (recording,) = read(text)
    return recording


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows, ""))


def channels(recording: Recording) -> dict[str, tuple[str, tuple[float, ...]]]:
    return {c.name: (c.unit, tuple(c.value.round(6).tolist())) for c in recording.channels}


@pytest.mark.parametrize(
    ("header", "name", "unit", "factor"),
    [
        ("smo2", "muscle_oxygen", "%", 1.0),
        ("SmO2 %", "muscle_oxygen", "%", 1.0),
        ("saturated_hemoglobin_percent", "muscle_oxygen", "%", 1.0),
        ("cadence", "cadence", "1/min", 1.0),
        ("cadence (spm)", "cadence", "1/min", 0.5),
        ("temperature", "temperature", "degC", 1.0),
        ("altitude_m (m)", "altitude", "m", 1.0),
        ("speed (km/h)", "speed", "m/s", 1 / 3.6),
        ("Trittfrequenz", "cadence", "1/min", 1.0),
    ],
)
def test_a_plain_table_keeps_further_columns_as_a_table_without_dialect_does(
    header: str, name: str, unit: str, factor: float
) -> None:
    rows = ("0,60,36", "1,61,37.5", "2,62,39")
    plain, generic = (one(table(f"{start},{header}", *rows)) for start in ("time_s,hr_bpm", "time_s,heart_rate"))
    assert (plain.source.reader, generic.source.reader) == ("csv/plain", "csv/generic")
    assert channels(plain) == channels(generic)
    assert channels(plain)[name] == (unit, tuple(round(value * factor, 6) for value in (36, 37.5, 39)))
    assert not any(NOT_READ in remark for remark in plain.source.remarks)


def test_a_vendors_table_keeps_further_columns_too() -> None:
    recording = one(table("time,heartrate,watts,smo2", "0,60,100,70", "1,61,110,69", "2,62,120,68"))
    assert recording.source.reader == "csv/intervals_icu"
    assert channels(recording)["muscle_oxygen"] == ("%", (70.0, 69.0, 68.0))


@pytest.mark.parametrize("start", ["time_s,hr_bpm", "time_s,heart_rate"])
@pytest.mark.parametrize(
    ("header", "cell"),
    [("speed", "1.5"), ("timestamp", "2024-05-01 10:00:00"), ("Enhanced Speed", "5:30")],
)
def test_a_column_that_would_be_a_guess_is_named_whatever_the_dialect(start: str, header: str, cell: str) -> None:
    recording = one(table(f"{start},{header}", f"0,60,{cell}", f"1,61,{cell}"))
    assert recording.channels == ()
    (said,) = (remark for remark in recording.source.remarks if remark.startswith(NOT_READ))
    assert f'"{header}"' in said


@pytest.mark.parametrize("start", ["time_s,hr_bpm", "time_s,heart_rate"])
def test_junk_in_a_further_column_is_no_loss_of_the_row(start: str) -> None:
    recording = one(table(f"{start},cadence", "0,60,80", "1,61,n/a", "2,62,82"))
    assert recording.heart_rate.bpm.tolist() == [60, 61, 62]
    assert recording.source.damage is None
    assert channels(recording)["cadence"] == ("1/min", (80.0, 82.0))


def test_a_further_column_of_words_is_named_and_not_read() -> None:
    recording = one(table("time_s,hr_bpm,cadence", "0,60,slow", "1,61,slow", "2,62,fast"))
    assert recording.channels == ()
    assert any('"cadence" (it has no plain numbers' in remark for remark in recording.source.remarks)


def test_people_in_a_plain_table_are_never_mixed() -> None:
    rows = [f"{second},{bpm},{who}" for who, bpm in (("a", 60), ("b", 90)) for second in range(4)]
    first, second = read(table("time_s,hr_bpm,subject", *rows))
    assert (set(first.heart_rate.bpm), set(second.heart_rate.bpm)) == ({60.0}, {90.0})


def test_intervals_beside_a_dialect_are_read_only_where_their_unit_is_written() -> None:
    rows = ("0,60,1000", "1,60,1000", "2,60,1000")
    known, unknown = (one(table(f"time_s,hr_bpm,{name}", *rows)) for name in ("rri_ms", "rr"))
    assert known.beats is not None
    assert known.beats.rr_ms.tolist() == [1000.0] * 3
    assert unknown.beats is None
    assert any('"rr" (it has no known unit' in remark for remark in unknown.source.remarks)


def test_channels_of_a_time_that_starts_again_are_named_when_they_are_left_out() -> None:
    rows = [f"{second},{bpm},80" for bpm in (60, 90) for second in range(0, 200, 10)]
    recordings = read(table("time_s,hr_bpm,cadence", *rows))
    assert [set(r.heart_rate.bpm) for r in recordings] == [{60.0}, {90.0}]
    assert not any(r.channels for r in recordings)
    assert all(any(remark.endswith("belong to: cadence.") for remark in r.source.remarks) for r in recordings)


def test_a_second_heart_rate_stands_in_only_where_the_first_is_empty() -> None:
    both = one(table("time_s,hr_bpm,pulse", "0,60,90", "1,61,91"))
    assert both.heart_rate.bpm.tolist() == [60, 61]
    assert 'Of several heart-rate columns "hr_bpm" was read.' in both.source.remarks
    empty = one(table("time_s,hr_bpm,pulse", "0,,90", "1,,91"))
    assert np.array_equal(empty.heart_rate.bpm, [90, 91])


def test_an_elapsed_time_beside_the_clock_is_not_spoken_of() -> None:
    assert one(table("time_s,hr_bpm,elapsed", "0,60,0", "1,61,1")).source.remarks == ()


def test_only_so_many_columns_are_named() -> None:
    names = ",".join(["speed"] * 20)
    (said,) = one(table(f"time_s,hr_bpm,{names}", "0,60" + ",1" * 20, "1,61" + ",1" * 20)).source.remarks
    assert said.endswith("and 8 more.")


@pytest.mark.parametrize("name", ["Heart Rate [Min] (bpm)", "Heart Rate (max) (bpm)", "hr percent"])
def test_an_extreme_in_brackets_is_no_course_of_heart_rate(name: str) -> None:
    assert meaning(name) == ""


def head(*lines: str, name: str = "x.csv") -> FileHead:
    return head_of(name, BytesIO("\n".join((*lines, "")).encode()))


def layout(*rows: tuple[str, ...], names: tuple[str, ...] = ("time", "heart rate"), delimiter: str = ",") -> Any:
    """A table of which these rows are known."""
    return SimpleNamespace(sample=rows, names=names, units=(), delimiter=delimiter)


def dialect(*signals: str) -> CsvDialect:
    return CsvDialect(title="made", columns=tuple(Column(f"#{index}", signal) for index, signal in enumerate(signals)))


@pytest.mark.parametrize(("different", "few"), [(2, True), (3, False)])
def test_a_column_of_people_repeats_each_name_four_times(different: int, few: bool) -> None:
    rows = [(f"person {number % different}",) for number in range(8)]
    assert few_values(layout(*rows), Column("#0", "person")) is few
    assert few_values(layout(("one",)), Column("#0", "person"))


@pytest.mark.parametrize(("good", "fits"), [(2, True), (1, False)])
def test_half_of_the_rows_below_a_header_hold_the_numbers_it_promises(good: int, fits: bool) -> None:
    rows = [("1", "60" if number < good else "good") for number in range(4)]
    assert _rows_fit(layout(*rows, ("", "")), dialect("time", "heart_rate")) is fits


@pytest.mark.parametrize(("even", "fits"), [(9, True), (8, False)])
def test_nine_in_ten_rows_divided_by_blanks_have_as_many_cells_as_their_header(even: int, fits: bool) -> None:
    rows = [("1", "60") if number < even else ("1", "60", "61") for number in range(10)]
    assert _rows_fit(layout(*rows, delimiter=" "), dialect("time", "heart_rate")) is fits


def test_a_comma_inside_the_only_column_is_no_other_column() -> None:
    assert _rows_fit(layout(("812",), ("815", ""), names=("rr ms",)), dialect("rr"))
    assert not _rows_fit(layout(("812",), ("815", "5"), names=("rr ms",)), dialect("rr"))


def at_steps(*steps_s: int) -> list[tuple[str, ...]]:
    """Rows at so many seconds after each other."""
    begins = accumulate((0, *steps_s))
    return [(f"{10 + begin // 3600}:{begin // 60 % 60:02d}:{begin % 60:02d}", "70") for begin in begins]


@pytest.mark.parametrize(
    ("steps_s", "regular"),
    [
        ([60] * 9, True),  # ten rows
        ([60] * 8, False),
        ([900] * 9, True),  # of a quarter of an hour each
        ([901] * 9, False),
        ([60] * 8 + [90] * 2, True),  # of which eight in ten are at one step
        ([60] * 7 + [90] * 3, False),
        ([0] * 9, False),
    ],
)
def test_means_stand_at_even_steps_of_up_to_a_quarter_of_an_hour(steps_s: list[int], regular: bool) -> None:
    assert _regular(layout(*at_steps(*steps_s)), dialect("time", "heart_rate")) is regular


@pytest.mark.parametrize(
    ("names", "header"),
    [
        (("time", "heart rate", "61", "62"), True),
        (("time", "heart rate", "61", "62", "63"), False),  # most cells are numbers: a row
        (("heart rate",), False),  # alone without a time
        (("rr",), True),
        (("time", "steps"), False),
    ],
)
def test_a_header_names_heart_rate_or_intervals_and_is_mostly_words(names: tuple[str, ...], header: bool) -> None:
    assert _may_be_header(names, means=False) is header


def measured(times: int, rows: int) -> bool:
    """Whether a table of one measurement a row is read, whose heart rates stand at so many different times."""
    lines = [f"2024-05-01 10:00:{min(number, times - 1):02d},heart rate,{60 + number}" for number in range(rows)]
    return generic_table(head("time,type,value", *lines, "2024-05-01 10:00:59")) is not None  # the last breaks off


@pytest.mark.parametrize(("times", "rows", "is_read"), [(3, 4, True), (2, 4, False), (2, 2, True), (1, 1, False)])
def test_heart_rates_one_a_row_stand_at_times_of_their_own(times: int, rows: int, is_read: bool) -> None:
    assert measured(times, rows) is is_read


def short(rows: int, digits: int = 10, bpm: tuple[float, ...] = (70.0,)) -> bool:
    """Whether rows of two cells below a header of three names are read as instants and heart rates."""
    times = (str(1_700_000_000_000 + 1000 * number)[:digits] for number in range(rows))
    lines = [f"{time},{bpm[number % len(bpm)]}" for number, time in enumerate(times)]
    return generic_table(head("timestamp,source,heartRate", *lines)) is not None


@pytest.mark.parametrize(
    ("is_read", "given"),
    [
        (True, {"rows": 10}),
        (False, {"rows": 9}),
        (True, {"rows": 10, "digits": 13}),
        (False, {"rows": 10, "digits": 11}),
        (True, {"rows": 12, "bpm": (25.0, 240.0)}),
        (True, {"rows": 12, "bpm": (70.0, 80.0, 10.0)}),
        (False, {"rows": 12, "bpm": (70.0, 10.0)}),  # half of them are no heart rates
        (False, {"rows": 12, "bpm": (70.0, 241.0)}),
        (False, {"rows": 12, "bpm": (70.0, 24.0)}),
    ],
)
def test_rows_of_two_cells_are_instants_and_heart_rates_where_most_look_so(
    is_read: bool, given: dict[str, Any]
) -> None:
    assert short(**given) is is_read


@pytest.mark.parametrize(
    ("values", "is_read"),
    [
        ((25.0, 240.0), True),
        ((70.0, 10.0, 71.0), True),
        ((70.0, 10.0), False),
        ((70.0, 241.0), False),
        ((70.0, 24.0), False),
        ((70.0,), False),
    ],
)
def test_values_of_a_file_of_heart_rates_mostly_look_like_such(values: tuple[float, ...], is_read: bool) -> None:
    lines = [f"2024-05-01 10:00:{number:02d},{value}" for number, value in enumerate(values)]
    lines += ["2024-05-01 10:00:58,", "2024-05-01 10:00:59"]
    for name, known in (("heart_rate.csv", is_read), ("a/heart_rate", is_read), ("steps.csv", False)):
        assert (generic_table(head("time,value", *lines, name=name)) is not None) is known


@pytest.mark.parametrize(("kinds", "is_read"), [(200, True), (201, False)])
def test_of_two_hundred_words_one_may_be_heart_rate(kinds: int, is_read: bool) -> None:
    words = ["heart rate", *(f"thing {number}" for number in range(kinds - 1))]
    rows = [(f"10:{number // 60:02d}:{number % 60:02d}", word, "70") for number, word in enumerate(words)]
    assert {word: column.unit for word, column in _kinds_of_rows(layout(*rows), 1, 2).items()} == (
        {"heart rate": "bpm"} if is_read else {}
    )
