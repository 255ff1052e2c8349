"""Stretches above a limit on a timeline, with grace, hysteresis and merging, and how the heart came down after each."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from pacing.judge.timeline import Gaps, IndexArray, Timeline
from pacing.model.arrays import BoolArray, FloatArray
from pacing.reference import LIMIT_GRACE_S, LIMIT_HYSTERESIS_BPM, LIMIT_MERGE_S

HOLDS_S = (60.0, 10.0, 0.0)
"""How long a heart rate may stay just under the limit before the stretch above it has ended [s]; design.

The first holds. Where less than half of what it makes one stretch lies above, the next is taken: a heart rate that
hovers at the limit and touches it now and then has not been above it all the time.
"""
LEAST_ABOVE_SHARE = 0.5
"""How much of a stretch must lie strictly above the limit; design."""

CodeArray: TypeAlias = npt.NDArray[np.uint8]


class Unrecorded(IntEnum):
    """How seconds nobody recorded are counted: as not above, by what surrounds them when they are few, or as above."""

    NOT_ABOVE = 0
    AS_AROUND = 1
    ABOVE = 2


class Side(IntEnum):
    """Where a row stands: clearly below the limit, at or just under it, or strictly above it."""

    BELOW = 0
    JUST_UNDER = 1
    ABOVE = 2


class Stretches(NamedTuple):
    """Stretches [start_s[k], stop_s[k]) above a limit, in order, apart from each other; shape (m,) each."""

    start_s: FloatArray
    stop_s: FloatArray

    @property
    def longest_s(self) -> float:
        """The longest one [s]; 0 when there is none."""
        return float((self.stop_s - self.start_s).max()) if self.start_s.size else 0.0


def few_unrecorded(timeline: Timeline, short: Gaps | None = None) -> BoolArray:
    """Which rows belong to an unrecorded stretch that is shorter than the distance at which stretches merge.

    Parameters
    ----------
    timeline
        Heart rate over time, with what was not recorded.
    short
        All such stretches, where the timeline is a piece of one: a stretch may reach over its ends.

    Returns
    -------
    BoolArray
        Shape (n,).
    """
    few = np.zeros(timeline.known.size, dtype=np.bool_)
    if timeline.known.all():
        return few
    short = timeline.gaps().shorter(LIMIT_MERGE_S.value) if short is None else short
    near = slice(*np.searchsorted(short.stop_s, (timeline.start_s[0], timeline.end_s)) + np.array((0, 1)))
    marks = np.zeros(timeline.known.size + 1, dtype=np.int8)
    marks[np.searchsorted(timeline.start_s, short.start_s[near])] += 1
    marks[np.searchsorted(timeline.start_s, short.stop_s[near])] -= 1
    inside: BoolArray = np.cumsum(marks[:-1], dtype=np.int8) > 0  # stretches are apart: never more than 1
    return inside


def sides(bpm: FloatArray, limit_bpm: float, known: BoolArray, few: BoolArray, unrecorded: Unrecorded) -> CodeArray:
    """The side of the limit each row stands on (codes of `Side`): strictly above is above, exactly at it is not.

    Parameters
    ----------
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    limit_bpm
        The limit [bpm].
    known
        Rows with a usable heart rate, shape (n,).
    few
        Rows in short unrecorded stretches, shape (n,).
    unrecorded
        How unrecorded stretches are counted.

    Returns
    -------
    CodeArray
    """
    codes = (bpm > limit_bpm).astype(np.uint8)
    codes += bpm > limit_bpm - LIMIT_HYSTERESIS_BPM.value
    if unrecorded is Unrecorded.ABOVE:
        codes[~known] = Side.ABOVE
    elif unrecorded is Unrecorded.AS_AROUND:
        codes[few] = Side.JUST_UNDER
    return codes


def stretches_above(start_s: FloatArray, end_s: float, codes: CodeArray) -> Stretches:
    """The stretches above a limit, from the side each row stands on.

    A stretch begins at the first second above and lasts as long as the heart rate does not fall 3 bpm under the limit,
    nor stays just under it for more than a minute; what is left just under at its end is not part of it, and at least
    half of it lies strictly above. It counts when it holds at least 10 s above. Two that lie less than 10 s apart are
    one, the time between them included.

    Parameters
    ----------
    start_s
        Shape (n,), beginnings of rows that touch each other [s].
    end_s
        When the last row ends [s].
    codes
        Shape (n,), codes of `Side`.

    Examples
    --------
    >>> import numpy as np
    >>> codes = np.full(125, Side.ABOVE, dtype=np.uint8)
    >>> codes[60:65] = Side.BELOW
    >>> stretches_above(np.arange(125.0), 125.0, codes).longest_s
    125.0
    """
    nothing = Stretches(np.empty(0), np.empty(0))
    if codes.size == 0 or codes.max() < Side.ABOVE:
        return nothing
    firsts = np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1))
    side = codes[firsts]
    begin_s = start_s[firsts]
    stop_s = np.append(begin_s[1:], end_s)
    above = side == Side.ABOVE
    heads, tails = _runs(side, above, begin_s, stop_s)
    begin_s, stop_s = begin_s[above], stop_s[above]
    counted = np.add.reduceat(stop_s - begin_s, heads) >= LIMIT_GRACE_S.value
    if not counted.any():
        return nothing
    run_start_s, run_stop_s = begin_s[heads][counted], stop_s[tails][counted]
    apart = run_start_s[1:] - run_stop_s[:-1] >= LIMIT_MERGE_S.value
    return Stretches(
        run_start_s[np.concatenate(([True], apart))],
        run_stop_s[np.concatenate((apart, [True]))],
    )


@dataclass(slots=True, eq=False)
class Sides:
    """On which side of a limit a timeline stands, piece by piece: runs of rows on one side, and the highest of each.

    `begin_s`, `side`, `highest_bpm`: of the runs of each piece, one array a piece.
    """

    begin_s: list[FloatArray] = field(default_factory=list)
    side: list[CodeArray] = field(default_factory=list)
    highest_bpm: list[FloatArray] = field(default_factory=list)

    def add(self, start_s: FloatArray, codes: CodeArray, bpm: FloatArray | None = None) -> None:
        """The rows of the next piece: when each begins [s], where it stands and, where asked for, what it is [bpm]."""
        if codes.size:
            firsts = np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1))
            self.begin_s.append(start_s[firsts])
            self.side.append(codes[firsts])
            if bpm is not None:
                self.highest_bpm.append(np.fmax.reduceat(bpm, firsts))

    def above(self, end_s: float) -> Stretches:
        """The runs strictly above; one that goes on in the next piece is two that touch."""
        if not self.side:
            return Stretches(np.empty(0), np.empty(0))
        begin_s, above = np.concatenate(self.begin_s), np.concatenate(self.side) == Side.ABOVE
        return Stretches(begin_s[above], np.append(begin_s[1:], end_s)[above])

    def highest_above_bpm(self) -> FloatArray:
        """The highest of each of these runs [bpm]."""
        highest: FloatArray = np.concatenate(self.highest_bpm)[np.concatenate(self.side) == Side.ABOVE]
        return highest

    def stretches(self, end_s: float) -> Stretches:
        """The stretches above, as `stretches_above` has them."""
        if not self.side:
            return Stretches(np.empty(0), np.empty(0))
        return stretches_above(np.concatenate(self.begin_s), end_s, np.concatenate(self.side))


def _runs(side: CodeArray, above: BoolArray, begin_s: FloatArray, end_s: FloatArray) -> tuple[IndexArray, IndexArray]:
    """First and last place of each run among the pieces above, bridged over pieces just under the limit."""
    below, just_under, length_s = side == Side.BELOW, side == Side.JUST_UNDER, end_s - begin_s
    begin_s, end_s, above_s = begin_s[above], end_s[above], length_s[above]
    hold_s = np.full(side.size, HOLDS_S[0])
    for shorter_s in (*HOLDS_S[1:], None):
        groups = np.cumsum(below | (just_under & (length_s > hold_s)))
        of_above = groups[above]
        heads, tails = _ends_of_groups(of_above)
        span_s = end_s[tails] - begin_s[heads]
        hovering = of_above[heads][np.add.reduceat(above_s, heads) < LEAST_ABOVE_SHARE * span_s]
        if shorter_s is None or not hovering.size:
            break
        hold_s[np.isin(groups, hovering)] = shorter_s
    return heads, tails


def _ends_of_groups(groups: IndexArray) -> tuple[IndexArray, IndexArray]:
    """First and last place of each run of equal numbers."""
    heads = np.concatenate(([0], np.flatnonzero(groups[1:] != groups[:-1]) + 1))
    return heads, np.append(heads[1:], groups.size) - 1


@dataclass(frozen=True, slots=True)
class RecoveryAfterExcursion:
    """Seconds until the heart rate was within 10 bpm of resting [s], and whether it was (None: not known)."""

    after_s: float | None
    reached: bool | None


UNKNOWN = RecoveryAfterExcursion(None, None)


def recoveries_after_excursions(
    stretches: Stretches, down: Stretches, gaps: Gaps, end_s: float
) -> tuple[RecoveryAfterExcursion, ...]:
    """For each stretch above: how long until the heart rate was down, before the next stretch.

    Ten unrecorded seconds in a row, before it is seen to be down, hide the moment: then nothing is said.

    Parameters
    ----------
    stretches
        Stretches above the limit.
    down
        Stretches in which heart rate is at most resting + 10 bpm.
    gaps
        What was not recorded.
    end_s
        When the session ends [s].

    Returns
    -------
    tuple[RecoveryAfterExcursion, ...]
    """
    hidden_s = gaps.start_s[gaps.length_s >= LIMIT_MERGE_S.value]
    until_s = np.append(stretches.start_s[1:], end_s)
    firsts = np.searchsorted(down.stop_s, stretches.stop_s, side="right")
    down_s = np.maximum(np.append(down.start_s, np.inf)[firsts], stretches.stop_s)
    return tuple(
        _descent(stop_s, limit_s, first_s, _first_from(hidden_s, stop_s))
        for stop_s, limit_s, first_s in zip(stretches.stop_s.tolist(), until_s.tolist(), down_s.tolist(), strict=True)
    )


def _descent(stop_s: float, until_s: float, down_s: float, hidden_s: float) -> RecoveryAfterExcursion:
    if down_s < min(until_s, hidden_s):
        return RecoveryAfterExcursion(down_s - stop_s, reached=True)
    return UNKNOWN if hidden_s < until_s or stop_s >= until_s else RecoveryAfterExcursion(None, reached=False)


def _first_from(times_s: FloatArray, moment_s: float) -> float:
    index = int(np.searchsorted(times_s, moment_s))
    return float(times_s[index]) if index < times_s.size else float("inf")
