"""Which samples hold a value at all, and which of those a heart-rate sensor can have measured."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray

LOWEST_PLAUSIBLE_BPM = 25.0  # design: below the slowest sleeping hearts that sports devices report
HIGHEST_PLAUSIBLE_BPM = 240.0  # design: above every predicted maximum with twice its error
INVALID_MARKER_BPM = 255.0  # the FIT protocol's mark for "no value" in one byte


def has_value(bpm: FloatArray) -> BoolArray:
    """Whether each sample is a value at all: finite, above 0 and not the device's mark for "no value".

    Examples
    --------
    >>> has_value(np.array([0.0, 60.0, 255.0, np.nan])).tolist()
    [False, True, False, False]
    """
    return np.asarray(np.isfinite(bpm) & (bpm > 0) & (bpm != INVALID_MARKER_BPM), dtype=np.bool_)


def outside_limits(bpm: FloatArray) -> BoolArray:
    """Whether each sample is a value that no sensor can have measured on a person: outside 25 to 240 bpm.

    Examples
    --------
    >>> outside_limits(np.array([0.0, 24.0, 25.0, 240.0, 241.0])).tolist()
    [False, True, False, False, True]
    """
    return has_value(bpm) & ((bpm < LOWEST_PLAUSIBLE_BPM) | (bpm > HIGHEST_PLAUSIBLE_BPM))
