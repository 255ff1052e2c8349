"""Share of the heart-rate reserve used at the session's highest half minute."""

from pacing.measure.effort import reserve_value
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_reserve_share",
        title="Share of heart-rate reserve used",
        unit="%",
        group=IndexGroup.RESPONSE,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="How much of the range between resting and (predicted) highest heart rate the session's highest "
        "half minute used. Studies of maximal tests call the same number chronotropic reserve or chronotropic index.",
        formula="100 * (peak - rest) / (maximum - rest)",
        needs="Heart rate, a resting heart rate, and age or a measured maximum.",
        limits="In a self-paced session it says how hard the session was, not how the heart would do in a maximal "
        "test. The predicted maximum alone makes it unsure by ten points and more.",
        sources=("jacc_endpoints", "brubaker_2011", "wilkoff_1989", "dacunha_2011", "davenport_2019", "acsm_intensity"),
    ),
    reserve_value,
)
