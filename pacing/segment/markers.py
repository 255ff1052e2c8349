"""What the file's own markers say about exercise: laps with an intensity, stops, pauses, presses of the lap button."""

from collections.abc import Mapping
from dataclasses import replace
from math import hypot

import numpy as np

from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Marker, MarkerKind, Recording
from pacing.segment.bouts import Boundary, Bout
from pacing.segment.pauses import pauses

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


def cut_by_markers(
    bouts: tuple[Bout, ...], easy: tuple[tuple[float, float], ...], in_motion: Mapping[float, float] | None = None
) -> tuple[Bout, ...]:
    """The bouts without what the markers say was no exercise; new ends and beginnings come from the markers.

    Where movement shows an end or a beginning so near to a marker's that both may mean the same moment (they differ by
    no more than the 95 % range of that difference), the surer of the two counts: else a hasty press would always win
    against movement, and a late one never.

    Parameters
    ----------
    bouts : in order, times in s
    easy : stretches without exercise [s], from `easy_stretches`
    in_motion : how unsure [s] the end is that a press in motion set, by the press [s]; None: there was none

    Returns
    -------
    tuple of Bout
    """
    for start_s, stop_s in easy:
        ends = Boundary(start_s, PhaseOrigin.MARKER, (in_motion or {}).get(start_s, UNCERTAINTY_S))
        begins = Boundary(stop_s, PhaseOrigin.MARKER, UNCERTAINTY_S)
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


def ends_at_presses(
    bouts: tuple[Bout, ...], halted: tuple[tuple[float, float], ...], in_motion: Mapping[float, float]
) -> tuple[Bout, ...]:
    """The bouts, with every end that movement shows in the very second of a press that halted the timer given to it.

    Nothing had slowed down before it: the halted timer alone says that somebody stopped.

    Parameters
    ----------
    bouts : from movement, times in s
    halted : the recording's pauses [s]
    in_motion : how unsure [s] the end is that a press in motion set, by the press [s]
    """
    presses_s = np.array([start_s for start_s, _ in halted])

    def given(bout: Bout) -> Bout:
        if bout.stop is None:
            return bout
        near_s = presses_s[np.abs(presses_s - bout.stop.time_s) < AT_ONCE_S]
        if not near_s.size:
            return bout
        unsure_s = max(in_motion.get(float(near_s[0]), UNCERTAINTY_S), bout.stop.uncertainty_s)
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
