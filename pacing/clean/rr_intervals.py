"""RR intervals made usable: range gates and artefact correction in each unbroken run, with a state for every interval.

Before the thresholds look, double intervals that are too many to stand out are halved; short runs, or who asks for it,
get the simple rule of 20 % from the local median.
"""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pacing.clean.beats_early import early_beats, in_turn, ordinary_ms, overlooked
from pacing.clean.rr_artefacts import (
    FEWEST_BEATS,
    MEDIAN_BEATS,
    Artefacts,
    Run,
    artefacts_by_lipponen,
    carried,
    corrected,
    sort_out,
)
from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState, CleaningStep
from pacing.model.person import Correction
from pacing.model.recording import Beats
from pacing.numerics.rolling import running_least, running_lower_quartile, running_median, share_around
from pacing.reference import (
    ARTEFACT_THRESHOLD_SHARE,
    LIPPONEN_MEDIAN_BEATS,
    LIPPONEN_QUARTILE_BEATS,
    RR_LONGEST_MS,
    RR_SHORTEST_MS,
)

# design: rounding of the two clocks stays far below this, the shortest missing beat is far above it
ADJACENCY_TOLERANCE_S = 0.05


def follows_previous(time_s: FloatArray, rr_ms: FloatArray) -> BoolArray:
    """Whether each interval begins where the one before it ended; shape (m,), the first is False.

    One that begins later stands after a gap; one that begins earlier contradicts the clock: neither is adjacent.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    rr_ms
        RR intervals [ms], shape (n,).

    Returns
    -------
    BoolArray
        Shape (n,).

    Examples
    --------
    >>> follows_previous(np.array([1.0, 2.0, 33.0]), np.array([1000.0, 1000.0, 1000.0])).tolist()
    [False, True, False]
    """
    follows = np.zeros(time_s.size, dtype=np.bool_)
    if time_s.size > 1:
        begins_s = time_s[1:] - rr_ms[1:] / 1000.0
        follows[1:] = np.abs(begins_s - time_s[:-1]) < ADJACENCY_TOLERANCE_S
    return follows


