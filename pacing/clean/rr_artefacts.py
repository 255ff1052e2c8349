"""Artefacts in a run of RR intervals, found after Lipponen & Tarvainen 2019 by thresholds that follow the run's own
variability, and the run after they were acted upon.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing import reference
from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.numerics.rolling import running_median, running_quartiles

IndexArray = npt.NDArray[np.intp]


PAUSE_SHARE = 1.2  # design: an interval so much longer than the ordinary one makes up for early beats before it


class Run(NamedTuple):
    """An unbroken run: ends of intervals [s], lengths [ms], a state each, which the last step changed; shape (k,)."""

    time_s: FloatArray
    rr_ms: FloatArray
    state: StateArray
    changed: BoolArray


@dataclass(frozen=True, slots=True)
class Artefacts:
    """Positions in a run, no interval named twice.

    `extra`: a beat that was none ends this interval (it belongs to the next one). `missed`: a beat was overlooked in
    this interval. `misplaced`: the beat between this interval and the next lies wrongly (ectopic, or badly timed).
    `unexplained`: no neighbour makes up for this interval.
    """

    extra: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()
    misplaced: tuple[int, ...] = ()
    unexplained: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many artefacts."""
        return len(self.extra) + len(self.missed) + len(self.misplaced) + len(self.unexplained)


def sort_out(
    suspects: list[int], rr_ms: FloatArray, middle_ms: FloatArray, near_ms: FloatArray, *, ectopics: frozenset[int]
) -> Artefacts:
    """Decide for each suspect interval which artefact it is.

    Short and, with the next, one ordinary interval: extra. Two ordinary intervals long: missed. With a neighbour, two
    ordinary intervals: the beat between them is misplaced. Else unexplained.

    Parameters
    ----------
    suspects : positions, increasing
    rr_ms, middle_ms, near_ms : shape (k,), [ms]
        Intervals; what is ordinary around each; how far from it still counts as ordinary.
    ectopics : suspects with the shape of an ectopic beat: they pair with the neighbour that makes up for them best
    """
    result: dict[str, list[int]] = {"extra": [], "missed": [], "misplaced": [], "unexplained": []}
    taken = np.zeros(rr_ms.size, dtype=np.bool_)
    for j in suspects:
        if taken[j]:
            continue
        kind, first = _kind(j, rr_ms, middle_ms, near_ms, taken, ectopic=j in ectopics)
        result[kind].append(first)
        taken[first] = True
        if kind in ("extra", "misplaced"):
            taken[first + 1] = True
    return Artefacts(*(tuple(sorted(positions)) for positions in result.values()))


def _kind(
    j: int,
    rr_ms: FloatArray,
    middle_ms: FloatArray,
    near_ms: FloatArray,
    taken: BoolArray,
    *,
    ectopic: bool,
) -> tuple[str, int]:
    before = j - 1 if j > 0 and not taken[j - 1] else None
    after = j + 1 if j + 1 < rr_ms.size and not taken[j + 1] else None
    rr, middle, near = float(rr_ms[j]), float(middle_ms[j]), float(near_ms[j])
    pairs = [
        (abs(float(rr_ms[first] + rr_ms[first + 1]) / 2.0 - middle), first)
        for first, there in ((j, after), (before, before))
        if first is not None and there is not None
    ]
    if ectopic and pairs:
        return "misplaced", min(pairs)[1]
    if rr < middle:
        for first in (j, before):
            if first is not None and (first == before or after is not None):
                pair = float(rr_ms[first] + rr_ms[first + 1])
                if abs(pair - middle) < near and not _pause_follows(first + 2, rr_ms, middle):
                    return "extra", first
    elif abs(rr / 2.0 - middle) < near and not (pairs and min(pairs)[0] < abs(rr / 2.0 - middle)):
        return "missed", j
    if pairs and min(pairs)[0] < near:
        return "misplaced", min(pairs)[1]
    return "unexplained", j


