"""What the diary says of the days around a session, beside it and not because of it."""

from collections import Counter
from datetime import date, timedelta

from pacing.model.assessment import Assessment
from pacing.report.document import Block, Table
from pacing.report.rounding import number_text

MOST = 3  # design: the key three that person and clinician agreed on; of more, those noted most often
DAYS = {"Day before": -1, "Same day": 0, "1 day after": 1, "2 days after": 2, "3 days after": 3}
NO_ENTRY = "no entry"


def symptom_blocks(assessment: Assessment) -> tuple[Block, ...]:
    """A table of at most three symptoms by day; nothing without a diary. Days after count from the recording's end."""
    recording = assessment.recording
    if not assessment.symptoms or recording.began is None:
        return ()
    begins = recording.began.date()
    ends = (recording.began + timedelta(seconds=recording.duration_s)).date()
    noted = Counter(score.name for score in assessment.symptoms)
    chosen = sorted(noted, key=lambda name: (-noted[name], name))[:MOST]
    scores = {(score.name, score.day): score.score for score in assessment.symptoms}
    rows = tuple(
        (name, *(_score_text(scores.get((name, _day(begins, ends, after)))) for after in DAYS.values()))
        for name in chosen
    )
    return (Table("Symptoms around the session, 0 to 10, higher is worse", ("Symptom", *DAYS), rows),)


def _day(begins: date, ends: date, after: int) -> date:
    return (ends if after > 0 else begins) + timedelta(days=after)


def _score_text(score: float | None) -> str:
    return NO_ENTRY if score is None else number_text(score, 0 if score == round(score) else 1)
