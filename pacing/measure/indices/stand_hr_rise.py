"""How far heart rate stays up after standing."""

from pacing.measure.index import Index
from pacing.measure.standing import stand_rise_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="stand_hr_rise",
        title="Rise of heart rate on standing",
        unit="bpm",
        group=IndexGroup.STANDING,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="How far heart rate stayed above lying for two consecutive minutes of standing, taking the two "
        "with the highest median.",
        formula="max over two consecutive minutes of median HR standing - median HR of the last 2 min lying",
        needs="A recording of lying and then standing, the moment of standing marked with a label such as "
        "standing (or, given as phases: rest, then recovery with posture standing).",
        limits="Heart rate alone cannot say why it rises. In a test shorter than ten minutes later rises are missed.",
        sources=("pots_consensus", "roma_2018", "design"),
    ),
    stand_rise_value,
)
