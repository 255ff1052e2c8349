"""What each pacing rule gives for one person: its limit, or why it gives none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pacing.judge.choose import Chosen, ceiling_bpm, limit_of, rule_ids, rule_of, setting_at
from pacing.judge.rule import NoLimitError, RuleInputs
from pacing.model.exceedance import Limit
from pacing.model.measurement import Measurement
from pacing.model.past import PastSession
from pacing.model.person import LimitSetting, Person
from pacing.model.recording import Recording


@dataclass(frozen=True, slots=True)
class Given:
    """What one rule gives: exactly one of a limit and the advice on what it needs; and the setting it used."""

    limit: Limit | None
    advice: str | None
    setting: LimitSetting | None


def rule_inputs(
    recording: Recording, measurements: tuple[Measurement, ...], person: Person, past: tuple[PastSession, ...]
) -> RuleInputs:
    """All that a rule may look at for one session."""
    inputs = RuleInputs(person, None, recording.began, measurements, recording.source.sensor, past)
    return replace(inputs, ceiling_bpm=ceiling_bpm(inputs))


def every_rule(inputs: RuleInputs) -> Mapping[str, Given]:
    """Every rule by its id, each with the person's own setting of it where there is one."""
    return MappingProxyType({rule_id: _given(rule_id, inputs) for rule_id in rule_ids()})


def other_limits(inputs: RuleInputs, limit: Limit | None) -> tuple[Limit, ...]:
    """What the other rules would give this person, the lowest first.

    Experimental rules, and rules that need what is not told, are left out.
    """
    others = (
        given.limit
        for rule_id, given in every_rule(inputs).items()
        if not (rule_of(rule_id).experimental or (limit is not None and rule_id == limit.rule))
    )
    return tuple(sorted((other for other in others if other is not None), key=lambda other: other.bpm))


def _given(rule_id: str, inputs: RuleInputs) -> Given:
    own = setting_at(tuple(s for s in inputs.person.limits if s.rule == rule_id), inputs.instant)
    chosen = own if own.setting is not None else Chosen(LimitSetting(rule_id))
    try:
        return Given(limit_of(inputs, chosen), None, own.setting)
    except NoLimitError as refusal:
        return Given(None, refusal.advice, own.setting)
