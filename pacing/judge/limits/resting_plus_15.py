"""Resting heart rate plus 15 bpm."""

from types import MappingProxyType

from pacing.judge.cautions import goal_cautions, resting_cautions
from pacing.judge.rule import Rule, RuleInputs, resting_rate
from pacing.model.exceedance import Limit
from pacing.numerics.quantiles import NORMAL_95
from pacing.reference import RESTING_PLUS_BPM

SOURCES = ("workwell", "buchheit_2014")


def _limit(inputs: RuleInputs) -> Limit:
    resting = resting_rate(inputs)
    return Limit(
        resting.bpm + RESTING_PLUS_BPM.value,
        "resting_plus_15",
        NORMAL_95 * resting.standard_error_bpm,
        MappingProxyType({"resting_bpm": resting.bpm, "resting_from": resting.origin}),
        SOURCES,
        warnings=(*goal_cautions(inputs.person), *resting_cautions(inputs.person)),
    )


RULE = Rule(
    title="Resting heart rate + 15",
    definition="Fifteen beats above the resting heart rate: a rule from practice with ME/CFS, with weak evidence.",
    formula="resting_bpm + 15",
    sources=SOURCES,
    limit=_limit,
)
