from dataclasses import replace

import pytest

from pacing.judge.applicable_limits import rule_ids
from pacing.judge.limits_table import LimitsTable, limits_table, limits_table_for_session
from pacing.model.person import Condition, LimitSetting, Person, Sex
from tests.judge.people import NOON
from tests.judge.square_wave import recording

WOMAN = Person(age_years=46, sex=Sex.FEMALE, resting_bpm=70, condition=Condition.FIBROMYALGIA)


def first(table: LimitsTable) -> list[str]:
    return [row.rule for row in table.rows if row.is_first]


def test_every_rule_stands_in_the_table_with_a_limit_or_with_why_not() -> None:
    table = limits_table(WOMAN, NOON)
    assert sorted(row.rule for row in table.rows) == list(rule_ids())
    assert all((row.limit is None) != (row.advice is None) for row in table.rows)


def test_limits_stand_in_order_and_those_without_one_come_last() -> None:
    limits = [row.limit.bpm if row.limit else None for row in limits_table(WOMAN, NOON).rows]
    known = [bpm for bpm in limits if bpm is not None]
    assert known == sorted(known)
    assert limits == known + [None] * (len(limits) - len(known))


def test_where_exertion_makes_worse_the_lowest_limit_is_the_one_to_look_at_first() -> None:
    table = limits_table(replace(WOMAN, worse_after_exertion=True), NOON)
    assert first(table) == ["resting_plus_15"]
    assert "lowest" in table.remark
    assert "it sets nothing" in table.remark


def test_nobody_else_is_pointed_to_any_limit() -> None:
    table = limits_table(WOMAN, NOON)
    assert first(table) == []
    assert "another goal" in table.remark


def test_a_limit_that_is_set_stands_before_any_suggestion() -> None:
    person = replace(WOMAN, condition=Condition.ME_CFS, limits=(LimitSetting("fixed", bpm=104),))
    table = limits_table(person, NOON)
    assert first(table) == []
    assert [row.rule for row in table.rows if row.is_set] == ["fixed"]


def test_a_limit_hardly_above_rest_is_not_the_one_to_look_at_first() -> None:
    # At 75 years the shares of 50 and 55 % (72.5, 79.75) and the women's 60 % (84) lie under 75 + 10; 60 % is 87.
    person = Person(age_years=75, resting_bpm=75, condition=Condition.ME_CFS)
    assert first(limits_table(person, NOON)) == ["share_of_predicted_max_60"]


def test_a_session_has_its_minutes_above_each_limit() -> None:
    walk, cleaned = recording(NOON)
    table = limits_table_for_session(walk, cleaned, (), replace(WOMAN, limits=(LimitSetting("fixed", bpm=115),)))
    minutes = {row.rule: row.minutes_above for row in table.rows}
    assert minutes["fixed"] == 2.0
    assert minutes["resting_plus_15"] == pytest.approx(1320 / 60)
    assert minutes["learnt"] is None
