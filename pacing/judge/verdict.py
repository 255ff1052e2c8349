"""From the time above a limit to the word for it."""

import math
from dataclasses import dataclass

from pacing.model.exceedance import ExceedanceVerdict
from pacing.reference import (
    LIMIT_DOSE_S,
    LIMIT_DOSE_SHARE,
    LIMIT_GRACE_S,
    LIMIT_SAMPLES_TO_SUSTAIN,
    LIMIT_SUSTAINED_S,
    LIMIT_UNKNOWN_SHARE,
)

GRAVITY = (ExceedanceVerdict.WITHIN, ExceedanceVerdict.BRIEF, ExceedanceVerdict.DOSE, ExceedanceVerdict.SUSTAINED)
"""Verdicts from the lightest to the gravest; one that could not be judged has no place among them."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a verdict is made from: seconds above, the longest stretch and the session's length [s]."""

    above_s: float
    longest_s: float
    duration_s: float


def sustained_from_s(sampling_s: float) -> float:
    """From which length a stretch is sustained [s]: two minutes, and three samples where samples lie far apart.

    Examples
    --------
    >>> sustained_from_s(1.0), sustained_from_s(60.0), sustained_from_s(float("nan"))
    (120.0, 180.0, 120.0)
    """
    samples_s = LIMIT_SAMPLES_TO_SUSTAIN.value * sampling_s
    return max(LIMIT_SUSTAINED_S.value, samples_s) if math.isfinite(samples_s) else LIMIT_SUSTAINED_S.value


def verdict_of(amount: Amount, sustained_s: float) -> ExceedanceVerdict:
    """The verdict on what was recorded, the gravest word first: sustained, dose, brief, within.

    Examples
    --------
    >>> str(verdict_of(Amount(119.0, 119.0, 3600.0), 120.0)), str(verdict_of(Amount(120.0, 120.0, 3600.0), 120.0))
    ('brief', 'sustained')
    """
    if amount.longest_s >= sustained_s:
        return ExceedanceVerdict.SUSTAINED
    large_share = amount.above_s > LIMIT_DOSE_SHARE.value * amount.duration_s
    if amount.above_s > LIMIT_DOSE_S.value or (large_share and amount.above_s >= LIMIT_GRACE_S.value):
        return ExceedanceVerdict.DOSE
    if amount.longest_s > 0.0:
        return ExceedanceVerdict.BRIEF
    return ExceedanceVerdict.WITHIN


def too_much_unknown(unknown_s: float, duration_s: float) -> bool:
    """Whether so much was not recorded that only a proven verdict stands."""
    return unknown_s > LIMIT_UNKNOWN_SHARE.value * duration_s


def reaches(verdict: ExceedanceVerdict | None, level: ExceedanceVerdict) -> bool:
    """Whether a verdict is at least as grave as a level: within < brief < dose < sustained.

    A session without a limit, or one that could not be judged, reaches no level but `cannot_judge` itself.

    Examples
    --------
    >>> reaches(ExceedanceVerdict.SUSTAINED, ExceedanceVerdict.DOSE), reaches(None, ExceedanceVerdict.BRIEF)
    (True, False)
    >>> reaches(ExceedanceVerdict.CANNOT_JUDGE, ExceedanceVerdict.BRIEF)
    False
    """
    if verdict not in GRAVITY or level not in GRAVITY:
        return verdict is level
    return GRAVITY.index(verdict) >= GRAVITY.index(level)
