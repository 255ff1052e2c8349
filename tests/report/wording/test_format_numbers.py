"""Numbers carry only the digits their interval carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacing.report.wording.format_numbers import decimals_carried, interval_text, number_text, share_text


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "decimals", "text"),
    [
        (31.2, 28.1, 34.3, "bpm", 0, "31 bpm (28 to 34)"),
        (32.44, 27.93, 38.12, "ms", 1, "32 ms (28 to 38)"),
        (0.6421, 0.6212, 0.6630, "", 3, "0.642 (0.621 to 0.663)"),
        (12345.0, 8345.0, 16345.0, "ms2", 0, "12000 ms² (8000 to 16000)"),
        (104.0, 104.0, 104.0, "bpm", 0, "104 bpm (to within 1)"),
        (-0.04, -0.4, 0.3, "", 1, "0.0 (-0.4 to 0.3)"),
    ],
)
def test_a_value_is_printed_with_its_interval(
    value: float, low: float, high: float, unit: str, decimals: int, text: str
) -> None:
    assert interval_text(value, low, high, unit, decimals) == text


@given(
    st.floats(-1e5, 1e5, allow_nan=False),
    st.floats(0, 1e4, allow_nan=False),
    st.floats(0, 1e4, allow_nan=False),
    st.integers(0, 3),
)
def test_a_printed_value_never_leaves_its_printed_interval(value: float, below: float, above: float, most: int) -> None:
    low, high = value - below, value + above
    decimals = decimals_carried(low, high, most)
    shown = [float(number_text(number, decimals)) for number in (low, value, high)]
    assert shown == sorted(shown)
    assert decimals <= most


@given(st.floats(0, 1, allow_nan=False))
def test_all_and_nothing_are_said_only_where_they_are_so(share: float) -> None:
    text = share_text(share)
    assert (text == "100 %") == (share == 1)
    assert (text == "0 %") == (share == 0)
