"""Levels of heart rate over a session: resting, mean and highest, the predicted maximum, and how they compare."""

from pacing.measure.index import Index, Inputs, NotMeasurableError, Value, medication_caveats
from pacing.measure.levels import ADVICE_REST, peak_level, resting_level, set_aside_caveats
from pacing.measure.response.intensity import peak_share_value, rise_value
from pacing.measure.response.predicted_maximum import highest_heart_rate
from pacing.measure.session_mean import mean_level
from pacing.measure.uncertainty import interval, normal_interval
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Part, Reason
from pacing.model.recording import Sensor

NO_STEPS = frozenset({"cycling", "swimming", "rowing"})  # sports as files name them
# Ten people sat for a quarter of an hour with a watch beside a strap (daniellalima/hr_fitbit_polar): seven means within
# 1 bpm of the strap's, the others 2 to 8 bpm off; their ranges held three.
LASTING_CAVEAT = "A watch can be off by some beats all through a session, which the range of the mean does not cover."
STEPS_CAVEAT = (
    "On a watch the highest heart rate may be the rate of your steps; no steps were recorded to compare it with, and "
    "its range does not cover that."
)


def resting(inputs: Inputs) -> Value:
    """The resting level with its definition.

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
        NEEDS_REST_RECORDING.
    """
    level = resting_level(inputs)
    if level is None:
        raise NotMeasurableError(Reason.NEEDS_REST_RECORDING, ADVICE_REST)
    low, high = normal_interval(level.bpm, level.sd_bpm)
    caveats = (*level.caveats, *medication_caveats(inputs.person.medication))
    parts: dict[str, Part] = {"definition": level.definition, **level.origin_parts}
    return Value(level.bpm, low, high, level.window, parts, caveats)


HR_REST = Index(
    IndexInfo(
        id="hr_rest",
        title="Resting heart rate",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The mean of up to the last five minutes of the quiet stretch before the exercise, or else the "
        "resting heart rate you gave. How it was found is kept with it; the one you gave stands beside.",
        formula="mean of heart rate over the quiet minutes",
        needs="At least one quiet minute before the exercise, or a resting heart rate you give.",
        limits="Morning, seated, sleeping and watch values differ by several beats: compare only like with like. It is "
        "the rest of these minutes: just after sitting down and just before getting up it may be another.",
        sources=("buchheit_2014", "design"),
    ),
    resting,
)


def _follows_the_heart(inputs: Inputs) -> bool:
    """Whether each beat is known, or the sensor is named as a strap."""
    return inputs.recording.source.sensor is Sensor.STRAP or inputs.cleaned.derived_from_beats


def mean(inputs: Inputs) -> Value:
    """Mean over all usable seconds.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    level, draws = mean_level(inputs)
    low, high = interval(level.bpm, draws)
    parts = {"measured_share": inputs.cleaned.coverage.measured_share}
    caveats = () if _follows_the_heart(inputs) else (LASTING_CAVEAT,)
    return Value(level.bpm, low, high, level.window, parts, caveats)


HR_MEAN = Index(
    IndexInfo(
        id="hr_mean",
        title="Mean heart rate",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The mean of heart rate over every second of the session that was recorded well.",
        formula="sum of heart rate over usable seconds / number of usable seconds",
        needs="Heart rate.",
        limits="Rest, exercise and recovery are mixed in it, so it depends on how long each was recorded.",
        sources=("design",),
    ),
    mean,
)


def peak(inputs: Inputs) -> Value:
    """The highest mean over 30 s.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    level = peak_level(inputs)
    low, high = normal_interval(level.bpm, level.sd_bpm)
    caveats = (*set_aside_caveats(inputs), *_steps_caveats(inputs), *medication_caveats(inputs.person.medication))
    parts: dict[str, Part] = {"definition": level.definition, **level.origin_parts}
    return Value(level.bpm, low, high, level.window, parts, caveats)


