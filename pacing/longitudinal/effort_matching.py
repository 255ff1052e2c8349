"""How hard sessions were, as far as a number depends on it, and which of them were equally hard.

Recovery grows with effort, so two recoveries speak of the heart only where the exercise before them ended at much the
same effort. That effort is the heart rate at the end as a share of the reserve between resting and highest heart rate,
taken with one pair of bounds for all sessions: how unsure the predicted maximum is, is then common to all of them and
moves no session against another. What is left of each session's own is its sensor's error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from pacing.model.assessment import Assessment
from pacing.model.measurement import Measurement
from pacing.reference import COMPARABLE_END_BPM, COMPARABLE_RESERVE_POINTS, COMPARABLE_SPEED_PERCENT

RESERVE_INDEX, PEAK_INDEX, SPEED_INDEX = "hr_reserve_share", "hr_peak", "walking_speed_self_selected"
PERCENT = 100.0


class EffortBy(Enum):
    """What tells how hard a session was, where a number depends on it."""

    END_OF_EXERCISE = "end_of_exercise"
    WALKING_SPEED = "walking_speed"


@dataclass(frozen=True, slots=True)
class Reserve:
    """The resting and the highest heart rate [bpm] that every session of a person is held against."""

    resting_bpm: float
    maximum_bpm: float

    @property
    def points_per_bpm(self) -> float:
        """Points of the reserve that one beat per minute is [%/bpm]."""
        return PERCENT / (self.maximum_bpm - self.resting_bpm)

    def share_percent(self, bpm: float) -> float:
        """Share of the reserve that a heart rate uses.

        Parameters
        ----------
        bpm
            Heart rate [bpm].

        Returns
        -------
        float
            Share [%]; below 0 under the resting rate.
        """
        return (bpm - self.resting_bpm) * self.points_per_bpm


@dataclass(frozen=True, slots=True)
class EffortScale:
    """What efforts are given in: how far two that are alike may lie apart, and the words for a range of them.

    `logarithmic`: they are held against each other as shares of themselves, so their logarithms are.
    """

    apart: float
    words: str
    decimals: int = 0
    logarithmic: bool = False

    def text(self, low: float, high: float) -> str:
        """A range of efforts in words.

        Parameters
        ----------
        low, high
            Ends of the range, in the scale's unit; their logarithms where it is logarithmic.

        Returns
        -------
        str

        Examples
        --------
        >>> EffortScale(5.0, "stopped at {} bpm").text(98.2, 102.9)
        'stopped at 98 to 103 bpm'
        """
        ends = [f"{np.exp(value) if self.logarithmic else value:.{self.decimals}f}" for value in (low, high)]
        return self.words.format(ends[0] if ends[0] == ends[1] else " to ".join(ends))


IN_RESERVE = EffortScale(COMPARABLE_RESERVE_POINTS.value, "stopped at {} % of the heart-rate reserve")
IN_BPM = EffortScale(COMPARABLE_END_BPM.value, "stopped at {} bpm")
SPEED_SHARE = COMPARABLE_SPEED_PERCENT.value / PERCENT
IN_SPEED = EffortScale(float(np.log((1 + SPEED_SHARE) / (1 - SPEED_SHARE))), "walked at {} m/s", 2, logarithmic=True)


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard one session was, on some scale; `half_width`: of its own 95 % interval."""

    value: float
    half_width: float


def reserve_of(sessions: Sequence[Assessment]) -> Reserve | None:
    """The reserve that all sessions of a person are held against, or None where it is not known.

    The highest heart rate is that of the newest session that knows one; the resting level the median of the sessions
    that found theirs as the newest did.

    Parameters
    ----------
    sessions
        In order of time.

    Returns
    -------
    Reserve or None
        In bpm; None where no session knows its share of the reserve, or the maximum is not above the rest.
    """
    known = [m.parts for s in sessions if (m := _measured(s, RESERVE_INDEX)) is not None]
    if not known:
        return None
    newest = known[-1]
    maximum_bpm = _number(newest.get("maximum_bpm"))
    resting = [
        bpm
        for parts in known
        if parts.get("rest_definition") == newest.get("rest_definition")
        and (bpm := _number(parts.get("rest_bpm"))) is not None
    ]
    if maximum_bpm is None or not resting or maximum_bpm <= (resting_bpm := float(np.median(resting))):
        return None
    return Reserve(resting_bpm, maximum_bpm)


