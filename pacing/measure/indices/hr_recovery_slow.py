"""The slow part of recovery: the fall in the second minute."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.recovery_drop import slow_value
from pacing.measure.recovery_rules import Rule, SensorRules
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

FIRST_S = 60.0
THEN_S = 120.0
RULES = SensorRules(optical=Rule.CAUTION, sparse=Rule.CAUTION)


def slow_part(inputs: Inputs) -> Value:
    """The fall between one and two minutes after the end."""
    return slow_value(inputs, FIRST_S, THEN_S, RULES)


INDEX = Index(
    IndexInfo(
        id="hr_recovery_slow",
        title="Slow part of heart-rate recovery",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="How far heart rate fell in the second minute after stopping: the fall in two minutes less the "
        "fall in one.",
        formula="HR after 60 s - HR after 120 s, each a mean of 5 s",
        needs="What the fall in two minutes needs, recorded well at one minute too.",
        limits="A small difference of two unsure levels: its interval is wide. No limit exists for it.",
        sources=("bosquet_2008", "pierpont_2000", "design"),
    ),
    slow_part,
)
