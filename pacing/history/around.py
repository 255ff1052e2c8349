"""What the diary says of the days around a session."""

from pacing.history.diary import symptoms
from pacing.history.store import History
from pacing.model.diary import SymptomScore
from pacing.model.recording import Recording

SECONDS_PER_DAY = 86400.0
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
    began = recording.began
    into_day_s = (began - began.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    first = began.toordinal() - DAYS_BEFORE  # numbers of days: the calendar may end before they do
    last = began.toordinal() + int((into_day_s + recording.duration_s) // SECONDS_PER_DAY) + DAYS_AFTER
    return tuple(
        SymptomScore(day, name, score)
        for name, scores in symptoms(history).items()
        for day, score in scores.items()
        if first <= day.toordinal() <= last
    )
