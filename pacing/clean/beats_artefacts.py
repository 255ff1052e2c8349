"""What artefact detection says of a run of RR intervals, and the run after it was acted upon."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState


@dataclass(frozen=True, slots=True, eq=False)
class Run:
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
    found: dict[str, list[int]] = {"extra": [], "missed": [], "misplaced": [], "unexplained": []}
    taken = np.zeros(rr_ms.size, dtype=np.bool_)
    for j in suspects:
        if taken[j]:
            continue
        kind, first = _kind(j, rr_ms, middle_ms, near_ms, taken, ectopic=j in ectopics)
        found[kind].append(first)
        taken[first] = True
        if kind in ("extra", "misplaced"):
            taken[first + 1] = True
    return Artefacts(*(tuple(sorted(positions)) for positions in found.values()))


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
                if abs(pair - middle) < near:
                    return "extra", first
    elif abs(rr / 2.0 - middle) < near:
        return "missed", j
    if pairs and min(pairs)[0] < near:
        return "misplaced", min(pairs)[1]
    return "unexplained", j


def corrected(run: Run, artefacts: Artefacts) -> Run:
    """The run with extra beats removed, overlooked ones put in, misplaced ones moved to the middle of their neighbours.

    The run keeps its beginning and its end: nothing is stretched. Intervals that were made are CORRECTED, unexplained
    ones REJECTED; no value is invented for them.

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
    for place in (misplaced, misplaced + 1):
        rr_ms[place] = even_ms
        state[place] = BeatState.CORRECTED
        changed[place] = True
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
