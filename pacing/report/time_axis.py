"""The time axis of a session: minutes, seconds for a short one, hours for a long one, the clock for a day."""

from dataclasses import dataclass

from pacing.model.assessment import Assessment
from pacing.model.recording import RecordingKind
from pacing.report.wording.moments import DAY_S, HOUR_S, MINUTE_S

SHORT_S = 3 * MINUTE_S  # design: shorter sessions count in seconds
LONG_S = 3 * HOUR_S  # design: longer sessions count in hours


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """How seconds since the start become places on the axis: place = (seconds + shift_s) / unit_s."""

    unit_s: float
    shift_s: float
    title: str

    def place(self, time_s: float) -> float:
        """Place of one moment."""
        return (time_s + self.shift_s) / self.unit_s


def time_axis(assessment: Assessment) -> TimeAxis:
    """The axis that fits this session."""
    recording = assessment.recording
    if recording.kind is RecordingKind.DAY and recording.began is not None:
        start = recording.began
        shift_s = start.hour * HOUR_S + start.minute * MINUTE_S + start.second
        one_day = shift_s + recording.duration_s <= DAY_S
        return TimeAxis(HOUR_S, shift_s, "hour of the day" if one_day else "hours since the first midnight")
    if recording.duration_s > LONG_S:
        return TimeAxis(HOUR_S, 0.0, "hours since the start")
    if recording.duration_s < SHORT_S:
        return TimeAxis(1.0, 0.0, "seconds since the start")
    return TimeAxis(MINUTE_S, 0.0, "minutes since the start")
