"""Count a session once, however many devices recorded it: the recording with the better evidence stands for all.

The same session recorded twice: a watch and an app, FIT and CSV, two devices at once.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from sqlite3 import Connection
from typing import TypeAlias

import numpy as np

from pacing.history.series import unpack_series
from pacing.history.session_rows import carry_marks
from pacing.history.store import History
from pacing.model.arrays import FloatArray
from pacing.model.recording import Sensor

OVERLAP_SHARE = 0.8  # design: of the shorter session
OVERLAP_OF_LONGER = 0.5  # design: a walk inside a longer outing is a session of its own
AGREEMENT_BPM = 5.0  # design: median difference of two sensors on the same heart
LEAST_SHARED_S = 60  # design
LAG_S = 15  # design: clocks of two devices differ, and so do their sensors' lags


def same_session(
    start_s: float,
    time_s: FloatArray,
    bpm: FloatArray,
    other_start_s: float,
    other_time_s: FloatArray,
    other_bpm: FloatArray,
) -> bool:
    """Whether two series are one session: they overlap in time, and their heart rates agree at some small lag.

    Parameters
    ----------
    start_s, other_start_s
        Instants of time 0 [s since 1970].
    time_s, bpm, other_time_s, other_bpm
        Whole seconds since the start, and heart rate [bpm], NaN where there is none: shapes (n,) and (m,).
    """
    if not time_s.size or not other_time_s.size:
        return False
    clock = np.round(start_s + time_s).astype(np.int64)
    other_clock = np.round(other_start_s + other_time_s).astype(np.int64)
    shared = min(clock[-1], other_clock[-1]) - max(clock[0], other_clock[0])
    shorter, longer = sorted((clock[-1] - clock[0], other_clock[-1] - other_clock[0]))
    if shared < max(OVERLAP_SHARE * shorter, OVERLAP_OF_LONGER * longer, LEAST_SHARED_S):
        return False
    return any(
        _median_difference(clock, bpm, other_clock + lag, other_bpm) <= AGREEMENT_BPM
        for lag in range(-LAG_S, LAG_S + 1)
    )


def _median_difference(
    clock: np.ndarray[tuple[int], np.dtype[np.int64]],
    bpm: FloatArray,
    other_clock: np.ndarray[tuple[int], np.dtype[np.int64]],
    other_bpm: FloatArray,
) -> float:
    _, mine, theirs = np.intersect1d(clock, other_clock, assume_unique=True, return_indices=True)
    difference = np.abs(bpm[mine] - other_bpm[theirs])
    known = np.isfinite(difference)
    return float(np.median(difference[known])) if known.sum() >= LEAST_SHARED_S else float("inf")


WHOLE_SHARE = 0.9  # design: a recording with less than this of the longest one's seconds does not stand for it

BY_CLOCK_AND_INSTANT = (
    ("start_utc_s", ""),
    ("clock_s", " WHERE a.start_utc_s IS NULL OR b.start_utc_s IS NULL"),  # of one of the two, the zone is not known
)

Series: TypeAlias = tuple[float | None, float, FloatArray, FloatArray]
"""Instant and local clock of time 0 [s since 1970], times [s] and heart rate [bpm]."""


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    """What one recording of a session brings: seconds with a heart rate, its sensor, and how many numbers it gave."""

    id: str
    recorded_s: float
    sensor: str
    numbers: int


def link_duplicates(history: History) -> int:
    """Mark recordings of a session that a better one stands for; gives how many are marked now.

    Only recordings with a date are compared, each with those that overlap it in time. Which one stands for the others
    does not depend on the order in which they were added. What the person said of any of them holds for the one that
    stands for all.

    Raises
    ------
    HistoryError
        The history cannot be read or written.
    """
    with history.change() as connection:
        same_as = dict(history.rows("SELECT id, same_as FROM session WHERE same_as IS NOT NULL"))
        for group in _groups(_overlapping(history), same_as, cache(_series_of(history))):
            best_first = better_first(_evidence(history, identity) for identity in group)
            _link(connection, [evidence.id for evidence in best_first], same_as)
    return int(history.rows("SELECT count(*) FROM session WHERE same_as IS NOT NULL")[0][0])


def better_first(recordings: Iterable[LinkEvidence]) -> list[LinkEvidence]:
    """Recordings of one session in the order of their evidence.

    First those that recorded (nearly) as much as the longest; then a strap, which follows the heart most closely; then
    those that gave more numbers, as a file with movement and marks does; then more seconds; then the id.

    Examples
    --------
    >>> watch, strap = LinkEvidence("a", 1800.0, "optical", 30), LinkEvidence("b", 1750.0, "strap", 28)
    >>> short = LinkEvidence("c", 900.0, "strap", 40)
    >>> [evidence.id for evidence in better_first([watch, short, strap])]
    ['b', 'a', 'c']
    """
    every = tuple(recordings)
    longest_s = max((evidence.recorded_s for evidence in every), default=0.0)
    return sorted(
        every,
        key=lambda evidence: (
            evidence.recorded_s < WHOLE_SHARE * longest_s,
            evidence.sensor != Sensor.STRAP,
            -evidence.numbers,
            -evidence.recorded_s,
            evidence.id,
        ),
    )


def _overlapping(history: History) -> list[tuple[str, str]]:
    """Pairs of recordings that could be one session, from different files."""
    pairs = (
        "SELECT a.id, b.id FROM session a JOIN session b ON a.sha256 <> b.sha256"  # noqa: S608 - our own names
        f" AND b.{time} BETWEEN a.{time} AND a.{time} + a.duration_s"
        f" AND (a.{time} < b.{time} OR a.id < b.id){which}"
        for time, which in BY_CLOCK_AND_INSTANT
    )
    rows = history.rows(f"{' UNION '.join(pairs)} ORDER BY 1, 2")
    return [(one, other) for one, other in rows]


def _series_of(history: History) -> Callable[[str], Series]:
    def series(session_id: str) -> Series:
        query = "SELECT start_utc_s, clock_s, packed FROM session JOIN series ON session_id = id WHERE id = ?"
        start_s, clock_s, data = history.rows(query, (session_id,))[0]
        time_s, bpm, _ = unpack_series(data)
        return start_s, clock_s, time_s, bpm

    return series


def _agree(one: Series, other: Series) -> bool:
    """Whether two recordings are one session; by their clocks where the zone of either is not known."""
    (instant_s, clock_s, time_s, bpm), (other_instant_s, other_clock_s, other_time_s, other_bpm) = one, other
    if instant_s is None or other_instant_s is None:
        instant_s, other_instant_s = clock_s, other_clock_s
    return same_session(instant_s, time_s, bpm, other_instant_s, other_time_s, other_bpm)


def _groups(
    pairs: Sequence[tuple[str, str]], same_as: dict[str, str], series: Callable[[str], Series]
) -> list[list[str]]:
    """Recordings of one session each, two or more: those linked before, and those that agree now."""
    group_of: dict[str, list[str]] = {}
    for one, other in (*same_as.items(), *pairs):
        mine, theirs = group_of.get(one, [one]), group_of.get(other, [other])
        if mine is theirs or (same_as.get(one) != other and not _agree(series(one), series(other))):
            continue
        mine.extend(theirs)
        group_of.update(dict.fromkeys(mine, mine))
    return list({id(group): group for group in group_of.values()}.values())


def _evidence(history: History, session_id: str) -> LinkEvidence:
    query = (
        "SELECT duration_s * coalesce(json_extract(document, '$.coverage.measured_share'), 0),"
        " json_extract(document, '$.source.sensor'),"
        " (SELECT count(*) FROM measurement WHERE session_id = id AND value IS NOT NULL) FROM session WHERE id = ?"
    )
    return LinkEvidence(session_id, *history.rows(query, (session_id,))[0])


def _link(connection: Connection, best_first: list[str], same_as: dict[str, str]) -> None:
    """Let the first of a group stand for the others, and hold what the person said of any of them."""
    kept, *others = best_first
    stood_before = sorted({same_as[identity] for identity in best_first if identity in same_as})
    carry_marks(connection, kept, [*stood_before, kept, *others])
    connection.execute("UPDATE session SET same_as = NULL WHERE id = ? AND same_as IS NOT NULL", (kept,))
    connection.executemany(
        "UPDATE session SET same_as = ? WHERE id = ? AND same_as IS NOT ?", [(kept, other, kept) for other in others]
    )