def effort_at_end(session: Assessment, recovery: Measurement, reserve: Reserve | None) -> Effort | None:
    """The heart rate at the end of the exercise that `recovery` was measured after: as share of reserve, else in bpm.

    Its error is what stands beside it in `end_half_width_bpm`. A session that was kept before recoveries said so has
    that of its highest half minute instead: what the sensor makes of a short mean, without how unsure the end's moment
    is.

    Parameters
    ----------
    session
        The session that the recovery is from.
    recovery
        The recovery, with `end_bpm` among its parts.
    reserve
        The person's reserve; None where it is not known.

    Returns
    -------
    Effort or None
        Share of the reserve [%], or heart rate [bpm] without a reserve; None where the level at the end or its error is
        not known.
    """
    end_bpm, half_bpm = (_number(recovery.parts.get(part)) for part in ("end_bpm", "end_half_width_bpm"))
    peak = _measured(session, PEAK_INDEX)
    if half_bpm is None and peak is not None:
        half_bpm = _half_width(peak)
    if end_bpm is None or half_bpm is None:
        return None
    if reserve is None:
        return Effort(end_bpm, half_bpm)
    return Effort(reserve.share_percent(end_bpm), half_bpm * reserve.points_per_bpm)


def effort_by_speed(session: Assessment) -> Effort | None:
    """The speed the person chose.

    Parameters
    ----------
    session
        The session.

    Returns
    -------
    Effort or None
        Logarithm of the speed [ln m/s]; None where the file has no walking speed.
    """
    speed = _measured(session, SPEED_INDEX)
    return None if speed is None or not speed.value or speed.value < 0 else Effort(float(np.log(speed.value)), 0.0)


def is_close_enough(effort: Effort | None, scale: EffortScale) -> bool:
    """Whether an effort is known at all, and closely enough to say which others are like it.

    Parameters
    ----------
    effort
        The session's effort; None where it is not known.
    scale
        What it is given in.

    Returns
    -------
    bool
    """
    return effort is not None and effort.half_width <= scale.apart


def equally_hard(values: Sequence[float], apart: float) -> list[tuple[int, ...]]:
    """Places of the values in sets of which any two lie within `apart` of each other, the largest set first.

    The largest possible set is taken first, then the largest of what is left, and so on; of equally large ones that
    with the newest members.

    Parameters
    ----------
    values
        Efforts in order of time, of one scale.
    apart
        How far two that are alike may lie apart, in the same unit.

    Returns
    -------
    list of tuple of int
        Places in `values`, each once; within a set in order of time.

    Examples
    --------
    >>> equally_hard([40.0, 60.0, 42.0, 61.0, 45.0, 48.0], 5.0)
    [(0, 2, 4), (1, 3), (5,)]
    """
    remaining = np.argsort(np.asarray(values, dtype=np.float64), kind="stable")
    result = []
    while remaining.size:
        ordered = np.asarray(values, dtype=np.float64)[remaining]
        stops = np.searchsorted(ordered, ordered + apart, side="right")
        sizes = stops - np.arange(remaining.size)
        largest = np.flatnonzero(sizes == sizes.max())
        first = max(largest.tolist(), key=lambda start: int(remaining[start : stops[start]].sum()))
        result.append(tuple(sorted(remaining[first : stops[first]].tolist())))
        remaining = np.delete(remaining, np.s_[first : stops[first]])
    return result


def _measured(session: Assessment, index_id: str) -> Measurement | None:
    result = session.measurement(index_id)
    return None if result is None or result.value is None else result


def _number(part: object) -> float | None:
    return float(part) if isinstance(part, int | float) and not isinstance(part, bool) else None


def _half_width(measurement: Measurement) -> float:
    if measurement.low is None or measurement.high is None:
        return float("inf")
    return (measurement.high - measurement.low) / 2
