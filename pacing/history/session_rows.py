"""One session as rows of the database: itself, its measurements, its series and what it was judged with."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from pacing.codec import session_document
from pacing.history.context import NOTHING_MORE, context_text
from pacing.history.packed_series import pack_series
from pacing.model.assessment import Assessment

SELECT_SESSION = (
    "SELECT id, start, duration_s, sport, kind, verdict, flagged, same_as, clock_start, file_name"
    " FROM session JOIN file USING (sha256)"
)
JUDGED = ("limit", "exceedance")
"""The parts of a session's document that a judgement consists of."""
SELECT_CONTEXT = (
    "SELECT id, session.sha256, start, clock_start, context.document,"
    " CASE WHEN context.document IS NULL THEN json_extract(session.document, '$.limit') END,"
    " EXISTS (SELECT 1 FROM original WHERE original.sha256 = session.sha256)"
    " FROM session LEFT JOIN context ON session_id = id WHERE ? IS NULL OR id = ?"
)


def insert_session(connection: sqlite3.Connection, session: Assessment, how: Mapping[str, Any] = NOTHING_MORE) -> None:
    """One session with its measurements, its series and its context; inside a transaction of the caller."""
    document = session_document(session)
    columns = columns_of(session, document)
    source = session.recording.source
    columns |= {"id": session.session_id, "sha256": source.sha256, "place": source.place}
    marks = ", ".join("?" * len(columns))
    query = f"INSERT INTO session ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.execute(query, tuple(columns.values()))
    connection.execute("INSERT INTO series VALUES (?, ?)", (session.session_id, pack_series(session.cleaned)))
    _insert_parts(connection, session, how)


def update_session(
    connection: sqlite3.Connection, session: Assessment, document: Mapping[str, Any], how: Mapping[str, Any]
) -> None:
    """Write a kept session anew, its series only where it brings one; inside a transaction of the caller."""
    columns = columns_of(session, document)
    identity = session.session_id
    update_columns(connection, identity, columns)
    connection.execute("DELETE FROM measurement WHERE session_id = ?", (identity,))
    connection.execute("DELETE FROM context WHERE session_id = ?", (identity,))
    if session.cleaned.heart_rate.time_s.size:
        connection.execute(
            "UPDATE series SET packed = ? WHERE session_id = ?", (pack_series(session.cleaned), identity)
        )
    _insert_parts(connection, session, how)


def update_columns(connection: sqlite3.Connection, session_id: str, columns: Mapping[str, object]) -> None:
    """Write some columns of a kept session; inside a transaction of the caller."""
    setting = ", ".join(f"{name} = ?" for name in columns)
    query = f"UPDATE session SET {setting} WHERE id = ?"  # noqa: S608 - our own names
    connection.execute(query, (*columns.values(), session_id))


def columns_of(session: Assessment, document: Mapping[str, Any]) -> dict[str, object]:
    """What the table of sessions holds of one, beside its identity."""
    recording, exceedance = session.recording, session.exceedance
    began = recording.began
    return {
        "kind": recording.kind.value,
        "start": document["start"],
        "start_utc_s": None if recording.start is None else recording.start.timestamp(),
        "duration_s": recording.duration_s,
        "sport": recording.sport,
        "verdict": None if exceedance is None else exceedance.verdict.value,
        "flagged": None if exceedance is None else int(exceedance.flagged),
        "document": json.dumps(document, ensure_ascii=False, allow_nan=False),
        "clock_start": document["source"]["clock_start"],
        "clock_s": None if began is None else began.replace(tzinfo=UTC).timestamp(),
    }


def _insert_parts(connection: sqlite3.Connection, session: Assessment, how: Mapping[str, Any]) -> None:
    connection.executemany(
        "INSERT INTO measurement VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                session.session_id,
                m.index.id,
                m.value,
                m.low,
                m.high,
                None if m.unavailable is None else m.unavailable.value,
            )
            for m in session.measurements
        ],
    )
    connection.execute("INSERT INTO context VALUES (?, ?)", (session.session_id, context_text(session, how)))


def carry_marks(connection: sqlite3.Connection, to_id: str, from_ids: Sequence[str]) -> None:
    """Give a session what the person said of other recordings of it; the first that says something is believed."""
    marks = [
        connection.execute("SELECT comfortable, flare_after FROM mark WHERE session_id = ?", (identity,)).fetchone()
        for identity in (*from_ids, to_id)
    ]
    comfortable, flare_after = (
        next((mark[index] for mark in marks if mark is not None and mark[index] is not None), None) for index in (0, 1)
    )
    if comfortable is not None or flare_after is not None:
        connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", (to_id, comfortable, flare_after))
