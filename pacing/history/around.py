"""What the diary says of the days around a session."""

from datetime import timedelta

from pacing.history.diary import symptoms
from pacing.history.store import History
from pacing.model.diary import SymptomScore
from pacing.model.recording import Recording

DAYS_BEFORE, DAYS_AFTER = 1, 3  # design: the day before, and the 72 hours in which worsening shows


def symptoms_around(history: History, recording: Recording) -> tuple[SymptomScore, ...]:
    """The scores from the day before a session to three days after its last one, by symptom and day.

    Nothing for a session without a date.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    if recording.began is None:
        return ()
    first = recording.began.date() - timedelta(days=DAYS_BEFORE)
    last = (recording.began + timedelta(seconds=recording.duration_s)).date() + timedelta(days=DAYS_AFTER)
    return tuple(
        SymptomScore(day, name, score)
        for name, scores in symptoms(history).items()
        for day, score in scores.items()
        if first <= day <= last
    )
