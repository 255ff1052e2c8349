"""A moment of a recording, as its reader counts: by the clock in a day, since the start in a session."""

from pacing.model.assessment import Assessment
from pacing.model.recording import RecordingKind
from pacing.report.wording.moments import DAY_S, clock_text, day_clock_text


def by_the_clock(assessment: Assessment) -> bool:
    """Whether moments of this recording are told as times of day."""
    return assessment.recording.kind is RecordingKind.DAY and assessment.recording.began is not None


def moment_text(assessment: Assessment, seconds: float) -> str:
    """A moment: the time of day in an all-day recording, with the date where it holds several days; else `m:ss`."""
    began = assessment.recording.began
    if began is None or not by_the_clock(assessment):
        return clock_text(seconds)
    return day_clock_text(began, seconds, dated=assessment.recording.duration_s > DAY_S)
