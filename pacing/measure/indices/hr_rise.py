"""How far heart rate rose above resting."""

from pacing.measure.effort import rise_value
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_rise",
        title="Rise of heart rate above resting",
        unit="bpm",
        group=IndexGroup.RESPONSE,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The session's highest half minute less the resting level.",
        formula="peak - rest",
        needs="Heart rate and a resting heart rate.",
        limits="It shows what the session asked of the heart. Different definitions of rest give different rises.",
        sources=("brubaker_2011", "design"),
    ),
    rise_value,
)
