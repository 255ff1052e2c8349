"""Heart rate as the search for bouts sees it: without what no heart did."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray

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


@dataclass(frozen=True, slots=True, eq=False)
class HeartCourse:
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


def heart_course(
    seconds: FloatArray, bpm: FloatArray, *, jump_bpm: float = JUMP_BPM, measured: BoolArray | None = None
) -> HeartCourse | None:
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
    usual_s = float(np.median(spacing_s)) if spacing_s.size else 1.0
    hole = spacing_s > max(LONGEST_HOLE_S, HOLE_SPACINGS * usual_s)
    lost = np.abs(change) > jump_bpm + FASTEST_CHANGE_BPM_PER_S * (spacing_s - 1.0)
    torn = hole & ((spacing_s > LONGEST_BRIDGED_S) | (np.abs(change) > FASTEST_BRIDGED_BPM_PER_S * spacing_s))
    bridged = np.full(time_s.size, np.nan)
    bridged[given] = _without(given_bpm, change, lost | torn)
    level = _smoothed(values, LEVEL_S)
    seen = _smoothed(np.interp(time_s, given_s, _without(given_bpm, change, lost | hole)), SMOOTH_S)
    return HeartCourse(
        time_s=time_s,
        bpm=values,
        bridged=bridged,
        seen=seen,
        level=level,
        ahead=np.maximum.accumulate(seen[::-1])[::-1],
        low_bpm=float(np.quantile(level, EXTREME_SHARE)),
        high_bpm=float(np.quantile(level, 1.0 - EXTREME_SHARE)),
    )


def _without(values: FloatArray, change: FloatArray, unseen: BoolArray) -> FloatArray:
    """`values` with the changes that count as unseen taken out of all that follows."""
    return values - np.concatenate(([0.0], np.cumsum(np.where(unseen, change, 0.0))))


def _smoothed(values: FloatArray, width: int) -> FloatArray:
    sums = np.cumsum(np.concatenate(([0.0], np.pad(values, width // 2, mode="edge"))))
    return np.asarray((sums[width:] - sums[:-width]) / width, dtype=np.float64)
