"""How far heart rate falls after a moment."""

import numpy as np

from pacing.segment.bouts import hr_drop_after

T = np.arange(200.0)


def test_the_fall_is_from_the_ten_seconds_before_to_the_minute_past_the_lag() -> None:
    bpm = np.where(T < 100, 120.0, np.where(T < 130, 200.0, 95.0))
    assert hr_drop_after(T, bpm, 100.0) == 25.0


def test_a_rise_is_a_negative_fall() -> None:
    assert hr_drop_after(T, np.where(T < 100, 80.0, 100.0), 100.0) == -20.0


def test_where_hardly_anything_is_known_nothing_is_said() -> None:
    bpm = np.where(T < 133, 100.0, np.nan)
    assert hr_drop_after(T, bpm, 100.0) is None
    assert hr_drop_after(T, np.full(T.size, 100.0), 100.0, until_s=132.0) is None
