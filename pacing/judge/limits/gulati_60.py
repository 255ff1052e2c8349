"""60 % of the maximum predicted for women, 206 - 0.88 age."""

from dataclasses import replace

from pacing.judge.predicted_share import limit_from_predicted_share
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.exceedance import Limit
from pacing.model.person import Sex
from pacing.reference import PREDICTED_SHARE_HIGH

SOURCES = ("gulati_60", "gulati_2010")
WOMEN_ONLY = "This rule's equation was made from women; another share of predicted maximum fits you better."
SEX_UNKNOWN = "This rule is for women and needs your sex, which you did not give."


def _limit(inputs: RuleInputs) -> Limit:
    sex = inputs.person.sex
    if sex is Sex.MALE:
        raise NoLimitError(WOMEN_ONLY)
    limit = limit_from_predicted_share(inputs, "gulati_60", PREDICTED_SHARE_HIGH.value, "gulati", SOURCES)
    return limit if sex is not None else replace(limit, warnings=(*limit.warnings, SEX_UNKNOWN))


RULE = Rule(
    title="60 % of the maximum predicted for women",
    definition="60 % of the maximum that a study of 5,437 women predicts from age; a watch field for long COVID "
    "uses it.",
    formula="0.6 x (206 - 0.88 age)",
    sources=SOURCES,
    limit=_limit,
)
