"""Fall of heart rate within half a minute of stopping."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.recovery_drop import drop_value
from pacing.measure.recovery_rules import Rule, SensorRules
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

AFTER_S = 30.0
RULES = SensorRules(optical=Rule.REFUSED, sparse=Rule.REFUSED)


def recovery(inputs: Inputs) -> Value:
    """The drop from the end of exercise."""
    return drop_value(inputs, AFTER_S, RULES)


INDEX = Index(
    IndexInfo(
        id="hr_recovery_30",
        title="Heart-rate recovery in half a minute",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="How far heart rate fell within half a minute of stopping. The first of the three drops and the "
        "one a sensor's lag and an unsure end change most.",
        formula="mean of the last 5 s before the end - mean of the 5 s around 30 s after it",
        needs="A chest strap writing every second, the end of exercise, and heart rate about 20 bpm above rest.",
        limits="It grows with effort and depends on posture and on moving on: compare only sessions that ended "
        "alike. No published limit applies outside its own test.",
        sources=("imai_1994", "bosquet_2008", "design"),
    ),
    recovery,
)
