"""Share of the rise over rest that was gone within one minute of stopping."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.recovery_drop import share_value
from pacing.measure.recovery_rules import Rule, SensorRules
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

AFTER_S = 60.0
RULES = SensorRules(optical=Rule.CAUTION, sparse=Rule.CAUTION)


def recovery(inputs: Inputs) -> Value:
    """The drop as a share of the rise."""
    return share_value(inputs, AFTER_S, RULES)


INDEX = Index(
    IndexInfo(
        id="hr_recovery_share_60",
        title="Share of the rise recovered in one minute",
        unit="%",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The fall of heart rate within one minute of stopping, as a share of how far it had been above "
        "the resting level.",
        formula="100 * (HR end - HR after 60 s) / (HR end - HR rest)",
        needs="What the fall in one minute needs, and a resting heart rate.",
        limits="A share compares sessions of different effort better than beats do, but it leans on the "
        "resting level and its definition. No limit exists for it.",
        sources=("bosquet_2008", "buchheit_2014", "design"),
    ),
    recovery,
)
