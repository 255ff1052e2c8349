"""Highest heart rate of the session, as a mean over 30 s."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.levels import peak_level
from pacing.measure.medication import medication_caveats
from pacing.measure.uncertainty import normal_interval
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo


def peak(inputs: Inputs) -> Value:
    """The highest mean over 30 s."""
    level = peak_level(inputs)
    low, high = normal_interval(level.bpm, level.sd_bpm)
    caveats = medication_caveats(inputs.person.medication)
    return Value(level.bpm, low, high, level.window, {"definition": level.definition}, caveats)


INDEX = Index(
    IndexInfo(
        id="hr_peak",
        title="Highest heart rate over 30 seconds",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The highest mean of heart rate over any 30 s that were recorded well; never a single value.",
        formula="max over t of mean heart rate in [t, t + 30 s)",
        needs="Heart rate at least every 15 s, for half a minute or more.",
        limits="In a self-paced session it shows what you asked of your heart, not how far it could rise.",
        sources=("design",),
    ),
    peak,
)
