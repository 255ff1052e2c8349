"""Which samples are values, and which of those can be heart rate."""

import numpy as np

from pacing.clean.artefacts import has_value, outside_limits


def test_zero_255_and_nan_are_no_values() -> None:
    assert has_value(np.array([np.nan, 0.0, 255.0, -1.0, np.inf])).tolist() == [False] * 5


def test_the_limits_themselves_are_plausible() -> None:
    assert not outside_limits(np.array([25.0, 240.0])).any()
    assert outside_limits(np.array([24.9, 240.1])).all()


def test_a_missing_sample_is_not_outside_the_limits() -> None:
    assert not outside_limits(np.array([np.nan, 0.0, 255.0])).any()


def test_any_number_above_zero_was_written_as_a_value() -> None:
    assert has_value(np.array([0.1, 1.0, 24.0, 254.0, 256.0])).all()
    assert outside_limits(np.array([0.1, 1.0])).all()
