"""How much heart rate rises for each metre per second."""

from pacing.measure.index import Index, Inputs, NotMeasurableError, Value
from pacing.measure.load import ADVICE_SPEED, CYCLING_SPORTS, SPEED, require_channel
from pacing.measure.steady import slope_value
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Reason


def slope(inputs: Inputs) -> Value:
    """Slope of heart rate on speed over steady stretches."""
    if inputs.recording.sport in CYCLING_SPORTS:
        raise NotMeasurableError(
            Reason.NEEDS_MOVEMENT_DATA,
            "On a cycle speed says little about effort (wind, hills, gears). Record power instead.",
        )
    return slope_value(inputs, require_channel(inputs, SPEED, ADVICE_SPEED), "speeds")


INDEX = Index(
    IndexInfo(
        id="hr_speed_slope",
        title="Rise of heart rate with speed",
        unit="bpm/(m/s)",
        group=IndexGroup.RESPONSE,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="How much heart rate rises for each metre per second faster, over stretches of steady speed on "
        "foot.",
        formula="least-squares slope of mean heart rate on mean speed over steady minutes (variation of speed "
        "under 10 % in them and in the minute before)",
        needs="Heart rate and speed, with three or more steady stretches at clearly different speeds.",
        limits="Hills, heat, wind and tiring change it. Follow it only on the same route.",
        sources=("schamne_2024", "design"),
    ),
    slope,
)
