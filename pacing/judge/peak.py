"""The highest half minute of a session, over a limit."""

import numpy as np

from pacing.judge.timeline import SECOND_S, IndexArray, Timeline
from pacing.model.arrays import BoolArray, FloatArray
from pacing.reference import PEAK_WINDOW_S

KNOWN_SHARE = 0.8
"""How much of a window must be recorded for its mean to count; design."""


def peak_over_bpm(timeline: Timeline, limit_bpm: float, above: BoolArray) -> float:
    """How far the highest mean over 30 s lies over the limit [bpm]; 0 when none lies over it.

    A window begins with a recorded second and counts when four fifths of it were recorded; a session shorter than 30 s
    is one window.

    Parameters
    ----------
    above
        Shape (n,): which rows of the timeline lie above the limit; at least one.
    """
    window_s = min(PEAK_WINDOW_S.value, timeline.duration_s)
    # Only a window that holds a second above can have a mean above: what lies further off is left out.
    edges = np.flatnonzero(above)[[0, -1]]
    part = timeline.between(timeline.start_s[edges[0]] - window_s, timeline.stop_s[edges[1]] + window_s)
    width_s = np.where(part.known, part.stop_s - part.start_s, 0.0)
    over_bpm = np.where(part.known, part.bpm - limit_bpm, 0.0)
    known_s, area = _running_sum(width_s), _running_sum(over_bpm * width_s)
    last = _rows_within(part, window_s)
    recorded_s = known_s[last] - known_s[:-1]
    enough = part.known & (recorded_s >= KNOWN_SHARE * window_s)
    if not enough.any():
        return 0.0
    return max(0.0, float(((area[last] - area[:-1])[enough] / recorded_s[enough]).max()))


def _rows_within(line: Timeline, window_s: float) -> IndexArray:
    """For each row, the end of the rows that lie wholly within a window beginning with it."""
    count = line.start_s.size
    until_s = line.start_s + window_s
    # Rows of one second are the rule: there the end is known, and only elsewhere it must be looked for.
    last = np.minimum(np.arange(count) + int(window_s / SECOND_S), count)
    next_stop_s = np.append(line.stop_s, np.inf)[last]
    wrong = np.flatnonzero((line.stop_s[last - 1] > until_s) | (next_stop_s <= until_s))
    last[wrong] = np.searchsorted(line.stop_s, until_s[wrong], side="right")
    return last


def _running_sum(values: FloatArray) -> FloatArray:
    total: FloatArray = np.concatenate(([0.0], np.cumsum(values)))
    return total
