"""Keep sessions: each file once, whole or not at all, whatever interrupts."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pacing.codec import findings_document, judgement_document, session_document
from pacing.errors import HistoryError
from pacing.history.context import NOTHING_MORE, KeptContext, context_from, context_text
from pacing.history.integrity import damage
from pacing.history.migrations import connect, translated
from pacing.history.packed_series import unpack_series
from pacing.history.read_only import connect_for_reading
from pacing.history.session_list import SessionRow, session_meant, session_row
from pacing.history.session_rows import (
    JUDGED,
    SELECT_CONTEXT,
    SELECT_SESSION,
    carry_marks,
    columns_of,
    insert_session,
    update_columns,
    update_session,
)
from pacing.model.arrays import FloatArray, StateArray
from pacing.model.assessment import Assessment, Refusal


class Added(StrEnum):
    """What became of a file that was to be added."""

    NEW = "new"
    KNOWN = "known"
    DATED = "dated"


class History:
    """An open history. Use it in a `with` block; every change is one transaction.

    `read_only`: it cannot be changed, and is not made where there is none: it is empty then.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._connection = connect_for_reading(path) if read_only else connect(path)
        self._is_changing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._explain(error)
        finally:
            self._connection.close()

    def _explain(self, error: BaseException | None) -> None:
        """Say of an error that nobody foresaw that the history is damaged, where it is: the program is not at fault.

        Raises
        ------
        HistoryError
            The history is damaged.
        """
        if isinstance(error, UNFORESEEN) and (wrong := damage(self._connection)):
            raise HistoryError(
                f"{self.path.name} is damaged: {wrong[0]}.",
                hint="`pacing history check` names all of it; restore an export with `pacing history import`.",
            ) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read in this block stands as it was at its beginning, whatever other programs write meanwhile.

        Raises
        ------
        HistoryError
            The database cannot answer.
        """
        try:
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing. Changes made inside another belong to that one.

        Raises
        ------
        HistoryError
            The database refuses, or another process holds it for too long.
        """
        if self._is_changing:
            yield self._connection
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._is_changing = True
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._is_changing = False
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; for the modules of the history only.

        Raises
        ------
        HistoryError
            The database cannot answer.
        """
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise translated(error, self.path) from error

    def knows(self, sha256: str) -> bool:
        """Whether the file with this content was added before."""
        return bool(self.rows("SELECT 1 FROM file WHERE sha256 = ?", (sha256,)))

    def add(
        self,
        sha256: str,
        file_name: str,
        sessions: Sequence[Assessment],
        *,
        original: bytes | None = None,
        how: Mapping[str, Any] = NOTHING_MORE,
    ) -> Added:
        """Keep all sessions of one file in one transaction; a file that is known changes nothing.

        But sessions that waited for their time zone, and bring it now, take the place of those without; what the person
        said of them stays.

        Parameters
        ----------
        sha256, file_name
            Hash of the file's content, and its name as shown to people.
        sessions
            All sessions of the file.
        original
            The file itself, gzipped, so that its sessions can be shown and measured again; None: not kept.
        how
            Plain data on how the file was read, kept with each session.

        Returns
        -------
        Added
            What became of the file.

        Raises
        ------
        HistoryError
            The database cannot be written.
        """
        with self.change() as connection:
            marks: list[tuple[Any, ...]] = []
            is_known = bool(connection.execute("SELECT 1 FROM file WHERE sha256 = ?", (sha256,)).fetchone())
            if is_known:
                if not self.waits_for_zone(sha256) or all(s.recording.start is None for s in sessions):
                    return Added.KNOWN
                marks = connection.execute(
                    "SELECT mark.* FROM mark JOIN session ON id = session_id WHERE sha256 = ?", (sha256,)
                ).fetchall()
                connection.execute("DELETE FROM file WHERE sha256 = ?", (sha256,))
            version = sessions[0].program.version if sessions else ""
            connection.execute("INSERT INTO file VALUES (?, ?, ?)", (sha256, file_name, version))
            connection.execute("DELETE FROM refusal WHERE sha256 = ?", (sha256,))
            if original is not None:
                connection.execute("INSERT INTO original VALUES (?, ?)", (sha256, original))
            for session in sessions:
                insert_session(connection, session, how)
            there = {session.session_id for session in sessions}
            connection.executemany("INSERT INTO mark VALUES (?, ?, ?)", [mark for mark in marks if mark[0] in there])
        return Added.DATED if is_known else Added.NEW

    def waits_for_zone(self, sha256: str) -> bool:
        """Whether a kept file has a session with a local clock but no time zone, so that no instant is known."""
        query = (
            "SELECT 1 FROM session WHERE sha256 = ? AND start IS NULL"
            " AND json_extract(document, '$.source.clock_start') IS NOT NULL"
        )
        return bool(self.rows(query, (sha256,)))

    def keep_refusal(self, sha256: str, refusal: Refusal, program: str) -> None:
        """Remember that this version of the program could not read a file, so that it is not decoded again in vain.

        Raises
        ------
        HistoryError
            The database cannot be written.
        """
        values = (sha256, program, refusal.file_name, refusal.error, refusal.message, refusal.hint)
        with self.change() as connection:
            connection.execute("INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?, ?, ?)", values)

    def passes_over(self, sha256: str, program: str, *, zone_given: bool = False) -> bool:
        """Whether a file need not be read: it was added before, or this version of the program refused it.

        `zone_given`: a time zone is given now; a file whose sessions wait for one is read again.
        """
        if zone_given and self.waits_for_zone(sha256):
            return False
        query = "SELECT 1 FROM file WHERE sha256 = ? UNION ALL SELECT 1 FROM refusal WHERE sha256 = ? AND program = ?"
        return bool(self.rows(query, (sha256, sha256, program)))

    def refusal(self, sha256: str, program: str, file_name: str) -> Refusal | None:
        """Why this version of the program refused a file with this content before, under its name of now; or None."""
        query = "SELECT error, message, hint FROM refusal WHERE sha256 = ? AND program = ?"
        refused = self.rows(query, (sha256, program))
        return Refusal(file_name, *refused[0]) if refused else None

    def sessions(self) -> list[SessionRow]:
        """All sessions, oldest first; those without a date come last."""
        rows = self.rows(f"{SELECT_SESSION} ORDER BY clock_s IS NULL, coalesce(start_utc_s, clock_s), id")
        return [session_row(row) for row in rows]

    def session(self, session_id: str) -> SessionRow:
        """One session; the beginning of its id is enough where it is the only one.

        Raises
        ------
        HistoryError
            No session, or more than one, has an id that begins so.
        """
        rows = self.rows(f"{SELECT_SESSION} WHERE id = ?", (session_id,)) or self.rows(
            f"{SELECT_SESSION} WHERE substr(id, 1, length(?)) = ? LIMIT 2", (session_id, session_id)
        )
        if len(rows) != 1 or not session_id:
            many = "More than one session has" if rows else "No session has"
            raise HistoryError(f"{many} an id that begins with `{session_id}`.", hint="See `pacing history list`.")
        return session_row(rows[0])

    def meant(self, words: str) -> SessionRow:
        """The session a person means: `last`, a day with one, its number in the list, or an id or how it begins.

        Raises
        ------
        HistoryError
            No session is meant, or more than one.
        """
        every = self.sessions()
        meant = session_meant(words, every)
        return self.session(words) if meant is None else meant

    def document(self, session_id: str) -> dict[str, Any]:
        """The session of the contract, as it was when it was added; the beginning of its id is enough.

        Raises
        ------
        HistoryError
            No session, or more than one, has an id that begins so.
        """
        text = self.rows("SELECT document FROM session WHERE id = ?", (self.session(session_id).id,))[0][0]
        document: dict[str, Any] = json.loads(text)
        return document

    def remove(self, session_id: str) -> SessionRow:
        """Take one session out; its file may be added again afterwards.

        What the person said of it stays with another recording of the same session, where there is one.

        Raises
        ------
        HistoryError
            No such session.
        """
        row = self.session(session_id)
        with self.change() as connection:
            doubles = connection.execute("SELECT id FROM session WHERE same_as = ? ORDER BY id", (row.id,)).fetchall()
            if doubles:
                carry_marks(connection, doubles[0][0], [row.id])
            sha256 = connection.execute("SELECT sha256 FROM session WHERE id = ?", (row.id,)).fetchone()[0]
            connection.execute("DELETE FROM session WHERE id = ?", (row.id,))
            connection.execute(
                "DELETE FROM file WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM session WHERE session.sha256 = ?)",
                (sha256, sha256),
            )
        return row

    def original(self, sha256: str) -> bytes | None:
        """The kept file with this content, gzipped; None where it was not kept."""
        rows = self.rows("SELECT packed FROM original WHERE sha256 = ?", (sha256,))
        return None if not rows else bytes(rows[0][0])

    def series(self, session_id: str) -> tuple[FloatArray, FloatArray, StateArray]:
        """Times [s], cleaned heart rate [bpm, NaN = none] and sample states of a kept session, shape (n,) each.

        Raises
        ------
        HistoryError
            No session, or more than one, has an id that begins so.
        """
        identity = self.session(session_id).id
        return unpack_series(self.rows("SELECT packed FROM series WHERE session_id = ?", (identity,))[0][0])

    def contexts(self, session_id: str | None = None) -> list[KeptContext]:
        """What each kept session, or only this one, was measured and judged with; in the order of the list."""
        query = f"{SELECT_CONTEXT} ORDER BY clock_s IS NULL, coalesce(start_utc_s, clock_s), id"
        rows = self.rows(query, (session_id, session_id))
        return [context_from(row) for row in rows]

    def replace(self, session: Assessment, how: Mapping[str, Any] = NOTHING_MORE) -> bool:
        """Let a session, measured or judged again, take the place of the kept one; gives whether its judgement changed.

        A judgement that changed is kept too, with the moment until which it stood.

        Parameters
        ----------
        session
            The session as it is now; without samples, the kept series stays.
        how
            Plain data on how its file was read.

        Raises
        ------
        HistoryError
            No such session, or the database cannot be written.
        """
        document = session_document(session)
        with self.change() as connection:
            before = self.document(session.session_id)
            changed = self._keep_earlier(connection, session.session_id, before, document)
            update_session(connection, session, document, how)
        return changed

    def replace_judgement(self, session: Assessment, how: Mapping[str, Any] = NOTHING_MORE) -> bool:
        """Let the judgement of a session take the place of the kept one, its numbers stay; gives whether it changed.

        A judgement that changed is kept too, with the moment until which it stood.

        Parameters
        ----------
        session
            The session with its new limit, verdict, days and findings.
        how
            Plain data on how its file was read.

        Raises
        ------
        HistoryError
            No such session, or the database cannot be written.
        """
        now = judgement_document(session)
        with self.change() as connection:
            document = self.document(session.session_id)
            before = {part: document.get(part) for part in JUDGED}
            document |= now
            for index_id, plain in document["measurements"].items():
                plain["findings"] = findings_document(session.findings, index_id)
            every = columns_of(session, document)
            columns = {name: every[name] for name in ("verdict", "flagged", "document")}
            changed = self._keep_earlier(connection, session.session_id, before, document)
            update_columns(connection, session.session_id, columns)
            connection.execute(
                "INSERT OR REPLACE INTO context VALUES (?, ?)", (session.session_id, context_text(session, how))
            )
        return changed

    def _keep_earlier(
        self, connection: sqlite3.Connection, session_id: str, before: Mapping[str, Any], document: Mapping[str, Any]
    ) -> bool:
        """Keep the judgement that a new document replaces, where it is another; gives whether it is."""
        if all(before.get(part) == document[part] for part in JUDGED):
            return False
        earlier = json.dumps({part: before.get(part) for part in JUDGED}, ensure_ascii=False, allow_nan=False)
        until = datetime.now(UTC).isoformat(timespec="microseconds")
        connection.execute("INSERT INTO judged VALUES (?, ?, ?)", (session_id, until, earlier))
        return True

    def earlier_judgements(self, session_id: str) -> list[tuple[datetime, dict[str, Any]]]:
        """How a session was judged before, oldest first: until when, and the limit and the exceedance of then."""
        rows = self.rows("SELECT until, document FROM judged WHERE session_id = ? ORDER BY until", (session_id,))
        return [(datetime.fromisoformat(until), json.loads(text)) for until, text in rows]

    def check(self) -> list[str]:
        """What is wrong with the history, in plain words; empty when all is well.

        Every row is held against its checksum, and every document, series and day read.
        """
        return damage(self._connection)


UNFORESEEN = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
