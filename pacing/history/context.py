"""What a kept session was judged with, so that it can be shown and judged again: who the person was then, and how."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from pacing.codec import decode, encode
from pacing.model.assessment import Assessment
from pacing.model.person import Conditions, LimitSetting, Person
from pacing.model.recording import Marker

NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class KeptContext:
    """What a kept session was measured and judged with.

    `began`: its own clock, None where no date is known. `person`: as given then, medication and limits of that time.
    `markers`: marks and pauses of the recording. `how`: what was said about reading it, its phases and the rule, as
    whoever kept it wrote it. `has_original`: whether its file is kept too.
    """

    session_id: str
    sha256: str
    began: datetime | None
    person: Person
    conditions: Conditions
    markers: tuple[Marker, ...] = ()
    how: Mapping[str, Any] = field(default_factory=lambda: NOTHING_MORE)
    has_original: bool = False

    @property
    def day(self) -> date | None:
        """The calendar day of the session, by its own clock."""
        return None if self.began is None else self.began.date()


def context_text(session: Assessment, how: Mapping[str, Any]) -> str:
    """The context of a session as JSON text.

    Parameters
    ----------
    session
        The session as it was measured and judged.
    how
        Plain data on how it was read: kept as given.

    Returns
    -------
    str
        What `context_from` reads back.
    """
    document = {
        "person": encode(session.person),
        "conditions": encode(session.conditions),
        "markers": encode(session.recording.markers),
        "how": dict(how),
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False)


def context_from(row: tuple[Any, ...]) -> KeptContext:
    """The context in a row (id, sha256, start, clock_start, context, limit, whether the original is kept).

    A session that an older version kept has no context: then only the limit it was judged by is known.
    """
    session_id, sha256, start, clock_start, text, limit, has_original = row
    began = start or clock_start
    plain: dict[str, Any] = {} if text is None else json.loads(text)
    if text is None:
        person = Person(limits=_limits_of(None if limit is None else json.loads(limit)))
    else:
        person = decode(Person, plain["person"])
    return KeptContext(
        session_id,
        sha256,
        None if began is None else datetime.fromisoformat(began),
        person,
        decode(Conditions, plain["conditions"]) if "conditions" in plain else Conditions(),
        tuple(decode(Marker, marker) for marker in plain.get("markers", ())),
        plain.get("how", {}),
        bool(has_original),
    )


def _limits_of(limit: dict[str, Any] | None) -> tuple[LimitSetting, ...]:
    """The limit a session was judged by, as the setting it came from."""
    if limit is None:
        return ()
    since = None if limit.get("since") is None else date.fromisoformat(limit["since"])
    bpm = limit["bpm"] if limit["rule"] == "fixed" else None
    return (LimitSetting(limit["rule"], bpm=bpm, set_by=limit.get("set_by"), since=since),)
