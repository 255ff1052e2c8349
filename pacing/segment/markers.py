"""What the file's own markers say about exercise: laps with an intensity, stops, pauses, presses of the lap button."""

from dataclasses import replace
from itertools import pairwise
from math import hypot

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Marker, MarkerKind, Recording
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.movement import FEWEST_SAMPLES, FIRST_S, PACE_SHARE

EASY_LAPS = frozenset({"rest", "recovery", "cooldown"})  # the words of the FIT protocol
EFFORT_LAPS = frozenset({"active", "warmup", "interval"})
ENDING_WORDS = ("stop", "end", "finish", "recover", "rest", "sit", "cool")  # design: what people write
UNCERTAINTY_S = 5.0  # design: how far from the moment they stop people press a button
SHORTEST_PAUSE_S = 60.0  # design: a shorter halt is part of the exercise
SNAP_TO_PRESS_S = 30.0  # design: a press so near to a boundary that heart rate showed marks that boundary
SNAP_TO_LAP_S = 60.0  # design: a lap with an intensity, or a halted timer, is a surer sign
LEAST_AFTER_STOP_S = (
    10.0  # design: a timer stopped later than this before the last heart rate ended nothing but the file
)


def pauses(recording: Recording) -> tuple[tuple[float, float], ...]:
    """Every [start, stop) [s] in which the timer was halted; one that was never ended lasts to the end.

    A pause through which distance goes on growing at the pace of the minute before was only pressed: nobody stopped.

    Parameters
    ----------
    recording : with its markers

    Returns
    -------
    tuple of (start, stop) [s]
    """
    result = []
    since: float | None = None
    for marker in sorted(recording.markers, key=lambda m: m.time_s):
        if marker.kind is MarkerKind.PAUSE and since is None:
            since = marker.time_s
        elif marker.kind is MarkerKind.RESUME and since is not None:
            if marker.time_s > since:
                result.append((since, marker.time_s))
            since = None
    if since is not None and since < recording.duration_s:
        result.append((since, recording.duration_s))
    distance = recording.channel("distance")
    if distance is None:
        return tuple(result)
    known = np.isfinite(distance.value)
    time_s, metres = distance.time_s[known], distance.value[known]
    return tuple(pause for pause in result if not _moved_on(time_s, metres, *pause))


def _moved_on(time_s: FloatArray, metres: FloatArray, start_s: float, stop_s: float) -> bool:
    """Whether the distance written in a pause shows the pace of the minute before it, minute for minute.

    Some watches write distance while their timer is halted, but no speed.
    """

    def pace(from_s: float, until_s: float) -> float:
        """Metres a second between the samples in [from_s, until_s); 0 where they span less than half of it."""
        first, last = np.searchsorted(time_s, (from_s, until_s))
        if last - first < FEWEST_SAMPLES or time_s[last - 1] - time_s[first] < (until_s - from_s) / 2.0:
            return 0.0
        return float((metres[last - 1] - metres[first]) / (time_s[last - 1] - time_s[first]))

    before = pace(start_s - FIRST_S, start_s)
    edges_s = np.linspace(start_s, stop_s, max(int((stop_s - start_s) / FIRST_S), 1) + 1).tolist()
    return before > 0.0 and all(pace(*minute) >= PACE_SHARE * before for minute in pairwise(edges_s))


def easy_stretches(
    recording: Recording, last_s: float, shortest_pause_s: float = SHORTEST_PAUSE_S
) -> tuple[tuple[float, float], ...]:
    """Every [start, stop) [s] that the markers say was no exercise.

    Laps of intensity rest, recovery or cooldown, up to the next lap of another intensity (laps tell nothing when all
    are of the same kind); pauses of at least `shortest_pause_s` [s]; everything from the timer's final stop on; and
    what follows a note that says so (`stop`, `rest`, ...), up to the next lap or note.

    Parameters
    ----------
    recording : with its markers
    last_s : the last second with heart rate [s]
    shortest_pause_s : a shorter pause is part of the exercise [s]

    Returns
    -------
    tuple of (start, stop) [s]
        In order, without overlap.
    """
    stretches = [(start, stop) for start, stop in pauses(recording) if stop - start >= shortest_pause_s]
    markers = sorted(recording.markers, key=lambda m: m.time_s)
    stretches += _easy_laps(markers, recording.duration_s)
    stops = [m.time_s for m in markers if m.kind is MarkerKind.STOP and m.time_s + LEAST_AFTER_STOP_S <= last_s]
    stretches += [(time_s, max(recording.duration_s, last_s)) for time_s in stops[-1:]]
    return _merged(stretches)


def _easy_laps(markers: list[Marker], end_s: float) -> list[tuple[float, float]]:
    laps = [m for m in markers if (m.kind is MarkerKind.LAP and m.label) or _is_ending_note(m)]
    following = [m.time_s for m in laps[1:]] + [end_s]
    easy = [m.label.lower() in EASY_LAPS or m.kind is MarkerKind.USER for m in laps]
    if all(easy) and all(m.kind is MarkerKind.LAP for m in laps):
        return []
    return [
        (lap.time_s, until_s)
        for lap, until_s, is_easy in zip(laps, following, easy, strict=True)
        if is_easy and until_s > lap.time_s
    ]


