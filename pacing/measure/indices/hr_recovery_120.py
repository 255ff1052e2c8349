"""Fall of heart rate within two minutes of stopping."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.recovery_drop import drop_value
from pacing.measure.recovery_rules import Rule, SensorRules
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

AFTER_S = 120.0
RULES = SensorRules(optical=Rule.GIVEN, sparse=Rule.GIVEN)


def recovery(inputs: Inputs) -> Value:
    """The drop from the end of exercise."""
    return drop_value(inputs, AFTER_S, RULES)


INDEX = Index(
    IndexInfo(
        id="hr_recovery_120",
        title="Heart-rate recovery in two minutes",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="How far heart rate fell within two minutes of stopping. This is the recovery number to look at "
        "first: a sensor's lag changes it least.",
        formula="mean of the last 5 s before the end (10 s optical) - mean of the 5 s around 120 s after it",
        needs="The end of exercise, the recording going on for two minutes after it, and heart rate about 20 "
        "bpm above rest.",
        limits="It grows with effort and depends on posture and on moving on: compare only sessions that ended "
        "alike. No published limit applies outside its own test.",
        sources=("cole_2000", "shetler_2001", "dacunha_2011", "bosquet_2008", "mellis_2014"),
    ),
    recovery,
)
