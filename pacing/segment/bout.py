"""Bouts of exercise between two boundaries: what every kind of evidence yields."""

from dataclasses import dataclass

from pacing.model.phases import PhaseOrigin


@dataclass(frozen=True, slots=True)
class Boundary:
    """A moment [s], what showed it, and the half-width of its 95 % range [s]."""

    time_s: float
    origin: PhaseOrigin
    uncertainty_s: float


@dataclass(frozen=True, slots=True)
class Bout:
    """A stretch of exercise; `stop` is None when it goes on to the end of what was recorded."""

    start: Boundary
    stop: Boundary | None
