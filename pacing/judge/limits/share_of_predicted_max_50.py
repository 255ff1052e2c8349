"""50 % of the maximum predicted as 220 - age."""

from pacing.judge.predicted_share import limit_from_predicted_share
from pacing.judge.rule import Rule, RuleInputs
from pacing.model.exceedance import Limit
from pacing.reference import PREDICTED_SHARE_LOW

SOURCES = ("cfs_self_help", "fox_1971", "robergs_2002")


def _limit(inputs: RuleInputs) -> Limit:
    return limit_from_predicted_share(inputs, "share_of_predicted_max_50", PREDICTED_SHARE_LOW.value, "fox", SOURCES)


RULE = Rule(
    title="50 % of predicted maximum",
    definition="50 % of the maximum predicted from age: the lower end of what guides for patients with ME/CFS use.",
    formula="0.50 x (220 - age)",
    sources=SOURCES,
    limit=_limit,
)
