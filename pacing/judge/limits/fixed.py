"""A number the person, or somebody with them, chose."""

from types import MappingProxyType

from pacing.judge.cautions import rhythm_cautions
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.exceedance import Limit

TELL_NUMBER = "This rule needs your own number: give it with --limit, or as bpm under [limit] in your profile."


def _limit(inputs: RuleInputs) -> Limit:
    setting = inputs.setting
    if setting is None or setting.bpm is None:
        raise NoLimitError(TELL_NUMBER)
    provenance = {"bpm": setting.bpm} | ({"set_by": setting.set_by} if setting.set_by else {})
    return Limit(setting.bpm, "fixed", 0.0, MappingProxyType(provenance), warnings=rhythm_cautions(inputs.person))


RULE = Rule(
    title="Your own number",
    definition="A limit in beats per minute that you chose, alone or with somebody who treats you.",
    formula="the number as given",
    sources=(),
    limit=_limit,
    takes=("bpm",),
)
