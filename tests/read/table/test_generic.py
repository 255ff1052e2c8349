"""Columns beside those a dialect lists: read as everywhere, or named; never lost without a word."""

from io import BytesIO

import numpy as np
import pytest

from pacing.model.recording import Recording
from pacing.read.read import read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.table.generic import meaning

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
