"""The watch's own two-minute recovery."""

from pacing.measure.index import Index
from pacing.measure.recovery_device import device_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_recovery_device_120",
        title="Two-minute recovery by the watch's own record",
        unit="bpm",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="Some watches note heart rate two minutes after the timer was stopped. This is the fall from "
        "the recorded level at the stop to that noted value: a check that does not depend on this "
        "program finding the end.",
        formula="mean of the last 5 s two minutes before the watch's note - noted heart rate",
        needs="A watch that writes a recovery heart rate (FIT event recovery_hr), and heart rate up to the stop.",
        limits="One value by rules of the maker that are not published; that it is a level at two minutes, not "
        "a fall, is how the files at hand show it.",
        sources=("design",),
    ),
    device_value,
)
