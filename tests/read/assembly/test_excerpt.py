"""Sessions cut out of a day's samples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pacing.read.assembly.excerpt import AFTER_S, SortedSamples, end_of_recovery

TIMES = st.lists(st.floats(0, 1e6), max_size=40)


@given(TIMES, st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_cut_holds_exactly_the_samples_inside(times: list[float], start_s: float, stop_s: float) -> None:
    samples = SortedSamples(np.array(times), np.array(times))
    cut = samples.between(start_s, stop_s)
    assert cut.time_s.tolist() == sorted(t for t in times if start_s <= t <= stop_s)
    assert samples.count(start_s, stop_s) == cut.size


def test_a_recovery_ends_where_the_next_session_begins() -> None:
    assert end_of_recovery(1000.0, [500.0, 1060.0, 1030.0]) == 1030.0


def test_without_another_session_a_recovery_lasts_some_minutes() -> None:
    assert end_of_recovery(1000.0, [500.0, 1000.0]) == 1000.0 + AFTER_S
