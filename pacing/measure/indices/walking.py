"""Self-selected walking speed."""

from pacing.measure.index import Index
from pacing.measure.response.workload import walking_speed_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="walking_speed_self_selected",
        title="Self-selected walking speed",
        unit="m/s",
        group=IndexGroup.WALKING,
        decimals=2,
        evidence=Evidence.SUPPORTED,
        definition="The speed you chose to walk at: the median of the middle 80 % of the longest walk.",
        formula="median of speed over the middle 80 % of the walk",
        needs="A walk of two minutes or more with speed.",
        limits="Hills, company and crossings change it. Satellite speed is rough among houses and trees.",
        sources=("design",),
    ),
    walking_speed_value,
)
