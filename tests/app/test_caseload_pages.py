"""Rows of a caseload as the page has them: whose they are, what could not be read, and when they are made anew."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pacing.app import caseload_pages
from pacing.app.caseload import Caseload, _failure
from pacing.app.caseload_pages import _kept, _season, show_people, show_person
from pacing.app.drops import Refused
from pacing.app.place import Place
from pacing.app.tasks import Job
from pacing.caseload.person_rows import kept_row
from pacing.history.store import History
from tests.history.test_store import made_session

UNTIL = date(2026, 5, 31)


def job(folder: Path, **what: object) -> Job:
    return Job(Place(folder / "history.sqlite", folder / "profile.toml"), "/x", what, lambda _: None, lambda: False)


def person(folder: Path, **more: object) -> dict[str, object]:
    plain = {"number": 0, "name": "A. Beck", "history": str(folder / "history.sqlite"), "state": "read"}
    return {**plain, "refused": [], "failure": "", **more}


def page(folder: Path, *people: dict[str, object]) -> str:
    return show_people(job(folder, people=people))[1].decode()


def test_a_page_is_looked_at_again_while_anybody_is_still_read(tmp_path: Path) -> None:
    done = page(tmp_path, person(tmp_path), person(tmp_path))
    reading = page(tmp_path, person(tmp_path), person(tmp_path, state="reading"))
    assert page(tmp_path, person(tmp_path), person(tmp_path)) == done
    assert reading != done


def test_why_a_person_could_not_be_read_stands_in_their_row(tmp_path: Path) -> None:
    assert "It is locked." in page(tmp_path, person(tmp_path, failure="It is locked."))
    assert "1 file not read" in page(tmp_path, person(tmp_path, refused=[("a.fit", "It is broken.", "")]))


def test_a_row_is_worked_out_again_when_its_history_or_the_day_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date] = []

    def noted(who: Any, until: date) -> Any:
        asked.append(until)
        return kept_row(who, until)

    monkeypatch.setattr(caseload_pages, "kept_row", noted)
    path = tmp_path / "history.sqlite"
    for _ in range(2):
        _kept(path, "A", UNTIL)
    assert len(asked) == 1
    _kept(path, "A", date(2026, 6, 1))
    with History(path) as history:
        history.add("a" * 64, "a.fit", [made_session(start=datetime(2026, 5, 1, tzinfo=UTC))])
    _kept(path, "A", date(2026, 6, 1))
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("kept", "failure", "named"), [(True, "Gone.", True), (True, "", False), (False, "Gone.", False)]
)
def test_what_is_new_and_could_not_be_read_is_named_below_what_is_kept(
    tmp_path: Path, kept: bool, failure: str, named: bool
) -> None:
    if kept:
        with History(tmp_path / "history.sqlite") as history:
            history.add("a" * 64, "a.fit", [made_session(start=datetime(2026, 5, 1, tzinfo=UTC))])
    shown = show_person(job(tmp_path, name="A. Beck", failure=failure, refused=[]))[1].decode()
    assert ("What is new in the folder" in shown) is named
    assert ("Gone." in shown) is bool(failure)


def test_a_person_without_a_history_has_a_sheet_that_says_why(tmp_path: Path) -> None:
    said = [str(_season("A", tmp_path / "none.sqlite", failure)[0]) for failure in ("It is locked.", "")]
    assert "It is locked." in said[0]
    assert "It is locked." not in said[1]
    assert said[0] != said[1]


@pytest.mark.parametrize(
    ("added", "known", "refused", "failure", "remaining"),
    [
        (1, 0, ["A. Beck"], "", 1),
        (0, 1, ["A. Beck"], "", 1),
        (0, 0, ["A. Beck", "a.fit"], "Not so. But so.", 1),
        (0, 0, ["a.fit"], "", 1),
        (0, 0, [], "", 0),
    ],
)
def test_a_folder_of_which_nothing_came_says_why(
    added: int, known: int, refused: list[str], failure: str, remaining: int
) -> None:
    lost = [Refused(name, "Not so.", "But so.") for name in refused]
    one = SimpleNamespace(person=SimpleNamespace(name="A. Beck"), refused=list(lost))
    drops = SimpleNamespace(result=SimpleNamespace(added=added, known=known, refused=lost))
    assert _failure(one, drops) == failure  # type: ignore[arg-type]
    assert len(one.refused) == remaining


def test_a_caseload_counts_who_is_not_read_yet_and_lies_in_the_programs_own_folder(tmp_path: Path) -> None:
    for name in ("A", "B"):
        (tmp_path / "people" / name).mkdir(parents=True)
    caseload = Caseload(tmp_path / "people", tmp_path / "data")
    assert caseload.waiting() == 2
    caseload.people[0].state = "read"
    assert caseload.waiting() == 1
    assert caseload.place.history.parent == tmp_path / "data" / "caseload"
    assert caseload.place.profile == tmp_path / "data" / "caseload" / "profile.toml"
    asyncio.run(caseload.read())
    assert caseload.waiting() == 1, "nobody reads"