def _steps_caveats(inputs: Inputs) -> tuple[str, ...]:
    """One sentence where the sensor may have followed the steps and no cadence was recorded to hold against it.

    One watch beside an armband (sathomas/e5analysis) had its highest half minute 26 to 36 bpm too high in nine of
    sixteen sessions, mostly runs; how much its heart rate scattered did not show in which.
    """
    recording = inputs.recording
    if _follows_the_heart(inputs) or recording.sport in NO_STEPS or recording.channel("cadence") is not None:
        return ()
    return (STEPS_CAVEAT,)


HR_PEAK = Index(
    IndexInfo(
        id="hr_peak",
        title="Highest heart rate over 30 seconds",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The highest mean of heart rate over any 30 s that were recorded well; never a single value.",
        formula="max over t of mean heart rate in [t, t + 30 s)",
        needs="Heart rate at least every 15 s, for half a minute or more.",
        limits="In a self-paced session it shows what you asked of your heart, not how far it could rise.",
        sources=("design",),
    ),
    peak,
)


def predicted_maximum(inputs: Inputs) -> Value:
    """The measured maximum, or the equation that fits the person.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.
    """
    maximum = highest_heart_rate(inputs)
    low, high = maximum.interval_bpm
    return Value(maximum.bpm, low, high, None, maximum.parts, maximum.caveats)


HR_MAX_PREDICTED = Index(
    IndexInfo(
        id="hr_max_predicted",
        title="Predicted highest heart rate",
        unit="bpm",
        group=IndexGroup.LEVEL,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="The highest heart rate an equation predicts from age, sex and medicines; a maximum that a test "
        "measured takes its place. The parts list what every equation gives.",
        formula="women 210 - 0.79 age, men 220 - 0.95 age (one cohort), without a sex 208 - 0.7 age, on a beta-blocker "
        "164 - 0.7 age; the interval holds 95 % of people under every published equation for people like this one",
        needs="Age; sex and medicines choose the equation.",
        limits=(
            "For one person an equation can be off by 10 bpm and more, and many people with ME/CFS never "
            "reach what it predicts."
        ),
        sources=(
            "sydo_2014",
            "tanaka_2001",
            "brawner_2004",
            "nes_2013",
            "gulati_2010",
            "villafaina_2022",
            "keteyian_2012",
            "gellish_2007",
            "fox_1971",
            "cardia_2010",
            "davenport_2019",
        ),
    ),
    predicted_maximum,
)


HR_PEAK_SHARE_OF_PREDICTED = Index(
    IndexInfo(
        id="hr_peak_share_of_predicted",
        title="Share of the predicted highest heart rate",
        unit="%",
        group=IndexGroup.RESPONSE,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="The session's highest half minute as a share of the predicted (or measured) highest heart rate.",
        formula="100 * peak / maximum",
        needs="Heart rate, and age or a measured maximum.",
        limits="In a self-paced session it says how hard the session was. The predicted maximum errs by 10 bpm "
        "and more for one person.",
        sources=("sydo_2014", "tanaka_2001", "davenport_2019"),
    ),
    peak_share_value,
)


HR_RISE = Index(
    IndexInfo(
        id="hr_rise",
        title="Rise of heart rate above resting",
        unit="bpm",
        group=IndexGroup.RESPONSE,
        decimals=0,
        evidence=Evidence.ESTABLISHED,
        definition="The session's highest half minute less the resting level.",
        formula="peak - rest",
        needs="Heart rate and a resting heart rate.",
        limits="It shows what the session asked of the heart. Different definitions of rest give different rises.",
        sources=("brubaker_2011", "design"),
    ),
    rise_value,
)


INDICES = (
    HR_REST,
    HR_MEAN,
    HR_PEAK,
    HR_MAX_PREDICTED,
    HR_PEAK_SHARE_OF_PREDICTED,
    HR_RISE,
)
