"""How heart rate keeps pace with metabolism in a maximal test."""

from pacing.measure.index import Index
from pacing.measure.metabolic import chronotropic_slope_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="metabolic_chronotropic_slope",
        title="Heart-rate reserve against metabolic reserve",
        unit="",
        group=IndexGroup.RESPONSE,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="In a clinician-run maximal test: how much of the heart-rate reserve is used for each part of "
        "the metabolic reserve, over the steady stages. 1 means they keep pace.",
        formula="slope of (HR - rest) / (maximum - rest) on (MET - 1) / (MET peak - 1) over stages; METs by the "
        "ACSM walking, running and cycling equations",
        needs="A clinician-run maximal test with three or more steady stages, speed (and grade) or power with "
        "body weight, age and a resting heart rate.",
        limits="METs are estimated from the work, not measured, and the maximum is predicted.",
        sources=("wilkoff_1989", "brubaker_2011", "acsm_metabolic"),
    ),
    chronotropic_slope_value,
)
