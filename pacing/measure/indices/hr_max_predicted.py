"""Highest heart rate predicted for the person."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.predicted import highest_heart_rate
from pacing.measure.uncertainty import normal_interval
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo


def predicted_maximum(inputs: Inputs) -> Value:
    """The measured maximum, or the equation that fits the person."""
    maximum = highest_heart_rate(inputs)
    low, high = normal_interval(maximum.bpm, maximum.sd_bpm)
    return Value(maximum.bpm, low, high, None, maximum.parts, maximum.caveats)


INDEX = Index(
    IndexInfo(
        id="hr_max_predicted",
        title="Predicted highest heart rate",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="The highest heart rate an equation predicts from age, sex and medicines; a maximum that a test "
        "measured takes its place. Every equation's number stands among the parts.",
        formula="by equation, for example 211 - 0.64 age; interval = +- 1.96 standard errors of the equation",
        needs="Age; sex and medicines choose the equation.",
        limits="Equations err by 10 bpm and more for one person, and many people with ME/CFS never reach them.",
        sources=(
            "nes_2013",
            "gulati_2010",
            "lemos_2010",
            "brawner_2004",
            "keteyian_2012",
            "tanaka_2001",
            "gellish_2007",
            "fox_1971",
            "sydo_2014",
            "cardia_2010",
            "davenport_2019",
        ),
    ),
    predicted_maximum,
)
