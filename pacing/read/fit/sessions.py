"""The sessions of a file: a multisport file holds several, each its own recording."""

from dataclasses import dataclass

import numpy as np

from pacing.read.fit.wire.profile import word
from pacing.read.fit.wire.table import Decoded

GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Session:
    """One session.

    `begin_s` and `end_s`: as far as samples are given to it (the first from -inf, the last to +inf); `told_s`: the
    (start, end) [FIT s] the file tells, or None.
    """

    sport: str | None
    begin_s: float
    end_s: float
    told_s: tuple[float, float] | None


def sessions_of(decoded: Decoded) -> list[Session]:
    """The sessions in order of time; one without bounds when the file tells none, or not when each began.

    A sample between two sessions belongs to the one before it.
    """
    table = decoded.table("session")
    if not len(table):
        return [Session(_sport_alone(decoded), -np.inf, np.inf, None)]
    rows = np.argsort(table.number("start_time"), kind="stable")
    starts, elapsed = table.number("start_time")[rows], table.number("total_elapsed_time")[rows]
    sports = [_sport(table.number("sport")[row], table.number("sub_sport")[row]) for row in rows]
    told = [
        (float(start), float(start + length)) if np.isfinite(start) and np.isfinite(length) else None
        for start, length in zip(starts, elapsed, strict=True)
    ]
    if rows.size == 1 or not np.isfinite(starts).all() or not (np.diff(starts) > 0).all():
        return [Session(next((sport for sport in sports if sport), None), -np.inf, np.inf, told[0])]
    begins = [-np.inf, *map(float, starts[1:])]
    ends = [*begins[1:], np.inf]
    return [Session(*values) for values in zip(sports, begins, ends, told, strict=True)]


def _sport_alone(decoded: Decoded) -> str | None:
    table = decoded.table("sport")
    return _sport(table.number("sport")[0], table.number("sub_sport")[0]) if len(table) else None


def _sport(sport: float, sub_sport: float) -> str | None:
    name = word("sport", float(sport))
    if name is None or name == GENERIC:
        finer = word("sub_sport", float(sub_sport))
        return finer if finer and finer != GENERIC else name
    return name
