"""Bouts of exercise from heart rate alone: the least sure evidence."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pacing.model.phases import PhaseOrigin
from pacing.segment.answer_curves import Shape, Turn
from pacing.segment.bout import Boundary, Bout
from pacing.segment.change_point import ChangePoint, change_point
from pacing.segment.fall import fall_after
from pacing.segment.heart_course import LEVEL_S, HeartCourse
from pacing.segment.turning_points import turning_points

LEAST_CHANGE_BPM = 10.0  # design: a fall or rise of less is not told from what hearts do anyway
LEAST_SPAN_BPM = 20.0  # design: a session whose half-minute means span less is one level
RISE_SHARE = 0.25  # design: a bout begins with a rise of at least this share of the session's span
BREAK_SHARE = 0.5  # design: a break loses half of what the exercise had gained; smaller falls are the pace
END_SHARE = 0.25  # design: the recording's last fall may still be under way
NEAR_TOP_BPM = 3.0  # design: the fall begins where heart rate was last within 3 bpm of its top
STEEPEST_S = 60  # design: a stop shows in the steepest minute of a fall
FALL_WITHIN_S = 90  # design: after a stop heart rate falls within this time ...
LEAST_STEP_BPM = 4.0  # design: ... by this much at least ...
STEP_SHARE = 0.25  # design: ... and this share of the whole fall; slower falls are drift
LARGEST_WANDER_BPM = 30.0  # design: no pace that merely wanders loses so much; a smaller fall is a stop ...
LEAST_LOG_ODDS = float(np.log(20.0))  # design: ... if that is twenty times likelier than a pace that wanders
NEAR_S = 20.0  # design: a turn found farther from where it was looked for is looked for again from there ...
MOST_LOOKS = 4  # design: ... but not for ever
GUESS_S = 30.0  # design: how sure a turn is as it is first seen
SETTLED_S = 60.0  # design: by then most of the rise into a bout is over
LEAST_SURE_S = 60.0  # design: a stop that may have been over a minute (and a spacing) away was not found
SHORTEST_BOUT_S = 60.0  # design: less is not exercise
COLD_S = 180.0  # design: nor is a high start that is over so soon: a cold sensor begins like that
LEAST_FALL_BPM = 6.0  # design: heart rate as the sensor gave it must be lower by so much after a stop
UNCERTAINTY_S = 4.0  # design: besides the fit: how late after a stop hearts and straps begin to fall


@dataclass(frozen=True, slots=True)
class Device:
    """How a device shows the heart: `lag_s` too late (boundaries are set earlier by it), smoothed with a time constant
    of `smoothing_s`, and with samples `spacing_s` apart (boundaries are less sure by it); all [s].
    """

    lag_s: float = 0.0
    smoothing_s: float = 0.0
    spacing_s: float = 1.0


def bouts_from_heart_rate(
    course: HeartCourse | None, device: Device = Device(), *, exact: bool = True
) -> tuple[Bout, ...]:
    """Every bout of exercise that shows in heart rate: from a sustained rise to a sustained fall.

    Heart rate is followed from turning point to turning point (10 bpm). A bout begins with the rise that carries it
    above 40 % of the session's span. It ends with a fall that loses at least half of what heart rate had gained over
    the session's low (a quarter when the recording ends in that fall); a fall of less than 30 bpm must besides be
    twenty times likelier with a stop than with a pace that wanders. Both boundaries are those of `change_point`.

    Parameters
    ----------
    course : of the session; None has no bouts
    device : how late and how smoothed it shows the heart, and how far apart its samples are
    exact : False: boundaries to about a minute and every large fall, in a tenth of the time; enough where movement is
        known and heart rate only tells where to look
    """
    if course is None or course.high_bpm - course.low_bpm < LEAST_SPAN_BPM:
        return ()
    turns = turning_points(course.seen, LEAST_CHANGE_BPM)
    bouts: list[Bout] = []
    start: Boundary | None = None
    stopped_s = float(course.time_s[0])
    if turns and course.level[0] >= course.exercise_bpm:
        start = Boundary(stopped_s, PhaseOrigin.HEART_RATE, UNCERTAINTY_S)
    for place, (first, last) in enumerate(pairwise(turns)):
        if course.seen[last] > course.seen[first]:
            if start is None and _lifts(course, first, last):
                rise = _rise_begins(course, first, last)
                found = _turn(
                    course, rise, Shape(Turn.START, device.smoothing_s), (stopped_s, course.time_s[last]), exact=exact
                )
                start = _boundary(found, device, stopped_s)
        elif start is not None:
            fall = _fall_begins(course, first, last)
            if fall is None:
                continue
            around_s = (_settled_s(course, start, first), _low_until_s(course, turns, place + 1))
            found = _turn(course, fall, Shape(Turn.STOP, device.smoothing_s), around_s, exact=exact)
            stop = _boundary(found, device, start.time_s)
            clear = course.seen[first] - course.seen[last] >= LARGEST_WANDER_BPM or found.log_odds >= LEAST_LOG_ODDS
            if clear and _long_enough(course, start, stop) and _shown(course, stop, device):
                bouts.append(Bout(start, stop))
                start, stopped_s = None, stop.time_s
    if start is not None:
        bouts.append(Bout(start, None))
    return tuple(bouts)


def _turn(course: HeartCourse, place: int, shape: Shape, around_s: tuple[float, float], *, exact: bool) -> ChangePoint:
    """The change near a place, from the time around it that holds no other one; or taken as it was first seen."""
    if not exact:
        return ChangePoint(float(course.time_s[place]), GUESS_S, np.inf)
    first, stop = np.searchsorted(course.time_s, (around_s[0], around_s[1] + 1.0))
    time_s, bpm = course.time_s[first:stop], course.bridged[first:stop]
    guess_s = float(course.time_s[place])
    found = change_point(time_s, bpm, guess_s, shape)
    for _ in range(MOST_LOOKS - 1):
        if abs(found.time_s - guess_s) <= NEAR_S:
            break
        guess_s = float(round(found.time_s))
        found = change_point(time_s, bpm, guess_s, shape)
    return found


def _boundary(found: ChangePoint, device: Device, earliest_s: float) -> Boundary:
    time_s = max(round(found.time_s - device.lag_s), earliest_s)
    unsure_s = UNCERTAINTY_S + found.half_width_s + device.lag_s + (device.spacing_s - 1.0)
    return Boundary(float(time_s), PhaseOrigin.HEART_RATE, unsure_s)


def _lifts(course: HeartCourse, first: int, last: int) -> bool:
    """Whether a rise is large enough, and goes high enough, to be exercise."""
    least = max(LEAST_CHANGE_BPM, RISE_SHARE * (course.high_bpm - course.low_bpm))
    high = course.level[last] >= course.exercise_bpm
    return bool(high and course.seen[last] - course.seen[first] >= least)


def _rise_begins(course: HeartCourse, first: int, last: int) -> int:
    """The last place near the bottom of a rise."""
    low = np.flatnonzero(course.seen[first : last + 1] <= course.seen[first] + NEAR_TOP_BPM)
    return first + int(low[-1])


def _fall_begins(course: HeartCourse, first: int, last: int) -> int | None:
    """Where the steepest part of a fall begins; None when it is too small or too slow for a stop."""
    leg = course.seen[first : last + 1]
    ahead = np.minimum(np.arange(leg.size) + STEEPEST_S, leg.size - 1)
    steepest = int(np.argmax(leg - leg[ahead]))
    step = float(leg[steepest] - leg[steepest : steepest + FALL_WITHIN_S + 1].min())
    ends_here = bool(course.ahead[last] - course.seen[last] < LEAST_CHANGE_BPM)
    gained = float(course.bpm[max(first - LEVEL_S // 2, 0) : first + LEVEL_S // 2].mean()) - course.low_bpm
    wanted = max(LEAST_CHANGE_BPM, (END_SHARE if ends_here else BREAK_SHARE) * gained)
    whole = float(leg[0] - leg[-1])
    if whole < wanted or step < max(LEAST_STEP_BPM, STEP_SHARE * whole):
        return None
    top = float(leg[max(steepest - STEEPEST_S // 2, 0) : steepest + 1].max())
    high = np.flatnonzero(leg[: steepest + STEEPEST_S] >= top - NEAR_TOP_BPM)
    return first + int(high[-1])


def _settled_s(course: HeartCourse, start: Boundary, top: int) -> float:
    """From when on a bout's own beginning is over, but no later than its top [s]."""
    return min(start.time_s + SETTLED_S, float(course.time_s[top]))


def _low_until_s(course: HeartCourse, turns: list[int], bottom: int) -> float:
    """Until when heart rate stays near the bottom of a fall (the place in `turns`) [s]."""
    if bottom + 1 >= len(turns):
        return float(course.time_s[-1])
    return float(course.time_s[_rise_begins(course, turns[bottom], turns[bottom + 1])])


def _long_enough(course: HeartCourse, start: Boundary, stop: Boundary) -> bool:
    least_s = COLD_S if start.time_s <= course.time_s[0] else SHORTEST_BOUT_S
    return stop.time_s - start.time_s >= least_s


def _shown(course: HeartCourse, stop: Boundary, device: Device) -> bool:
    """Whether a stop is sure enough, and heart rate itself, holes and jumps and all, lower after it."""
    if stop.uncertainty_s > LEAST_SURE_S + device.spacing_s - 1.0:
        return False
    fall_bpm = fall_after(course.time_s, course.bpm, stop.time_s)
    return fall_bpm is not None and fall_bpm >= LEAST_FALL_BPM
