"""A judged session as a learning rule will see it later."""

import numpy as np

from pacing.model.assessment import Assessment
from pacing.model.past import PastSession

MIDDLE_PERCENT = 50.0
UPPER_PERCENT = 95.0
"""The share of a session's time its upper level covers [%]; design: the rest, 5 %, stays under the dose of 10 %."""
SHORTEST_S = 300.0
"""Recorded seconds below which a session has no level of its own; design."""
SPEED_INDEX = "walking_speed_self_selected"


def past_session(assessment: Assessment, *, comfortable: bool | None, flare_after: bool | None) -> PastSession | None:
    """What a session was like, with what the person said of it; None without a date or five recorded minutes.

    Parameters
    ----------
    comfortable, flare_after
        What the person said of the session and of the days after it; None: nothing.
    """
    bpm = assessment.cleaned.heart_rate.bpm
    recorded = bpm[np.isfinite(bpm)]
    start = assessment.recording.start
    if start is None or recorded.size < SHORTEST_S:
        return None
    median_bpm, upper_bpm = np.percentile(recorded, [MIDDLE_PERCENT, UPPER_PERCENT])
    speed = assessment.measurement(SPEED_INDEX)
    return PastSession(
        start,
        comfortable,
        flare_after,
        float(median_bpm),
        float(upper_bpm),
        float(recorded.size),
        assessment.session_id,
        assessment.recording.sport,
        None if speed is None else speed.value,
    )
