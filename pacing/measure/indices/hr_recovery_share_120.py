"""Share of the rise over rest that was gone within two minutes of stopping."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.recovery_drop import share_value
from pacing.measure.recovery_rules import Rule, SensorRules
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

AFTER_S = 120.0
RULES = SensorRules(optical=Rule.GIVEN, sparse=Rule.GIVEN)


def recovery(inputs: Inputs) -> Value:
    """The drop as a share of the rise."""
    return share_value(inputs, AFTER_S, RULES)


INDEX = Index(
    IndexInfo(
        id="hr_recovery_share_120",
        title="Share of the rise recovered in two minutes",
        unit="%",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The fall of heart rate within two minutes of stopping, as a share of how far it had been above "
        "the resting level.",
        formula="100 * (HR end - HR after 120 s) / (HR end - HR rest)",
        needs="What the fall in two minutes needs, and a resting heart rate.",
        limits="A share compares sessions of different effort better than beats do, but it leans on the "
        "resting level and its definition. No limit exists for it.",
        sources=("bosquet_2008", "buchheit_2014", "design"),
    ),
    recovery,
)