def _pause_follows(after: int, rr_ms: FloatArray, middle_ms: float) -> bool:
    """Whether the next interval is a pause: then the short ones before it are early beats, and none is an extra one."""
    return after < rr_ms.size and float(rr_ms[after]) > PAUSE_SHARE * middle_ms


def carried(size: int, artefacts: Artefacts) -> IndexArray:
    """Of each interval of the corrected run, the place it had before; shape (new size,).

    Parameters
    ----------
    size
        How many intervals the run has.
    artefacts
        What detection says of each interval.

    Returns
    -------
    IndexArray
    """
    copies = np.ones(size, dtype=np.intp)
    copies[list(artefacts.extra)] = 0
    copies[list(artefacts.missed)] = 2
    return np.repeat(np.arange(size), copies)


def corrected(run: Run, artefacts: Artefacts) -> Run:
    """The run with extra beats removed, overlooked ones put in, misplaced ones moved to the middle of their neighbours.

    The run keeps its beginning and its end: nothing is stretched. Intervals that were made are CORRECTED, unexplained
    ones REJECTED; no value is invented for them.

    Parameters
    ----------
    run
        A run of intervals and what became of each.
    artefacts
        What detection says of each interval.

    Returns
    -------
    Run

    Examples
    --------
    >>> run = Run(np.array([0.8, 2.4, 3.2]), np.array([800.0, 1600.0, 800.0]), np.zeros(3, np.uint8), np.ones(3, bool))
    >>> corrected(run, Artefacts(missed=(1,))).rr_ms.tolist()
    [800.0, 800.0, 800.0, 800.0]
    """
    time_s, rr_ms, state = run.time_s.copy(), run.rr_ms.copy(), run.state.copy()
    copies, changed = np.ones(rr_ms.size, dtype=np.intp), np.zeros(rr_ms.size, dtype=np.bool_)
    changed[list(artefacts.unexplained)] = True
    state[list(artefacts.unexplained)] = BeatState.REJECTED
    misplaced = np.array(artefacts.misplaced, dtype=np.intp)
    even_ms = (rr_ms[misplaced] + rr_ms[misplaced + 1]) / 2.0
    for index in (misplaced, misplaced + 1):
        rr_ms[index] = even_ms
        state[index] = BeatState.CORRECTED
        changed[index] = True
    time_s[misplaced] = time_s[misplaced + 1] - even_ms / 1000.0
    extra = np.array(artefacts.extra, dtype=np.intp)
    rr_ms[extra + 1] += rr_ms[extra]
    state[extra + 1] = BeatState.CORRECTED
    changed[extra + 1] = True
    copies[extra] = 0
    missed = np.array(artefacts.missed, dtype=np.intp)
    rr_ms[missed] /= 2.0
    state[missed] = BeatState.CORRECTED
    changed[missed] = True
    copies[missed] = 2
    first_of_two = (np.cumsum(copies) - copies)[missed]
    time_s = np.repeat(time_s, copies)
    rr_ms = np.repeat(rr_ms, copies)
    time_s[first_of_two] -= rr_ms[first_of_two] / 1000.0
    return Run(time_s, rr_ms, np.repeat(state, copies), np.repeat(changed, copies))