def _is_ending_note(marker: Marker) -> bool:
    return marker.kind is MarkerKind.USER and any(
        word.startswith(ENDING_WORDS) for word in marker.label.lower().split()
    )


def _merged(stretches: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    merged: list[tuple[float, float]] = []
    for start, stop in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return tuple(merged)


def cut_by_markers(bouts: tuple[Bout, ...], easy: tuple[tuple[float, float], ...]) -> tuple[Bout, ...]:
    """The bouts without what the markers say was no exercise; new ends and beginnings come from the markers.

    Where movement shows an end or a beginning so near to a marker's that both may mean the same moment (they differ by
    no more than the 95 % range of that difference), the surer of the two counts: else a hasty press would always win
    against movement, and a late one never.

    Parameters
    ----------
    bouts : in order, times in s
    easy : stretches without exercise [s], from `easy_stretches`

    Returns
    -------
    tuple of Bout
    """
    for start_s, stop_s in easy:
        ends, begins = (Boundary(at_s, PhaseOrigin.MARKER, UNCERTAINTY_S) for at_s in (start_s, stop_s))
        cut: list[Bout] = []
        for bout in bouts:
            late_s = float("inf") if bout.stop is None else bout.stop.time_s
            if late_s <= start_s or bout.start.time_s >= stop_s:
                cut.append(bout)
                continue
            if bout.start.time_s < start_s:
                cut.append(Bout(bout.start, _surer(bout.stop if late_s <= stop_s else None, ends)))
            if late_s > stop_s:
                cut.append(Bout(_surer(bout.start if bout.start.time_s >= start_s else None, begins), bout.stop))
        bouts = tuple(cut)
    return bouts


AT_ONCE_S = 1.0  # one second on the grid


def ends_at_presses(bouts: tuple[Bout, ...], halted: tuple[tuple[float, float], ...]) -> tuple[Bout, ...]:
    """The bouts, with every end that movement shows in the very second of a press that halted the timer given to it.

    Nothing had slowed down before it: the halted timer alone says that somebody stopped.

    Parameters
    ----------
    bouts : from movement, times in s
    halted : the recording's pauses [s]
    """
    presses_s = np.array([start_s for start_s, _ in halted])

    def given(bout: Bout) -> Bout:
        if bout.stop is None or not (np.abs(presses_s - bout.stop.time_s) < AT_ONCE_S).any():
            return bout
        unsure_s = max(UNCERTAINTY_S, bout.stop.uncertainty_s)
        return replace(bout, stop=Boundary(bout.stop.time_s, PhaseOrigin.MARKER, unsure_s))

    return tuple(given(bout) for bout in bouts)


def _surer(shown: Boundary | None, marked: Boundary) -> Boundary:
    """What movement showed (None: nothing there) or what a marker says: the surer if they agree, else the marker."""
    if shown is None or shown.origin is not PhaseOrigin.MOVEMENT or shown.uncertainty_s >= marked.uncertainty_s:
        return marked
    apart_s = abs(shown.time_s - marked.time_s)
    return shown if apart_s <= hypot(shown.uncertainty_s, marked.uncertainty_s) else marked


def snapped(bouts: tuple[Bout, ...], recording: Recording, easy: tuple[tuple[float, float], ...]) -> tuple[Bout, ...]:
    """The bouts with every boundary that heart rate alone showed moved to the marker close to it, if there is one.

    Presses of the lap button count within 30 s (or the boundary's own uncertainty), the edges of `easy` within 60 s.

    Parameters
    ----------
    bouts : from heart rate, times in s
    recording : with its markers
    easy : stretches without exercise [s]

    Returns
    -------
    tuple of Bout
    """
    presses = [m.time_s for m in recording.markers if m.kind is MarkerKind.USER]
    begins, ends = [stop for _, stop in easy], [start for start, _ in easy]

    def moved(boundary: Boundary, edges: list[float]) -> Boundary:
        if boundary.origin is not PhaseOrigin.HEART_RATE:
            return boundary
        reach_s = max(SNAP_TO_PRESS_S, boundary.uncertainty_s)
        near = [time_s for time_s in presses if abs(time_s - boundary.time_s) <= reach_s]
        near += [time_s for time_s in edges if abs(time_s - boundary.time_s) <= SNAP_TO_LAP_S]
        if not near:
            return boundary
        closest_s = min(near, key=lambda time_s: abs(time_s - boundary.time_s))
        return Boundary(closest_s, PhaseOrigin.MARKER, UNCERTAINTY_S)

    result = (
        replace(b, start=moved(b.start, begins), stop=None if b.stop is None else moved(b.stop, ends)) for b in bouts
    )
    return tuple(b for b in result if b.stop is None or b.stop.time_s > b.start.time_s)
