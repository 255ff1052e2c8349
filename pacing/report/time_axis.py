"""The time axis of a recording: seconds, minutes or hours of a session by its length, the clock or dates of days."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from pacing.model.assessment import Assessment
from pacing.model.recording import RecordingKind
from pacing.report.wording.moments import DAY_S, HOUR_S, MINUTE_S, MONTHS

SHORT_S = 3 * MINUTE_S  # design: shorter sessions count in seconds
LONG_S = 3 * HOUR_S  # design: longer sessions count in hours
DATED_S = 2 * DAY_S  # design: from here on dates say more than hours
MOST_TICKS = 7  # design: numbers of this size stand apart on a phone
MOST_DATES = 5  # design: dates are wider
STEPS = {  # design: steps in which people count each unit
    1.0: (1, 2, 5, 10, 15, 20, 30, 60),
    MINUTE_S: (1, 2, 5, 10, 15, 20, 30, 60),
    HOUR_S: (0.5, 1, 2, 3, 6, 12, 24),
    DAY_S: (1, 2, 7, 14, 28),
}


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """How seconds since the start become places on the axis: place = (seconds + shift_s) / unit_s.

    `first_day`: the day at place 0 where the axis counts days, else None.
    """

    unit_s: float
    shift_s: float
    title: str
    first_day: datetime | None = None

    def place(self, time_s: float) -> float:
        """Place of one moment."""
        return (time_s + self.shift_s) / self.unit_s

    def ticks(self, start_s: float, stop_s: float) -> tuple[list[float], list[str]]:
        """Round places from `start_s` to `stop_s` [s since the session's start] and what stands at them.

        Examples
        --------
        >>> TimeAxis(60.0, 0.0, "minutes").ticks(0.0, 1900.0)
        ([0, 5, 10, 15, 20, 25, 30], ['0', '5', '10', '15', '20', '25', '30'])
        """
        low, high = self.place(start_s), self.place(stop_s)
        most = MOST_TICKS if self.first_day is None else MOST_DATES
        step = next((s for s in STEPS[self.unit_s] if (high - low) / s < most), None)
        if step is None:  # longer than people count in this unit
            widest = STEPS[self.unit_s][-1]
            step = widest * math.ceil((high - low) / widest / most)
        places: list[float] = [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
        return places, [self._word(place) for place in places]

    def _word(self, place: float) -> str:
        if self.first_day is None:
            return f"{place:g}"
        day = self.first_day + timedelta(days=place)
        return f"{day.day} {MONTHS[day.month - 1][:3]}"


def time_axis(assessment: Assessment) -> TimeAxis:
    """The axis that fits this session."""
    recording = assessment.recording
    if recording.kind is RecordingKind.DAY and recording.began is not None:
        start = recording.began
        shift_s = start.hour * HOUR_S + start.minute * MINUTE_S + start.second
        length_s = shift_s + recording.duration_s
        if length_s > DATED_S:
            return TimeAxis(DAY_S, shift_s, "date, at midnight", start)
        return TimeAxis(HOUR_S, shift_s, "hour of the day" if length_s <= DAY_S else "hours since the first midnight")
    if recording.duration_s > LONG_S:
        return TimeAxis(HOUR_S, 0.0, "hours since the start")
    if recording.duration_s < SHORT_S:
        return TimeAxis(1.0, 0.0, "seconds since the start")
    return TimeAxis(MINUTE_S, 0.0, "minutes since the start")
