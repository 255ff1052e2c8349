"""A threshold measured in an exercise test, less a margin."""

from types import MappingProxyType

from pacing.judge.cautions import rhythm_cautions
from pacing.judge.rule import NoLimitError, Rule, RuleInputs
from pacing.model.exceedance import Limit
from pacing.numerics.quantiles import NORMAL_95
from pacing.reference import EXERCISE_HR_TYPICAL_ERROR_PERCENT, THRESHOLD_KEPT_PERCENT

SOURCES = ("design", "buchheit_2014")
PERCENT = 100.0
LOWEST_KEPT_PERCENT = 50.0
"""Less than this is more likely a margin written in place of the share that is kept; design."""
TELL_THRESHOLD = (
    "This rule needs the heart rate at your measured threshold: write it as bpm under [limit] in your profile "
    "(of two days' tests, the lower)."
)
MARGIN = "The threshold may be different on another day, with other medicines or another kind of exercise."


def _limit(inputs: RuleInputs) -> Limit:
    setting = inputs.setting
    if setting is None or setting.bpm is None:
        raise NoLimitError(TELL_THRESHOLD)
    kept_percent = THRESHOLD_KEPT_PERCENT.value if setting.share_percent is None else setting.share_percent
    if not LOWEST_KEPT_PERCENT <= kept_percent <= PERCENT:
        message = (
            f"share_percent = {kept_percent:g} cannot be: for this rule it is the share of the threshold that is kept, "
            f"from {LOWEST_KEPT_PERCENT:g} to {PERCENT:g} (a margin of 10 % is share_percent = 90)."
        )
        raise NoLimitError(message)
    share = kept_percent / PERCENT
    error_bpm = setting.bpm * EXERCISE_HR_TYPICAL_ERROR_PERCENT.value / PERCENT
    return Limit(
        share * setting.bpm,
        "measured_threshold",
        NORMAL_95 * share * error_bpm,
        MappingProxyType({"threshold_bpm": setting.bpm, "share": share}),
        SOURCES,
        warnings=(*rhythm_cautions(inputs.person), MARGIN),
    )


RULE = Rule(
    title="Measured threshold less a margin",
    definition="The heart rate at the threshold of your own exercise test, less a margin: 10 % unless you chose "
    "another.",
    formula="share x threshold_bpm; share 0.9 unless given",
    sources=SOURCES,
    limit=_limit,
    takes=("bpm", "share_percent"),
    asks="Heart rate at your measured threshold (of two days' tests, the lower)",
)
