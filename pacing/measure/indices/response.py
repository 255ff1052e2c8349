"""How heart rate responded to exertion: the share of the reserve, its slopes against load, the cost of walking."""

from pacing.measure.index import Index, Inputs, NotMeasurableError, Value
from pacing.measure.response.intensity import reserve_value
from pacing.measure.response.metabolic import chronotropic_slope_value
from pacing.measure.response.onset import onset_tau_value
from pacing.measure.response.steady_state import slope_value
from pacing.measure.response.workload import (
    ADVICE_POWER,
    ADVICE_SPEED,
    CYCLING_SPORTS,
    POWER,
    SPEED,
    cost_index_value,
    require_channel,
)
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Reason

HR_RESERVE_SHARE = Index(
    IndexInfo(
        id="hr_reserve_share",
        title="Share of heart-rate reserve used",
        unit="%",
        group=IndexGroup.RESPONSE,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="How much of the range between resting and (predicted) highest heart rate the session's highest "
        "half minute used. Studies of maximal tests call the same number chronotropic reserve or chronotropic index.",
        formula="100 * (peak - rest) / (maximum - rest)",
        needs="Heart rate, a resting heart rate, and age or a measured maximum.",
        limits="In a self-paced session it says how hard the session was, not how the heart would do in a maximal "
        "test. The predicted maximum alone makes it uncertain by ten points and more.",
        sources=("jacc_endpoints", "brubaker_2011", "wilkoff_1989", "dacunha_2011", "davenport_2019", "acsm_intensity"),
    ),
    reserve_value,
)


METABOLIC_CHRONOTROPIC_SLOPE = Index(
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


def slope(inputs: Inputs) -> Value:
    """Slope of heart rate on speed over steady stretches.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.

    Raises
    ------
    NotMeasurableError
        NEEDS_MOVEMENT_DATA.
    """
    if inputs.recording.sport in CYCLING_SPORTS:
        raise NotMeasurableError(
            Reason.NEEDS_MOVEMENT_DATA,
            "On a cycle speed says little about effort (wind, hills, gears). Record power instead.",
        )
    return slope_value(inputs, require_channel(inputs, SPEED, ADVICE_SPEED), "speeds")


HR_SPEED_SLOPE = Index(
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


def _hr_power_slope_slope(inputs: Inputs) -> Value:
    """Slope of heart rate on power over steady stretches."""
    return slope_value(inputs, require_channel(inputs, POWER, ADVICE_POWER), "powers")


HR_POWER_SLOPE = Index(
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
    _hr_power_slope_slope,
)


PHYSIOLOGICAL_COST_INDEX = Index(
    IndexInfo(
        id="physiological_cost_index",
        title="Heart beats per metre walked (physiological cost index)",
        unit="beats/m",
        group=IndexGroup.RESPONSE,
        decimals=2,
        evidence=Evidence.SUPPORTED,
        definition="How many heart beats above the resting level each metre of walking took, once heart rate had "
        "settled.",
        formula="(mean walking heart rate - rest) / mean speed in m/min, leaving out the first two minutes of the walk",
        needs="A walk of three minutes or more with heart rate and speed, and a resting heart rate.",
        limits="Two values of one person must differ by 43-52 % before it is more than chance.",
        sources=("pci_1993", "graham_2005"),
    ),
    cost_index_value,
)


HR_ONSET_TAU = Index(
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


INDICES = (
    HR_RESERVE_SHARE,
    METABOLIC_CHRONOTROPIC_SLOPE,
    HR_SPEED_SLOPE,
    HR_POWER_SLOPE,
    PHYSIOLOGICAL_COST_INDEX,
    HR_ONSET_TAU,
)
