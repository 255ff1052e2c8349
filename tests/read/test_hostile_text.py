"""Hostile text: whatever stands in a file, only a `ReadError` comes out, and it comes soon."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacing.errors import ReadError
from pacing.model.daily import DailyValue
from pacing.model.recording import Recording
from pacing.read.read import read_daily, read_source
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from tests.read.conftest import SAMPLES

MUTANTS, MUTANTS_LONG = 4, 36  # of each sample, beside the eight of tests/golden/test_broken_files; the seed is fixed
SNIPPETS = (
    *(b"\0", b"\xff", b"\n", b"\r", b",", b";", b'"', b"\t", b" ", b"\xc3", b"\xef\xbb\xbf", b"[", b"{", b"]", b"}"),
    *(b"0", b"-1", b"1e309", b"nan", b"99999999999999999999", b"9" * 400, b"null", b"\\u0000"),
    *(b"12:61:00", b"2024-02-30", b"13/13/2024", b"<a>", b"</", b"<!ENTITY a 'b'>", b"rr", b"heart rate", b"time"),
)


def read(name: str, data: bytes, options: ReadOptions = ReadOptions()) -> tuple[Recording, ...] | ReadError:
    try:
        return read_source(SourceFile(name, lambda: BytesIO(data)), options)
    except ReadError as error:
        return error


def read_days(name: str, data: bytes, options: ReadOptions) -> tuple[DailyValue, ...] | ReadError:
    try:
        return read_daily(SourceFile(name, lambda: BytesIO(data)), options)
    except ReadError as error:
        return error


def mutated(data: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(6)
    if kind == 0:
        return data[: chance.randrange(len(data) + 1)]
    if kind == 1:
        start = chance.randrange(len(data))
        return data[:start] + data[start + chance.randrange(1, 40) :]
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(changed) + 1)
        if kind in (2, 3):
            changed[place:place] = chance.choice(SNIPPETS)
        elif kind == 4:
            changed[place : place + 1] = bytes([chance.randrange(256)])
        else:
            changed[place : place + chance.randrange(1, 30)] = chance.choice(SNIPPETS)
    return bytes(changed)


@pytest.mark.parametrize("mutants", [MUTANTS, pytest.param(MUTANTS_LONG, marks=pytest.mark.long)])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.name)
def test_a_changed_sample_is_read_or_refused_but_never_breaks(path: Path, mutants: int) -> None:
    chance = random.Random(path.name)
    data = path.read_bytes()
    for _ in range(mutants):
        mutant = mutated(data, chance)
        found = read(path.name, mutant)
        assert isinstance(found, ReadError) or found, mutant
        days = read_days(path.name, mutant, ReadOptions(time_zone=chance.choice([None, "Europe/Berlin"])))
        assert isinstance(days, ReadError | tuple), mutant


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read("x.csv", data)


@given(
    st.text(alphabet="0123456789.,;:-/ \t\n\"TZ+eapm_rhbt#[]<>{}'", max_size=300),
    st.sampled_from([None, "Europe/Berlin"]),
)
@settings(max_examples=100)
def test_any_table_like_text_is_read_or_refused(text: str, zone: str | None) -> None:
    assert read("x.txt", text.encode(), ReadOptions(time_zone=zone))


@given(
    st.lists(
        st.sampled_from(["time", "hr", "rr", "date", "speed (km/h)", "user", "HF", "x", "elapsed", "timestamp"]),
        min_size=1,
    ),
    st.lists(
        st.lists(
            st.one_of(st.floats(), st.integers(), st.sampled_from(["", "-", "10:00:01", "1/2/2024 5:00 PM", "a"]))
        ),
        max_size=8,
    ),
    st.sampled_from([",", ";", "\t", " "]),
)
@settings(max_examples=100)
def test_any_table_with_known_names_is_read_or_refused(
    names: list[str], rows: list[list[object]], delimiter: str
) -> None:
    lines = [delimiter.join(names), *(delimiter.join(map(str, row)) for row in rows)]
    assert read("x.csv", "\n".join(lines).encode())


def test_a_line_without_end_is_refused_or_left_out() -> None:
    found = read("x.csv", b"time,hr\n0,60\n1,61\n" + b"7" * (20 << 20))
    assert not isinstance(found, ReadError)
    assert found[0].heart_rate.bpm.tolist() == [60, 61]
    assert found[0].source.damage


def test_a_tail_of_nuls_keeps_the_rows_before_it() -> None:
    rows = b"".join(b"%d,60\n" % second for second in range(20_000))
    found = read("x.csv", b"time,hr\n" + rows + b"\0" * 100_000)
    assert not isinstance(found, ReadError)
    assert found[0].heart_rate.bpm.size == 20_000
