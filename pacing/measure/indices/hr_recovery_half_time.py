"""Half time of recovery."""

from pacing.measure.index import Index
from pacing.measure.recovery_course import half_time_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_recovery_half_time",
        title="Half time of heart-rate recovery",
        unit="s",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="How long heart rate took to fall half of the way from its level at the end to the resting level.",
        formula="first t with mean HR over 5 s at or below HR end - 0.5 * (HR end - HR rest)",
        needs="The end of exercise, a resting heart rate, one value a second, and a recording that lasts "
        "until half is reached.",
        limits="It leans on the resting level and its definition.",
        sources=("bosquet_2008", "design"),
    ),
    half_time_value,
)
