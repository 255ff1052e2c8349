"""What the person said of their sessions, and the sessions as the learning rule wants them."""

from datetime import datetime

import numpy as np

from pacing.history.series import unpacked
from pacing.history.store import History
from pacing.model.past import PastSession

UPPER_SHARE = 0.95  # of the recorded time at or below, as PastSession defines it


def mark(history: History, session_id: str, *, comfortable: bool | None, flare_after: bool | None) -> str:
    """Keep how a session felt and whether a flare followed; what is not told now stays as it was. Gives its whole id.

    Raises
    ------
    HistoryError
        No such session.
    """
    row = history.session(session_id)
    with history.change() as connection:
        connection.execute("INSERT OR IGNORE INTO mark VALUES (?, NULL, NULL)", (row.id,))
        connection.execute(
            "UPDATE mark SET comfortable = coalesce(?, comfortable), flare_after = coalesce(?, flare_after)"
            " WHERE session_id = ?",
            (comfortable, flare_after, row.id),
        )
    return row.id


def past_sessions(history: History) -> tuple[PastSession, ...]:
    """Every dated session with a heart rate, oldest first, with what the person said of it; doubles left out."""
    rows = history.rows(
        "SELECT id, start, sport, comfortable, flare_after, packed,"
        " (SELECT value FROM measurement m WHERE m.session_id = id AND index_id = 'walking_speed_self_selected')"
        " FROM session JOIN series ON series.session_id = id LEFT JOIN mark ON mark.session_id = id"
        " WHERE start IS NOT NULL AND same_as IS NULL ORDER BY start_utc_s"
    )
    found = []
    for identity, start, sport, comfortable, flare_after, data, speed in rows:
        _, bpm, _ = unpacked(data)
        known = bpm[np.isfinite(bpm)]
        if known.size:
            found.append(
                PastSession(
                    datetime.fromisoformat(start),
                    None if comfortable is None else bool(comfortable),
                    None if flare_after is None else bool(flare_after),
                    float(np.median(known)),
                    float(np.quantile(known, UPPER_SHARE)),
                    float(known.size),
                    identity,
                    sport,
                    speed,
                )
            )
    return tuple(found)
