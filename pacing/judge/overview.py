"""Many sessions in one table: when, what, how long above, and the word for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pacing.model.assessment import Assessment
from pacing.model.exceedance import ExceedanceVerdict

SECONDS_PER_MINUTE = 60.0
GRAVITY = (ExceedanceVerdict.WITHIN, ExceedanceVerdict.BRIEF, ExceedanceVerdict.DOSE, ExceedanceVerdict.SUSTAINED)
"""Verdicts from the lightest to the gravest; one that could not be judged has no place among them."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One session against the limit that held on its day; the numbers are None when there is no limit.

    `minutes_above` with `minutes_low`..`minutes_high` [min]; `longest_minutes`: longest stretch above [min];
    `advice`: why there is no limit.
    """

    session_id: str
    start: datetime | None
    sport: str | None
    duration_minutes: float
    limit_bpm: float | None
    rule: str | None
    minutes_above: float | None
    minutes_low: float | None
    minutes_high: float | None
    longest_minutes: float | None
    verdict: ExceedanceVerdict | None
    flagged: bool
    borderline: bool
    advice: str | None


def overview(assessments: Iterable[Assessment]) -> tuple[OverviewRow, ...]:
    """One row a session, the oldest first; sessions without a date come last, in the order given."""
    rows = [_row(assessment) for assessment in assessments]
    dated = sorted((row for row in rows if row.start is not None), key=_instant)
    return (*dated, *(row for row in rows if row.start is None))


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


def _instant(row: OverviewRow) -> float:
    return row.start.timestamp() if row.start is not None else float("inf")


def _row(assessment: Assessment) -> OverviewRow:
    found, limit = assessment.exceedance, assessment.limit
    return OverviewRow(
        session_id=assessment.session_id,
        start=assessment.recording.start,
        sport=assessment.recording.sport,
        duration_minutes=assessment.recording.duration_s / SECONDS_PER_MINUTE,
        limit_bpm=None if limit is None else limit.bpm,
        rule=None if limit is None else limit.rule,
        minutes_above=None if found is None else found.time_above_s / SECONDS_PER_MINUTE,
        minutes_low=None if found is None else found.time_above_low_s / SECONDS_PER_MINUTE,
        minutes_high=None if found is None else found.time_above_high_s / SECONDS_PER_MINUTE,
        longest_minutes=None if found is None else found.longest_s / SECONDS_PER_MINUTE,
        verdict=None if found is None else found.verdict,
        flagged=found is not None and found.flagged,
        borderline=found is not None and found.borderline,
        advice=assessment.limit_advice,
    )