def unbroken_runs(follows: BoolArray) -> list[tuple[int, int]]:
    """[first, last) of every unbroken run.

    Parameters
    ----------
    follows
        Whether each interval begins where the one before it ended, shape (n,).

    Returns
    -------
    list[tuple[int, int]]

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


LEVEL_BEATS = 31  # design: half a minute, in which the rate hardly changes
ROUNDING = 1e-9
NEAR_SHARE = 0.20  # design: half a double interval lies this close to the local level
CROWD_BEATS = int(LIPPONEN_QUARTILE_BEATS.value)  # those thresholds bear a quarter of artefacts at most
CROWD_SHARE = 0.10  # design: from this share of doubles on they are taken here, below it the thresholds see them
TIGHT_SHARE = 0.15  # design: so near one or two levels lie the intervals of a sensor that overlooks whole beats, ...
LEAST_TIGHT = 0.85  # design: ... at least this share of them; early beats and their pauses lie between
MOST_IN_TURN = 0.50  # design: doubles that come in turn with single intervals more often than this are a rhythm


def doubled_intervals(rr_ms: FloatArray) -> Artefacts:
    """Intervals twice as long as the shorter ones around them, where these crowd: a beat was overlooked in each.

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).

    Returns
    -------
    Artefacts

    Examples
    --------
    >>> rr_ms = np.tile([430.0, 436.0, 866.0, 433.0], 50)
    >>> len(doubled_intervals(rr_ms).missed)
    50
    >>> doubled_intervals(np.full(200, 800.0)).missed
    ()
    """
    if rr_ms.size and rr_ms.max() < 2.0 * (1.0 - NEAR_SHARE) * rr_ms.min():
        return Artefacts()  # the longest is not twice the shortest
    long_ms = 2.0 * (1.0 - NEAR_SHARE - ROUNDING) * running_least(rr_ms, LEVEL_BEATS)
    places = np.flatnonzero(rr_ms > long_ms)
    level_ms = running_lower_quartile(rr_ms, LEVEL_BEATS, places)
    double = np.zeros(rr_ms.size, dtype=np.bool_)
    double[places] = np.abs(rr_ms[places] / 2.0 - level_ms) < NEAR_SHARE * level_ms
    share = share_around(double, CROWD_BEATS)
    if not (share > CROWD_SHARE).any():
        return Artefacts()
    level_ms = running_lower_quartile(rr_ms, LEVEL_BEATS)
    whole = np.minimum(np.abs(rr_ms - level_ms), np.abs(rr_ms - 2.0 * level_ms) / 2.0) < TIGHT_SHARE * level_ms
    in_turn = np.zeros(rr_ms.size, dtype=np.bool_)
    in_turn[2:] = double[2:] & ~double[1:-1] & double[:-2]
    turns, tight = (share_around(members, CROWD_BEATS) for members in (in_turn, whole))
    taken = double & (share > CROWD_SHARE) & (tight >= LEAST_TIGHT) & (turns <= MOST_IN_TURN * share)
    return Artefacts(missed=tuple(np.flatnonzero(taken).tolist()))


THRESHOLD_SHARE = ARTEFACT_THRESHOLD_SHARE.value  # of the local median, where Malik took the interval before
THRESHOLD_MEDIAN_BEATS = int(LIPPONEN_MEDIAN_BEATS.value)


def artefacts_by_threshold(rr_ms: FloatArray, settled: BoolArray) -> Artefacts:
    """Intervals further than 20 % from the median of the 11 around them; `settled` ones are not judged again.

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).
    settled
        Intervals that are already decided, shape (n,).

    Returns
    -------
    Artefacts

    Examples
    --------
    >>> rr_ms = np.full(20, 800.0)
    >>> rr_ms[7] = 1600.0
    >>> artefacts_by_threshold(rr_ms, np.zeros(20, bool)).missed
    (7,)
    """
    if settled.all():
        return Artefacts()
    middle_ms = running_median(rr_ms, THRESHOLD_MEDIAN_BEATS)
    near_ms = THRESHOLD_SHARE * middle_ms
    suspects = np.flatnonzero((np.abs(rr_ms - middle_ms) > near_ms) & ~settled)
    return sort_out(suspects.tolist(), rr_ms, middle_ms, near_ms, ectopics=frozenset())


SHORTEST_RR_MS = RR_SHORTEST_MS.value  # 222 bpm: below it no interval of a person in exercise is taken as one
LONGEST_RR_MS = RR_LONGEST_MS.value  # 30 bpm
GAP_MS = 2.0 * LONGEST_RR_MS  # design: what is longer is time without beats, not an interval
MS_PER_S = 1000.0
HELD_BEATS = 30  # design: so often in a row no heart repeats an interval to the millisecond
LEAST_VALUES = 5  # design: a series with fewer values beside hardly changes anyway
COUNTED = ("beats_extra", "beats_missed", "beats_misplaced", "beats_unexplained", "beats_early")
MOST_PASSES = 20  # design: the count of artefacts must fall each time, so this is never reached in practice


class CleanedBeats(NamedTuple):
    """Beats after correction, one state each, and what was done."""

    beats: Beats
    state: StateArray
    steps: tuple[CleaningStep, ...]


def clean_beats(beats: Beats, correction: Correction) -> CleanedBeats:
    """Correct artefacts in RR intervals; gaps stay gaps.

    Intervals longer than 4 s are time without beats: REJECTED whatever the correction. Double intervals that crowd (a
    sensor that overlooks beat after beat) are halved first. Then each unbroken run is
    corrected on its own: by Lipponen & Tarvainen's method where it has 91 intervals or more and that was asked for,
    else by the 20 % rule; repeated, around what was changed, until the number of artefacts stops falling. At last
    intervals outside 270-2000 ms are REJECTED. Early beats are no artefacts where they come again and again: they are
    EARLY, and nothing around them is corrected but beats that were overlooked. `Correction.NONE` changes nothing
    beyond the gaps and the intervals that only repeat the last one.

    Parameters
    ----------
    beats : as read
    correction : which artefact correction

    Returns
    -------
    CleanedBeats
        `beats` keeps the convention of `Beats`: an inserted beat adds an interval, a removed one takes one away; each
        run keeps its beginning and end. `steps`: how many artefacts of each kind, with the settings.

    References
    ----------
    lipponen_2019

    Examples
    --------
    >>> rr_ms = np.array([800.0, 810.0, 1600.0, 790.0, 800.0, 805.0])
    >>> cleaned = clean_beats(Beats(np.cumsum(rr_ms) / 1000.0, rr_ms), Correction.THRESHOLD)
    >>> cleaned.beats.rr_ms.tolist(), cleaned.state.tolist()
    ([800.0, 810.0, 800.0, 800.0, 790.0, 800.0, 805.0], [0, 0, 1, 1, 0, 0, 0])
    """
    gap, held = beats.rr_ms > GAP_MS, held_intervals(beats.rr_ms)
    state = np.where(gap | held, BeatState.REJECTED, BeatState.NORMAL).astype(np.uint8)
    log = {"beats_gap": int(gap.sum()), "beats_held": int(held.sum())}
    gap |= held
    if correction is Correction.NONE:
        return CleanedBeats(beats, state, _steps(log, beats.rr_ms.size, correction))
    follows = follows_previous(beats.time_s, beats.rr_ms)
    follows &= ~gap
    follows[1:] &= ~gap[:-1]
    counts = dict.fromkeys(COUNTED, 0)
    runs = []
    for first, last in unbroken_runs(follows):
        every = np.ones(last - first, dtype=np.bool_)
        run = Run(beats.time_s[first:last], beats.rr_ms[first:last], state[first:last], every)
        runs.append(_corrected_run(run, correction, counts))
    log |= counts
    if not runs:
        return CleanedBeats(beats, state, _steps(log, 0, correction))
    time_s, rr_ms = np.concatenate([r.time_s for r in runs]), np.concatenate([r.rr_ms for r in runs])
    state = np.concatenate([r.state for r in runs])
    outside = ((rr_ms < SHORTEST_RR_MS) | (rr_ms > LONGEST_RR_MS)) & (state != BeatState.REJECTED)
    state[outside] = BeatState.REJECTED
    log["beats_out_of_range"] = int(outside.sum())
    return CleanedBeats(Beats(time_s, rr_ms), state, _steps(log, beats.rr_ms.size, correction))


def held_intervals(rr_ms: FloatArray) -> BoolArray:
    """Intervals that only repeat the one before, on and on, in a series that else changes: a sensor that froze.

    A series that never changes (a pacemaker's) is left as it is.

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).

    Returns
    -------
    BoolArray
        Shape (n,).

    Examples
    --------
    >>> rr_ms = np.concatenate((800.0 + np.arange(20.0) % 7, np.full(50, 818.0)))
    >>> int(held_intervals(rr_ms).sum())
    49
    """
    held = np.zeros(rr_ms.size, dtype=np.bool_)
    if rr_ms.size < HELD_BEATS:
        return held
    starts = np.flatnonzero(np.diff(rr_ms, prepend=np.nan))
    lengths = np.diff(starts, append=rr_ms.size)
    long = lengths >= HELD_BEATS
    for first, length in zip(starts[long].tolist(), lengths[long].tolist(), strict=True):
        held[first + 1 : first + length] = True
    if not long.any():
        return held
    return held if np.unique(rr_ms[~held]).size >= LEAST_VALUES else np.zeros(rr_ms.size, dtype=np.bool_)


def _corrected_run(run: Run, correction: Correction, counts: dict[str, int]) -> Run:
    """The run after as many passes as lower the number of artefacts; adds what was done to `counts`."""
    if run.rr_ms.size == 1:
        return run  # a lone interval has none around it to be held against
    by_lipponen = correction is Correction.LIPPONEN and run.rr_ms.size >= FEWEST_BEATS
    detect = artefacts_by_lipponen if by_lipponen else artefacts_by_threshold
    run = _with_missed(run, doubled_intervals(run.rr_ms), counts)
    level_ms = ordinary_ms(run.rr_ms)
    missed = overlooked(run.rr_ms, level_ms)
    if missed.count:
        run = _with_missed(run, missed, counts)
        level_ms = ordinary_ms(run.rr_ms)
    before, rhythm = None, in_turn(run.rr_ms, level_ms)
    early_s = (run.time_s - run.rr_ms / (2.0 * MS_PER_S))[early_beats(run.rr_ms, level_ms)]
    for _ in range(MOST_PASSES):
        settled = (run.state == BeatState.REJECTED) | ~_near(run.changed) | rhythm
        artefacts = detect(_judged_ms(run), settled)
        if not artefacts.count or (before is not None and artefacts.count >= before):
            break
        before = artefacts.count
        rhythm = rhythm[carried(rhythm.size, artefacts)]
        run = corrected(run, artefacts)
        _add(counts, artefacts)
    counts["beats_early"] += early_s.size
    early = np.searchsorted(run.time_s, early_s)
    run.state[early[run.state[early] == BeatState.NORMAL]] = BeatState.EARLY
    return run


def _with_missed(run: Run, missed: Artefacts, counts: dict[str, int]) -> Run:
    """The run with beats that were overlooked put in; all of it is to be judged afterwards."""
    if not missed.count:
        return run
    _add(counts, missed)
    run = corrected(run, missed)
    return Run(run.time_s, run.rr_ms, run.state, np.ones(run.rr_ms.size, dtype=np.bool_))


def _near(changed: BoolArray) -> BoolArray:
    """Which intervals a change may have put in another light: those whose local median it can move."""
    if changed.all():
        return changed
    near: BoolArray = share_around(changed, MEDIAN_BEATS) > 0.0
    return near


def _judged_ms(run: Run) -> FloatArray:
    """Intervals with rejected ones levelled to their surroundings, so that they throw no shadow on their neighbours."""
    rejected = run.state == BeatState.REJECTED
    if not rejected.any() or rejected.all():
        return run.rr_ms
    levelled = run.rr_ms.copy()
    usable = np.flatnonzero(~rejected)
    levelled[rejected] = np.interp(np.flatnonzero(rejected), usable, run.rr_ms[usable])
    return levelled


def _add(counts: dict[str, int], artefacts: Artefacts) -> None:
    for name in ("extra", "missed", "misplaced", "unexplained"):
        counts[f"beats_{name}"] += len(getattr(artefacts, name))


def _steps(log: dict[str, int], total: int, correction: Correction) -> tuple[CleaningStep, ...]:
    settings: dict[str, dict[str, float | str]] = {
        "beats_gap": {"longer_than_ms": GAP_MS},
        "beats_held": {"fewest_beats": float(HELD_BEATS)},
        "beats_out_of_range": {"shortest_ms": SHORTEST_RR_MS, "longest_ms": LONGEST_RR_MS},
    }
    detector: dict[str, float | str] = {
        "correction": correction.value,
        "threshold_share": THRESHOLD_SHARE,
        "fewest_beats_for_lipponen": FEWEST_BEATS,
    }
    return tuple(
        CleaningStep(name, count, count / total if total else 0.0, MappingProxyType(settings.get(name, detector)))
        for name, count in log.items()
    )
