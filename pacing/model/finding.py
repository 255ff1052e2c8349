"""What a published criterion says about a measured number, and when it says nothing."""

from dataclasses import dataclass
from enum import StrEnum


class FindingVerdict(StrEnum):
    """Which side of a criterion a number lies on, or that the criterion does not apply."""

    WITHIN = "within"
    OUTSIDE = "outside"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion held against a measurement; `reason` says why it does not apply, where it does not."""

    index_id: str
    verdict: FindingVerdict
    criterion_id: str
    bound: float
    unit: str
    source: str
    reason: str | None = None
