"""Bouts of exercise from heart rate alone: the least sure evidence."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.segment.bout import Boundary, Bout
from pacing.segment.change_point import change_point
from pacing.segment.fall import fall_after
from pacing.segment.turning_points import turning_points

SMOOTH_S = 5  # clinical practice: falls are looked for in 5-s means
LEVEL_S = 31  # design: levels are means over about half a minute
LEAST_CHANGE_BPM = 10.0  # clinical practice: a fall or rise of less is not told from what hearts do anyway
LEAST_SPAN_BPM = 20.0  # design: a session whose half-minute means span less is one level
EXTREME_SHARE = 0.01  # design: the lowest and highest seconds may be the sensor's
RISE_SHARE = 0.25  # design: a bout begins with a rise of at least this share of the session's span
EXERCISE_SHARE = 0.4  # design: exercise lies above this share of the way from the session's low to its high
BREAK_SHARE = 0.5  # design: a break loses half of what the exercise had gained; smaller falls are the pace
END_SHARE = 0.25  # design: the recording's last fall may still be under way
NEAR_TOP_BPM = 3.0  # clinical practice: the fall begins where heart rate was last within 3 bpm of its top
STEEPEST_S = 60  # design: a stop shows in the steepest minute of a fall
FALL_WITHIN_S = 90  # design: after a stop 10 bpm are lost within this time; slower falls are drift
LONGEST_HOLE_S = 10.0  # design: changes across longer holes were not seen
LONGEST_BRIDGED_S = 45.0  # design: but a fall that was seen may have begun in a hole of this length ...
FASTEST_BRIDGED_BPM_PER_S = 1.0  # design: ... if heart rate changed across it no faster than this
JUMP_BPM = 10.0  # design: no device that averages shows a heart change faster from one second to the next ...
JUMP_FROM_BEATS_BPM = 18.0  # design: ... but single beats do, with every breath
FASTEST_CHANGE_BPM_PER_S = 3.0  # design: what a wider spacing may add
LEAST_SURE_S = 60.0  # design: a stop that may have been more than a minute earlier or later was not found
SHORTEST_BOUT_S = 60.0  # design: less is not exercise
COLD_S = 180.0  # design: nor is a high start that is over so soon: a cold sensor begins like that
LEAST_FALL_BPM = 6.0  # design: heart rate as the sensor gave it must be lower by so much after a stop
SPACING_WEIGHT = 2.0  # design: samples joined by straight lines hide a turn on both sides of it
UNCERTAINTY_S = 5.0  # design: besides the fit: how late after a stop hearts and straps begin to fall


@dataclass(frozen=True, slots=True)
class Device:
    """How a device shows the heart: `lag_s` too late (boundaries are set earlier by it), smoothed with a time constant
    of `smoothing_s`, and with samples `spacing_s` apart (boundaries are less sure by it); all [s].
    """

    lag_s: float = 0.0
    smoothing_s: float = 0.0
    spacing_s: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    """Known seconds: `seen` is smoothed heart rate without the changes nobody saw, `ahead` the highest of it from each
    second on, `level` its slow mean, `bridged` heart rate without the changes that cannot have been the heart's [bpm].
    """

    time_s: FloatArray
    bpm: FloatArray
    bridged: FloatArray
    seen: FloatArray
    level: FloatArray
    ahead: FloatArray
    low_bpm: float
    high_bpm: float

    @property
    def exercise_bpm(self) -> float:
        """Above this level the person is taken to exercise."""
        return self.low_bpm + EXERCISE_SHARE * (self.high_bpm - self.low_bpm)


def bouts_from_heart_rate(
    seconds: FloatArray, bpm: FloatArray, device: Device = Device(), *, jump_bpm: float = JUMP_BPM
) -> tuple[Bout, ...]:
    """Every bout of exercise that shows in heart rate: from a sustained rise to a sustained fall.

    Heart rate is followed from turning point to turning point (10 bpm). A bout begins with the rise that carries it
    above 40 % of the session's span. It ends with a fall that loses at least half of what heart rate had gained over
    the session's low (a quarter when the recording ends in that fall), 10 bpm of it within 90 s. Changes across holes
    of more than 10 s, and jumps faster than a heart, were not seen and count as none: a sensor that comes back lower
    is no recovery. Both boundaries are refined by `change_point`.

    Parameters
    ----------
    seconds, bpm : shape (n,), [s], [bpm]; NaN = not known
    device : how late and how smoothed it shows the heart, and how far apart its samples are
    jump_bpm : a larger change from one second to the next is the sensor's, not the heart's [bpm]
    """
    course = _course(seconds, bpm, jump_bpm)
    if course is None or course.high_bpm - course.low_bpm < LEAST_SPAN_BPM:
        return ()
    turns = turning_points(course.seen, LEAST_CHANGE_BPM)
    bouts: list[Bout] = []
    start: Boundary | None = None
    if turns and course.level[0] >= course.exercise_bpm:
        start = Boundary(float(course.time_s[0]), PhaseOrigin.HEART_RATE, UNCERTAINTY_S)
    for first, last in pairwise(turns):
        if course.seen[last] > course.seen[first]:
            if start is None and _lifts(course, first, last):
                start = _boundary(course, _rise_begins(course.seen, first, last), device)
        elif start is not None:
            fall = _fall_begins(course, first, last)
            stop = None if fall is None else _boundary(course, fall, device)
            if stop is not None and _long_enough(course, start, stop) and _shown(course, stop):
                bouts.append(Bout(start, stop))
                start = None
    if start is not None:
        bouts.append(Bout(start, None))
    return tuple(bouts)


def _course(seconds: FloatArray, bpm: FloatArray, jump_bpm: float) -> _Course | None:
    known = np.isfinite(bpm)
    if int(known.sum()) < STEEPEST_S:
        return None
    time_s, values = seconds[known], bpm[known]
    change, spacing_s = np.diff(values), np.diff(time_s)
    hole = spacing_s > LONGEST_HOLE_S
    lost = np.abs(change) > jump_bpm + FASTEST_CHANGE_BPM_PER_S * (spacing_s - 1.0)
    torn = hole & ((spacing_s > LONGEST_BRIDGED_S) | (np.abs(change) > FASTEST_BRIDGED_BPM_PER_S * spacing_s))
    level = _smoothed(values, LEVEL_S)
    seen = _smoothed(_without(values, change, lost | hole), SMOOTH_S)
    return _Course(
        time_s,
        values,
        _without(values, change, lost | torn),
        seen,
        level,
        np.maximum.accumulate(seen[::-1])[::-1],
        *np.quantile(level, (EXTREME_SHARE, 1.0 - EXTREME_SHARE)).tolist(),
    )


def _without(values: FloatArray, change: FloatArray, unseen: BoolArray) -> FloatArray:
    """`values` with the changes that count as unseen taken out of all that follows."""
    return values - np.concatenate(([0.0], np.cumsum(np.where(unseen, change, 0.0))))


def _smoothed(values: FloatArray, width: int) -> FloatArray:
    sums = np.cumsum(np.concatenate(([0.0], np.pad(values, width // 2, mode="edge"))))
    return np.asarray((sums[width:] - sums[:-width]) / width, dtype=np.float64)


def _boundary(course: _Course, place: int, device: Device) -> Boundary:
    guess_s = float(course.time_s[place])
    found_s, half_width_s = change_point(course.time_s, course.bridged, guess_s, device.smoothing_s)
    time_s = max(round(found_s - device.lag_s), float(course.time_s[0]))
    unsure_s = UNCERTAINTY_S + half_width_s + device.lag_s + SPACING_WEIGHT * (device.spacing_s - 1.0)
    return Boundary(float(time_s), PhaseOrigin.HEART_RATE, unsure_s)


def _lifts(course: _Course, first: int, last: int) -> bool:
    """Whether a rise is large enough, and goes high enough, to be exercise."""
    least = max(LEAST_CHANGE_BPM, RISE_SHARE * (course.high_bpm - course.low_bpm))
    high = course.level[last] >= course.exercise_bpm
    return bool(high and course.seen[last] - course.seen[first] >= least)


def _rise_begins(seen: FloatArray, first: int, last: int) -> int:
    """The last place near the bottom of a rise."""
    low = np.flatnonzero(seen[first : last + 1] <= seen[first] + NEAR_TOP_BPM)
    return first + int(low[-1])


def _fall_begins(course: _Course, first: int, last: int) -> int | None:
    """Where the steepest part of a fall begins; None when it is too small or too slow for a stop."""
    leg = course.seen[first : last + 1]
    ahead = np.minimum(np.arange(leg.size) + STEEPEST_S, leg.size - 1)
    steepest = int(np.argmax(leg - leg[ahead]))
    within = leg[min(steepest + FALL_WITHIN_S, leg.size - 1)]
    ends_here = bool(course.ahead[last] - course.seen[last] < LEAST_CHANGE_BPM)
    gained = float(course.bpm[max(first - LEVEL_S // 2, 0) : first + LEVEL_S // 2].mean()) - course.low_bpm
    wanted = max(LEAST_CHANGE_BPM, (END_SHARE if ends_here else BREAK_SHARE) * gained)
    if leg[0] - leg[-1] < wanted or leg[steepest] - within < LEAST_CHANGE_BPM:
        return None
    top = float(leg[max(steepest - STEEPEST_S // 2, 0) : steepest + 1].max())
    high = np.flatnonzero(leg[: steepest + STEEPEST_S] >= top - NEAR_TOP_BPM)
    return first + int(high[-1])


def _long_enough(course: _Course, start: Boundary, stop: Boundary) -> bool:
    least_s = COLD_S if start.time_s <= course.time_s[0] else SHORTEST_BOUT_S
    return stop.time_s - start.time_s >= least_s


def _shown(course: _Course, stop: Boundary) -> bool:
    """Whether a stop is sure enough, and heart rate itself, holes and jumps and all, lower after it."""
    if stop.uncertainty_s > LEAST_SURE_S:
        return False
    fall_bpm = fall_after(course.time_s, course.bpm, stop.time_s)
    return fall_bpm is not None and fall_bpm >= LEAST_FALL_BPM
