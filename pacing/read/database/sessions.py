"""Tables that name what the samples are of: the devices and apps, and the sessions with their sport and bounds."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pacing.read.database.connection import Database, quoted
from pacing.read.database.description import DatabaseSchema, Sessions, TimeForm
from pacing.read.database.samples import HOUR_S, NOBODY, column, from_clause, numbers, second_of

KINDS_UNSURE = "The kind of session was read from its number by the list of the phone's programming guide."
_WORD = re.compile(r"[A-Za-z][A-Za-z _-]{2,30}")


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its table tells it: times in [s since 1970], `rr_s` where it lists its own beat intervals."""

    key: int
    start_s: float
    stop_s: float
    sport: str | None
    owner: int
    zone_s: float | None
    local: bool
    rr_s: tuple[float, ...] = ()
    remarks: tuple[str, ...] = ()
    cut: bool = True


def owner_names(database: Database, schema: DatabaseSchema) -> dict[int, str]:
    """Words for each device or app by its number; serial numbers and names that people gave stay out.

    Parameters
    ----------
    database
        An open one.
    schema
        Tells which table names them.

    Returns
    -------
    dict of int to str
        Those that are named at all.
    """
    owners = schema.owners
    if owners is None or not database.has(owners.table, owners.key):
        return {}
    result: dict[int, str] = {}
    for columns in owners.names:
        if not database.has(owners.table, *columns):
            continue
        wanted = ", ".join(quoted(one) for one in (owners.key, *columns))
        query = f"SELECT {wanted} FROM {quoted(owners.table)}"  # noqa: S608 - names are quoted
        for block in database.rows(query):
            for key, *words in block:
                words_of_row = [word.strip() for word in words if isinstance(word, str) and word.strip()]
                if isinstance(key, int) and len(words_of_row) == len(words):
                    result.setdefault(key, " ".join(words_of_row))
    return result


def read_sessions(database: Database, sessions: Sessions) -> list[Session]:
    """The rows of a table of sessions that have a beginning and an end.

    Parameters
    ----------
    database
        An open one.
    sessions
        The description of the table.

    Returns
    -------
    list of Session
        In the table's order; empty where the database lacks the table.

    Raises
    ------
    DamagedFileError
        The database is broken where the rows stand.
    """
    named = {
        part: column(database, sessions.table, sessions.joins, wanted)
        for part, wanted in {
            "start": sessions.start,
            "stop": sessions.stop,
            "key": sessions.key,
            "sport": sessions.sport,
            "owner": sessions.owner,
            "zone_s": sessions.zone_s,
            "zone_h": sessions.zone_h,
            "intervals": sessions.intervals,
        }.items()
    }
    if named["start"] is None:
        return []
    wanted = [second_of(named["start"], sessions.form)]
    wanted.append("NULL" if named["stop"] is None else second_of(named["stop"], sessions.form))
    wanted += [named[part] or "NULL" for part in ("key", "sport", "owner", "zone_s", "zone_h", "intervals")]
    query = f"SELECT {', '.join(wanted)} FROM {from_clause(database, sessions.table, sessions.joins)}"  # noqa: S608
    rows = [row for block in database.rows(query) for row in block]
    kinds = {row[3] for row in rows if isinstance(row[3], int)}
    words, unsure = sessions.sports, tuple[str, ...]()
    if sessions.sports_else and not kinds <= set(sessions.sports):
        words, unsure = sessions.sports_else, (KINDS_UNSURE,)
    result = []
    for row in rows:
        start_s, stop_s, key, owner, zone_s, zone_h = numbers((row[0], row[1], row[2], *row[4:7])).tolist()
        if not np.isfinite(start_s) or stop_s <= start_s:
            continue
        offset_s = zone_s if np.isfinite(zone_s) else zone_h * HOUR_S
        result.append(
            Session(
                key=NOBODY if np.isnan(key) else int(key),
                start_s=start_s,
                stop_s=stop_s,
                sport=_sport(row[3], words),
                owner=NOBODY if np.isnan(owner) else int(owner),
                zone_s=None if np.isnan(offset_s) else offset_s,
                local=sessions.form is TimeForm.LOCAL_TEXT,
                rr_s=_intervals(row[7]),
                remarks=unsure,
                cut=not sessions.key,
            )
        )
    return result


def _sport(written: object, words: Mapping[int, str]) -> str | None:
    """The sport in words: a number by the list, a word as it stands when it is a plain one."""
    if isinstance(written, int):
        return words.get(written)
    if isinstance(written, str) and _WORD.fullmatch(written):
        return written.replace("_", " ").lower()
    return None


def _intervals(text: object) -> tuple[float, ...]:
    """A JSON list of intervals [s]; nothing when it is none."""
    try:
        listed = json.loads(text) if isinstance(text, str) else []
    except (ValueError, RecursionError):
        return ()
    if not isinstance(listed, list):
        return ()
    return tuple(float(one) if isinstance(one, int | float) else np.nan for one in listed)
