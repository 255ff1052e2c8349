"""Mean heart rate of the session."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.session_mean import mean_level
from pacing.measure.uncertainty import interval
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo


def mean(inputs: Inputs) -> Value:
    """Mean over all usable seconds."""
    level, draws = mean_level(inputs)
    low, high = interval(level.bpm, draws)
    parts = {"measured_share": inputs.cleaned.coverage.measured_share}
    return Value(level.bpm, low, high, level.window, parts)


INDEX = Index(
    IndexInfo(
        id="hr_mean",
        title="Mean heart rate",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The mean of heart rate over every second of the session that was recorded well.",
        formula="sum of heart rate over usable seconds / number of usable seconds",
        needs="Heart rate.",
        limits="Rest, exercise and recovery are mixed in it, so it depends on how long each was recorded.",
        sources=("design",),
    ),
    mean,
)
