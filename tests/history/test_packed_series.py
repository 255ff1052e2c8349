"""A heart rate comes back as it was packed, to the last digit."""

from dataclasses import replace

import numpy as np
import pytest

from pacing.history.packed_series import EXACT, TENTHS, pack_series, unpack_series
from pacing.model.recording import HeartRate
from tests.history.test_store import made_session


@pytest.mark.parametrize(
    ("bpm", "how"),
    [
        ([60.0, 61.5, 75.3, 240.0], TENTHS),
        ([60.0, 61.55, 75.3, 240.0], EXACT),
        ([np.nan, 61.5, np.nan, 240.0], TENTHS),
        ([np.nan, 61.55, np.nan, 240.0], EXACT),
    ],
)
def test_what_was_packed_comes_back(bpm: list[float], how: bytes) -> None:
    cleaned = made_session(length=4).cleaned
    time_s, values = np.array([0.0, 1.0, 2.0, 60.0]), np.array(bpm)
    state = np.where(np.isfinite(values), 0, 3).astype(np.uint8)
    packed = pack_series(replace(cleaned, heart_rate=HeartRate(time_s, values), state=state))
    assert packed[:1] == how
    for was, back in zip((time_s, values, state), unpack_series(packed), strict=True):
        np.testing.assert_array_equal(back, was)
