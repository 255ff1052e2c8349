"""Times of which a file holds only the low bits."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.read.fit.wire.columns import counted_on
from tests.read.fit.fit_bytes import T0, UINT8, FitBytes, read_one


@given(st.lists(st.integers(0, 31), min_size=1, max_size=60), st.integers(0, 2**31))
def test_compressed_times_are_restored_when_steps_are_shorter_than_the_cycle(steps: list[int], begin: int) -> None:
    times = begin + np.cumsum([0, *steps])
    short = np.arange(times.size) > 0
    restored = counted_on(np.where(short, times % 32, times).astype(float), short, 5)
    assert (restored == times).all()


def test_short_times_before_any_whole_time_are_unknown() -> None:
    restored = counted_on(np.array([3.0, 100.0, 5.0]), np.array([True, False, True]), 5)
    assert np.isnan(restored[0])
    assert restored[2] == 101


def test_compressed_headers_count_on_from_whichever_message_had_a_time() -> None:
    fit = FitBytes().message("file_id", 0, type="activity")
    fit.message("event", 1, timestamp=T0, event="timer", event_type="start")
    fit.define(2, 20, [(3, 1, UINT8)])
    for second in range(1, 100):
        fit.compressed(2, (T0 + second) % 32, bytes([80 + second % 5]))
    recording = read_one(fit.file())
    assert recording.heart_rate.time_s.tolist() == list(range(99))
    assert recording.start is not None
    assert recording.start.isoformat() == "2026-06-01T09:00:01+00:00"


def test_the_first_compressed_header_of_all_is_one_too() -> None:
    """Local message 0 in the first second of a cycle: 0x80."""
    begin = T0 - T0 % 32
    fit = FitBytes().message("file_id", 1, type="activity")
    fit.message("event", 1, timestamp=begin - 1, event="timer", event_type="start")
    fit.define(0, 20, [(3, 1, UINT8)]).compressed(0, 0, bytes([80])).compressed(0, 1, bytes([81]))
    assert read_one(fit.file()).heart_rate.time_s.tolist() == [0.0, 1.0]
