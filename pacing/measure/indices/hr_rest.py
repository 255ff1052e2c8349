"""Resting heart rate."""

from pacing.measure.index import Index, Inputs, NotMeasurableError, Value
from pacing.measure.levels import ADVICE_REST, resting_level
from pacing.measure.medication import medication_caveats
from pacing.measure.uncertainty import normal_interval
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Reason


def resting(inputs: Inputs) -> Value:
    """The resting level with its definition."""
    level = resting_level(inputs)
    if level is None:
        raise NotMeasurableError(Reason.NEEDS_REST_RECORDING, ADVICE_REST)
    low, high = normal_interval(level.bpm, level.sd_bpm)
    caveats = medication_caveats(inputs.person.medication)
    return Value(level.bpm, low, high, level.window, {"definition": level.definition}, caveats)


INDEX = Index(
    IndexInfo(
        id="hr_rest",
        title="Resting heart rate",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The resting heart rate you told, or else the mean of up to the last five minutes of the quiet "
        "stretch before the exercise. How it was found is kept with it.",
        formula="mean of heart rate over the quiet minutes",
        needs="A told resting heart rate, or at least one quiet minute before the exercise.",
        limits="Morning, seated, sleeping and watch values differ by several beats: compare only like with like.",
        sources=("buchheit_2014", "design"),
    ),
    resting,
)
