"""The usable intervals of the window a session's variability is taken from, and what must be said about them.

The longest stretch of a series that spectra and complexity may use: unbroken, with single lost beats bridged.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from pacing.measure.hrv.validity import why_not_beats
from pacing.measure.hrv.window import WHOLE, Window, window_of
from pacing.measure.index import Inputs, NotMeasurableError, once
from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.model.measurement import Part, Reason
from pacing.model.person import Correction
from pacing.model.recording import Beats, Sensor

ADJACENCY_TOLERANCE_S = 0.05  # design: as in cleaning: rounding stays far below, a missing beat far above
EDGE_S = 0.001
ADVICE = "Record every heartbeat (RR intervals): chest straps send them, and many watches and apps can save them."


@dataclass(frozen=True, slots=True, eq=False)
class NNSeries:
    """Usable intervals of one window.

    `time_s`, `nn_ms`, `paired`: shape (n,); end [s] and length [ms] of each usable interval, and whether it is adjacent
    to the one before it. `artefact_share`: wrong beats over all in the window, 0..1. `covered_s`: the intervals' summed
    length [s]. `early_share`: beats that came early though nothing was wrong with the sensor, over all, 0..1.
    """

    time_s: FloatArray
    nn_ms: FloatArray
    paired: BoolArray
    window: Window
    artefact_share: float
    covered_s: float
    caveats: tuple[str, ...]
    parts: Mapping[str, Part]
    early_share: float = 0.0
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)  # what `once` has worked out


@once
def nn_series(inputs: Inputs) -> NNSeries:
    """The usable intervals of the session's window; found once per session.

    Raises
    ------
    NotMeasurableError
        No beats, no window, an optical sensor during exercise, or what stands as beats is heart rate.
    """
    return series_between(inputs, require_beats(inputs), window_of(inputs))


def require_beats(inputs: Inputs) -> Beats:
    """The session's beats after cleaning.

    Raises
    ------
    NotMeasurableError
        There are none, or what stands as beats is heart rate.
    """
    raw = inputs.recording.beats
    beats = inputs.cleaned.beats
    if raw is None or not raw.rr_ms.size or beats is None or not beats.rr_ms.size:
        raise NotMeasurableError(Reason.NEEDS_BEATS, ADVICE)
    why = why_not_beats(raw)
    if why is not None:
        raise NotMeasurableError(Reason.NEEDS_BEATS, f"{why.sentence} {ADVICE}", {"fingerprint": why.name})
    return beats


def series_between(inputs: Inputs, beats: Beats, window: Window) -> NNSeries:
    """The usable intervals that lie wholly within `window`.

    Raises
    ------
    NotMeasurableError
        None does, or the sensor was optical and the window holds exercise.
    """
    _refuse_optical_exercise(inputs, window)
    state = inputs.cleaned.beat_state
    if state is None:  # pragma: no cover - beats and beat_state go together
        raise NotMeasurableError(Reason.NEEDS_BEATS, ADVICE)
    begins_s = beats.time_s - beats.rr_ms / 1000.0
    first = int(np.searchsorted(begins_s, window.start_s - EDGE_S))
    last = int(np.searchsorted(beats.time_s, window.stop_s + EDGE_S, side="right"))
    part = slice(first, max(first, last))
    usable = state[part] != BeatState.REJECTED
    if not usable.any():
        raise NotMeasurableError(Reason.TOO_MANY_GAPS, f"The window has no usable heartbeat. {ADVICE}")
    follows = np.zeros(usable.size, dtype=np.bool_)
    follows[1:] = np.abs(begins_s[part][1:] - beats.time_s[part][:-1]) <= ADJACENCY_TOLERANCE_S
    follows[1:] &= usable[1:] & usable[:-1]
    nn_ms = beats.rr_ms[part][usable]
    share, early = artefact_share(state[part]), float((state[part] == BeatState.EARLY).mean())
    covered_s = float(nn_ms.sum()) / 1000.0
    paired = follows[usable]
    parts: dict[str, Part] = {
        "window_from": window.origin,
        "intervals": float(nn_ms.size),
        "adjacent_pairs": float(paired.sum()),
        "covered_s": round(covered_s, 3),
        "artefact_share": round(share, 5),
        "correction": inputs.conditions.correction.value,
    }
    if early:
        parts["early_share"] = round(early, 5)
    caveats, times_s, said = _caveats(inputs, window), beats.time_s[part][usable], MappingProxyType(parts)
    return NNSeries(times_s, nn_ms, paired, window, share, covered_s, caveats, said, early)


def artefact_share(state: StateArray) -> float:
    """Wrong beats over all, 0..1: a corrected beat changed the two intervals it ends and begins, and counts once.

    Examples
    --------
    >>> artefact_share(np.array([0, 1, 1, 0, 2], dtype=np.uint8))
    0.4
    """
    corrected = np.concatenate(([False], state == BeatState.CORRECTED, [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(corrected))
    beats = int(np.sum((edges[1::2] - edges[::2] + 1) // 2))
    return (beats + int((state == BeatState.REJECTED).sum())) / state.size


def _caveats(inputs: Inputs, window: Window) -> tuple[str, ...]:
    caveats = list(window.caveats)
    if inputs.recording.source.sensor is Sensor.OPTICAL:
        caveats.append("From an optical sensor: this is pulse-rate variability (PRV), which can differ from HRV.")
    if inputs.conditions.correction is Correction.NONE:
        caveats.append("No artefact correction was made, as asked: single wrong beats count into the number.")
    return tuple(caveats)


def _refuse_optical_exercise(inputs: Inputs, window: Window) -> None:
    if inputs.recording.source.sensor is not Sensor.OPTICAL or inputs.conditions.hrv_window == WHOLE:
        return
    for phase in inputs.phases.exertion:
        if phase.start_s < window.stop_s and phase.stop_s > window.start_s:
            raise NotMeasurableError(
                Reason.OPTICAL_SENSOR,
                "An optical sensor's beats are trusted at rest only. Choose a window of rest, or wear a chest strap.",
            )


BRIDGE_S = 3.0  # design: one or two lost beats; more is a gap
MOST_BRIDGED = 0.05  # design: share of the time that may be bridged; with more, every hole is a gap
MS_PER_S = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class ContiguousNN:
    """Ends [s] and lengths [ms] of the intervals of an unbroken run, shape (n,); `bridged_s`: time of lost beats in it.

    `filled_ms`: the same with interpolated intervals in place of lost beats, for methods that count beats.
    """

    time_s: FloatArray
    nn_ms: FloatArray
    filled_ms: FloatArray
    bridged_s: float
    covered_s: float
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)  # what `once` has worked out


@once
def longest_contiguous_nn(series: NNSeries) -> ContiguousNN:
    """The longest run of `series` in time."""
    hole_s = np.zeros(series.nn_ms.size)
    hole_s[1:] = series.time_s[1:] - series.nn_ms[1:] / MS_PER_S - series.time_s[:-1]
    hole_s = np.where(series.paired, 0.0, hole_s)
    small = ~series.paired & (hole_s > 0.0) & (hole_s <= BRIDGE_S)
    if float(hole_s[small].sum()) > MOST_BRIDGED * series.covered_s:
        small[:] = False
    breaks = ~series.paired & ~small
    breaks[0] = True
    starts = np.flatnonzero(breaks)
    stops = np.append(starts[1:], breaks.size)
    length_s = series.time_s[stops - 1] - series.time_s[starts] + series.nn_ms[starts] / MS_PER_S
    best = int(np.argmax(length_s))
    part = slice(int(starts[best]), int(stops[best]))
    time_s, nn_ms, holes = series.time_s[part], series.nn_ms[part], np.where(small, hole_s, 0.0)[part]
    return ContiguousNN(time_s, nn_ms, _filled(nn_ms, holes), float(holes.sum()), float(length_s[best]))


def _filled(nn_ms: FloatArray, hole_s: FloatArray) -> FloatArray:
    """The intervals with as many interpolated ones in each hole as fit it."""
    at = np.flatnonzero(hole_s)
    if not at.size:
        return nn_ms
    around_ms = (nn_ms[at] + nn_ms[at - 1]) / 2.0
    count = np.maximum(np.rint(hole_s[at] * MS_PER_S / around_ms), 1.0).astype(np.intp)
    ends = np.cumsum(count)
    step = np.arange(1, ends[-1] + 1) - np.repeat(ends - count, count)
    share = step / np.repeat(count + 1, count)
    before, after = np.repeat(nn_ms[at - 1], count), np.repeat(nn_ms[at], count)
    return np.insert(nn_ms, np.repeat(at, count), before + share * (after - before))
