"""Metabolic equivalents from speed, grade and power, and how heart rate rises with them in a maximal test."""

import numpy as np

from pacing import reference
from pacing.measure.index import Inputs, NotMeasurableError, Value, medication_caveats
from pacing.measure.levels import PERCENT, require_resting_level
from pacing.measure.response.intensity import reserve_samples
from pacing.measure.response.predicted_maximum import highest_heart_rate
from pacing.measure.response.steady_state import all_blocks, require_different_loads, slope_and_error
from pacing.measure.response.workload import (
    ADVICE_POWER,
    ADVICE_SPEED,
    CYCLING_SPORTS,
    GRADE,
    POWER,
    RUNNING_SPORTS,
    SPEED,
    require_channel,
    usable_channel,
    workload_at,
)
from pacing.measure.uncertainty import highest_mean, normal_samples, sensor_error
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.model.recording import Channel
from pacing.numerics.quantiles import interval_under_all
from pacing.reference import METABOLIC_EQUATIONS

SECONDS_PER_MINUTE = 60.0
SLOPE_SEED = 51
METS = "mets"


def mets_on_foot(speed_m_s: FloatArray, grade_percent: FloatArray, equation: str) -> FloatArray:
    """Metabolic equivalents of walking or running; NaN at speeds the equation was not made for.

    Parameters
    ----------
    speed_m_s
        Speed [m/s], shape (n,).
    grade_percent
        Gradient [%], shape (n,).
    equation
        Key of the equation in `reference`.

    Returns
    -------
    FloatArray
        Shape (n,).

    Examples
    --------
    >>> round(float(mets_on_foot(np.array([80.0 / 60.0]), np.array([5.0]), "walking")[0]), 3)
    5.343
    """
    formula = METABOLIC_EQUATIONS[equation]
    speed_m_min = speed_m_s * SECONDS_PER_MINUTE
    uptake = formula.resting + speed_m_min * (formula.per_speed + formula.per_speed_and_grade * grade_percent / PERCENT)
    slowest, fastest = formula.speeds_m_min
    inside = (speed_m_min >= slowest) & (speed_m_min <= fastest)
    mets: FloatArray = np.where(inside, uptake / reference.ONE_MET_ML_KG_MIN.value, np.nan)
    return mets


def mets_on_cycle(power_w: FloatArray, weight_kg: float) -> FloatArray:
    """Metabolic equivalents of leg cycling.

    Parameters
    ----------
    power_w
        Power [W], shape (n,).
    weight_kg
        Body weight [kg].

    Returns
    -------
    FloatArray
        Shape (n,).

    Examples
    --------
    >>> round(float(mets_on_cycle(np.array([100.0]), 70.0)[0]), 3)
    6.408
    """
    formula = METABOLIC_EQUATIONS["cycling"]
    mets: FloatArray = (formula.resting + formula.per_watt_per_kg * power_w / weight_kg) / (
        reference.ONE_MET_ML_KG_MIN.value
    )
    return mets


def expected_stage_bpm(maximum_bpm: float, resting_bpm: float, mets: float, peak_mets: float) -> float:
    """Heart rate Wilkoff's relation expects at a stage: reserve used in proportion to metabolic reserve used [bpm].

    Parameters
    ----------
    maximum_bpm
        Highest heart rate [bpm], measured or predicted.
    resting_bpm
        Resting heart rate [bpm].
    mets
        Metabolic equivalents of the stage.
    peak_mets
        Metabolic equivalents at the peak.

    Returns
    -------
    float
        [bpm].

    Examples
    --------
    >>> round(expected_stage_bpm(220.0 - 46.0, 75.0, 4.0, 8.0), 2)
    117.43
    """
    return (maximum_bpm - resting_bpm) * (mets - 1.0) / (peak_mets - 1.0) + resting_bpm


def mets_channel(inputs: Inputs) -> tuple[Channel, str]:
    """Metabolic equivalents through the session as a channel, and the equation they come from.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    tuple[Channel, str]

    Raises
    ------
    NotMeasurableError
        NOT_RECORDED.
    """
    sport = inputs.recording.sport
    if sport in CYCLING_SPORTS:
        power = require_channel(inputs, POWER, ADVICE_POWER)
        if inputs.person.weight_kg is None:
            raise NotMeasurableError(
                Reason.NOT_RECORDED,
                "On a cycle this needs your weight, which was not given. Write it into your profile.",
            )
        mets = mets_on_cycle(power.value, inputs.person.weight_kg)
        return Channel(METS, "MET", power.time_s, mets), "cycling"
    speed = require_channel(inputs, SPEED, ADVICE_SPEED)
    grade = usable_channel(inputs, GRADE)
    grades = np.zeros(speed.time_s.shape) if grade is None else np.nan_to_num(workload_at(grade, speed.time_s))
    equation = "running" if sport in RUNNING_SPORTS else "walking"
    return Channel(METS, "MET", speed.time_s, mets_on_foot(speed.value, grades, equation)), equation


def chronotropic_slope_value(inputs: Inputs) -> Value:
    """Slope of share of heart-rate reserve on share of metabolic reserve over steady stages.

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
        NOT_MAXIMAL, OUT_OF_RANGE.
    """
    if not inputs.conditions.maximal_test:
        raise NotMeasurableError(
            Reason.NOT_MAXIMAL,
            "This relation needs the highest work rate of a clinician-run maximal test (--maximal-test); for a session "
            "of your own see the slope of heart rate on speed or power.",
        )
    channel, equation = mets_channel(inputs)
    rest = require_resting_level(inputs)
    maximum = highest_heart_rate(inputs)
    blocks = all_blocks(inputs, channel)
    require_different_loads(blocks, "work rates")
    known = np.isfinite(channel.value)
    peak = highest_mean(channel.time_s[known], channel.value[known], reference.PEAK_WINDOW_S.value, 0.5)
    peak_mets = max(float(blocks.load.max()), 0.0 if peak is None else peak[1])
    metabolic_shares = (blocks.load - 1.0) / (peak_mets - 1.0)
    if not peak_mets > 1.0:
        raise NotMeasurableError(Reason.OUT_OF_RANGE, "Check age, resting and maximum heart rate: they do not fit.")
    level_sd = sensor_error(inputs.recording).level_sd_bpm(blocks.length_s)
    per_share_bpm, sd_bpm, _ = slope_and_error(metabolic_shares, blocks.bpm, level_sd)
    slopes = per_share_bpm + normal_samples(SLOPE_SEED, sd_bpm)
    low, high = interval_under_all(slopes / reserve_samples(maximum, rest))
    value = per_share_bpm / (maximum.bpm - rest.bpm)
    parts: dict[str, Part] = {
        "mets_equation": equation,
        "mets_formula": METABOLIC_EQUATIONS[equation].title,
        "peak_mets": peak_mets,
        "stages": float(blocks.load.size),
        "equation": maximum.equation,
        "maximum_bpm": maximum.bpm,
        "rest_bpm": rest.bpm,
        "rest_definition": rest.definition,
        "expected_at_last_stage_bpm": expected_stage_bpm(maximum.bpm, rest.bpm, float(blocks.load[-1]), peak_mets),
        "found_at_last_stage_bpm": float(blocks.bpm[-1]),
    }
    window = float(blocks.start_s[0]), float(blocks.start_s[-1]) + blocks.length_s
    caveats = (
        "Work is turned into metabolic equivalents by equations for steady work in healthy people.",
        *maximum.caveats,
        *medication_caveats(inputs.person.medication),
    )
    return Value(value, min(low, value), max(high, value), window, parts, caveats)
