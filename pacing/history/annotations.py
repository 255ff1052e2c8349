"""What the person said of their sessions and of the days around them, also as the learning rule wants it."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np

from pacing.history.diary import notes, symptoms
from pacing.history.packed_series import unpack_series
from pacing.history.store import History
from pacing.history.symptom_rise import LAGS_DAYS
from pacing.model.longitudinal import Felt, SymptomScore
from pacing.model.person import PastSession
from pacing.model.recording import Recording

LEAST_DIARY_DAYS = 20  # design: fewer days do not show what is usual
USUAL_SHARE = 0.9  # design: the tenth of the days with the worst symptoms are flares
LEAST_DAYS_AFTER = 2  # design: of the three days after a session, to say that no flare followed
UPPER_SHARE = 0.95  # of the recorded time at or below, as PastSession defines it


def mark(history: History, session_id: str, *, comfortable: bool | None, flare_after: bool | None) -> str:
    """Keep how a session felt and whether a flare followed; what is not given now stays as it was.

    Gives the whole id of the session it is kept with: of a session that two devices recorded, the one that counts.

    Raises
    ------
    HistoryError
        No such session.
    """
    row = history.session(session_id)
    counted = row.same_as or row.id
    with history.change() as connection:
        connection.execute("INSERT OR IGNORE INTO mark VALUES (?, NULL, NULL)", (counted,))
        connection.execute(
            "UPDATE mark SET comfortable = coalesce(?, comfortable), flare_after = coalesce(?, flare_after)"
            " WHERE session_id = ?",
            (comfortable, flare_after, counted),
        )
    return counted


def answer(history: History, session_id: str, *, comfortable: bool | None, flare_after: bool | None) -> str:
    """Keep how a session felt as it is said now; what is None is not said any more.

    Gives the whole id of the session it is kept with.

    Raises
    ------
    HistoryError
        No such session, or the history cannot be written.
    """
    row = history.session(session_id)
    counted = row.same_as or row.id
    with history.change() as connection:
        connection.execute("DELETE FROM mark WHERE session_id = ?", (counted,))
        if comfortable is not None or flare_after is not None:
            connection.execute("INSERT INTO mark VALUES (?, ?, ?)", (counted, comfortable, flare_after))
    return counted


def unmark(history: History, session_id: str) -> str:
    """Take out what the person said of a session; gives the whole id of the session it was kept with.

    Raises
    ------
    HistoryError
        No such session, or the history cannot be written.
    """
    return answer(history, session_id, comfortable=None, flare_after=None)


def flare_days(scores: Mapping[str, Mapping[date, float]]) -> tuple[frozenset[date], frozenset[date]]:
    """Days whose mean symptom score lies above the person's own upper range, and all days with an entry.

    Both are empty with too few days to know what is usual. Scores are taken as given, symptoms weigh alike.
    """
    by_day: dict[date, list[float]] = {}
    for days in scores.values():
        for day, score in days.items():
            by_day.setdefault(day, []).append(score)
    if len(by_day) < LEAST_DIARY_DAYS:
        return frozenset(), frozenset()
    means = {day: float(np.mean(result)) for day, result in by_day.items()}
    usual = float(np.quantile(list(means.values()), USUAL_SHARE))
    return frozenset(day for day, mean in means.items() if mean > usual), frozenset(means)


def flare_followed(day: date, flares: frozenset[date], known: frozenset[date]) -> bool | None:
    """Whether one of the three days after `day` was a flare; None where the diary cannot tell.

    Two of the three days with entries and no flare are needed to say that none followed.

    Examples
    --------
    >>> one, two, three = (date(2026, 5, n) for n in (1, 2, 3))
    >>> flare_followed(one, frozenset({two}), frozenset({two, three})), flare_followed(three, frozenset(), frozenset())
    (True, None)
    """
    remaining = (date.max - day).days
    after = {day + timedelta(days=lag) for lag in LAGS_DAYS if lag <= remaining}
    if after & flares:
        return True
    return False if len(after & known) >= LEAST_DAYS_AFTER else None


def past_sessions(history: History) -> tuple[PastSession, ...]:
    """Every dated session with a heart rate, oldest first, with what the person said of it; doubles left out.

    Whether a flare followed is what the person said; where they did not, what their diary shows.
    """
    flares, known_days = flare_days(symptoms(history))
    rows = history.rows(
        "SELECT id, coalesce(start, clock_start), sport, comfortable, flare_after, packed,"
        " (SELECT value FROM measurement m WHERE m.session_id = id AND index_id = 'walking_speed_self_selected')"
        " FROM session JOIN series ON series.session_id = id LEFT JOIN mark ON mark.session_id = id"
        " WHERE clock_s IS NOT NULL AND same_as IS NULL ORDER BY coalesce(start_utc_s, clock_s)"
    )
    result = []
    for identity, start, sport, comfortable, flare_after, data, speed in rows:
        _, bpm, _ = unpack_series(data)
        known = bpm[np.isfinite(bpm)]
        began = datetime.fromisoformat(start)
        began = began if began.tzinfo is not None else began.replace(tzinfo=UTC)  # placed by its own clock
        if known.size:
            result.append(
                PastSession(
                    began,
                    None if comfortable is None else bool(comfortable),
                    bool(flare_after) if flare_after is not None else flare_followed(began.date(), flares, known_days),
                    float(np.median(known)),
                    float(np.quantile(known, UPPER_SHARE)),
                    float(known.size),
                    identity,
                    sport,
                    speed,
                )
            )
    return tuple(result)


SECONDS_PER_DAY = 86400.0
FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()
DAYS_BEFORE, DAYS_AFTER = 1, 3  # design: the day before, and the 72 hours in which worsening shows


def answers_of(history: History, session_id: str) -> tuple[bool | None, bool | None]:
    """Whether a session felt comfortable, and whether the person felt worse after it; None: not said.

    Of a session that two devices recorded, what was said of the one that counts.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    rows = history.rows(
        "SELECT comfortable, flare_after FROM mark JOIN session ON mark.session_id = coalesce(session.same_as, "
        "session.id) WHERE session.id = ?",
        (session_id,),
    )
    comfortable, flare_after = (None if one is None else bool(one) for one in (rows or [(None, None)])[0])
    return comfortable, flare_after


