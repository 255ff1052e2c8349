"""The simple rule: an interval far from those around it is an artefact. For short runs, or when asked for."""

import numpy as np

from pacing.clean.beats_artefacts import Artefacts, sort_out
from pacing.clean.beats_windows import running_median
from pacing.model.arrays import BoolArray, FloatArray
from pacing.reference import ARTEFACT_THRESHOLD_SHARE, LIPPONEN_MEDIAN_BEATS

THRESHOLD_SHARE = ARTEFACT_THRESHOLD_SHARE.value  # of the local median, where Malik took the interval before
MEDIAN_BEATS = int(LIPPONEN_MEDIAN_BEATS.value)


def artefacts_by_threshold(rr_ms: FloatArray, settled: BoolArray) -> Artefacts:
    """Intervals further than 20 % from the median of the 11 around them; `settled` ones are not judged again.

    Examples
    --------
    >>> rr_ms = np.full(20, 800.0)
    >>> rr_ms[7] = 1600.0
    >>> artefacts_by_threshold(rr_ms, np.zeros(20, bool)).missed
    (7,)
    """
    middle_ms = running_median(rr_ms, MEDIAN_BEATS)
    near_ms = THRESHOLD_SHARE * middle_ms
    suspects = np.flatnonzero((np.abs(rr_ms - middle_ms) > near_ms) & ~settled)
    return sort_out(suspects.tolist(), rr_ms, middle_ms, near_ms, ectopics=frozenset())
