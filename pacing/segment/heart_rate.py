"""Bouts of exercise from heart rate alone, the least sure evidence: the tops and bottoms of its cleaned course."""

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.numerics.quantiles import median, quantile
from pacing.segment.bouts import Boundary, Bout, hr_drop_after
from pacing.segment.change_point import ChangePoint, Shape, Transition, change_point

SMOOTH_S = 5  # design: falls are looked for in 5-s means
LEVEL_S = 31  # design: levels are means over about half a minute
EXTREME_SHARE = 0.01  # design: the lowest and highest seconds may be the sensor's
EXERCISE_SHARE = 0.4  # design: exercise lies above this share of the way from the session's low to its high
SHORTEST_S = 60  # design: fewer known seconds have no course
LONGEST_HOLE_S = 10.0  # design: changes across longer holes were not seen
HOLE_SPACINGS = 2.0  # design: unless the device always waits so long
LONGEST_BRIDGED_S = 45.0  # design: but a fall that was seen may have begun in a hole of this length ...
FASTEST_BRIDGED_BPM_PER_S = 1.0  # design: ... if heart rate changed across it no faster than this
JUMP_BPM = 10.0  # design: no device that averages shows a heart change faster from one second to the next ...
JUMP_FROM_BEATS_BPM = 18.0  # design: ... but single beats do, with every breath
FASTEST_CHANGE_BPM_PER_S = 1.5  # design: what each second of a wider spacing may add