def felt_near(history: History, session_id: str, recording: Recording) -> Felt:
    """What the person said of a session, and noted from the day before it to three days after its last one.

    Nothing is known of a session that the history does not keep, but for the notes of its days.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    around = _days_near(recording)
    return Felt(
        *answers_of(history, session_id), tuple(note for note in notes(history) if note[0].toordinal() in around)
    )


def felt_near_each(history: History) -> Callable[[str, Recording], Felt]:
    """The same as `felt_near` for many sessions that count, with the history read once.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    answers = {
        session_id: tuple(None if one is None else bool(one) for one in both)
        for session_id, *both in history.rows("SELECT session_id, comfortable, flare_after FROM mark")
    }
    by_day: dict[int, list[tuple[date, str, str]]] = {}
    for note in notes(history):
        by_day.setdefault(note[0].toordinal(), []).append(note)

    def felt(session_id: str, recording: Recording) -> Felt:
        comfortable, flare_after = answers.get(session_id, (None, None))
        around = tuple(note for day in _days_near(recording) for note in by_day.get(day, ())) if by_day else ()
        return Felt(comfortable, flare_after, around)

    return felt


def symptoms_near(history: History, recording: Recording) -> tuple[SymptomScore, ...]:
    """The scores from the day before a session to three days after its last one, by symptom and day.

    Nothing for a session without a date.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    return scores_near(symptoms(history), recording)


def scores_near(scores: Mapping[str, Mapping[date, float]], recording: Recording) -> tuple[SymptomScore, ...]:
    """Of a diary's scores, by symptom and day, those from the day before a recording to three days after it."""
    near = _days_near(recording) if scores else ()
    around = [date.fromordinal(number) for number in near if FIRST_DAY <= number <= LAST_DAY]
    return tuple(
        SymptomScore(day, name, by_day[day]) for name, by_day in scores.items() for day in around if day in by_day
    )


def _days_near(recording: Recording) -> range:
    """Numbers of the days from the one before a recording to three after it (the calendar may end before they do)."""
    if recording.began is None:
        return range(0)
    began = recording.began
    into_day_s = (began - began.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    last = began.toordinal() + int((into_day_s + recording.duration_s) // SECONDS_PER_DAY) + DAYS_AFTER
    return range(began.toordinal() - DAYS_BEFORE, last + 1)
