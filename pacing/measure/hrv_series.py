"""The usable intervals of the window a session's variability is taken from, and what must be said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from pacing.measure.beat_origin import why_not_beats
from pacing.measure.hrv_windows import WHOLE, Window, window_of
from pacing.measure.index import Inputs, NotMeasurableError
from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.cleaned import BeatState
from pacing.model.conditions import Correction
from pacing.model.measurement import Part, Reason
from pacing.model.phases import PhaseKind
from pacing.model.recording import Beats, Sensor

ADJACENCY_TOLERANCE_S = 0.05  # design: as in cleaning: rounding stays far below, a missing beat far above
EDGE_S = 0.001
ADVICE = "Record every heartbeat (RR intervals): chest straps send them, and many watches and apps can save them."


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Usable intervals of one window.

    `time_s`, `nn_ms`, `paired`: shape (n,); end [s] and length [ms] of each usable interval, and whether it is adjacent
    to the one before it. `artefact_share`: wrong beats over all in the window, 0..1. `covered_s`: the intervals' summed
    length [s].
    """

    time_s: FloatArray
    nn_ms: FloatArray
    paired: BoolArray
    window: Window
    artefact_share: float
    covered_s: float
    caveats: tuple[str, ...]
    parts: Mapping[str, Part]


def series_of(inputs: Inputs) -> Series:
    """The usable intervals of the session's window; found once per session.

    Raises
    ------
    NotMeasurableError
        No beats, no window, an optical sensor during exercise, or what stands as beats is heart rate.
    """
    found = _found(inputs)
    if isinstance(found, NotMeasurableError):
        raise NotMeasurableError(found.reason, found.advice, found.parts)
    return found


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


@lru_cache(maxsize=4)
def _found(inputs: Inputs) -> Series | NotMeasurableError:
    try:
        beats = require_beats(inputs)
        return series_between(inputs, beats, window_of(inputs))
    except NotMeasurableError as refusal:
        return NotMeasurableError(refusal.reason, refusal.advice, refusal.parts)


def series_between(inputs: Inputs, beats: Beats, window: Window) -> Series:
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
        raise NotMeasurableError(Reason.TOO_MANY_GAPS, f"The window holds no usable heartbeat. {ADVICE}")
    follows = np.zeros(usable.size, dtype=np.bool_)
    follows[1:] = np.abs(begins_s[part][1:] - beats.time_s[part][:-1]) <= ADJACENCY_TOLERANCE_S
    follows[1:] &= usable[1:] & usable[:-1]
    nn_ms = beats.rr_ms[part][usable]
    share = artefact_share(state[part])
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
    caveats = _caveats(inputs, window)
    return Series(beats.time_s[part][usable], nn_ms, paired, window, share, covered_s, caveats, MappingProxyType(parts))


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
    for phase in inputs.phases.of(PhaseKind.EXERCISE):
        if phase.start_s < window.stop_s and phase.stop_s > window.start_s:
            raise NotMeasurableError(
                Reason.OPTICAL_SENSOR,
                "An optical sensor's beats are trusted at rest only. Choose a window of rest, or wear a chest strap.",
            )
