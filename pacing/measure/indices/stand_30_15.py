"""The 30:15 ratio of standing up."""

from pacing.measure.index import Index
from pacing.measure.standing_beats import ratio_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
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
