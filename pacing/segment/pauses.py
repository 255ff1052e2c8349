"""Pauses of the timer, and whether the person went on through them: a button may be pressed by mistake, too early, or
be forgotten when walking on.
"""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.recording import Channel, MarkerKind, Recording
from pacing.segment.bouts import hr_drop_after
from pacing.segment.external_load import FEWEST_SAMPLES, HOLD_S
from pacing.segment.movement import FIRST_S, PACE_SHARE

WANDERED_M = 30.0  # design: so far people go to a bench and back while they stand, and so far positions drift
LET_OFF_BPM = 10.0  # design: a heart that loses so much in a minute has been let off, however far the person strolled
BEGUN_S = 6.0  # design: so soon after the resumption heart rate is still that of the pause
FIX_S = 5.0  # design: a distance written further from the press or the resumption is not that of the pause

Pause = tuple[float, float]


def pauses(recording: Recording) -> tuple[Pause, ...]:
    """Every [start, stop) [s] in which the timer was halted; one that was never ended lasts to the end.

    A pause that was gone through at the pace of the minute before was only pressed: nobody stopped. Distance that was
    written in it tells, minute for minute; else the way from press to resumption, where heart rate did not fall as if
    somebody had been let off.

    Parameters
    ----------
    recording : with its markers

    Returns
    -------
    tuple of (start, stop) [s]
    """
    halts = _halts(recording)
    if not halts:  # channels of days need not be looked through
        return ()
    distance = _known(recording.channel("distance"))
    speed = _known(recording.channel("speed"))
    return tuple(
        pause
        for pause, gone_m in halts
        if not _moved_on(*distance, *pause)
        and (not _gone_through(pause, _way_m(distance, pause, gone_m), speed) or _let_off(recording, pause))
    )


def presses_in_motion(recording: Recording) -> Mapping[float, float]:
    """How unsure [s] the end is that the press of a pause set [s], where the person was moving at it and went on.

    Speed still showed the pace of before, the timer was resumed further away than one wanders while halted, and heart
    rate does not show that they had been let off: it did not fall by 10 bpm within the minute or so after the press, or
    was not recorded. They may have stopped at the press, or anywhere up to the resumption. Runners press at the end of
    a repetition, in full stride, and walk a few hundred metres until the next: there heart rate falls at once.

    Parameters
    ----------
    recording : with its markers, and the way from press to resumption where positions were recorded
    """
    halts = _halts(recording)
    if not halts:
        return {}
    distance = _known(recording.channel("distance"))
    speed = _known(recording.channel("speed"))

    return {
        start_s: stop_s - start_s
        for (start_s, stop_s), gone_m in halts
        if _way_m(distance, (start_s, stop_s), gone_m) > WANDERED_M
        and _pace(*speed, start_s) > 0.0
        and not _let_off(recording, (start_s, stop_s))
    }


def _halts(recording: Recording) -> list[tuple[Pause, float]]:
    """Every time the timer was halted, and how far from there it was resumed [m]; 0 where that is not known."""
    result: list[tuple[Pause, float]] = []
    since: float | None = None
    for marker in sorted(recording.markers, key=lambda m: m.time_s):
        if marker.kind is MarkerKind.PAUSE and since is None:
            since = marker.time_s
        elif marker.kind is MarkerKind.RESUME and since is not None:
            if marker.time_s > since:
                result.append(((since, marker.time_s), marker.value or 0.0))
            since = None
    if since is not None and since < recording.duration_s:
        result.append(((since, recording.duration_s), 0.0))
    return result


def _known(channel: Channel | None) -> tuple[FloatArray, FloatArray]:
    """Times [s] and values of a channel where it has any."""
    if channel is None:
        return np.empty(0), np.empty(0)
    known = np.isfinite(channel.value)
    return channel.time_s[known], channel.value[known]


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


def _let_off(recording: Recording, pause: Pause) -> bool:
    """Whether heart rate fell after a press as it does when somebody is let off, however far they strolled."""
    heart = recording.heart_rate
    fall_bpm = hr_drop_after(heart.time_s, np.where(heart.bpm > 0, heart.bpm, np.nan), pause[0], pause[1] + BEGUN_S)
    return fall_bpm is not None and fall_bpm >= LET_OFF_BPM


def _way_m(distance: tuple[FloatArray, FloatArray], pause: Pause, gone_m: float) -> float:
    """How far a person got from press to resumption at least [m], by positions or by a distance that went on."""
    time_s, metres = distance
    last = int(np.searchsorted(time_s, pause[0], side="right")) - 1
    first = int(np.searchsorted(time_s, pause[1]))
    if last < 0 or first >= time_s.size or pause[0] - time_s[last] > FIX_S or time_s[first] - pause[1] > FIX_S:
        return gone_m
    return max(gone_m, float(metres[first] - metres[last]))


def _gone_through(pause: Pause, way_m: float, speed: tuple[FloatArray, FloatArray]) -> bool:
    """Whether the way from press to resumption takes the pause at the pace of before: no slower, and no faster, as in
    a car.
    """
    pace, through = _pace(*speed, pause[0]), way_m / (pause[1] - pause[0])
    return way_m > WANDERED_M and PACE_SHARE * pace <= through <= pace / PACE_SHARE


def _pace(time_s: FloatArray, speed: FloatArray, press_s: float) -> float:
    """The median speed of the minute before a press [m/s]; 0 where it no longer showed at the press, or is unknown."""
    first = np.searchsorted(time_s, press_s - FIRST_S)
    last = np.searchsorted(time_s, press_s, side="right")
    if last - first < FEWEST_SAMPLES or press_s - time_s[last - 1] > HOLD_S:
        return 0.0
    usual = float(np.median(speed[first:last]))
    return usual if speed[last - 1] >= PACE_SHARE * usual else 0.0
