"""Artefact detection after Lipponen & Tarvainen 2019: thresholds that follow the series' own variability."""

import numpy as np

from pacing import reference
from pacing.clean.beats_artefacts import Artefacts, sort_out
from pacing.clean.beats_windows import running_median, running_quartile_deviation
from pacing.model.arrays import BoolArray, FloatArray

SLOPE = reference.LIPPONEN_SLOPE.value
OFFSET = reference.LIPPONEN_OFFSET.value
THRESHOLD_QUARTILES = reference.LIPPONEN_THRESHOLD_QUARTILES.value
QUARTILE_BEATS = int(reference.LIPPONEN_QUARTILE_BEATS.value)
MEDIAN_BEATS = int(reference.LIPPONEN_MEDIAN_BEATS.value)
MEDIAN_LIMIT = reference.LIPPONEN_MEDIAN_LIMIT.value
FEWEST_BEATS = QUARTILE_BEATS
# design: guards of our own, for series so even that their quartiles fall together
# Within this many thresholds of the local median no interval is called badly timed: with an ectopic shape, and without.
PLAIN_ECTOPIC = 0.5
PLAIN_OTHER = 1.0
LEAST_THRESHOLD_MS = 10.0
EVEN_SHARE = 0.20


def artefacts_by_lipponen(rr_ms: FloatArray, settled: BoolArray) -> Artefacts:
    """Artefacts in one unbroken run of at least 91 intervals.

    Differences and deviations from the local median are divided by thresholds of 5.2 quartile deviations in the 91
    beats around; the pattern of neighbouring differences then tells ectopic from overlooked, extra and badly timed
    beats.

    Parameters
    ----------
    rr_ms : shape (k,), [ms]
    settled : shape (k,); intervals that are not to be judged again

    Notes
    -----
    Departures: a threshold below 10 ms is raised to 10 ms, and where the quartiles fall together (a constant or
    strictly alternating series) it is 20 % of the local median. Ordinary sinus arrhythmia makes the same pattern of
    differences now and then; so what is neither extra nor overlooked must also lie away from the local median (by half
    a threshold where the pattern is an ectopic beat's, else by one). The beat that is moved is the one between the two
    intervals of the pattern; a long or short interval that no neighbour makes up for is reported as unexplained.

    References
    ----------
    lipponen_2019

    Examples
    --------
    >>> rr_ms = 800.0 + 30.0 * np.sin(np.arange(200) / 3.0)
    >>> rr_ms[100:102] = [560.0, 1040.0]
    >>> artefacts_by_lipponen(rr_ms, np.zeros(200, bool)).misplaced
    (100,)
    """
    middle_ms = running_median(rr_ms, MEDIAN_BEATS)
    step_ms = np.diff(rr_ms, prepend=rr_ms[:1])
    off_ms = rr_ms - middle_ms
    off_ms = np.where(off_ms < 0.0, 2.0 * off_ms, off_ms)
    step_limit_ms = _threshold_ms(step_ms, middle_ms)
    off_limit_ms = _threshold_ms(off_ms, middle_ms)
    step, off = step_ms / step_limit_ms, off_ms / off_limit_ms
    ectopic = _ectopic(step)
    after, after_next = np.append(step[1:], 0.0), np.append(step[2:], [0.0, 0.0])
    rising, falling = step > 1.0, step < -1.0
    stands_out = (rising & (np.minimum(after, after_next) < -1.0)) | (falling & (np.maximum(after, after_next) > 1.0))
    far = np.abs(off) > MEDIAN_LIMIT
    plain = np.abs(off) <= np.where(ectopic | np.append(ectopic[1:], [False]), PLAIN_ECTOPIC, PLAIN_OTHER)
    looked_at = rising | falling | far
    looked_at[1:] |= (rising | falling)[:-1] & (np.abs(after) < np.abs(after_next))[:-1]
    suspect = (ectopic | (looked_at & (stands_out | far))) & ~settled
    ectopics = frozenset(np.flatnonzero(ectopic).tolist())
    found = sort_out(_ectopics_first(suspect, ectopic), rr_ms, middle_ms, off_limit_ms, ectopics=ectopics)
    return _remarkable(found, plain | ~suspect)


def _ectopic(step: FloatArray) -> BoolArray:
    """Whether the differences around each interval have the shape a beat out of place leaves."""
    before, after = np.append(0.0, step[:-1]), np.append(step[1:], 0.0)
    up = (step > 1.0) & (np.maximum(before, after) < -SLOPE * step - OFFSET)
    down = (step < -1.0) & (np.minimum(before, after) > -SLOPE * step + OFFSET)
    shape: BoolArray = up | down
    return shape


def _remarkable(found: Artefacts, plain: BoolArray) -> Artefacts:
    """The artefacts without misplaced and unexplained intervals that lie where an interval should."""
    misplaced = tuple(j for j in found.misplaced if not (plain[j] and plain[j + 1]))
    unexplained = tuple(j for j in found.unexplained if not plain[j])
    return Artefacts(found.extra, found.missed, misplaced, unexplained)


def _ectopics_first(suspect: BoolArray, ectopic: BoolArray) -> list[int]:
    """Positions of the suspects: the surest pattern is sorted out before its neighbours."""
    return [*np.flatnonzero(suspect & ectopic).tolist(), *np.flatnonzero(suspect & ~ectopic).tolist()]


def _threshold_ms(values_ms: FloatArray, middle_ms: FloatArray) -> FloatArray:
    deviation_ms = running_quartile_deviation(np.abs(values_ms), QUARTILE_BEATS)
    raised = np.maximum(THRESHOLD_QUARTILES * deviation_ms, LEAST_THRESHOLD_MS)
    return np.where(deviation_ms > 0.0, raised, EVEN_SHARE * middle_ms)
