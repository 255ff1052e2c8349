"""Let go of the samples of older sessions: hundreds of sessions then fit in memory, and only the newest are drawn."""

from dataclasses import replace
from datetime import UTC

import numpy as np

from pacing.model.assessment import Assessment
from pacing.model.recording import HeartRate

NOTHING = np.empty(0)


def without_samples(assessment: Assessment) -> Assessment:
    """The assessment with every number it says, but no series to draw."""
    nothing = HeartRate(NOTHING, NOTHING)
    recording = replace(assessment.recording, heart_rate=nothing, beats=None, channels=())
    cleaned = replace(assessment.cleaned, heart_rate=nothing, state=np.empty(0, np.uint8), beats=None, beat_state=None)
    return replace(assessment, recording=recording, cleaned=cleaned)


def let_go_of_older(sessions: list[Assessment], kept: list[int], most: int) -> None:
    """Take the samples from the oldest of the sessions at the places `kept`, until at most `most` have theirs.

    Sessions without a date count as oldest, and among those the later place as older: as a report draws them.
    """
    while len(kept) > most:
        oldest = min(kept, key=lambda place: (_instant(sessions[place]), -place))
        kept.remove(oldest)
        sessions[oldest] = without_samples(sessions[oldest])


def _instant(assessment: Assessment) -> float:
    """When a session began [s since 1970]; a clock without a zone counts as UTC, as in a report's order."""
    began = assessment.recording.began
    if began is None:
        return float("-inf")
    return (began if began.tzinfo else began.replace(tzinfo=UTC)).timestamp()
