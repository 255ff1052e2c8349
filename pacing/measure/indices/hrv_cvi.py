"""CVI: the area of the Poincare plot on a logarithmic scale."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_cvi",
        title="Poincare area, logarithm (CVI)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Decimal logarithm of sixteen times width times length of the Poincare plot in ms.",
        formula="log10(16 * SD1 * SD2)",
        needs="RR intervals, 5 min at rest.",
        limits="The name (cardiac vagal index) claims more than the number can show.",
        sources=("toichi_1997",),
    ),
    lambda inputs: time_index(inputs, "cvi"),
)
