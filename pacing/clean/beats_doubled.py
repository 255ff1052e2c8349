"""Stretches in which a sensor overlooked beat after beat, so that double intervals are too many to stand out."""

import numpy as np

from pacing.clean.beats_artefacts import Artefacts
from pacing.clean.beats_windows import running_lower_quartile
from pacing.model.arrays import BoolArray, FloatArray
from pacing.reference import LIPPONEN_QUARTILE_BEATS

LEVEL_BEATS = 31  # design: half a minute, in which the rate hardly changes
NEAR_SHARE = 0.20  # design: half a double interval lies this close to the local level
CROWD_BEATS = int(LIPPONEN_QUARTILE_BEATS.value)  # those thresholds bear a quarter of artefacts at most
CROWD_SHARE = 0.10  # design: from this share of doubles on they are taken here, below it the thresholds see them


def doubled_intervals(rr_ms: FloatArray) -> Artefacts:
    """Intervals twice as long as the shorter ones around them, where these crowd: a beat was overlooked in each.

    Examples
    --------
    >>> rr_ms = np.tile([430.0, 436.0, 866.0, 433.0], 50)
    >>> len(doubled_intervals(rr_ms).missed)
    50
    >>> doubled_intervals(np.full(200, 800.0)).missed
    ()
    """
    level_ms = running_lower_quartile(rr_ms, LEVEL_BEATS)
    double: BoolArray = np.abs(rr_ms / 2.0 - level_ms) < NEAR_SHARE * level_ms
    sums = np.concatenate(([0], np.cumsum(double)))
    places = np.arange(rr_ms.size)
    low = np.maximum(places - CROWD_BEATS // 2, 0)
    high = np.minimum(places + CROWD_BEATS // 2 + 1, rr_ms.size)
    crowded = sums[high] - sums[low] > CROWD_SHARE * (high - low)
    return Artefacts(missed=tuple(np.flatnonzero(double & crowded).tolist()))
