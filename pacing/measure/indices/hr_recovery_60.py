"""Fall of heart rate within one minute of stopping."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.recovery_drop import drop_value
from pacing.measure.recovery_rules import Rule, SensorRules
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

AFTER_S = 60.0
RULES = SensorRules(optical=Rule.CAUTION, sparse=Rule.CAUTION)


def recovery(inputs: Inputs) -> Value:
    """The drop from the end of exercise."""
    return drop_value(inputs, AFTER_S, RULES)


INDEX = Index(
    IndexInfo(
        id="hr_recovery_60",
        title="Heart-rate recovery in one minute",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="How far heart rate fell within one minute of stopping.",
        formula="mean of the last 5 s before the end (10 s optical) - mean of the 5 s around 60 s after it",
        needs="The end of exercise, the recording going on for a minute after it, and heart rate about 20 bpm "
        "above rest.",
        limits="It grows with effort and depends on posture and on moving on: compare only sessions that ended "
        "alike. No published limit applies outside its own test.",
        sources=("cole_1999", "watanabe_2001", "dacunha_2011", "buchheit_2014", "bosquet_2008"),
    ),
    recovery,
)
