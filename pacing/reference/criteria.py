"""Published cut-offs, each with the conditions of the test in which it was found."""

from dataclasses import dataclass
from enum import StrEnum

from pacing.reference.sources import Grade


class Direction(StrEnum):
    """Which side of a criterion's bound counts as outside what its test saw in most people."""

    BELOW = "below"
    AT_OR_BELOW = "at_or_below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A published cut-off and the conditions under which, and only under which, it was found.

    `equation`: key of the predicted maximum its test used ("": none, or not stated).
    `maximal_test`: needs a clinician-run maximal test. `postures`: recovery postures of its test (empty: any).
    `beta_blocker`: True: only on one; False: only without; None: both together. `sex`, `note`: as in the source.
    """

    id: str
    index_id: str
    direction: Direction
    bound: float
    unit: str
    source: str
    grade: Grade
    note: str
    maximal_test: bool = True
    postures: tuple[str, ...] = ()
    beta_blocker: bool | None = None
    sex: str = ""
    equation: str = ""


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "reserve_80",
        "hr_reserve_share",
        Direction.BELOW,
        80.0,
        "%",
        "jacc_endpoints",
        Grade.VERIFIED,
        "Symptom-limited maximal test without beta-blocker.",
        beta_blocker=False,
        equation="fox",
    ),
    Criterion(
        "reserve_80_women",
        "hr_reserve_share",
        Direction.BELOW,
        80.0,
        "%",
        "gulati_2010",
        Grade.VERIFIED,
        "Symptom-limited maximal test of women without complaints, with the maximum predicted for women.",
        beta_blocker=False,
        sex="female",
        equation="gulati",
    ),
    Criterion(
        "reserve_62_beta_blocker",
        "hr_reserve_share",
        Direction.BELOW,
        62.0,
        "%",
        "jacc_endpoints",
        Grade.VERIFIED,
        "Symptom-limited maximal test on a beta-blocker.",
        beta_blocker=True,
        equation="fox",
    ),
    Criterion(
        "recovery_60_active_12",
        "hr_recovery_60",
        Direction.AT_OR_BELOW,
        12.0,
        "bpm",
        "cole_1999",
        Grade.VERIFIED,
        "Symptom-limited treadmill test without beta-blocker, two minutes of slow walking after it.",
        postures=("walking",),
        beta_blocker=False,  # nishime_2000: the same test and cut-off foretold nothing in those on a beta-blocker
    ),
    Criterion(
        "recovery_60_lying_18",
        "hr_recovery_60",
        Direction.AT_OR_BELOW,
        18.0,
        "bpm",
        "watanabe_2001",
        Grade.VERIFIED,
        "Symptom-limited treadmill test without cool-down, lying on the left side at once.",
        postures=("lying",),
    ),
    Criterion(
        "recovery_120_lying_22",
        "hr_recovery_120",
        Direction.AT_OR_BELOW,
        22.0,
        "bpm",
        "shetler_2001",
        Grade.VERIFIED,
        "Symptom-limited ramp treadmill test in men, lying, no cool-down.",
        postures=("lying",),
        sex="male",  # a third took a beta-blocker, and it foretold as much in them: not kept apart
    ),
)
