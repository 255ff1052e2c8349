"""Count a session once, though a watch and an app, two formats or two devices recorded it: the better one counts."""

from collections.abc import Callable, Sequence
from functools import cache
from sqlite3 import Connection

from pacing.history.evidence import LinkEvidence, better_first
from pacing.history.packed_series import unpack_series
from pacing.history.session_rows import carry_marks
from pacing.history.store import History
from pacing.history.traces import LARGEST_SHIFT_S, Trace, shift_between, thinned
from pacing.model.recording import HeartRate, RecordingKind

# readers of files that do not settle the zone of their clock, though they are read as UTC
UNSURE_ZONES = ("fitbit_json",)

CANDIDATES = (  # columns of time that are compared, how far apart they may be besides, and for which pairs
    ("start_utc_s", 0, ""),
    ("clock_s", 0, " AND (a.start_utc_s IS NULL OR b.start_utc_s IS NULL)"),  # of one of the two, the zone is not known
    ("start_utc_s", LARGEST_SHIFT_S, " AND (a.unsure OR b.unsure)"),
)


def link_duplicates(history: History) -> int:
    """Mark recordings of a session that a better one stands for; gives how many are marked now.

    Only recordings with a date are compared, each with those that overlap it in time. Which one stands for the others
    does not depend on the order in which they were added; those that write a local clock without its zone come last.
    What the person said of any of them holds for the one that
    stands for all.

    Raises
    ------
    HistoryError
        The history cannot be read or written.
    """
    with history.change() as connection:
        same_as = dict(history.rows("SELECT id, same_as FROM session WHERE same_as IS NOT NULL"))
        trace, unsure = cache(_trace_of(history)), _with_unsure_zone(history)
        for group in _groups(_overlapping(history), same_as, trace):
            best_first = [evidence.id for evidence in better_first(_evidence(history, identity) for identity in group)]
            best_first.sort(key=unsure.__contains__)
            _link(connection, best_first, same_as)
    return int(history.rows("SELECT count(*) FROM session WHERE same_as IS NOT NULL")[0][0])


def zones_by_twins(history: History) -> dict[str, float]:
    """Kept sessions whose zone only the local clock of a linked recording tells: by id, how far it is ahead of UTC [s].

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    trace, unsure = _trace_of(history), _with_unsure_zone(history)
    rows = history.rows(
        "SELECT kept.id, other.id FROM session kept JOIN session other ON other.same_as = kept.id"
        " WHERE kept.start LIKE '%+00:00' ORDER BY 1, 2"
    )
    result: dict[str, float] = {}
    for best, other in rows:
        if other in unsure and best not in unsure and best not in result:
            ahead_s = shift_between(trace(best, "instant"), trace(other, "instant"))
            if ahead_s:
                result[best] = ahead_s
    return result


def _with_unsure_zone(history: History) -> frozenset[str]:
    marks = ", ".join("?" * len(UNSURE_ZONES))
    query = f"SELECT id FROM session WHERE json_extract(document, '$.source.reader') IN ({marks})"  # noqa: S608 - marks
    return frozenset(identity for (identity,) in history.rows(query, UNSURE_ZONES))


def _overlapping(history: History) -> list[tuple[str, str]]:
    """Pairs of recordings that could be one session, from different files."""
    unsure = ", ".join(f"'{reader}'" for reader in UNSURE_ZONES)
    pairs = (
        "SELECT a.id, b.id FROM placed a JOIN placed b ON a.sha256 <> b.sha256"  # noqa: S608 - our own names
        f" AND b.{time} BETWEEN a.{time} AND a.{time} + a.duration_s + {apart_s}"
        f" AND (a.{time} < b.{time} OR a.id < b.id){which}"
        for time, apart_s, which in CANDIDATES
    )
    placed = (
        "WITH placed AS (SELECT id, sha256, start_utc_s, clock_s, duration_s,"  # noqa: S608 - our own names
        f" json_extract(document, '$.source.reader') IN ({unsure}) AS unsure FROM session) "
    )
    rows = history.rows(f"{placed}{' UNION '.join(pairs)} ORDER BY 1, 2")
    return [(one, other) for one, other in rows]


def _trace_of(history: History) -> Callable[[str, str], Trace]:
    """A session's trace by its id and by what its times count: `instant`, or its own `clock`."""

    def trace(session_id: str, times: str) -> Trace:
        query = (
            "SELECT sha256, place, kind, start_utc_s, clock_s, json_extract(document, '$.source.reader'), packed"
            " FROM session JOIN series ON session_id = id WHERE id = ?"
        )
        sha256, index, kind, start_s, clock_s, reader, data = history.rows(query, (session_id,))[0]
        time_s, bpm, _ = unpack_series(data)
        began_s = clock_s if times == "clock" or start_s is None else start_s
        whole_s, bpm = thinned(HeartRate(time_s, bpm), began_s)
        zone_known = start_s is not None and reader not in UNSURE_ZONES
        return Trace(sha256, index, "", RecordingKind(kind), began_s, zone_known, whole_s, bpm)

    return trace


def _are_one(trace: Callable[[str, str], Trace], one: str, other: str) -> bool:
    """Whether two recordings are one session; by their clocks where the zone of either is not known."""
    mine, theirs = trace(one, "instant"), trace(other, "instant")
    if shift_between(mine, theirs) is not None:
        return True
    if mine.zone_known and theirs.zone_known:
        return False
    return shift_between(trace(one, "clock"), trace(other, "clock")) is not None


def _groups(
    pairs: Sequence[tuple[str, str]], same_as: dict[str, str], trace: Callable[[str, str], Trace]
) -> list[list[str]]:
    """Recordings of one session each, two or more: those linked before, and those that agree now."""
    group_of: dict[str, list[str]] = {}
    for one, other in (*same_as.items(), *pairs):
        mine, theirs = group_of.get(one, [one]), group_of.get(other, [other])
        if mine is theirs or (same_as.get(one) != other and not _are_one(trace, one, other)):
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
    best, *others = best_first
    stood_before = sorted({same_as[identity] for identity in best_first if identity in same_as})
    carry_marks(connection, best, [*stood_before, best, *others])
    connection.execute("UPDATE session SET same_as = NULL WHERE id = ? AND same_as IS NOT NULL", (best,))
    connection.executemany(
        "UPDATE session SET same_as = ? WHERE id = ? AND same_as IS NOT ?", [(best, other, best) for other in others]
    )
