"""An earlier session as a learning rule sees it: what the heart did, and what the person said of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PastSession:
    """One earlier session.

    `start`: when it began. `comfortable` and `flare_after`: what the person said of it and of the days after it (None:
    not told). `median_bpm`: median heart rate [bpm]. `upper_bpm`: the heart rate it stayed at or below for 95 % of its
    recorded time [bpm]. `recorded_s`: recorded seconds. `session_id`: as in the history. `sport`, `walking_speed_m_s`:
    where known.
    """

    start: datetime
    comfortable: bool | None
    flare_after: bool | None
    median_bpm: float
    upper_bpm: float
    recorded_s: float
    session_id: str = ""
    sport: str | None = None
    walking_speed_m_s: float | None = None

    def __post_init__(self) -> None:
        """Check that the session can be placed in time and its numbers fit together."""
        if self.start.tzinfo is None:
            message = "start must have a time zone"
            raise ValueError(message)
        if not 0 < self.median_bpm <= self.upper_bpm:
            message = f"a median of {self.median_bpm} bpm does not go with an upper level of {self.upper_bpm} bpm"
            raise ValueError(message)

    @property
    def tolerated(self) -> bool:
        """Whether the person said both that it was comfortable and that no flare followed."""
        return self.comfortable is True and self.flare_after is False
