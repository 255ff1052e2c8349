"""Highest half minute as a share of the predicted maximum."""

from pacing.measure.effort import peak_share_value
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_peak_share_of_predicted",
        title="Share of the predicted highest heart rate",
        unit="%",
        group=IndexGroup.RESPONSE,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="The session's highest half minute as a share of the predicted (or measured) highest heart rate.",
        formula="100 * peak / maximum",
        needs="Heart rate, and age or a measured maximum.",
        limits="In a self-paced session it says how hard the session was. The predicted maximum errs by 10 bpm "
        "and more for one person.",
        sources=("gulati_2010", "nes_2013", "davenport_2019"),
    ),
    peak_share_value,
)
