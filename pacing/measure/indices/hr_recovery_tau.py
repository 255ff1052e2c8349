"""Time constant of recovery."""

from pacing.measure.index import Index
from pacing.measure.recovery_course import tau_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_recovery_tau",
        title="Time constant of heart-rate recovery",
        unit="s",
        group=IndexGroup.RECOVERY,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The time in which 63 % of the way down to the level of recovery is done, from an exponential "
        "fitted to three to five minutes of still recovery.",
        formula="least squares of HR(t) = level + amplitude * exp(-t / tau), all three free, t from the end of "
        "exercise",
        needs="At least 180 s (better 300 s) of still recovery after submaximal exercise, one value a second.",
        limits="Repeats differ by about a third in the same person. Not given after maximal tests, where it "
        "depends on the second the fit begins.",
        sources=("pierpont_2000", "buchheit_2014"),
    ),
    tau_value,
)
