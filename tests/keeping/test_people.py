"""Several people in one folder never become one; subfolders of years, devices and kinds of files are one person's."""

from pathlib import Path

import pytest

from pacing.keeping.several_people import people_in
from tests.contracts.conftest import Runner, pacing
from tests.keeping.test_again import walk

__all__ = ["pacing"]


def folder_of(top: Path, *names: str, profiles: bool = False) -> Path:
    made = top / "mine"
    for number, name in enumerate(names):
        (made / name).mkdir(parents=True)
        walk(made / name, number)
        if profiles:
            (made / name / "profile.toml").write_text("[limit]\nbpm = 100\n", encoding="utf-8")
    return made


@pytest.mark.parametrize("command", ["report", "add"])
def test_a_folder_of_people_is_refused_and_points_to_the_caseload(pacing: Runner, tmp_path: Path, command: str) -> None:
    people = folder_of(tmp_path, "anna", "ben", "carla", "dora")
    done = pacing(command, people)
    assert done.code == 2
    assert "anna, ben, carla and 1 more" in done.err
    assert "pacing caseload FOLDER" in done.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine"]
    assert pacing(command, people, "--one-person").code == 0


def test_profiles_in_the_subfolders_tell_people_whatever_they_are_called(tmp_path: Path) -> None:
    assert people_in(folder_of(tmp_path, "2025", "2026", profiles=True)) == ("2025", "2026")


@pytest.mark.parametrize(
    "names",
    [
        ("2025", "2026"),
        ("Garmin", "Polar"),
        ("May 2026", "June 2026"),
        ("fit", "csv"),
        ("2026-05", "2026-06"),
        ("May", "June"),
    ],
)
def test_years_devices_and_kinds_of_files_are_no_people(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert people_in(folder_of(tmp_path, *names)) == ()


@pytest.mark.parametrize("names", [("001", "002"), ("patient0001", "patient0002"), ("P01", "P02"), ("Anna M", "Ben K")])
def test_numbers_of_people_are_no_times(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert people_in(folder_of(tmp_path, *names)) == names


def test_a_person_called_as_a_month_stays_a_person(tmp_path: Path) -> None:
    assert people_in(folder_of(tmp_path, "anna", "april")) == ("anna", "april")


def test_one_subfolder_or_recordings_beside_them_are_one_person(tmp_path: Path) -> None:
    one = folder_of(tmp_path, "anna")
    assert people_in(one) == ()
    (one / "ben").mkdir()
    walk(one / "ben", 3)
    walk(one, 4)
    assert people_in(one) == ()


def test_a_profile_in_the_folder_is_passed_over(pacing: Runner, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "2026", profiles=True)
    done = pacing("add", folder)
    assert (done.code, "Refused" in done.err) == (0, False)