class HeartRateTrend(NamedTuple):
    """The known seconds of a session.

    `bpm`: as the sensor gave it. `bridged`: without the changes that cannot have been the heart's, NaN where a second
    was only filled in. `seen`: 5-s means without the changes nobody saw; `ahead`: the highest of it from each second
    on. `level`: half-minute means; `low_bpm`, `high_bpm`: their extremes.
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


def heart_rate_trend(
    seconds: FloatArray, bpm: FloatArray, *, jump_bpm: float = JUMP_BPM, measured: BoolArray | None = None
) -> HeartRateTrend | None:
    """The course of a session's heart rate; None with fewer than 60 known seconds.

    Changes across holes of more than 10 s (or two of the device's usual spacings), and jumps faster than a heart, were
    not seen and count as none: a sensor that comes back lower is no recovery.

    Parameters
    ----------
    seconds, bpm : shape (n,), [s], [bpm]; NaN = not known
    jump_bpm : a larger change from one second to the next is the sensor's, not the heart's [bpm]
    measured : shape (n,), False where a value was only filled in between measured ones; None: all are measured
    """
    known = np.isfinite(bpm)
    if int(known.sum()) < SHORTEST_S:
        return None
    time_s, values = seconds[known], bpm[known]
    given = np.ones(time_s.size, dtype=np.bool_) if measured is None else measured[known]
    if not given.any():
        return None
    given_s, given_bpm = time_s[given], values[given]
    change, spacing_s = np.diff(given_bpm), np.diff(given_s)
    usual_s = median(spacing_s) if spacing_s.size else 1.0
    hole = spacing_s > max(LONGEST_HOLE_S, HOLE_SPACINGS * usual_s)
    lost = np.abs(change) > jump_bpm + FASTEST_CHANGE_BPM_PER_S * (spacing_s - 1.0)
    torn = hole & ((spacing_s > LONGEST_BRIDGED_S) | (np.abs(change) > FASTEST_BRIDGED_BPM_PER_S * spacing_s))
    bridged = np.full(time_s.size, np.nan)
    bridged[given] = _without(given_bpm, change, lost | torn)
    level = _smoothed(values, LEVEL_S)
    seen = _smoothed(np.interp(time_s, given_s, _without(given_bpm, change, lost | hole)), SMOOTH_S)
    return HeartRateTrend(
        time_s=time_s,
        bpm=values,
        bridged=bridged,
        seen=seen,
        level=level,
        ahead=np.maximum.accumulate(seen[::-1])[::-1],
        low_bpm=quantile(level, EXTREME_SHARE),
        high_bpm=quantile(level, 1.0 - EXTREME_SHARE),
    )


def _without(values: FloatArray, change: FloatArray, unseen: BoolArray) -> FloatArray:
    """`values` with the changes that count as unseen taken out of all that follows."""
    return values - np.concatenate(([0.0], np.cumsum(np.where(unseen, change, 0.0))))


def _smoothed(values: FloatArray, width: int) -> FloatArray:
    sums = np.cumsum(np.concatenate(([0.0], np.pad(values, width // 2, mode="edge"))))
    return np.asarray((sums[width:] - sums[:-width]) / width, dtype=np.float64)


def turning_points(values: FloatArray, least: float) -> list[int]:
    """Places of alternating tops and bottoms that differ by at least `least`; the last is that of the last extreme.

    Parameters
    ----------
    values
        The series, shape (n,).
    least
        Smallest swing that counts, in the unit of the values.

    Returns
    -------
    list[int]

    Examples
    --------
    >>> turning_points(np.array([0.0, 1.0, 9.0, 8.0, 9.5, 2.0, 3.0]), 5.0)
    [0, 4, 5]
    """
    turns: list[int] = []
    low = high = 0
    rising: bool | None = None
    # Only ripples' own tops and bottoms can be turning points: a month has far fewer of them than seconds.
    places = _ripples(values)
    highest = lowest = float(values[0]) if values.size else 0.0
    for index, value in zip(places.tolist(), values[places].tolist(), strict=True):
        if value > highest:
            high, highest = index, value
        if value < lowest:
            low, lowest = index, value
        if rising is not False and highest - value >= least:
            turns.append(high)
            rising, low, lowest = False, index, value
        elif rising is not True and value - lowest >= least:
            turns.append(low)
            rising, high, highest = True, index, value
    if rising is not None:
        turns.append(high if rising else low)
    return turns


def _ripples(values: FloatArray) -> npt.NDArray[np.intp]:
    """The first and last place and every place where the series turns; of equal neighbours the first."""
    changed = np.flatnonzero(np.diff(values)) + 1
    places = np.concatenate((np.zeros(min(values.size, 1), dtype=np.intp), changed))
    falling = np.signbit(np.diff(values[places]))
    turns = np.ones(places.size, dtype=np.bool_)
    turns[1:-1] = falling[1:] != falling[:-1]
    return places[turns]


LEAST_CHANGE_BPM = 10.0  # design: a fall or rise of less does not stand out from what hearts do anyway
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
    course: HeartRateTrend | None, device: Device = Device(), *, exact: bool = True
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
    for index, (first, last) in enumerate(pairwise(turns)):
        if course.seen[last] > course.seen[first]:
            if start is None and _lifts(course, first, last):
                rise = _rise_begins(course, first, last)
                result = _turn(
                    course,
                    rise,
                    Shape(Transition.START, device.smoothing_s),
                    (stopped_s, course.time_s[last]),
                    exact=exact,
                )
                start = _boundary(result, device, stopped_s)
        elif start is not None:
            fall = _fall_begins(course, first, last)
            if fall is None:
                continue
            around_s = (_settled_s(course, start, first), _low_until_s(course, turns, index + 1))
            result = _turn(course, fall, Shape(Transition.STOP, device.smoothing_s), around_s, exact=exact)
            stop = _boundary(result, device, start.time_s)
            clear = course.seen[first] - course.seen[last] >= LARGEST_WANDER_BPM or result.log_odds >= LEAST_LOG_ODDS
            if clear and _long_enough(course, start, stop) and _shown(course, stop, device):
                bouts.append(Bout(start, stop))
                start, stopped_s = None, stop.time_s
    if start is not None:
        bouts.append(Bout(start, None))
    return tuple(bouts)


def _turn(
    course: HeartRateTrend, index: int, shape: Shape, around_s: tuple[float, float], *, exact: bool
) -> ChangePoint:
    """The change near a place, from the time around it that has no other one; or taken as it was first seen."""
    if not exact:
        return ChangePoint(float(course.time_s[index]), GUESS_S, np.inf)
    first = np.searchsorted(course.time_s, around_s[0])
    stop = np.searchsorted(course.time_s, around_s[1], side="right")
    time_s, bpm = course.time_s[first:stop], course.bridged[first:stop]
    guess_s = float(course.time_s[index])
    for _ in range(MOST_LOOKS):
        result = change_point(time_s, bpm, guess_s, shape)
        if abs(result.time_s - guess_s) <= NEAR_S:
            break
        guess_s = float(round(result.time_s))
    return result


def _boundary(result: ChangePoint, device: Device, earliest_s: float) -> Boundary:
    time_s = max(round(result.time_s - device.lag_s), earliest_s)
    unsure_s = UNCERTAINTY_S + result.half_width_s + device.lag_s + (device.spacing_s - 1.0)
    return Boundary(float(time_s), PhaseOrigin.HEART_RATE, unsure_s)


def _lifts(course: HeartRateTrend, first: int, last: int) -> bool:
    """Whether a rise is large enough, and goes high enough, to be exercise."""
    least = max(LEAST_CHANGE_BPM, RISE_SHARE * (course.high_bpm - course.low_bpm))
    high = course.level[last] >= course.exercise_bpm
    return bool(high and course.seen[last] - course.seen[first] >= least)


def _rise_begins(course: HeartRateTrend, first: int, last: int) -> int:
    """The last place near the bottom of a rise."""
    low = np.flatnonzero(course.seen[first:last] <= course.seen[first] + NEAR_TOP_BPM)
    return first + int(low[-1])


def _fall_begins(course: HeartRateTrend, first: int, last: int) -> int | None:
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


def _settled_s(course: HeartRateTrend, start: Boundary, top: int) -> float:
    """From when on a bout's own beginning is over, but no later than its top [s]."""
    return min(start.time_s + SETTLED_S, float(course.time_s[top]))


def _low_until_s(course: HeartRateTrend, turns: list[int], bottom: int) -> float:
    """Until when heart rate stays near the bottom of a fall (the place in `turns`) [s]."""
    if bottom + 1 >= len(turns):
        return float(course.time_s[-1])
    return float(course.time_s[_rise_begins(course, turns[bottom], turns[bottom + 1])])


def _long_enough(course: HeartRateTrend, start: Boundary, stop: Boundary) -> bool:
    least_s = COLD_S if start.time_s <= course.time_s[0] else SHORTEST_BOUT_S
    return stop.time_s - start.time_s >= least_s


def _shown(course: HeartRateTrend, stop: Boundary, device: Device) -> bool:
    """Whether a stop is sure enough, and heart rate itself, holes and jumps and all, lower after it."""
    if stop.uncertainty_s > LEAST_SURE_S + device.spacing_s - 1.0:
        return False
    fall_bpm = hr_drop_after(course.time_s, course.bpm, stop.time_s)
    return fall_bpm is not None and fall_bpm >= LEAST_FALL_BPM
