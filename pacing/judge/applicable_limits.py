"""What each pacing rule gives for one person, a limit or why none, and which of the person's limits holds for a
session.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

import pacing.judge.limits
from pacing.errors import UsageError
from pacing.internal_errors import LEFT_OUT, set_aside
from pacing.judge.cautions import resting_distance_cautions
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.exceedance import Limit
from pacing.model.measurement import Measurement
from pacing.model.person import LimitSetting, PastSession, Person
from pacing.model.recording import Recording
from pacing.registry import collect, load

HOW_TO_SET = (
    "Set your own with --limit BPM, choose a rule with --rule, or write [limit] into your profile; `pacing "
    "limit` shows "
    "what each rule would give."
)
SET_ONE = f"No limit is set. {HOW_TO_SET}"
LEARNING_RULE = "learnt"
DATE_UNKNOWN = "The date of the session is not known, so the limit you set last is used."


class Chosen(NamedTuple):
    """The setting that holds for a session (None: none does), a remark on the choice, or why there is none."""

    setting: LimitSetting | None
    remark: str | None = None
    advice: str | None = None


def rule_ids() -> tuple[str, ...]:
    """The ids of all pacing rules that can be used."""
    return tuple(collect(pacing.judge.limits, "RULE", Rule))


def rule_of(rule_id: str) -> Rule:
    """The rule of that id.

    Parameters
    ----------
    rule_id
        Id of the pacing rule.

    Returns
    -------
    Rule

    Raises
    ------
    UsageError
        There is no such rule.
    """
    try:
        return load(pacing.judge.limits, rule_id, "RULE", Rule)
    except KeyError as unknown:
        message = f"There is no pacing rule called {rule_id!r}."
        raise UsageError(message, hint=f"Choose one of: {', '.join(rule_ids())}.") from unknown


def setting_at(settings: tuple[LimitSetting, ...], instant: datetime | None) -> Chosen:
    """The setting that holds at an instant: the newest dated one not after it, else an undated one, else none.

    A session without a date gets the newest setting, with a remark.

    Parameters
    ----------
    settings
        The person's limits.
    instant
        When the session began; None: not known.

    Returns
    -------
    Chosen
    """
    dated = sorted((s for s in settings if s.since is not None), key=lambda s: str(s.since))
    undated = [s for s in settings if s.since is None]
    if instant is None and dated:
        return Chosen(dated[-1], remark=DATE_UNKNOWN)
    day = instant.date() if instant is not None else None
    held = [s for s in dated if day is not None and s.since is not None and s.since <= day]
    if held or undated:
        return Chosen((held or undated)[-1])
    if dated:
        return Chosen(None, advice=f"Your first limit starts on {dated[0].since}, after this session. {HOW_TO_SET}")
    return Chosen(None, advice=SET_ONE)


def choose_setting(person: Person, instant: datetime | None, rule: str | None) -> Chosen:
    """The setting for a session: of the rule asked for where one is asked for, else what the person set.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.
    instant
        When the session began; None: not known.
    rule
        Id of the pacing rule; None: none was asked for.

    Returns
    -------
    Chosen
    """
    if rule is None:
        return setting_at(person.limits, instant)
    of_rule = setting_at(tuple(s for s in person.limits if s.rule == rule), instant)
    return of_rule if of_rule.setting is not None else Chosen(LimitSetting(rule))


def ceiling_bpm(inputs: RuleInputs) -> float | None:
    """The limit [bpm] the person has set by a rule that does not learn, which a learnt one never goes above.

    Parameters
    ----------
    inputs
        All that a pacing rule may look at.

    Returns
    -------
    float | None
        None where there is none.
    """
    others = tuple(s for s in inputs.person.limits if s.rule != LEARNING_RULE)
    chosen = setting_at(others, inputs.instant)
    if chosen.setting is None:
        return None
    try:
        return limit_of(replace(inputs, setting=chosen.setting), chosen).bpm
    except NoLimitError:
        return None


def _computed(rule_id: str, inputs: RuleInputs) -> Limit:
    """The limit of a rule; one that fails by a mistake of its own gives none, and says so."""
    try:
        return rule_of(rule_id).limit(inputs)
    except NoLimitError:
        raise
    except Exception as error:
        set_aside(f"the pacing rule {rule_id}", error)
        raise NoLimitError(LEFT_OUT) from error


def limit_of(inputs: RuleInputs, chosen: Chosen) -> Limit:
    """The limit the chosen setting gives, with who set it and since when.

    Parameters
    ----------
    inputs
        All that a pacing rule may look at.
    chosen
        The setting that holds for the session, with a remark.

    Returns
    -------
    Limit

    Raises
    ------
    NoLimitError
        The rule cannot give one; its advice says what it needs.
    UsageError
        There is no such rule.
    """
    if chosen.setting is None:
        raise NoLimitError(chosen.advice or SET_ONE)
    setting = chosen.setting
    limit = _computed(setting.rule, replace(inputs, setting=setting))
    remarks = (*limit.warnings, *resting_distance_cautions(limit.bpm, inputs.person))
    warnings = (*remarks, chosen.remark) if chosen.remark else remarks
    return replace(limit, since=setting.since, set_by=setting.set_by, warnings=warnings)


class Given(NamedTuple):
    """What one rule gives: exactly one of a limit and the advice on what it needs; and the setting it used."""

    limit: Limit | None
    advice: str | None
    setting: LimitSetting | None


def rule_inputs(
    recording: Recording, measurements: tuple[Measurement, ...], person: Person, past: tuple[PastSession, ...]
) -> RuleInputs:
    """All that a rule may look at for one session.

    Parameters
    ----------
    recording
        The recording as it was read.
    measurements
        All numbers of the session.
    person
        What the person said about themselves; None: not given.
    past
        Earlier sessions, for the rule that learns.

    Returns
    -------
    RuleInputs
    """
    inputs = RuleInputs(person, None, recording.began, measurements, recording.source.sensor, past)
    return replace(inputs, ceiling_bpm=ceiling_bpm(inputs))


def limits_by_rule(inputs: RuleInputs) -> Mapping[str, Given]:
    """Every rule by its id, each with the person's own setting of it where there is one.

    Parameters
    ----------
    inputs
        All that a pacing rule may look at.

    Returns
    -------
    Mapping[str, Given]
    """
    return MappingProxyType({rule_id: _given(rule_id, inputs) for rule_id in rule_ids()})


def other_limits(inputs: RuleInputs, limit: Limit | None) -> tuple[Limit, ...]:
    """What the other rules would give this person, the lowest first.

    Experimental rules, and rules that need what is not given, are left out.

    Parameters
    ----------
    inputs
        All that a pacing rule may look at.
    limit
        The limit that is set, if one is.

    Returns
    -------
    tuple[Limit, ...]
    """
    asked = [
        rule_id
        for rule_id, rule in collect(pacing.judge.limits, "RULE", Rule).items()
        if not (rule.experimental or (limit is not None and rule_id == limit.rule))
    ]
    others = (_given(rule_id, inputs).limit for rule_id in asked)
    return tuple(sorted((other for other in others if other is not None), key=lambda other: other.bpm))


def _given(rule_id: str, inputs: RuleInputs) -> Given:
    own = setting_at(tuple(s for s in inputs.person.limits if s.rule == rule_id), inputs.instant)
    chosen = own if own.setting is not None else Chosen(LimitSetting(rule_id))
    try:
        return Given(limit_of(inputs, chosen), None, own.setting)
    except NoLimitError as refusal:
        return Given(None, refusal.advice, own.setting)
