"""The person's file: what it may say, and what it is told when it cannot be right."""

import math
from datetime import date
from pathlib import Path

import pytest

from pacing.errors import ProfileError
from pacing.model.person import Condition, Posture, RestingFrom, Sex
from pacing.profile import profile_from, read_profile

CONTRACT = """
[person]
birth_year = 1980
sex = "female"
resting_bpm = 68
resting_from = "morning"
maximum_bpm = 171
condition = "fibromyalgia"
worse_after_exertion = true
[medication]
beta_blocker = false
stimulant = true
[limit]
rule = "fixed"
bpm = 104
set_by = "physiotherapist"
since = 2026-05-01
[session]
recovery_posture = "sitting"
time_zone = "Europe/Berlin"
"""


def test_the_profile_of_the_contract_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text(CONTRACT, encoding="utf-8")
    profile = read_profile(path)
    person = profile.person
    assert (person.birth_year, person.sex, person.resting_bpm) == (1980, Sex.FEMALE, 68.0)
    assert (person.resting_from, person.maximum_bpm) == (RestingFrom.MORNING, 171.0)
    assert (person.condition, person.worse_after_exertion) == (Condition.FIBROMYALGIA, True)
    assert person.medication.beta_blocker is False
    assert person.medication.given() == ("stimulant",)
    limit = person.limits[0]
    assert (limit.rule, limit.bpm, limit.set_by, limit.since) == ("fixed", 104.0, "physiotherapist", date(2026, 5, 1))
    assert (profile.recovery_posture, profile.time_zone) == (Posture.SITTING, "Europe/Berlin")


def test_an_empty_profile_tells_nothing() -> None:
    person = profile_from({}).person
    assert (person.age_years, person.birth_year, person.resting_bpm, person.limits) == (None, None, None, ())
    assert person.medication.beta_blocker is None


def test_dated_limits_come_in_the_order_of_their_dates() -> None:
    later, earlier = {"bpm": 100, "since": date(2026, 6, 1)}, {"bpm": 104, "since": date(2026, 5, 1)}
    limits = profile_from({"limit": [later, earlier]}).person.limits
    assert [limit.bpm for limit in limits] == [104.0, 100.0]


@pytest.mark.parametrize(
    ("table", "word", "hint"),
    [
        ({"person": {"restng_bpm": 60}}, "restng_bpm", "resting_bpm"),
        ({"persn": {}}, "persn", "person"),
        ({"person": {"age": 300}}, "300", ""),
        ({"person": {"age": "45"}}, "age", "without quotes"),
        ({"person": {"sex": "f"}}, "sex", "female"),
        ({"person": {"birth_year": 1980.5}}, "birth_year", ""),
        ({"person": {"resting_bpm": 100, "maximum_bpm": 90}}, "100", "swapped"),
        ({"medication": {"beta_blocker": "no"}}, "beta_blocker", "false"),
        ({"limit": {"set_by": "me"}}, "rule", "resting_plus_15"),
        ({"limit": {"bpm": 104, "since": "May"}}, "since", "2026-05-01"),
        ({"person": 3}, "person", "[person]"),
        ({"person": {"birth_year": math.nan}}, "birth_year", ""),
        ({"person": {"birth_year": math.inf}}, "birth_year", ""),
        ({"person": {"age": 10**400}}, "age", ""),
        ({"person": {"age": 46, "birth_year": 1980}}, "both", "birth_year"),
        ({"limit": {"rule": "resting_plus15"}}, "resting_plus15", "resting_plus_15"),
        ({"limit": {"rule": "resting_plus_15", "bpm": 104}}, "`bpm`", "fixed"),
        ({"limit": {"rule": "fixed", "bpm": 104, "share_percent": 40}}, "`share_percent`", "share_of_reserve"),
        ({"limit": {"rule": "share_of_reserve", "share_percent": 300}}, "300", "100"),
        ({"limit": {"rule": "share_of_reserve", "share_percent": math.nan}}, "nan", "100"),
        ({"limit": [{"bpm": 104}, {"bpm": 100}]}, "no date", "since"),
        ({"limit": [{"bpm": n, "since": date(2026, 5, 1)} for n in (104, 100)]}, "2026-05-01", "since"),
    ],
)
def test_what_cannot_be_is_refused_by_name_with_a_hint(table: dict[str, object], word: str, hint: str) -> None:
    with pytest.raises(ProfileError) as refused:
        profile_from(table)
    assert word in refused.value.message
    assert hint in refused.value.hint


def test_the_article_goes_with_the_word() -> None:
    with pytest.raises(ProfileError, match="An age of 300 years"):
        profile_from({"person": {"age": 300}})


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"[person\nage 3", "TOML"),
        ("[person]\nage = 45".encode("utf-16"), "UTF-8"),
        (b"a = " + b"[" * 10_000, "TOML"),
        (b"a = " + b"9" * 10_000, "TOML"),
    ],
)
def test_a_file_that_is_no_profile_is_one_sentence_with_its_name(tmp_path: Path, content: bytes, word: str) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_bytes(content)
    with pytest.raises(ProfileError) as refused:
        read_profile(broken)
    assert broken.name in refused.value.message
    assert word in refused.value.message
    assert "codec" not in refused.value.message


def test_a_missing_file_or_a_folder_is_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ProfileError) as refused:
            read_profile(path)
        assert path.name in refused.value.message


def test_an_undated_limit_stands_before_a_dated_one() -> None:
    limits = profile_from({"limit": [{"bpm": 100, "since": date(2026, 6, 1)}, {"bpm": 104}]}).person.limits
    assert [limit.bpm for limit in limits] == [104.0, 100.0]


def test_a_line_outside_all_headings_is_told_where_it_belongs() -> None:
    with pytest.raises(ProfileError, match="`resting_hr` in the profile stands below no heading") as refused:
        profile_from({"resting_hr": 60})
    assert "[person]" in refused.value.hint
    assert "resting_bpm" in refused.value.hint
