"""How fast heart rate answers a step of load."""

from pacing.measure.index import Index
from pacing.measure.onset import onset_tau_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo

INDEX = Index(
    IndexInfo(
        id="hr_onset_tau",
        title="Time constant of the rise at the start",
        unit="s",
        group=IndexGroup.RESPONSE,
        decimals=0,
        evidence=Evidence.LIMITED,
        definition="The time in which 63 % of the rise is done after a true step of load, from an exponential with "
        "a delay.",
        formula="least squares of HR(t) = baseline + amplitude * (1 - exp(-(t - delay) / tau)); mean response "
        "time = delay + tau",
        needs="A quiet minute, a step of speed or power within 5 s, three constant minutes (variation under "
        "10 %), a rise of 20 bpm, one value a second.",
        limits="An ordinary walk has no true step. People with and without fibromyalgia do not differ in it.",
        sources=("schamne_2024", "design"),
    ),
    onset_tau_value,
)
