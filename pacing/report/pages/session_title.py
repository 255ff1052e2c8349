"""What a session is called on a page."""

from pacing.model.assessment import Assessment
from pacing.model.recording import RecordingKind
from pacing.report.wording.moments import date_text, day_text

NO_SPORT = ("generic", "unknown", "all")
UNNAMED = {
    RecordingKind.ACTIVITY: "Session",
    RecordingKind.DAY: "Day",
    RecordingKind.BEATS: "Heartbeat recording",
}


def sport_text(assessment: Assessment) -> str:
    """The sport as the file names it, or what kind of recording it is."""
    sport = assessment.recording.sport
    if sport in NO_SPORT:
        return UNNAMED[assessment.recording.kind]
    return sport.replace("_", " ").capitalize() if sport else UNNAMED[assessment.recording.kind]


def session_title(assessment: Assessment) -> str:
    """Sport and date, the same form every time."""
    began = assessment.recording.began
    if began is None:
        return f"{sport_text(assessment)}, date not recorded"
    whole_day = assessment.recording.kind is RecordingKind.DAY
    return f"{sport_text(assessment)}, {date_text(began) if whole_day else day_text(began)}"
