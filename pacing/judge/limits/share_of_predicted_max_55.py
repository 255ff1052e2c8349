"""55 % of the maximum predicted as 220 - age."""

from pacing.judge.predicted_share import limit_from_predicted_share
from pacing.judge.rule import Rule, RuleInputs
from pacing.model.exceedance import Limit
from pacing.reference import PREDICTED_SHARE_MIDDLE

SOURCES = ("physios_for_me", "fox_1971", "robergs_2002")


def _limit(inputs: RuleInputs) -> Limit:
    return limit_from_predicted_share(inputs, "share_of_predicted_max_55", PREDICTED_SHARE_MIDDLE.value, "fox", SOURCES)


RULE = Rule(
    title="55 % of predicted maximum",
    definition="55 % of the maximum predicted from age: a starting guess used by physiotherapists for ME/CFS.",
    formula="0.55 x (220 - age)",
    sources=SOURCES,
    limit=_limit,
)
