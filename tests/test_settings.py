"""What is told in words becomes a request, or one sentence that says what is wrong with it."""

from pathlib import Path

import pytest

from pacing.errors import PhasesError, UsageError
from pacing.model.person import RestingFrom, Sex
from pacing.model.phases import PhaseOrigin
from pacing.settings import (
    Settings,
    Words,
    parse_phases,
    parse_window,
    request_from,
    settings_from,
    settings_with_option,
)

PROFILE = """
[person]
birth_year = 1980
sex = "male"
resting_bpm = 60
resting_from = "morning"
[limit]
bpm = 104
[session]
recovery_posture = "lying"
time_zone = "Europe/Berlin"
"""


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "me.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


def test_nothing_told_is_nothing_known() -> None:
    request = request_from(Settings())
    assert (request.person.age_years, request.person.limits, request.rule, request.given_phases) == (
        None,
        (),
        None,
        None,
    )
    assert (request.reading.time_zone, request.reading.decoder) == (None, "columns")


def test_a_profile_holds_where_nothing_else_is_told(profile: Path) -> None:
    request = request_from(Settings(profile=profile))
    person = request.person
    assert (person.birth_year, person.sex, person.resting_bpm) == (1980, Sex.MALE, 60.0)
    assert (person.limits[0].bpm, request.conditions.recovery_posture) == (104.0, "lying")
    assert request.reading.time_zone == "Europe/Berlin"


def test_what_is_told_wins_and_a_resting_rate_loses_how_the_other_was_found(profile: Path) -> None:
    request = request_from(Settings(profile=profile, age=50, resting=70, limit=90, timezone="UTC"))
    assert (request.person.age_at(None), request.person.resting_bpm) == (50, 70)
    assert request.person.resting_from is None
    assert [limit.bpm for limit in request.person.limits] == [90]
    assert request.reading.time_zone == "UTC"
    assert request_from(Settings(profile=profile)).person.resting_from is RestingFrom.MORNING


def test_a_limit_goes_with_the_rule_for_ones_own_number_and_with_no_other() -> None:
    assert request_from(Settings(limit=100, rule="fixed")).rule == "fixed"
    with pytest.raises(UsageError, match="contradict"):
        request_from(Settings(limit=100, rule="resting_plus_15"))


@pytest.mark.parametrize("text", ["", "5-5", "9-3", "-5-3", "1-", "0-60 ", "1e3-2e3", "\u0660-\u0666", "a,b"])
def test_a_window_that_is_none_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="--hrv-window"):
        parse_window(text)


def test_a_window_is_a_word_or_a_stretch() -> None:
    assert [parse_window(text) for text in ("standard", "whole", "0-0.5", "60-360")] == [
        "standard",
        "whole",
        (0.0, 0.5),
        (60.0, 360.0),
    ]


def test_phases_come_in_order_however_they_were_given() -> None:
    phases = parse_phases(" recovery = 1500-1800 ,exercise=300-1500")
    assert [(p.kind, p.start_s, p.stop_s) for p in phases.items] == [("exercise", 300, 1500), ("recovery", 1500, 1800)]
    assert {(p.origin, p.uncertainty_s) for p in phases.items} == {(PhaseOrigin.GIVEN, 0.0)}


@pytest.mark.parametrize("text", ["", "walk=0-60", "exercise", "exercise=5", "exercise=0-60,", "EXERCISE=0-60"])
def test_phases_that_cannot_be_understood_are_said_with_an_example(text: str) -> None:
    with pytest.raises(PhasesError, match="cannot be understood") as refused:
        parse_phases(text)
    assert "rest=0-300" in refused.value.hint


@pytest.mark.parametrize("text", ["exercise=60-60", "exercise=90-60", "exercise=0-60,recovery=50-90"])
def test_phases_that_last_no_time_or_overlap_are_said(text: str) -> None:
    with pytest.raises(PhasesError, match=r"is empty|overlap"):
        parse_phases(text)


def test_what_one_writes_in_python_is_what_has_an_option_in_the_same_order() -> None:
    assert list(Words.__annotations__) == [setting.name for setting in settings_with_option()]


def test_arguments_become_settings_and_nothing_given_is_what_holds_without_it() -> None:
    given = settings_from({"limit": 104, "sex": "female", "profile": "me.toml", "compat": None, "correction": None})
    assert given == Settings(limit=104.0, sex=Sex.FEMALE, profile=Path("me.toml"))


@pytest.mark.parametrize(
    ("words", "error", "names"),
    [
        ({"limt": 104}, TypeError, "'limit'"),
        ({"own_profile": True}, TypeError, "own_profile"),
        ({"limit": "104"}, UsageError, "it takes a number"),
        ({"age": True}, UsageError, "it takes a number"),
        ({"budget": 0.5}, UsageError, "budget cannot be 0.5"),
        ({"budget": float("nan")}, UsageError, "budget cannot be nan"),
        ({"correction": "linear"}, UsageError, "`linear` is not a value of correction"),
    ],
)
def test_an_argument_that_cannot_be_is_named(words: dict[str, object], error: type[Exception], names: str) -> None:
    with pytest.raises(error, match=names):
        settings_from(words)


def test_the_usual_work_is_the_least() -> None:
    assert settings_from({"budget": 1.0}).budget == 1.0
    with pytest.raises(UsageError, match=r"budget cannot be 0\.9"):
        settings_from({"budget": 0.9})
