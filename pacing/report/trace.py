"""Long lines made short enough to draw: gaps stay gaps, extremes stay extremes."""

from itertools import pairwise

import numpy as np

from pacing.model.arrays import FloatArray, frozen

LONGEST_STEP_S = 1.5  # design: the cleaned grid has one sample a second; a longer step is missing time
MOST_BINS = 500  # design: two points a bin; more than a phone or a sheet of paper can show


def broken_at_gaps(
    time_s: FloatArray, value: FloatArray, longest_step_s: float = LONGEST_STEP_S
) -> tuple[FloatArray, FloatArray]:
    """The line with a NaN put into every step longer than `longest_step_s`, so that it is not drawn across.

    Examples
    --------
    >>> import numpy as np
    >>> time_s, bpm = broken_at_gaps(np.array([0.0, 1.0, 9.0]), np.array([70.0, 71.0, 80.0]))
    >>> time_s.tolist(), bpm.tolist()
    ([0.0, 1.0, 5.0, 9.0], [70.0, 71.0, nan, 80.0])
    """
    places = np.flatnonzero(np.diff(time_s) > longest_step_s) + 1
    middles = (time_s[places - 1] + time_s[places]) / 2
    return frozen(np.insert(time_s, places, middles)), frozen(np.insert(value, places, np.nan))


def decimated(time_s: FloatArray, value: FloatArray, most_bins: int = MOST_BINS) -> tuple[FloatArray, FloatArray]:
    """The line reduced to the lowest and highest value of each of `most_bins` equal stretches of time.

    NaN samples (gaps) are kept as breaks where a stretch holds nothing else, or ends in one. A short line is returned
    as it is.
    """
    if value.size <= 2 * most_bins:
        return frozen(time_s), frozen(value)
    edges = np.linspace(time_s[0], time_s[-1], most_bins + 1)
    places = np.searchsorted(time_s, edges)
    places[-1] = value.size
    kept: list[int] = []
    for begin, end in pairwise(places):
        kept.extend(_extremes(value[begin:end], int(begin)))
    order = np.array(kept, dtype=np.intp)
    return frozen(time_s[order]), frozen(value[order])


def _extremes(part: FloatArray, begin: int) -> list[int]:
    if not part.size:
        return []
    finite = np.flatnonzero(np.isfinite(part))
    if not finite.size:
        return [begin]
    inside = part[finite]
    chosen = {begin + int(finite[inside.argmin()]), begin + int(finite[inside.argmax()])}
    if not np.isfinite(part[-1]):
        chosen.add(begin + part.size - 1)
    return sorted(chosen)
