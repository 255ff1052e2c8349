"""People from folders and from a manifest: what is wrong with one is said, and the others go on."""

from pathlib import Path

import pytest

from pacing.cohort.people import people_at
from pacing.errors import UsageError
from pacing.model.person import Sex
from pacing.settings import Settings
from tests.cohort.made import make_people, write_recording


def test_each_folder_is_a_person_with_the_profile_in_it(tmp_path: Path) -> None:
    found = people_at(make_people(tmp_path), Settings())
    assert [one.name for one in found.people] == ["person0", "person1", "person2"]
    first, second, _ = (one.request for one in found.people)
    assert (first.person.birth_year, first.person.sex, first.person.limits[0].bpm) == (1980, Sex.FEMALE, 95.0)
    assert second.person.limits == ()
    assert found.not_taken == []


def test_an_option_wins_over_every_profile(tmp_path: Path) -> None:
    found = people_at(make_people(tmp_path), Settings(limit=120.0))
    assert [one.request.person.limits[0].bpm for one in found.people] == [120.0] * 3


def test_a_wrong_profile_costs_that_person_alone(tmp_path: Path) -> None:
    (make_people(tmp_path) / "person1" / "profile.toml").write_text("[person]\nresting_bpm = 600\n")
    found = people_at(tmp_path, Settings())
    assert [one.name for one in found.people] == ["person0", "person2"]
    assert [(one.person, one.message) for one in found.not_taken] == [
        ("person1", "A resting heart rate of 600 bpm cannot be right.")
    ]


def test_files_beside_the_folders_belong_to_nobody_and_are_said(tmp_path: Path) -> None:
    write_recording(make_people(tmp_path) / "lost.csv")
    found = people_at(tmp_path, Settings())
    assert len(found.people) == 3
    assert [one.message for one in found.not_taken] == [
        "1 file lies beside the folders of people (lost.csv): nobody knows whose."
    ]


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_no_people_at_all_is_wrong_usage(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        people_at(tmp_path / name, Settings())


MANIFEST = """person;path;birth_year;sex;limit_bpm;beta_blocker;limit_since
anna;people/person0;1985;male;101;yes;
ben;people/person1;nineteen;;;;
cleo;people/person7;;;;;
;people/person1;;;;;
dora;people/person1;1970;;;maybe;
ben;people/person1;1970;;130;no;2026-05-01
anna;people/person2;;;;;
eva;people/person2;;;;;
anna;people/person2;1950;;;;
"""


def test_a_manifest_names_its_wrong_rows_and_takes_the_others(tmp_path: Path) -> None:
    make_people(tmp_path / "people")
    path = tmp_path / "study.csv"
    path.write_text(MANIFEST)
    found = people_at(path, Settings())
    anna, ben = found.people
    assert (anna.name, ben.name) == ("anna", "ben")
    assert [one.name for one in anna.paths] == ["person0", "person2"]
    assert (anna.request.person.birth_year, anna.request.person.sex) == (1985, Sex.MALE)
    assert anna.request.person.limits[0].bpm == 101.0
    assert anna.request.person.medication.beta_blocker is True
    assert str(ben.request.person.limits[0].since) == "2026-05-01"
    assert [(one.where, one.message) for one in found.not_taken] == [
        ("study.csv, line 3", "`birth_year` cannot be `nineteen`."),
        ("study.csv, line 4", "There is no file or folder people/person7."),
        ("study.csv, line 5", "The column `person` is empty."),
        ("study.csv, line 6", "`beta_blocker` cannot be `maybe`."),
        ("study.csv, line 9", "This row names the recordings of anna as those of eva."),
        ("study.csv, line 10", "This row tells something else of anna than line 2."),
    ]


def test_what_a_manifest_tells_stands_in_place_of_the_profiles_lines(tmp_path: Path) -> None:
    make_people(tmp_path / "people")
    (tmp_path / "study.csv").write_text("person,path,age\nanna,people/person0,30\n")
    (anna,) = people_at(tmp_path / "study.csv", Settings()).people
    told = anna.request.person
    assert (told.age_years, told.birth_year, told.sex) == (30.0, None, Sex.FEMALE)
    assert told.limits[0].bpm == 95.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("person,folder\n", "no column `path`"),
        ("person,path,birthyear\nanna,.,1980\n", "unknown column: `birthyear`"),
        ("person,path\n", "Nobody in study.csv"),
        ("person,path\nanna,nowhere\n", "study.csv, line 2: There is no file or folder nowhere"),
    ],
)
def test_what_concerns_the_whole_manifest_is_said_at_once(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "study.csv").write_text(text)
    with pytest.raises(UsageError, match=message):
        people_at(tmp_path / "study.csv", Settings())


def test_the_files_of_a_manifest_may_be_in_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "study.csv").write_bytes(b"person,path\n\xff\xfe,\x80\n")
    with pytest.raises(UsageError, match="cannot be read as a manifest"):
        people_at(tmp_path / "study.csv", Settings())
