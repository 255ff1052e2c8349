"""Where a series of RR intervals is unbroken."""

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray

# design: rounding of the two clocks stays far below this, the shortest missing beat is far above it
ADJACENCY_TOLERANCE_S = 0.05


def follows_previous(time_s: FloatArray, rr_ms: FloatArray) -> BoolArray:
    """Whether each interval begins where the one before it ended; shape (m,), the first is False.

    One that begins later stands after a gap; one that begins earlier contradicts the clock: neither is adjacent.

    Examples
    --------
    >>> follows_previous(np.array([1.0, 2.0, 33.0]), np.array([1000.0, 1000.0, 1000.0])).tolist()
    [False, True, False]
    """
    follows = np.zeros(time_s.size, dtype=np.bool_)
    if time_s.size > 1:
        begins_s = time_s[1:] - rr_ms[1:] / 1000.0
        follows[1:] = np.abs(begins_s - time_s[:-1]) <= ADJACENCY_TOLERANCE_S
    return follows


def unbroken_runs(follows: BoolArray) -> list[tuple[int, int]]:
    """[first, last) of every unbroken run.

    Examples
    --------
    >>> unbroken_runs(np.array([False, True, False]))
    [(0, 2), (2, 3)]
    """
    if not follows.size:
        return []
    starts = np.flatnonzero(~follows)
    stops = np.append(starts[1:], follows.size)
    return [(int(first), int(last)) for first, last in zip(starts, stops, strict=True)]
