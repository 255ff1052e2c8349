"""The sessions of a FIT file: those of a multisport activity, and the parts of a chained file that belong together."""

from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.read.fit.wire.definition import word
from pacing.read.fit.wire.table import Decoded, DeveloperColumn, IntArray, MessageTable

GENERIC = "generic"


class FitSession(NamedTuple):
    """One session.

    `begin_s` and `end_s`: as far as samples are given to it (the first from -inf, the last to +inf); `written_s`: the
    (start, end) [FIT s] the file tells, or None.
    """

    sport: str | None
    begin_s: float
    end_s: float
    written_s: tuple[float, float] | None


def sessions_of(decoded: Decoded) -> list[FitSession]:
    """The sessions in order of time; one without bounds when the file tells none, or not when each began.

    A sample between two sessions belongs to the one before it.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    The sessions in order of time.
    """
    table = decoded.table("session")
    if not len(table):
        return [FitSession(_sport_alone(decoded), -np.inf, np.inf, None)]
    rows = np.argsort(table.number("start_time"), kind="stable")
    starts, elapsed = table.number("start_time")[rows], table.number("total_elapsed_time")[rows]
    sports = [_sport(table.number("sport")[row], table.number("sub_sport")[row]) for row in rows]
    written = [
        (float(start), float(start + length)) if np.isfinite(start) and np.isfinite(length) else None
        for start, length in zip(starts, elapsed, strict=True)
    ]
    if rows.size == 1 or not np.isfinite(starts).all() or not (np.diff(starts) > 0).all():
        return [FitSession(next((sport for sport in sports if sport), None), -np.inf, np.inf, written[0])]
    begins = [-np.inf, *map(float, starts[1:])]
    ends = [*begins[1:], np.inf]
    return [FitSession(*values) for values in zip(sports, begins, ends, written, strict=True)]


def written_span_s(decoded: Decoded) -> tuple[float, float] | None:
    """From the beginning of the first session to the end of the last, as the sessions themselves tell it.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    begin, end [FIT s], or None where a session does not tell both.
    """
    spans = [session.written_s for session in sessions_of(decoded)]
    written = [span for span in spans if span is not None]
    if len(written) < len(spans):
        return None
    return min(begin for begin, _ in written), max(end for _, end in written)


def _sport_alone(decoded: Decoded) -> str | None:
    table = decoded.table("sport")
    return _sport(table.number("sport")[0], table.number("sub_sport")[0]) if len(table) else None


def _sport(sport: float, sub_sport: float) -> str | None:
    name = word("sport", float(sport))
    if name is None or name == GENERIC:
        finer = word("sub_sport", float(sub_sport))
        return finer if finer and finer != GENERIC else name
    return name


def activities_of(decoded: Decoded) -> list[Decoded]:
    """Each activity of the file by itself; a part without a file id (a strap's memory) belongs to the one before it.

    Parameters
    ----------
    decoded
        The messages of a FIT file, a table for each kind.

    Returns
    -------
    The messages of each activity by themselves.
    """
    begins = np.unique(decoded.table("file_id").parts)
    if begins.size < 2:
        return [decoded]
    bounds = [-1, *map(int, begins[1:])]
    stops = [*bounds[1:], np.iinfo(np.int64).max]
    units: list[_Unit] = []
    for begin, stop in zip(bounds, stops, strict=True):
        unit = _Unit(decoded, begin, stop)
        if units and _one_activity(units[-1], unit):
            units[-1] = _Unit(decoded, units[-1].begin, stop)
        else:
            units.append(unit)
    return list(units)


def _one_activity(before: Decoded, after: Decoded) -> bool:
    """Whether a part goes on with the activity of the part before it: made at the same moment by the same device, or
    summed up by a session that began before it while the part before has no session of its own.
    """
    first, second = before.table("file_id"), after.table("file_id")
    made, made_again = first.number("time_created")[-1:], second.number("time_created")[:1]
    same_device = bool(np.array_equal(first.number("serial_number")[-1:], second.number("serial_number")[:1]))
    if made.size and made_again.size and made[0] == made_again[0] and same_device:
        return True
    session, records = after.table("session"), before.table("record").number("timestamp")
    if len(before.table("session")) or not len(session) or not np.isfinite(records).any():
        return False
    began = session.number("start_time")[0]
    return bool(np.isfinite(began) and began <= np.nanmin(records) + 1.0)


class _Unit(NamedTuple):
    """The parts [begin, stop) of a file."""

    whole: Decoded
    begin: int
    stop: int

    def table(self, message: str) -> MessageTable:
        """The table of a message kind, only the messages of these parts; parts follow one another."""
        table = self.whole.table(message)
        first, last = np.searchsorted(table.parts, (self.begin, self.stop))
        return table if last - first == len(table) else _Rows(table, np.arange(first, last))


class _Rows:
    """Some rows of a table (see `pacing.read.fit.wire.table.Table`)."""

    def __init__(self, table: MessageTable, rows: IntArray) -> None:
        self._table, self._rows = table, rows
        self.positions, self.parts = table.positions[rows], table.parts[rows]

    def __len__(self) -> int:
        return self._rows.size

    def has(self, field: str) -> bool:
        return self._table.has(field)

    def number(self, field: str) -> FloatArray:
        return self._table.number(field)[self._rows]

    def series(self, field: str) -> FloatArray:
        return self._table.series(field)[self._rows]

    def texts(self, field: str) -> list[str]:
        texts = self._table.texts(field)
        return [texts[row] for row in self._rows]

    def developer_columns(self) -> list[DeveloperColumn]:
        columns = self._table.developer_columns()
        return [DeveloperColumn(c.name, c.unit, c.native_field, c.values[self._rows]) for c in columns]
