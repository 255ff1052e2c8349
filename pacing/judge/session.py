"""Judge one session: its limit, what it did against it, and what published criteria say of its numbers."""

from dataclasses import replace
from typing import NamedTuple

from pacing.judge.all_day import judge_days
from pacing.judge.applicable_limits import choose_setting, limit_of, other_limits, rule_inputs
from pacing.judge.criteria import find_findings
from pacing.judge.exceedance import judge_exceedance
from pacing.judge.long_timeline import timeline_from
from pacing.judge.rule import NoLimitError
from pacing.judge.timeline import AnyTimeline, paused_unrecorded_s, reading_error_bpm
from pacing.model.cleaned import Cleaned
from pacing.model.exceedance import Day, Exceedance, Limit
from pacing.model.measurement import Finding, Measurement
from pacing.model.person import Conditions, PastSession, Person
from pacing.model.recording import Recording, RecordingKind

RESTING_INDEX = "hr_rest"


class Judgement(NamedTuple):
    """What judging a session gives.

    `limit_advice`: why there is no limit and how to set one, or None. `days`: an all-day recording, day by day.
    `other_limits`: what the other rules would give this person, the lowest first.
    """

    limit: Limit | None
    limit_advice: str | None
    exceedance: Exceedance | None
    findings: tuple[Finding, ...]
    days: tuple[Day, ...] = ()
    other_limits: tuple[Limit, ...] = ()


def judge_session(
    recording: Recording,
    cleaned: Cleaned,
    measurements: tuple[Measurement, ...],
    person: Person,
    conditions: Conditions,
    *,
    rule: str | None = None,
    past: tuple[PastSession, ...] = (),
) -> Judgement:
    """Judge a session; without a limit that somebody chose there is no verdict.

    Parameters
    ----------
    rule
        The rule to use instead of what the person set; a setting of that rule still gives it its number.
    past
        Earlier sessions, for the rule that learns.

    Raises
    ------
    UsageError
        There is no such rule.
    """
    findings = find_findings(measurements, person, conditions)
    chosen = choose_setting(person, recording.began, rule)
    inputs = rule_inputs(recording, measurements, person, past)
    timeline = timeline_from(cleaned, recording.duration_s, recording.source.sensor)
    try:
        limit = limit_of(inputs, chosen)
    except NoLimitError as refusal:
        days = _days(recording, cleaned, timeline, None, person)
        return Judgement(None, refusal.advice, None, findings, days, other_limits(inputs, None))
    exceedance = judge_exceedance(
        timeline,
        limit.bpm,
        uncertainty_bpm=limit.uncertainty_bpm,
        resting_bpm=resting_bpm(person, measurements),
        reading_error_bpm=reading_error_bpm(recording.source.sensor),
    )
    exceedance = replace(exceedance, paused_s=paused_unrecorded_s(timeline, recording.markers))
    days = _days(recording, cleaned, timeline, limit, person)
    return Judgement(limit, None, exceedance, findings, days, other_limits(inputs, limit))


def _days(
    recording: Recording, cleaned: Cleaned, timeline: AnyTimeline, limit: Limit | None, person: Person
) -> tuple[Day, ...]:
    if recording.kind is not RecordingKind.DAY:
        return ()
    return judge_days(recording, cleaned, limit, resting_bpm=person.resting_bpm, timeline=timeline)


def resting_bpm(person: Person, measurements: tuple[Measurement, ...]) -> float | None:
    """The resting rate [bpm] that ends an excursion: the person's own, else the one measured in the session, else None.

    A pacing rule asks for the rest of every day, not for that of a day which may have begun badly.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.
    measurements
        All numbers of the session.

    Returns
    -------
    float | None
        None where there is none.
    """
    if person.resting_bpm is not None:
        return person.resting_bpm
    measured = next((m for m in measurements if m.index.id == RESTING_INDEX), None)
    return measured.value if measured is not None else None
