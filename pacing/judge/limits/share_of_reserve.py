"""Resting heart rate plus a chosen share of the heart-rate reserve."""

import math
from types import MappingProxyType

from pacing.judge.cautions import age_cautions, predicted_maximum, resting_cautions
from pacing.judge.rule import NoLimitError, Rule, RuleInputs, resting_rate
from pacing.model.exceedance import Limit
from pacing.numerics.quantiles import NORMAL_95
from pacing.reference import MEASURED_MAXIMUM_TYPICAL_ERROR_PERCENT

SOURCES = ("acsm_intensity", "sydo_2014", "tanaka_2001", "buchheit_2014")
PERCENT = 100.0
TELL_SHARE = (
    "This rule needs the share of your reserve: write share_percent under [limit] in your profile, "
    "as agreed with somebody who treats you."
)


def _limit(inputs: RuleInputs) -> Limit:
    setting = inputs.setting
    if setting is None or setting.share_percent is None:
        raise NoLimitError(TELL_SHARE)
    resting = resting_rate(inputs)
    maximum_bpm, maximum_half_bpm, origin, warnings = _maximum(inputs)
    if maximum_bpm <= resting.bpm:
        message = f"The maximum of {maximum_bpm:.0f} bpm is not above your resting rate; check age and resting rate."
        raise NoLimitError(message)
    share = setting.share_percent / PERCENT
    half_bpm = math.hypot(share * maximum_half_bpm, (1.0 - share) * NORMAL_95 * resting.standard_error_bpm)
    return Limit(
        resting.bpm + share * (maximum_bpm - resting.bpm),
        "share_of_reserve",
        half_bpm,
        MappingProxyType(
            {"resting_bpm": resting.bpm, "maximum_bpm": maximum_bpm, "maximum_from": origin, "share": share}
        ),
        SOURCES,
        warnings=tuple(dict.fromkeys((*resting_cautions(inputs.person), *warnings))),
    )


def _maximum(inputs: RuleInputs) -> tuple[float, float, str, tuple[str, ...]]:
    """The measured maximum, else the predicted one: value and half its range [bpm], where from, and what to mind."""
    measured = inputs.person.maximum_bpm
    if measured is not None:
        error_bpm = measured * MEASURED_MAXIMUM_TYPICAL_ERROR_PERCENT.value / PERCENT
        return measured, NORMAL_95 * error_bpm, "measured", ()
    predicted = predicted_maximum(inputs)
    cautions = age_cautions(inputs.person, predicted)
    return predicted.bpm, predicted.half_width_bpm, predicted.equation.title, cautions


RULE = Rule(
    title="Share of heart-rate reserve",
    definition="The resting rate plus a share you chose of the range up to the highest heart rate (measured, else "
    "predicted from age).",
    formula="resting_bpm + share x (maximum_bpm - resting_bpm); maximum measured, else as in hr_max_predicted",
    sources=SOURCES,
    limit=_limit,
    takes=("share_percent",),
    asks="Share of your heart-rate reserve, as agreed with somebody who treats you",
)
