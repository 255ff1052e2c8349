"""Kept sessions as a list shows them, and which of them a person means by a word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pacing.errors import HistoryError

NUMBER = re.compile(r"\d{1,4}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One kept session, as a list shows it; `same_as`: the better recording of it that counts in its place.

    `clock_start`: the local clock where the zone is not known; then `start` is None.
    """

    id: str
    start: datetime | None
    duration_s: float
    sport: str | None
    kind: str
    verdict: str | None
    flagged: bool | None
    same_as: str | None
    clock_start: datetime | None = None
    file_name: str = ""

    @property
    def began(self) -> datetime | None:
        """Date and clock of time 0, with its zone where that is known; None without a date."""
        return self.clock_start if self.start is None else self.start


def session_row(row: tuple[Any, ...]) -> SessionRow:
    """A row of `SELECT_SESSION` as the session it is of."""
    identity, start, duration_s, sport, kind, verdict, flagged, same_as, clock_start, file_name = row
    return SessionRow(
        identity,
        None if start is None else datetime.fromisoformat(start),
        duration_s,
        sport,
        kind,
        verdict,
        None if flagged is None else bool(flagged),
        same_as,
        None if clock_start is None else datetime.fromisoformat(clock_start),
        file_name,
    )


def session_meant(words: str, every: Sequence[SessionRow]) -> SessionRow | None:
    """The session that `last`, a day or a number of the list names; None where the words are none of these.

    Parameters
    ----------
    words
        As the person wrote them.
    every
        All sessions, in the order of the list.

    Raises
    ------
    HistoryError
        There is no such session, or more than one.
    """
    rows = [row for row in every if row.same_as is None and row.began is not None]
    if words == "last":
        if not rows:
            raise HistoryError("There is no session with a date yet.", hint="`pacing add` keeps sessions.")
        return rows[-1]
    if NUMBER.fullmatch(words) and 1 <= int(words) <= len(every):
        return every[int(words) - 1]
    if not DAY.fullmatch(words):
        return None
    of_day = [row for row in rows if row.began is not None and row.began.date().isoformat() == words]
    if len(of_day) == 1:
        return of_day[0]
    if not of_day:
        raise HistoryError(f"There is no session on {words}.", hint="See `pacing history list`.")
    ids = ", ".join(f"{row.id} ({row.began:%H:%M})" for row in of_day)
    raise HistoryError(f"More than one session began on {words}.", hint=f"Name one of them: {ids}.")
