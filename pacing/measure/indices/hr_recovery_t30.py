"""T30: how fast heart rate falls in the first half minute."""

from pacing.measure.index import Index
from pacing.measure.recovery_course import t30_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_recovery_t30",
        title="Speed of the first half minute of recovery (T30)",
        unit="s",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The time in which heart rate would fall to 37 %, were it to go on falling as in the first 30 s "
        "after stopping: the longer, the slower the fall.",
        formula="-1 / slope of ln(heart rate) on time over the first 30 s after the end",
        needs="A chest strap writing every second, the end of exercise known within seconds, and heart rate "
        "about 20 bpm above rest.",
        limits="Studies use different half minutes (0-30 s here, others 10-40 s). From one value a second it is rough.",
        sources=("imai_1994", "design"),
    ),
    t30_value,
)
