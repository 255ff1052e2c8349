"""Standing up from lying: how far heart rate stays up, and the 30:15 ratio of the beats."""

from pacing.measure.index import Index
from pacing.measure.response.orthostatic import ratio_value, stand_rise_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

STAND_HR_RISE = Index(
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


STAND_30_15 = Index(
    IndexInfo(
        id="stand_30_15",
        title="30:15 ratio on standing up",
        unit="",
        group=IndexGroup.STANDING,
        decimals=2,
        evidence=Evidence.SUPPORTED,
        definition="The longest RR interval around the 30th beat after standing up over the shortest around the 15th.",
        formula="max(RR 21..39) / min(RR 6..24), beats counted from standing up",
        needs="RR intervals from a chest strap, and the moment of standing up marked.",
        limits="It falls with age; a slow rise or a helping hand changes it. A mark some seconds off shifts the count.",
        sources=("ewing_30_15", "ziegler_1992"),
    ),
    ratio_value,
)


INDICES = (
    STAND_HR_RISE,
    STAND_30_15,
)