SLOPE = reference.LIPPONEN_SLOPE.value
OFFSET = reference.LIPPONEN_OFFSET.value
THRESHOLD_QUARTILES = reference.LIPPONEN_THRESHOLD_QUARTILES.value
QUARTILE_BEATS = int(reference.LIPPONEN_QUARTILE_BEATS.value)
MEDIAN_BEATS = int(reference.LIPPONEN_MEDIAN_BEATS.value)
MEDIAN_LIMIT = reference.LIPPONEN_MEDIAN_LIMIT.value
FEWEST_BEATS = QUARTILE_BEATS
# design: guards of our own, for series so even that their quartiles fall together
# Within this many thresholds of the local median no interval is called badly timed: with an ectopic shape, and without.
PLAIN_ECTOPIC = 0.6
PLAIN_OTHER = 1.0
LEAST_THRESHOLD_MS = 10.0
SMALL_SHARE = 0.06  # a beat that is no further out of place than this is a beat
EVEN_SHARE = 0.20
BESIDE = 2  # the pattern of an artefact is made of differences so far from it
PIECE_BEATS = 32_768  # looked at together: what is worked out of them stays in a processor's cache
REACH_BEATS = QUARTILE_BEATS  # what is seen of an interval follows from half as many on either side, and a few
NOISE_REACH = 3.05  # design: so many times its upper quartile are 3.5 standard deviations of evenly scattered beats


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
    differences now and then; so what is neither extra nor overlooked must also lie away from the local median (by 0.6
    thresholds where the pattern is an ectopic beat's, else by one) and by more than 6 % of it, and it or a step to its
    neighbours must lie beyond what even noise of the same spread reaches. The beat that is moved is the one between the
    two intervals of the pattern; a long or short interval that no neighbour makes up for is reported as unexplained.

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
    if settled.all():
        return Artefacts()
    pieces = [_seen_from(first, rr_ms, settled) for first in range(0, rr_ms.size, PIECE_BEATS)]
    seen = _Seen(*map(np.concatenate, zip(*pieces, strict=True)))
    if not seen.suspect.any():
        return Artefacts()
    ectopics = frozenset(np.flatnonzero(seen.ectopic).tolist())
    suspects = _ectopics_first(seen.suspect, seen.ectopic)
    result = sort_out(suspects, rr_ms, seen.middle_ms, seen.limit_ms, ectopics=ectopics)
    return _remarkable(result, seen.plain | ~seen.suspect)


class _Seen(NamedTuple):
    """What is seen of each interval: whether it may be an artefact, looks ectopic, or lies where an interval should.

    `middle_ms`, `limit_ms`: the median around it, and how far from it still counts as ordinary [ms].
    """

    suspect: BoolArray
    ectopic: BoolArray
    plain: BoolArray
    middle_ms: FloatArray
    limit_ms: FloatArray


def _seen_from(first: int, rr_ms: FloatArray, settled: BoolArray) -> _Seen:
    """What is seen of the next `PIECE_BEATS` intervals of a run; of settled ones nothing is asked."""
    last = min(first + PIECE_BEATS, rr_ms.size)
    if settled[first:last].all():
        nothing, unasked_ms = np.zeros(last - first, dtype=np.bool_), rr_ms[first:last]
        return _Seen(nothing, nothing, nothing, unasked_ms, unasked_ms)
    begin = max(first - REACH_BEATS, 0)
    wide = slice(begin, last + REACH_BEATS)
    seen, own = _seen(rr_ms[wide], settled[wide]), slice(first - begin, last - begin)
    return _Seen(seen.suspect[own], seen.ectopic[own], seen.plain[own], seen.middle_ms[own], seen.limit_ms[own])


def _seen(rr_ms: FloatArray, settled: BoolArray) -> _Seen:
    """What is seen of all intervals of a run, or of a part of one: right but for its ends."""
    middle_ms = running_median(rr_ms, MEDIAN_BEATS)
    step_ms = np.diff(rr_ms, prepend=rr_ms[:1])
    off_ms = rr_ms - middle_ms
    off_ms = np.where(off_ms < 0.0, 2.0 * off_ms, off_ms)
    # within this nothing crosses its threshold
    least_ms = np.minimum(LEAST_THRESHOLD_MS, EVEN_SHARE * middle_ms)
    step = step_ms / _threshold_ms(step_ms, middle_ms, _beside(~settled) & _beside(np.abs(step_ms) > least_ms))
    ectopic = _ectopic(step)
    after, after_next = np.append(step[1:], 0.0), np.append(step[2:], [0.0, 0.0])
    rising, falling = step > 1.0, step < -1.0
    stands_out = (rising & (np.minimum(after, after_next) < -1.0)) | (falling & (np.maximum(after, after_next) > 1.0))
    may_be_far = np.abs(off_ms) > MEDIAN_LIMIT * least_ms
    off_limit_ms = _threshold_ms(off_ms, middle_ms, ~settled & (ectopic | stands_out | may_be_far))
    off = off_ms / off_limit_ms
    far = np.abs(off) > MEDIAN_LIMIT
    looked_at = rising | falling | far
    looked_at[1:] |= (rising | falling)[:-1] & (np.abs(after) < np.abs(after_next))[:-1]
    suspect = (ectopic | (looked_at & (stands_out | far))) & ~settled
    plain = np.abs(off) <= np.where(ectopic | np.append(ectopic[1:], [False]), PLAIN_ECTOPIC, PLAIN_OTHER)
    plain |= np.abs(rr_ms - middle_ms) <= SMALL_SHARE * middle_ms
    odd = np.flatnonzero(suspect & ~plain)
    if odd.size:
        for values_ms in (rr_ms - middle_ms, step_ms, np.append(step_ms[1:], 0.0)):
            odd = odd[_as_scattered(values_ms, odd)]
        plain[odd] = True
    return _Seen(suspect, ectopic, plain, middle_ms, off_limit_ms)


def _beside(members: BoolArray) -> BoolArray:
    """The members, and the two intervals on either side, whose differences tell what they are."""
    beside = members.copy()
    for off in range(1, BESIDE + 1):
        beside[off:] |= members[:-off]
        beside[:-off] |= members[off:]
    return beside


def _as_scattered(values_ms: FloatArray, places: IndexArray) -> BoolArray:
    """Whether the values there lie within what even noise of the spread around reaches: no artefacts, however wide.

    The thresholds above are those of differences; of white noise they are crossed by 3 % of the beats.
    """
    size_ms = np.abs(values_ms)
    within: BoolArray = size_ms[places] <= NOISE_REACH * running_quartiles(size_ms, QUARTILE_BEATS, places)[1]
    return within


def _ectopic(step: FloatArray) -> BoolArray:
    """Whether the differences around each interval have the shape a beat out of place leaves."""
    before, after = np.append(0.0, step[:-1]), np.append(step[1:], 0.0)
    up = (step > 1.0) & (np.maximum(before, after) < -SLOPE * step - OFFSET)
    down = (step < -1.0) & (np.minimum(before, after) > -SLOPE * step + OFFSET)
    shape: BoolArray = up | down
    return shape


def _remarkable(result: Artefacts, plain: BoolArray) -> Artefacts:
    """The artefacts without misplaced and unexplained intervals that lie where an interval should."""
    misplaced = tuple(j for j in result.misplaced if not (plain[j] and plain[j + 1]))
    unexplained = tuple(j for j in result.unexplained if not plain[j])
    return Artefacts(result.extra, result.missed, misplaced, unexplained)


def _ectopics_first(suspect: BoolArray, ectopic: BoolArray) -> list[int]:
    """Positions of the suspects: the surest pattern is sorted out before its neighbours."""
    return [*np.flatnonzero(suspect & ectopic).tolist(), *np.flatnonzero(suspect & ~ectopic).tolist()]


def _threshold_ms(values_ms: FloatArray, middle_ms: FloatArray, asked: BoolArray) -> FloatArray:
    """How far differences or deviations may go, by how those around them scatter; a share of the middle elsewhere."""
    limit_ms = EVEN_SHARE * middle_ms
    places = None if asked.all() else np.flatnonzero(asked)
    low_ms, high_ms = running_quartiles(np.abs(values_ms), QUARTILE_BEATS, places)
    deviation_ms = (high_ms - low_ms) / 2.0
    raised_ms = np.maximum(THRESHOLD_QUARTILES * deviation_ms, LEAST_THRESHOLD_MS)
    limit_ms[asked] = np.where(deviation_ms > 0.0, raised_ms, limit_ms[asked])
    return limit_ms
