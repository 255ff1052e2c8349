"""How much heart rate rises for each watt."""

from pacing.measure.index import Index, Inputs, Value
from pacing.measure.load import ADVICE_POWER, POWER, require_channel
from pacing.measure.steady import slope_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo


def slope(inputs: Inputs) -> Value:
    """Slope of heart rate on power over steady stretches."""
    return slope_value(inputs, require_channel(inputs, POWER, ADVICE_POWER), "powers")


INDEX = Index(
    IndexInfo(
        id="hr_power_slope",
        title="Rise of heart rate with power",
        unit="bpm/W",
        group=IndexGroup.RESPONSE,
        decimals=2,
        evidence=Evidence.SUPPORTED,
        definition="How much heart rate rises for each watt more, over stretches of steady power.",
        formula="least-squares slope of mean heart rate on mean power over steady minutes (variation of power "
        "under 10 % in them and in the minute before)",
        needs="Heart rate and power, with three or more steady stretches at clearly different powers.",
        limits="Heat and tiring change it. Follow it only on the same ergometer.",
        sources=("schamne_2024", "design"),
    ),
    slope,
)
