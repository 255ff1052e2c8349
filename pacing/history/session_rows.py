"""One session as rows of the database: itself, its measurements, its series and what it was judged with.

The series is the cleaned heart rate, small, packed without loss, so that a kept session is judged again as its file is.
"""

import json
import sqlite3
import zlib
from collections.abc import Mapping
from datetime import UTC
from typing import Any

import numpy as np
import numpy.typing as npt

from pacing.codec import session_document
from pacing.history.context import NOTHING_MORE, context_text
from pacing.model.arrays import FloatArray, StateArray
from pacing.model.assessment import Assessment
from pacing.model.cleaned import Cleaned

STEPS_PER_BPM = 10
MISSING = 0xFFFF
TENTHS, EXACT = b"\x01", b"\x02"
"""The first byte: heart rate in tenths of a beat per minute, or as it is where tenths would lose something."""


def pack_series(cleaned: Cleaned) -> bytes:
    """The cleaned heart rate of a session as bytes; a 1 h session takes about 3 kB, one made from beats about 20 kB."""
    time_s = np.round(cleaned.heart_rate.time_s).astype("<i8")
    bpm = cleaned.heart_rate.bpm
    tenths = np.where(np.isfinite(bpm), np.round(np.nan_to_num(bpm) * STEPS_PER_BPM), MISSING).astype("<u2")
    exact = not np.array_equal(_from_tenths(tenths), bpm, equal_nan=True)
    values = bpm.astype("<f8") if exact else np.diff(tenths, prepend=np.uint16(0))
    parts = (np.diff(time_s, prepend=np.int64(0)).astype("<u4"), values, cleaned.state)
    head = np.array([time_s.size], dtype="<u4").tobytes()
    return (EXACT if exact else TENTHS) + zlib.compress(head + b"".join(part.tobytes() for part in parts), 6)


def _from_tenths(tenths: npt.NDArray[np.uint16]) -> FloatArray:
    return np.where(tenths == MISSING, np.nan, tenths / STEPS_PER_BPM)


def unpack_series(data: bytes) -> tuple[FloatArray, FloatArray, StateArray]:
    """Times [s], heart rate [bpm, NaN = none] and states from `packed` bytes.

    Raises
    ------
    ValueError
        The bytes were not made by `packed`.

    """
    message = "these bytes are no packed series"
    if data[:1] not in (TENTHS, EXACT):
        raise ValueError(message)
    try:
        raw = zlib.decompress(data[1:])
    except zlib.error as error:
        raise ValueError(message) from error
    size = int(np.frombuffer(raw, "<u4", 1)[0])
    steps = np.frombuffer(raw, "<u4", size, 4)
    if data[:1] == EXACT:
        bpm, width = np.frombuffer(raw, "<f8", size, 4 + 4 * size).astype(np.float64), 8
    else:
        bpm, width = _from_tenths(np.cumsum(np.frombuffer(raw, "<u2", size, 4 + 4 * size), dtype=np.uint16)), 2
    states = np.frombuffer(raw, np.uint8, size, 4 + (4 + width) * size)
    return np.cumsum(steps).astype(np.float64), bpm, states.copy()


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
