"""What walking costs the heart: beats above resting per metre."""

from pacing.measure.index import Index
from pacing.measure.walking import cost_index_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="physiological_cost_index",
        title="Heart beats per metre walked (physiological cost index)",
        unit="beats/m",
        group=IndexGroup.RESPONSE,
        decimals=2,
        evidence=Evidence.SUPPORTED,
        definition="How many heart beats above the resting level each metre of walking took, once heart rate had "
        "settled.",
        formula="(mean walking heart rate - rest) / mean speed in m/min, leaving out the first two minutes of the walk",
        needs="A walk of three minutes or more with heart rate and speed, and a resting heart rate.",
        limits="Two values of one person must differ by 43-52 % before it is more than chance.",
        sources=("pci_1993", "graham_2005"),
    ),
    cost_index_value,
)
