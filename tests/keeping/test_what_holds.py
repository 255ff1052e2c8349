"""What was given at a session's time, what is given now, and which of the two wins, case by case.

The oracle is the module's own promise in words, spelled out as a table.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pacing.codec import encode
from pacing.history.context import KeptContext
from pacing.keeping.what_holds import SessionSettings, settings_for, with_said, without_limit
from pacing.model.person import Conditions, LimitSetting, Medication, Person, Posture, RestingFrom
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.pipeline import Request
from pacing.read.reader import ReadOptions

BEGAN = datetime(2026, 5, 10, 9, tzinfo=UTC)
OLD, NEW = LimitSetting("fixed", bpm=100), LimitSetting("fixed", bpm=110)
EARLIER = replace(NEW, since=date(2026, 5, 1))
THAT_DAY = replace(NEW, since=date(2026, 5, 10))
LATER = replace(NEW, since=date(2026, 5, 11))
PHASES = Phases((Phase(PhaseKind.EXERCISE, 0.0, 600.0, PhaseOrigin.GIVEN, 0.0),))
OTHER_PHASES = Phases((Phase(PhaseKind.REST, 0.0, 300.0, PhaseOrigin.GIVEN, 0.0),))


def kept(person: Person = Person(), conditions: Conditions = Conditions(), **how: Any) -> KeptContext:
    """A session as the history gives it back."""
    return KeptContext("a", "b", BEGAN, person, conditions, how=how)


def holds(context: KeptContext, now: Person = Person(), *, now_wins: bool = False, **more: Any) -> SessionSettings:
    """What holds for it after what is given now."""
    return settings_for(context, Request(now, **more), now_wins=now_wins)


@pytest.mark.parametrize(
    ("then", "now", "taken"),
    [
        ((), (NEW,), (NEW,)),  # the first limit holds for every session kept without one
        ((OLD,), (), (OLD,)),
        ((OLD,), (NEW,), (OLD,)),  # one without a day says nothing of earlier sessions
        ((OLD,), (EARLIER,), (EARLIER,)),
        ((OLD,), (THAT_DAY,), (THAT_DAY,)),  # from its own day on, that day too
        ((OLD,), (LATER,), (OLD,)),
        ((OLD,), (OLD, EARLIER), (OLD, EARLIER)),
        ((OLD,), (OLD, LATER), (OLD,)),  # on that day it is the same limit as then
    ],
)
def test_a_later_limit_holds_from_its_own_day_on(
    then: tuple[LimitSetting, ...], now: tuple[LimitSetting, ...], taken: tuple[LimitSetting, ...]
) -> None:
    assert holds(kept(Person(limits=then)), Person(limits=now)).person.limits == taken
    if now:
        assert holds(kept(Person(limits=then)), Person(limits=now), now_wins=True).person.limits == now


@pytest.mark.parametrize(
    ("then", "rule_then", "rule_now", "now_wins", "rule"),
    [
        ((), None, "resting_plus_15", False, "resting_plus_15"),
        ((OLD,), None, "resting_plus_15", False, None),
        ((), "gulati_60", "resting_plus_15", False, "gulati_60"),
        ((), "gulati_60", None, False, "gulati_60"),
        ((), "gulati_60", "resting_plus_15", True, "resting_plus_15"),
        ((OLD,), None, "resting_plus_15", True, "resting_plus_15"),
        ((OLD,), "gulati_60", None, True, "gulati_60"),
    ],
)
def test_a_rule_given_now_fills_in_or_wins(
    then: tuple[LimitSetting, ...], rule_then: str | None, rule_now: str | None, now_wins: bool, rule: str | None
) -> None:
    found = holds(kept(Person(limits=then), rule=rule_then), rule=rule_now, now_wins=now_wins)
    assert found.rule == rule
    assert found.person.limits == (() if now_wins and rule_now else then)


def test_a_limit_given_now_takes_the_place_of_no_rule_but_where_it_wins() -> None:
    context = kept(rule="gulati_60")
    assert (holds(context, Person(limits=(NEW,))).rule, holds(context, Person(limits=(NEW,))).person.limits) == (
        "gulati_60",
        (),
    )
    won = holds(context, Person(limits=(NEW,)), now_wins=True)
    assert (won.rule, won.person.limits) == (None, (NEW,))


def test_facts_are_those_of_now_and_what_changes_with_time_those_of_then() -> None:
    then = Person(
        birth_year=1970,
        maximum_bpm=180,
        resting_bpm=60,
        resting_from=RestingFrom.SLEEP,
        medication=Medication(beta_blocker=False, digoxin=True),
    )
    now = Person(
        age_years=50, maximum_bpm=170, resting_bpm=66, medication=Medication(beta_blocker=True, ivabradine=False)
    )
    filled = holds(kept(then), now).person
    assert (filled.birth_year, filled.age_years, filled.maximum_bpm) == (None, 50, 170)
    assert (filled.resting_bpm, filled.resting_from) == (60, RestingFrom.SLEEP)
    drugs = filled.medication
    assert (drugs.beta_blocker, drugs.digoxin, drugs.ivabradine) == (False, True, False)
    won = holds(kept(then), now, now_wins=True).person
    assert (won.resting_bpm, won.resting_from) == (66, None)
    assert (won.medication.beta_blocker, won.medication.digoxin, won.medication.ivabradine) == (True, True, False)
    assert holds(kept(then), Person()).person == then
    assert holds(kept(then), Person(), now_wins=True).person == then
    assert holds(kept(replace(then, resting_bpm=None)), now).person.resting_bpm == 66
    assert holds(kept(then), Person(birth_year=1971)).person.birth_year == 1971


@pytest.mark.parametrize("now_wins", [False, True])
@pytest.mark.parametrize(("then", "now"), [(False, False), (False, True), (True, False), (True, True)])
def test_what_belongs_to_the_session_changes_only_where_now_wins(then: bool, now: bool, now_wins: bool) -> None:
    context = kept(
        conditions=Conditions(Posture.LYING if then else None, maximal_test=then),
        **({"given_phases": encode(PHASES)} if then else {}),
    )
    said = Conditions(Posture.SITTING if now else None, maximal_test=now)
    found = holds(context, now_wins=now_wins, conditions=said, given_phases=OTHER_PHASES if now else None)
    takes = now and now_wins
    own = Posture.LYING if then else None
    assert found.conditions.recovery_posture == (Posture.SITTING if takes else own)
    assert found.conditions.maximal_test == (then or takes)
    assert found.given_phases == (OTHER_PHASES if takes else PHASES if then else None)


@pytest.mark.parametrize(
    ("clock", "zone_then", "zone_now", "zone"),
    [
        (BEGAN.replace(tzinfo=None), None, "Europe/Berlin", "Europe/Berlin"),
        (BEGAN.replace(tzinfo=None), "Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"),
        (BEGAN.replace(tzinfo=None), None, None, None),
        (BEGAN, None, "Europe/Berlin", None),
        (None, None, "Europe/Berlin", None),
    ],
)
def test_a_clock_that_waits_for_a_zone_takes_that_of_now(
    clock: datetime | None, zone_then: str | None, zone_now: str | None, zone: str | None
) -> None:
    context = replace(kept(reading=encode(ReadOptions(time_zone=zone_then))), began=clock)
    assert holds(context, reading=ReadOptions(time_zone=zone_now)).reading.time_zone == zone


def test_what_is_said_now_of_a_file_is_added_to_what_holds() -> None:
    held = holds(kept(Person(limits=(OLD,)), Conditions(Posture.LYING), rule="gulati_60"))
    assert with_said(held, Conditions(), None) == held
    said = with_said(held, Conditions(Posture.SITTING, maximal_test=True), PHASES)
    assert (said.conditions.recovery_posture, said.conditions.maximal_test) == (Posture.SITTING, True)
    assert said.given_phases == PHASES
    assert with_said(said, Conditions(), None) == said
    bare = without_limit(held)
    assert (bare.person.limits, bare.rule, bare.conditions) == ((), None, held.conditions)
