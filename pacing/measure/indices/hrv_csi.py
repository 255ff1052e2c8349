"""CSI: length over width of the Poincare plot."""

from pacing.measure.hrv_time import time_index
from pacing.measure.index import Index
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hrv_csi",
        title="Poincare length over width (CSI)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Length over width of the Poincare plot.",
        formula="SD2 / SD1",
        needs="RR intervals, 5 min at rest.",
        limits="The name (cardiac sympathetic index) claims more than the number can show.",
        sources=("toichi_1997",),
    ),
    lambda inputs: time_index(inputs, "csi"),
)
