"""Rest, exercise and recovery of a session, from the best evidence there is."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.cleaned import Cleaned
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import MarkerKind, Recording, RecordingKind
from pacing.segment.bout import Boundary, Bout
from pacing.segment.from_given import given_phases
from pacing.segment.from_heart_rate import bouts_from_heart_rate
from pacing.segment.from_movement import bouts_from_movement
from pacing.segment.load import Load, session_load

SHORTEST_REST_S = 60.0  # design: less quiet before exercise is not rest
SHORTEST_RECOVERY_S = 10.0  # design: fewer seconds after the end show nothing
LONGEST_RECOVERY_S = 1800.0  # design: after half an hour it is rest
MARKER_UNCERTAINTY_S = 5.0  # design: how soon before or after stopping people press a button


def find_phases(recording: Recording, cleaned: Cleaned, given: Phases | None = None) -> Phases:
    """The phases of a session: given before markers before movement before heart rate.

    Raises
    ------
    PhasesError
        A given phase lies outside the session.
    """
    if given is not None:
        return given_phases(given, recording.duration_s)
    seconds, bpm = cleaned.heart_rate.time_s, cleaned.heart_rate.bpm
    usable = seconds[np.isfinite(bpm)]
    if usable.size < SHORTEST_REST_S:
        return Phases()
    load = session_load(recording, seconds)
    bouts = bouts_from_movement(seconds, load) if load is not None else bouts_from_heart_rate(seconds, bpm)
    bouts = _stopped(bouts, recording, float(usable[-1]))
    if not bouts:
        return _uneventful(recording, usable)
    return Phases(tuple(_laid_out(bouts, usable, seconds, load)))


def _stopped(bouts: tuple[Bout, ...], recording: Recording, last_s: float) -> tuple[Bout, ...]:
    stops = [m.time_s for m in recording.markers if m.kind is MarkerKind.STOP]
    if not stops or last_s - min(stops) < SHORTEST_RECOVERY_S:
        return bouts
    end = Boundary(min(stops), PhaseOrigin.MARKER, MARKER_UNCERTAINTY_S)
    kept = (bout for bout in bouts if bout.start.time_s < end.time_s)
    return tuple(Bout(b.start, end) if b.stop is None or b.stop.time_s > end.time_s else b for b in kept)


def _uneventful(recording: Recording, usable: FloatArray) -> Phases:
    start_s, stop_s = float(usable[0]), float(usable[-1]) + 1.0
    if recording.kind is RecordingKind.BEATS:
        return Phases((Phase(PhaseKind.REST, start_s, stop_s, PhaseOrigin.HEART_RATE, 1.0),))
    return Phases()


def _laid_out(bouts: tuple[Bout, ...], usable: FloatArray, seconds: FloatArray, load: Load | None) -> list[Phase]:
    end_s = float(usable[-1]) + 1.0
    first = bouts[0].start
    items: list[Phase] = []
    if first.time_s - usable[0] >= SHORTEST_REST_S:
        items.append(Phase(PhaseKind.REST, float(usable[0]), first.time_s, first.origin, 1.0))
    following = [bout.start.time_s for bout in bouts[1:]] + [end_s]
    for bout, next_s in zip(bouts, following, strict=True):
        stop_s = min(end_s if bout.stop is None else bout.stop.time_s, next_s)
        start = bout.start
        if stop_s <= start.time_s:
            continue
        items.append(Phase(PhaseKind.EXERCISE, start.time_s, stop_s, start.origin, start.uncertainty_s))
        until_s = min(next_s, stop_s + LONGEST_RECOVERY_S, end_s)
        if bout.stop is None or until_s - stop_s < SHORTEST_RECOVERY_S:
            continue
        early = (usable >= stop_s) & (usable < stop_s + SHORTEST_REST_S)
        if int(early.sum()) < SHORTEST_RECOVERY_S:
            continue
        moving = _moving(seconds, load, stop_s, until_s)
        items.append(Phase(PhaseKind.RECOVERY, stop_s, until_s, bout.stop.origin, bout.stop.uncertainty_s, moving))
    return items


def _moving(seconds: FloatArray, load: Load | None, start_s: float, stop_s: float) -> bool | None:
    if load is None:
        return None
    within = load.value[(seconds >= start_s + SHORTEST_RECOVERY_S) & (seconds < stop_s)]
    within = within[np.isfinite(within)]
    return bool(np.mean(within >= load.moving_from) > 0.1) if within.size else None
