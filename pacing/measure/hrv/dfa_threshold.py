"""DFA alpha1 against heart rate through the exercise of a session, from windows that slide along the beats.

The figure of variability over time shows it, and the experimental pacing rule asks it where a value is crossed.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing import reference
from pacing.measure.hrv.nonlinear import exponents_of
from pacing.measure.hrv.series import OURS
from pacing.measure.index import Inputs
from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Part
from pacing.model.phases import PhaseKind
from pacing.model.recording import Beats

IndexArray = npt.NDArray[np.intp]
COURSE_WINDOW_S = 120.0  # the usual window of DFA alpha1 in exercise
COURSE_STEP_S = 20.0  # design
MOST_WINDOWS = 4320  # design: a day every 20 s; a longer recording is walked in longer steps
LEAST_COVERED = 0.8  # design: share of a window that usable beats must cover
FEWEST_PAIRS = 20
FEWEST_BEATS = 80  # design: five windows of 16 beats
ADJACENCY_TOLERANCE_S = 0.05
MOST_ARTEFACTS = reference.HRV_ARTEFACTS_MOST.value
MOST_DFA_ARTEFACTS = reference.HRV_DFA_ARTEFACTS_MOST.value


class Course(NamedTuple):
    """Middles of the windows [s], and in each heart rate [bpm], RMSSD [ms] and DFA alpha1; NaN where it has none."""

    time_s: FloatArray
    bpm: FloatArray
    rmssd_ms: FloatArray
    alpha1: FloatArray


def course_of(
    beats: Beats, state: StateArray, *, window_s: float = COURSE_WINDOW_S, step_s: float = COURSE_STEP_S
) -> Course:
    """Heart rate, RMSSD and DFA alpha1 along a recording.

    A window that usable beats cover by less than four fifths, or with more artefacts than the index bears (10 %, for
    alpha1 5 %), has no value there: NaN, a hole in the line. Differences are taken across adjacent usable beats only;
    alpha1 needs the window unbroken.

    Parameters
    ----------
    beats, state : cleaned beats and their states, both of m intervals
    window_s, step_s : length of a window and distance between their beginnings [s]

    Examples
    --------
    >>> rr_ms = np.tile([790.0, 810.0], 200)
    >>> course = course_of(Beats(np.cumsum(rr_ms) / 1000.0, rr_ms), np.zeros(400, dtype=np.uint8))
    >>> float(course.bpm[0]), float(course.rmssd_ms[0])
    (75.0, 20.0)
    """
    if not beats.rr_ms.size:
        return Course(*(np.zeros(0) for _ in range(4)))
    begins_s = beats.time_s - beats.rr_ms / 1000.0
    usable = state != BeatState.REJECTED
    paired = np.zeros(usable.size, dtype=np.bool_)
    paired[1:] = np.abs(begins_s[1:] - beats.time_s[:-1]) <= ADJACENCY_TOLERANCE_S
    paired[1:] &= usable[1:] & usable[:-1]
    starts_s = _starts_s(begins_s, window_s, step_s)
    first = np.searchsorted(begins_s, starts_s)
    last = np.maximum(np.searchsorted(beats.time_s, starts_s + window_s, side="right"), first)
    step_ms = np.diff(beats.rr_ms, prepend=beats.rr_ms[:1])
    count, covered_ms = _within(usable, first, last), _within(np.where(usable, beats.rr_ms, 0.0), first, last)
    pairs = _within(paired, first, last) - paired[np.minimum(first, paired.size - 1)]
    squares_each = np.where(paired, step_ms**2, 0.0)
    squares = _within(squares_each, first, last) - squares_each[np.minimum(first, paired.size - 1)]
    artefacts = _within(state != BeatState.NORMAL, first, last) / np.maximum(last - first, 1)
    covered = covered_ms / 1000.0 / window_s >= LEAST_COVERED
    good = covered & (artefacts <= MOST_ARTEFACTS) & (pairs >= FEWEST_PAIRS)
    unbroken = good & (artefacts <= MOST_DFA_ARTEFACTS) & (pairs == last - first - 1) & (count >= FEWEST_BEATS)
    return Course(
        starts_s + window_s / 2.0,
        _over(60_000.0 * count, covered_ms, covered),
        np.sqrt(_over(np.maximum(squares, 0.0), pairs, good)),
        _exponents(beats.rr_ms, first, last, unbroken),
    )


def _starts_s(begins_s: FloatArray, window_s: float, step_s: float) -> FloatArray:
    """Beginnings of the windows [s]: only where there are beats, however long the holes between them."""
    number = np.floor((begins_s - begins_s[0]) / step_s)
    number = np.unique(number[np.append(True, number[1:] != number[:-1])])
    stride = -(-number.size // MOST_WINDOWS)
    starts_s: FloatArray = begins_s[0] + number[::stride] * step_s
    within: FloatArray = starts_s[starts_s <= max(begins_s[-1] - window_s * LEAST_COVERED, begins_s[0])]
    return within


def _within(values: FloatArray | BoolArray, first: IndexArray, last: IndexArray) -> FloatArray:
    """Sum of the values of each window."""
    sums = np.zeros(values.size + 1)
    np.cumsum(values.astype(np.float64, copy=False), out=sums[1:])
    total: FloatArray = sums[last] - sums[first]
    return total


def _over(numerator: FloatArray, denominator: FloatArray, where: BoolArray) -> FloatArray:
    ratio: FloatArray = np.full(where.size, np.nan)
    np.divide(numerator, denominator, out=ratio, where=where & (denominator > 0.0))
    return ratio


def _exponents(rr_ms: FloatArray, first: IndexArray, last: IndexArray, where: BoolArray) -> FloatArray:
    result: FloatArray = np.full(where.size, np.nan)
    changes = np.concatenate(([0], np.cumsum(np.diff(rr_ms) != 0.0)))  # where nothing changes there is no exponent
    some = np.flatnonzero(where)
    some = some[changes[last[some] - 1] > changes[first[some]]]
    if some.size:
        result[some] = exponents_of(rr_ms, first[some], last[some], *OURS.alpha1_beats)
    return result


COURSE_BPM, COURSE_ALPHA1, COURSE_ARTEFACT_SHARE = "course_bpm_", "course_alpha1_", "course_artefact_share_"


def exercise_course_parts(inputs: Inputs) -> dict[str, Part]:
    """Heart rate [bpm], alpha1 and the share of artefacts of each two-minute window that lies within exercise.

    Windows follow each other without overlap, so that they are separate witnesses; those without an alpha1 are left
    out. The names end with the window's number, from 1; empty where the session has no beats or no exercise.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    dict[str, Part]
    """
    beats, state = inputs.cleaned.beats, inputs.cleaned.beat_state
    bouts = inputs.phases.of(PhaseKind.EXERCISE)
    if beats is None or state is None or not bouts:
        return {}
    course = course_of(beats, state, step_s=COURSE_WINDOW_S)
    half_s = COURSE_WINDOW_S / 2.0
    start_s, stop_s = course.time_s - half_s, course.time_s + half_s
    begins_s, ends_s = (np.array([getattr(bout, end) for bout in bouts]) for end in ("start_s", "stop_s"))
    bout = np.maximum(np.searchsorted(begins_s, start_s, side="right") - 1, 0)
    inside = (begins_s[bout] <= start_s) & (stop_s <= ends_s[bout])
    witnesses = np.flatnonzero(inside & np.isfinite(course.bpm) & np.isfinite(course.alpha1))
    first, last = np.searchsorted(beats.time_s, (start_s[witnesses], stop_s[witnesses]))
    shares = _within(state != BeatState.NORMAL, first, last) / (last - first)
    parts: dict[str, Part] = {}
    for number, (bpm, alpha1, share) in enumerate(
        zip(course.bpm[witnesses].tolist(), course.alpha1[witnesses].tolist(), shares.tolist(), strict=True), 1
    ):
        parts[f"{COURSE_BPM}{number}"] = bpm
        parts[f"{COURSE_ALPHA1}{number}"] = alpha1
        parts[f"{COURSE_ARTEFACT_SHARE}{number}"] = share
    return parts
