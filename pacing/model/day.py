"""One day of an all-day recording: exertion as stretches of raised heart rate, the night, and what was not worn."""

from dataclasses import dataclass
from datetime import date

from pacing.model.exceedance import Exceedance


@dataclass(frozen=True, slots=True)
class Bout:
    """A stretch [start_s, stop_s) of raised heart rate: activity most often, but heat, stress or fever look alike.

    `mean_bpm`, `peak_bpm`: mean and highest heart rate in it [bpm]. `above_limit_s`: seconds above the limit, None
    without one.
    """

    start_s: float
    stop_s: float
    mean_bpm: float
    peak_bpm: float
    above_limit_s: float | None


@dataclass(frozen=True, slots=True)
class NightLevel:
    """The lowest half hour of a night [bpm], with the 95 % range of its mean, and where it begins [s]."""

    bpm: float
    low_bpm: float
    high_bpm: float
    start_s: float


@dataclass(frozen=True, slots=True)
class Day:
    """The part of a recording that falls on one day, [start_s, stop_s) since the recording's start.

    `day`: the calendar day, local; None where the recording does not tell its date (then days are stretches of 24 h).
    `recorded_s`: seconds with a heart rate. `not_worn_s`: seconds in gaps of ten minutes and more, inside the
    recording. `exceedance`: against the limit, None without one. `night`: None when no half hour of it was recorded.
    `raised_from_bpm`: from which heart rate on a stretch counts as raised; None when nothing tells the resting level,
    and then `bouts` is empty.
    """

    day: date | None
    start_s: float
    stop_s: float
    recorded_s: float
    not_worn_s: float
    exceedance: Exceedance | None
    night: NightLevel | None
    raised_from_bpm: float | None
    bouts: tuple[Bout, ...]
