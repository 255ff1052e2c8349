"""What holds for a kept session: what was given for it at its time, what is given now, and which of the two wins.

What was given at a session's time holds for it; what was not is filled in from now. Facts that do not change with time
(year of birth, sex, measured maximum) are always those given now. So the first limit holds for every session kept
without one, a later one from its own day on; `pacing history remeasure` lets what is given now hold for all sessions.
The posture after stopping belongs to single files, and is never filled in.
A limit that was chosen for one session alone stays with it until one is held against all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from pacing.codec import decode, encode
from pacing.errors import HistoryError
from pacing.history.context import KeptContext
from pacing.judge.applicable_limits import setting_at
from pacing.model.person import Conditions, LimitSetting, Medication, Person
from pacing.model.phases import Phases
from pacing.pipeline import Request
from pacing.read.reader import ReadOptions

FACTS = ("birth_year", "age_years", "sex", "maximum_bpm", "condition", "worse_after_exertion", "weight_kg")
"""What is true of a person at any time: given now, it holds for every session."""


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """What holds for one kept session: the person, how it was done, how it was read, its phases and the rule.

    `own_limit`: whether the limit was chosen for this session alone, which a limit for others does not change.
    """

    person: Person
    conditions: Conditions
    reading: ReadOptions
    given_phases: Phases | None
    rule: str | None
    own_limit: bool = False

    def how(self) -> Mapping[str, Any]:
        """How the session was read, as plain data to keep."""
        phases = None if self.given_phases is None else encode(self.given_phases)
        own = {"own_limit": True} if self.own_limit else {}
        return {"reading": encode(self.reading), "given_phases": phases, "rule": self.rule, **own}


def settings_then(context: KeptContext) -> SessionSettings:
    """What a session was measured and judged with when it was kept.

    Raises
    ------
    HistoryError
        What is kept of it does not fit together.
    """
    how = context.how
    try:
        reading = decode(ReadOptions, how["reading"]) if "reading" in how else ReadOptions()
        phases = None if how.get("given_phases") is None else decode(Phases, how["given_phases"])
    except TypeError as error:
        message = f"What is kept of {context.session_id} is damaged."
        raise HistoryError(message, hint="Remove it and add it again.") from error
    own_limit = how.get("own_limit") is True
    return SessionSettings(context.person, context.conditions, reading, phases, how.get("rule"), own_limit)


def settings_for(context: KeptContext, now: Request, *, now_wins: bool = False) -> SessionSettings:
    """What holds for a kept session, after what is given now: facts from now, the rest from its time where given then.

    Parameters
    ----------
    context
        What the session was measured and judged with.
    now
        What is given now.
    now_wins
        Whether what is given now wins wherever it is given, also over what was given at the session's time.

    Returns
    -------
    SessionSettings
        What to measure and judge the session with.
    """
    then = settings_then(context)
    conditions = then.conditions
    posture = now.conditions.recovery_posture if now_wins else None
    limits, rule, own_limit = then.person.limits, then.rule, then.own_limit
    if now_wins and (now.rule is not None or now.person.limits):
        limits, rule, own_limit = now.person.limits, now.rule, False
    elif own_limit:
        pass
    elif now.person.limits and _takes(now.person.limits, then, context):
        limits, rule = now.person.limits, None
    elif now.rule is not None and not (limits or rule):
        rule = now.rule
    maximal_test = conditions.maximal_test or (now_wins and now.conditions.maximal_test)
    return SessionSettings(
        replace(_person(then.person, now.person, now_wins=now_wins), limits=limits),
        replace(conditions, recovery_posture=posture or conditions.recovery_posture, maximal_test=maximal_test),
        _reading(context, now.reading.time_zone),
        now.given_phases if now_wins and now.given_phases is not None else then.given_phases,
        rule,
        own_limit,
    )


def _reading(context: KeptContext, time_zone: str | None) -> ReadOptions:
    """How a file is read again: with the zone that is known now, where its own clock waited for one."""
    then = settings_then(context).reading
    waits = context.began is not None and context.began.tzinfo is None
    return replace(then, time_zone=time_zone) if waits and then.time_zone is None and time_zone is not None else then


def without_limit(settings: SessionSettings) -> SessionSettings:
    """What holds for a session but for its limit: where only that differs, nothing need be measured again."""
    return replace(settings, person=replace(settings.person, limits=()), rule=None, own_limit=False)


def with_said(holds: SessionSettings, now: Conditions, given_phases: Phases | None) -> SessionSettings:
    """What holds for a session, with what is said now of its file."""
    posture = now.recovery_posture or holds.conditions.recovery_posture
    maximal = now.maximal_test or holds.conditions.maximal_test
    conditions = replace(holds.conditions, recovery_posture=posture, maximal_test=maximal)
    return replace(holds, conditions=conditions, given_phases=given_phases or holds.given_phases)


def _person(then: Person, now: Person, *, now_wins: bool) -> Person:
    facts = {name: _first(getattr(now, name), getattr(then, name)) for name in FACTS}
    if now.birth_year is not None or now.age_years is not None:
        facts |= {"birth_year": now.birth_year, "age_years": now.age_years}
    takes_now = (now_wins and now.resting_bpm is not None) or then.resting_bpm is None
    resting = now if takes_now else then
    medication = {
        field.name: _first(getattr(now.medication, field.name), getattr(then.medication, field.name), swap=not now_wins)
        for field in fields(Medication)
    }
    return replace(
        then,
        **facts,
        resting_bpm=resting.resting_bpm,
        resting_from=resting.resting_from,
        medication=Medication(**medication),
    )


def _first(one: Any, other: Any, *, swap: bool = False) -> Any:
    """The first of two that was given."""
    first, second = (other, one) if swap else (one, other)
    return second if first is None else first


def _takes(limits: tuple[LimitSetting, ...], then: SessionSettings, context: KeptContext) -> bool:
    """Whether a session takes the limits given now: it has none, or one of now has a day of its own that reaches it.

    Or it is the same limit, of which is only said now, or in other words, who set it.
    """
    if not (then.person.limits or then.rule):
        return True
    now, before = setting_at(limits, context.began), setting_at(then.person.limits, context.began)
    if now == before:
        return False
    return _differ_by_setter(now.setting, before.setting) or _is_dated_for(limits, context.day)


def _differ_by_setter(now: LimitSetting | None, before: LimitSetting | None) -> bool:
    """Whether two limits are the same, but for what is said of who set it."""
    return now is not None and before is not None and replace(now, set_by=before.set_by) == before


def _is_dated_for(limits: tuple[LimitSetting, ...], day: date | None) -> bool:
    """Whether limits with dates say which one held on a day: one given to hold from a day on reaches back to it."""
    dated = [setting.since for setting in limits if setting.since is not None]
    return bool(dated) and (len(limits) > len(dated) or (day is not None and min(dated) <= day))
