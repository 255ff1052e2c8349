"""The resting level of a night: its lowest half hour."""

import numpy as np

from pacing.judge.timeline import Timeline
from pacing.model.arrays import FloatArray
from pacing.model.day import NightLevel
from pacing.reference import NIGHT_WINDOW_S

BLOCKS = 6
"""Pieces the half hour is cut into, to see how much its mean varies; design."""
STUDENT_95_FIVE_DEGREES = 2.571
"""Half-width of the middle 95 % of Student's t with five degrees of freedom."""
RECORDED_SHARE = 0.8
"""How much of a half hour must be recorded; design."""
STEP_S = 60.0
"""How far the half hour is moved on each time; design."""


def night_level(night: Timeline) -> NightLevel | None:
    """The lowest mean over half an hour of a night, of which four fifths were recorded; None when there is none.

    Its 95 % range comes from the means of its six pieces of five minutes; where fewer than six hold a value, from the
    half hour's whole spread.
    """
    window_s = NIGHT_WINDOW_S.value
    if night.duration_s < window_s:
        return None
    first_s = float(night.start_s[0])
    begins_s = first_s + np.arange(0.0, night.duration_s - window_s + 1.0, STEP_S)
    means, recorded_s = _means(night, begins_s, window_s)
    means[recorded_s < RECORDED_SHARE * window_s] = np.inf
    place = int(np.argmin(means))
    if not np.isfinite(means[place]):
        return None
    begin_s = float(begins_s[place])
    piece_s = window_s / BLOCKS
    pieces, _ = _means(night, begin_s + piece_s * np.arange(float(BLOCKS)), piece_s)
    if np.isfinite(pieces).all():
        half_width_bpm = STUDENT_95_FIVE_DEGREES * float(pieces.std(ddof=1)) / BLOCKS**0.5
    else:
        inside = night.between(begin_s, begin_s + window_s)
        half_width_bpm = float(np.ptp(inside.bpm[inside.known])) / 2
    level_bpm = float(means[place])
    return NightLevel(level_bpm, level_bpm - half_width_bpm, level_bpm + half_width_bpm, begin_s)


def _means(line: Timeline, begins_s: FloatArray, width_s: float) -> tuple[FloatArray, FloatArray]:
    """Mean heart rate [bpm] (NaN: nothing recorded) and recorded seconds of windows of one width."""
    length_s = np.where(line.known, line.stop_s - line.start_s, 0.0)
    sums = np.concatenate(([0.0], np.cumsum(np.where(line.known, line.bpm, 0.0) * length_s)))
    recorded = np.concatenate(([0.0], np.cumsum(length_s)))
    first = np.searchsorted(line.start_s, begins_s)
    last = np.searchsorted(line.stop_s, begins_s + width_s, side="right")
    recorded_s = recorded[last] - recorded[first]
    with np.errstate(invalid="ignore", divide="ignore"):
        return (sums[last] - sums[first]) / np.where(recorded_s > 0, recorded_s, np.nan), recorded_s
