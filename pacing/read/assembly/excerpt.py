"""A session cut out of samples that were recorded all day long."""

from collections.abc import Sequence

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.assembly.series import Series

AFTER_S = 300.0  # design: how heart rate comes down is part of a session, as long as nothing else begins
FEWEST_SAMPLES = 2


class SortedSamples:
    """Samples in any order, sorted once, from which many sessions are cut."""

    def __init__(self, time_s: FloatArray, value: FloatArray) -> None:
        order = np.argsort(time_s, kind="stable")
        self.time_s, self.value = time_s[order], value[order]

    def count(self, start_s: float, stop_s: float) -> int:
        """Number of samples in [start, stop]."""
        first, last = self._places(start_s, stop_s)
        return last - first

    def between(self, start_s: float, stop_s: float) -> Series:
        """The samples in [start, stop].

        Examples
        --------
        >>> samples = SortedSamples(np.array([20.0, 0.0, 10.0]), np.array([72.0, 70.0, 71.0]))
        >>> samples.between(0.0, 10.0).value.tolist()
        [70.0, 71.0]
        """
        first, last = self._places(start_s, stop_s)
        return Series(self.time_s[first:last], self.value[first:last])

    def _places(self, start_s: float, stop_s: float) -> tuple[int, int]:
        first = int(np.searchsorted(self.time_s, start_s, side="left"))
        return first, max(first, int(np.searchsorted(self.time_s, stop_s, side="right")))


def end_of_recovery(stop_s: float, starts_s: Sequence[float]) -> float:
    """Until when samples after a session's end belong to it: for some minutes, or until another session begins.

    Parameters
    ----------
    stop_s
        [s], the end of a session.
    starts_s
        [s], when the sessions of the file begin.

    Returns
    -------
    [s], until when samples belong to the session.

    Examples
    --------
    >>> end_of_recovery(100.0, [0.0, 160.0, 900.0]), end_of_recovery(100.0, [0.0])
    (160.0, 400.0)
    """
    return min([stop_s + AFTER_S, *(start for start in starts_s if start > stop_s)])
