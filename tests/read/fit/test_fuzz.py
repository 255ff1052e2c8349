"""Hostile FIT bytes: whatever they are, a recording comes out or a `ReadError`, soon and with little memory."""

import sys
import tracemalloc
from random import Random
from types import FrameType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacing.errors import DamagedFileError, ReadError
from tests.read.fit.fit_bytes import T0, UINT8, UINT32, FitBytes, activity, read_all
from tests.read.fit.fit_mutations import mutated, rich_file

BUDGET, BUDGET_LONG = 250, 900  # mutated files; `tests/performance/fuzz_fit.py` runs as many as wanted
MOST_BYTES = 64 << 20


def _survives(data: bytes, decoder: str = "columns") -> None:
    try:
        recordings = read_all(data, decoder=decoder)
    except ReadError:
        recordings = ()
    for recording in recordings:
        assert np.isfinite(recording.duration_s)
        assert recording.heart_rate.time_s.size <= len(data)


@pytest.mark.parametrize("budget", [BUDGET, pytest.param(BUDGET_LONG, marks=pytest.mark.long)])
def test_mutated_files_raise_nothing_but_read_errors(budget: int) -> None:
    random = Random(20261122)
    seed = rich_file()
    for _ in range(budget):
        _survives(mutated(seed, random))


def test_mutated_files_raise_nothing_but_read_errors_through_fitparse() -> None:
    random = Random(7)
    seed = rich_file()
    for _ in range(BUDGET // 6):
        _survives(mutated(seed, random), "fitparse")


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_behind_a_header_raise_nothing_but_read_errors(body: bytes) -> None:
    fit = FitBytes()
    fit.body += body
    _survives(fit.file())


@settings(max_examples=60)
@given(
    st.lists(
        st.one_of(
            st.tuples(
                st.just("define"),
                st.integers(0, 15),
                st.sampled_from([0, 18, 19, 20, 21, 23, 34, 55, 78, 132, 206, 227, 290, 372, 999]),
                st.lists(st.tuples(st.integers(0, 255), st.integers(0, 16), st.integers(0, 255)), max_size=6),
            ),
            st.tuples(st.just("data"), st.integers(0, 15), st.integers(0, 40), st.binary(max_size=40)),
        ),
        max_size=30,
    )
)
def test_any_definitions_and_messages_raise_nothing_but_read_errors(steps: list[tuple[Any, ...]]) -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.message("record", 1, timestamp=T0, heart_rate=80)
    sizes: dict[int, int] = {}
    for what, local, third, fourth in steps:
        if what == "define":
            fit.define(local, third, fourth)
            sizes[local] = sum(size for _, size, _ in fourth)
        else:
            fit.data(local, (fourth * 40)[: sizes.get(local, third)].ljust(sizes.get(local, 0), b"\0"))
    _survives(fit.file())


def test_a_day_between_every_two_records_needs_no_memory_for_the_days() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    for day in range(300):
        fit.message("record", 1, timestamp=T0 + 86_400 * day, heart_rate=80)
    data = fit.file()
    tracemalloc.start()
    (recording,) = read_all(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert recording.heart_rate.bpm.size == 300
    assert peak < MOST_BYTES


def test_a_file_of_nothing_but_small_messages_or_stops_ends_soon() -> None:
    fit = FitBytes().message("file_id", 0, type="activity").define(1, 20, [])
    fit.body += b"\x01" * 400_000
    _survives(fit.file())
    noise = FitBytes().message("file_id", 0, type="activity")
    noise.body += np.random.default_rng(1).integers(0, 256, 400_000, dtype=np.uint8).tobytes()
    _survives(noise.file())
    holes = activity(seconds=50)
    part = bytes(holes.body)
    for _ in range(300):
        holes.body += b"\x0e" + part
    _survives(holes.file())


def test_millions_of_empty_messages_are_refused_before_they_fill_the_memory() -> None:
    fit = FitBytes().message("file_id", 0, type="activity").define(1, 20, [])
    fit.body += b"\x01" * 5_100_000
    with pytest.raises(DamagedFileError, match="which no recording does"):
        read_all(fit.file(data_size=0))


def _lines_run(data: bytes) -> int:
    """How many lines of Python run while `data` is read: work that does not depend on the machine."""
    count = 0

    def tracing(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return tracing

    sys.settrace(tracing)
    try:
        _survives(data)
    finally:
        sys.settrace(None)
    return count


def test_a_chain_of_thousands_of_files_survives() -> None:
    _survives(FitBytes().file() * 2000)
    _survives(activity(seconds=3).file() * 500)


def test_a_definition_per_message_is_work_in_proportion_to_their_number() -> None:
    def written(messages: int) -> bytes:
        fit = FitBytes().message("file_id", 0, type="activity")
        for number in range(messages):
            fit.define(number % 16, 20, [(253, 4, UINT32), (3, 1, UINT8), (number % 250, 1, UINT8)])
            fit.data(number % 16, (T0 + number).to_bytes(4, "little") + b"\x50\x01")
        return fit.file()

    assert _lines_run(written(800)) < 5 * _lines_run(written(200))
