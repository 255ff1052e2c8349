"""`pacing caseload`: everybody keeps a row, each history lies in the own folder, sheets are labelled and dated."""

import csv
import io
import json
import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pacing.keeping.adding import add_paths
from pacing.read.recognised import is_own_data
from tests.app.running import SAMPLES
from tests.contracts.conftest import Runner, schema

__all__ = ["schema"]
PEOPLE = ("A. Beck", "Anna Berg", "B. Cole", "C. Diaz", "D. Empty")
UNTIL = ("--until", "2026-05-14")
TODAY = datetime.now().astimezone().date().isoformat()


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A limit and a broken file; no limit; a wrong profile; a history that is none; nothing at all."""
    folder = tmp_path_factory.mktemp("practice")
    for name in PEOPLE:
        (folder / name).mkdir()
    for name in PEOPLE[:4]:
        shutil.copy(SAMPLES / "walk_exceeded.fit", folder / name)
    shutil.copy(SAMPLES / "walk_paced.fit", folder / PEOPLE[0])
    (folder / PEOPLE[0] / "profile.toml").write_text("[limit]\nbpm = 104\n", encoding="utf-8")
    (folder / PEOPLE[0] / "broken.fit").write_bytes(b"nothing")
    (folder / PEOPLE[2] / "profile.toml").write_text("[limit]\nbmp = 104\n", encoding="utf-8")
    (folder / PEOPLE[3] / "history.sqlite").write_bytes(b"no database at all" * 40)
    (folder / "letter.txt").write_text("to nobody", encoding="utf-8")
    return folder


def rows_of(out: str) -> dict[str, Any]:
    return {person["name"]: person for person in json.loads(out)["people"]}


def test_everybody_has_a_row_in_the_order_of_names_and_nobody_touches_another(
    pacing: Runner, practice: Path, schema: Any
) -> None:
    done = pacing("caseload", practice, "--format", "json", "--out", "-", *UNTIL, "--jobs", "2")
    assert done.code == 1
    schema.validate(json.loads(done.out))
    rows = rows_of(done.out)
    assert tuple(rows) == PEOPLE
    beck, berg, cole, diaz, empty = rows.values()
    assert [span["sessions"] for span in beck["spans"]] == [1, 2]
    assert [span["flagged"] for span in beck["spans"]] == [1, 1]
    assert beck["last"]["verdict"] == "sustained"
    assert [refused["file_name"] for refused in beck["refused"]] == ["broken.fit"]
    assert (berg["failure"], berg["sessions"], berg["spans"][0]["time_above_s"]) == (None, 1, None)
    assert "bmp" in cole["failure"]
    assert "history.sqlite" in diaz["failure"]
    assert "nothing in the folder" in empty["failure"]
    assert "A. Beck/broken.fit" in done.err


def test_each_history_lies_in_the_person_s_own_folder_and_nowhere_else(
    pacing: Runner, practice: Path, tmp_path: Path
) -> None:
    pacing("caseload", practice, "--format", "json", "--out", "-", *UNTIL)
    kept = sorted(str(path.relative_to(practice)) for path in practice.rglob("*.sqlite*"))
    assert kept == [f"{name}/history.sqlite" for name in (PEOPLE[0], PEOPLE[1], PEOPLE[3])]
    assert (practice / PEOPLE[0] / "history.sqlite").stat().st_mode & 0o077 == 0
    assert not list(Path(os.environ["XDG_DATA_HOME"]).rglob("*"))
    assert list(tmp_path.iterdir()) == []


def test_a_limit_written_into_a_profile_later_holds_for_what_is_kept(pacing: Runner, practice: Path) -> None:
    profile = practice / PEOPLE[1] / "profile.toml"
    profile.write_text("[limit]\nbpm = 104\n", encoding="utf-8")
    try:
        done = pacing("caseload", practice, "--format", "json", "--out", "-", *UNTIL)
    finally:
        profile.unlink()
    assert rows_of(done.out)[PEOPLE[1]]["last"]["verdict"] == "sustained"


def test_a_table_for_spreadsheets_has_a_line_for_everybody(pacing: Runner, practice: Path) -> None:
    done = pacing("caseload", practice, "--format", "csv", "--out", "-", *UNTIL)
    lines = list(csv.DictReader(io.StringIO(done.out)))
    assert [line["person"] for line in lines] == list(PEOPLE)
    assert lines[0]["sessions_28_days"] == "2"
    assert lines[4]["sessions_28_days"] == ""


def test_a_table_of_nobody_has_the_same_columns_and_is_known_as_our_own(pacing: Runner, tmp_path: Path) -> None:
    (tmp_path / "practice" / "nobody").mkdir(parents=True)
    done = pacing("caseload", "practice", "--format", "csv", "--out", "-")
    assert done.code == 3
    assert "time_above_s_28_days" in done.out
    assert is_own_data(done.out.encode())


def test_pages_and_sheets_are_written_labelled_and_dated_and_never_over_others(
    pacing: Runner, practice: Path, tmp_path: Path
) -> None:
    pypdf = pytest.importorskip("pypdf")
    sheets = tmp_path / "sheets"
    command = ("caseload", practice, "--format", "html", "--format", "pdf", "--sheets", sheets, "--initials", *UNTIL)
    assert pacing(*command).code == 2  # there is no such folder
    sheets.mkdir()
    assert pacing(*command).code == 1
    assert sorted(path.name for path in sheets.iterdir()) == [f"AB-1 {TODAY}.pdf", f"AB-2 {TODAY}.pdf"]
    sheet = pypdf.PdfReader(sheets / f"AB-1 {TODAY}.pdf").pages[0].extract_text()
    assert "AB" in sheet
    assert "Beck" not in sheet
    page = (tmp_path / "pacing-caseload.html").read_text(encoding="utf-8")
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "pacing-caseload.pdf").pages)
    for name in PEOPLE:
        assert name in re.sub("<[^>]*>", " ", page)
        assert name in " ".join(printed.split())
    again = pacing(*command)
    assert (again.code, "already there" in again.err) == (2, True)


def test_a_process_that_dies_costs_nobody_a_row(
    pacing: Runner, practice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()

    def dies(*arguments: Any, **options: Any) -> Any:
        if os.getpid() != here and arguments[1] == [practice / PEOPLE[0]]:
            os._exit(9)
        return add_paths(*arguments, **options)

    monkeypatch.setattr("pacing.caseload.reading.add_paths", dies)
    done = pacing("caseload", practice, "--format", "json", "--out", "-", *UNTIL, "--jobs", "2")
    rows = rows_of(done.out)
    assert tuple(rows) == PEOPLE
    assert rows[PEOPLE[0]]["spans"][1]["sessions"] == 2


def test_a_diary_in_the_folder_is_kept_and_never_over_what_was_entered(pacing: Runner, tmp_path: Path) -> None:
    person = tmp_path / "practice" / "anna"
    person.mkdir(parents=True)
    shutil.copy(SAMPLES / "walk_paced.fit", person)
    diary = person / "diary.csv"
    diary.write_text("date,fatigue,pain,steps\n2026-05-12,6,2,4100\n2026-05-13,14,3,5200\n", encoding="utf-8")
    command = ("caseload", "practice", "--format", "json", "--out", "-", *UNTIL)
    anna = rows_of(pacing(*command).out)["anna"]
    assert (anna["diary"]["scored"], anna["diary"]["newest"]) == (2, "2026-05-13")
    assert [(one["file_name"], one["message"]) for one in anna["refused"]] == [
        ("diary.csv", "1 score outside 0 to 10 was left out."),
        ("diary.csv", "Not a symptom scored from 0 to 10, so left out: steps."),
    ]
    own = ("--history", person / "history.sqlite")
    assert pacing("diary", "add", "--day", "2026-05-12", "fatigue=4", *own).code == 0
    diary.write_text("date,fatigue,pain\n2026-05-12,7,5\n", encoding="utf-8")
    assert rows_of(pacing(*command).out)["anna"]["refused"] == []
    shown = pacing("diary", "list", *own).out
    assert "fatigue 4" in shown
    assert "pain 5" in shown


def test_a_diary_that_cannot_be_read_costs_no_recording(pacing: Runner, tmp_path: Path) -> None:
    person = tmp_path / "practice" / "anna"
    person.mkdir(parents=True)
    shutil.copy(SAMPLES / "walk_paced.fit", person)
    (person / "diary.csv").write_text("a letter, not a diary\n", encoding="utf-8")
    anna = rows_of(pacing("caseload", "practice", "--format", "json", "--out", "-", *UNTIL).out)["anna"]
    assert anna["sessions"] == 1
    assert [one["message"] for one in anna["refused"]] == ["diary.csv is not a diary format we know."]


def test_sheets_are_drawn_by_processes_after_this_one_has_drawn_a_pdf(
    pacing: Runner, practice: Path, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    assert pacing("report", SAMPLES / "walk_paced.fit", "--format", "pdf", "--out", tmp_path / "walk.pdf").code == 0
    (tmp_path / "sheets").mkdir()
    done = pacing(
        "caseload", practice, "--format", "json", "--out", "-", "--sheets", tmp_path / "sheets", "--jobs", "2", *UNTIL
    )
    assert done.code == 1
    assert len(list((tmp_path / "sheets").iterdir())) == 2
