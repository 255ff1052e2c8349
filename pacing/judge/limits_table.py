"""Every pacing rule side by side for one person, with the time one session spent above each."""

from dataclasses import dataclass, replace
from datetime import datetime

from pacing.judge.applicable_limits import Given, ceiling_bpm, limits_by_rule, rule_inputs, rule_of, setting_at
from pacing.judge.cautions import is_worse_after_exertion
from pacing.judge.exceedance import judge_exceedance
from pacing.judge.long_timeline import timeline_from
from pacing.judge.rule import RuleInputs
from pacing.judge.timeline import AnyTimeline
from pacing.model.cleaned import Cleaned
from pacing.model.exceedance import Exceedance, Limit
from pacing.model.measurement import Measurement
from pacing.model.person import PastSession, Person
from pacing.model.recording import Recording
from pacing.reference import LIMIT_REST_AGAIN_BPM

LOWEST_FIRST = (
    "Exertion makes you worse, so look at the lowest of these limits first: {title}, {bpm:.0f} bpm. It is a starting "
    "guess to agree with somebody who treats you; it sets nothing."
)
GOALS_DIFFER = (
    "None of these is right for everybody. Limits from pacing (resting + 15, shares of 50 to 60 %) are meant to avoid "
    "getting worse after exertion; thresholds from training are far higher and serve another goal."
)


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One rule for this person: its limit, or why it gives none; whether it is set, and whether to look at it first.

    `exceedance`: what the session did against this limit; None without a session or a limit.
    """

    rule: str
    title: str
    limit: Limit | None
    advice: str | None
    is_set: bool
    experimental: bool
    is_first: bool = False
    exceedance: Exceedance | None = None

    @property
    def minutes_above(self) -> float | None:
        """Minutes the session spent above this limit."""
        return None if self.exceedance is None else self.exceedance.time_above_s / 60.0


@dataclass(frozen=True, slots=True)
class LimitsTable:
    """All rules in the order of their limits, those without one last; `remark` says how to read them."""

    rows: tuple[LimitRow, ...]
    remark: str


def limits_table(
    person: Person,
    instant: datetime | None,
    *,
    past: tuple[PastSession, ...] = (),
) -> LimitsTable:
    """Every rule for this person at an instant, without a session.

    Parameters
    ----------
    person
        What the person said about themselves; None: not given.
    instant
        When the session began; None: not known.
    past
        Earlier sessions, for the rule that learns.

    Returns
    -------
    LimitsTable
    """
    inputs = RuleInputs(person, None, instant, past=past)
    return _table(replace(inputs, ceiling_bpm=ceiling_bpm(inputs)), None)


def limits_table_for_session(
    recording: Recording,
    cleaned: Cleaned,
    measurements: tuple[Measurement, ...],
    person: Person,
    *,
    past: tuple[PastSession, ...] = (),
) -> LimitsTable:
    """Every rule for this person on the day of a session, with what the session did against each.

    Parameters
    ----------
    recording
        The recording as it was read.
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.
    measurements
        All numbers of the session.
    person
        What the person said about themselves; None: not given.
    past
        Earlier sessions, for the rule that learns.

    Returns
    -------
    LimitsTable
    """
    timeline = timeline_from(cleaned, recording.duration_s, recording.source.sensor)
    return _table(rule_inputs(recording, measurements, person, past), timeline)


def _table(inputs: RuleInputs, timeline: AnyTimeline | None) -> LimitsTable:
    set_one = setting_at(inputs.person.limits, inputs.instant).setting
    rows = [
        _row(rule_id, given, timeline, is_set=set_one is not None and given.setting is set_one)
        for rule_id, given in limits_by_rule(inputs).items()
    ]
    rows.sort(key=lambda row: (row.limit is None, row.limit.bpm if row.limit is not None else 0.0))
    first = _look_at_first(rows, inputs.person)
    if first is None or first.limit is None:
        return LimitsTable(tuple(rows), GOALS_DIFFER)
    rows = [replace(row, is_first=row is first) for row in rows]
    return LimitsTable(tuple(rows), LOWEST_FIRST.format(title=first.title, bpm=first.limit.bpm))


def _row(rule_id: str, given: Given, timeline: AnyTimeline | None, *, is_set: bool) -> LimitRow:
    rule, limit = rule_of(rule_id), given.limit
    exceedance = None
    if timeline is not None and limit is not None:
        exceedance = judge_exceedance(timeline, limit.bpm, uncertainty_bpm=limit.uncertainty_bpm)
    return LimitRow(
        rule_id, rule.title, limit, given.advice, is_set=is_set, experimental=rule.experimental, exceedance=exceedance
    )


def _look_at_first(rows: list[LimitRow], person: Person) -> LimitRow | None:
    """The lowest limit well above rest, for somebody whom exertion makes worse and who has not set one; else None."""
    if not is_worse_after_exertion(person) or any(row.is_set and row.limit is not None for row in rows):
        return None
    floor_bpm = 0.0 if person.resting_bpm is None else person.resting_bpm + LIMIT_REST_AGAIN_BPM.value
    usable = (row for row in rows if row.limit is not None and not row.experimental and row.limit.bpm > floor_bpm)
    return next(usable, None)
