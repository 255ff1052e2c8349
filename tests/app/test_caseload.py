"""A caseload: a calm row for everybody, in the order of names, also for whoever could not be read."""

import io
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from pacing.app.place import Place
from pacing.app.sheets import export
from pacing.app.tasks import Job
from pacing.caseload.people import people_below
from pacing.caseload.person_rows import kept_row
from pacing.report.pages.caseload import facts_of
from tests.app.running import PAUSE_S, SAMPLES, Page, Start, progress_of, started

PEOPLE = ("A. Beck", "B. Cole", "C. Diaz")


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people: one with a limit and a broken file, one with a profile that makes no sense, one without a limit."""
    folder = tmp_path_factory.mktemp("practice")
    for name in PEOPLE:
        (folder / name).mkdir()
        for file in ("walk_paced.fit", "walk_exceeded.fit"):
            shutil.copy(SAMPLES / file, folder / name / file)
    (folder / "A. Beck" / "profile.toml").write_text("[limit]\nbpm = 104\n", encoding="utf-8")
    (folder / "A. Beck" / "broken.fit").write_bytes(b"nothing")
    (folder / "B. Cole" / "profile.toml").write_text("[limit]\nbmp = 104\n", encoding="utf-8")
    (folder / ".hidden").mkdir()
    (folder / "letter.txt").write_text("to nobody", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def read(practice: Path, tmp_path_factory: pytest.TempPathFactory, without_samples: Path | None) -> Iterator[Page]:
    """The caseload, read."""
    folder = tmp_path_factory.mktemp("data") / "data"
    page = started(folder, "--caseload", str(practice), installed=without_samples)
    until = threading.Event()
    while progress_of(page)["running"]:
        until.wait(PAUSE_S)
    yield page
    page.stop()


def test_everybody_has_a_row_in_the_order_of_names(read: Page) -> None:
    shown = read.get("/people").text
    places = [shown.index(name) for name in PEOPLE]
    assert places == sorted(places)
    assert "hidden" not in shown
    assert "letter" not in shown


def test_a_row_says_what_there_is_and_what_could_not_be_read(read: Page) -> None:
    shown = read.get("/people").text
    assert "11 May 2026: Walking, 29 minutes; above for" in shown
    assert "1 file not read" in shown
    assert "unknown key" in shown
    assert "no limit set" in shown


def test_the_page_and_the_command_line_show_the_same_rows(read: Page, practice: Path) -> None:
    shown = read.get("/people").text
    today = datetime.now().astimezone().date()
    rows = [kept_row(person, today) for person in people_below(practice, practice)]
    assert sum(bool(row.sessions) for row in rows) == 2
    assert all(fact in shown for row in rows for fact in facts_of(row))


def test_a_persons_page_names_the_files_that_were_not_read(read: Page) -> None:
    shown = read.get("/person/0")
    assert "A. Beck" in shown.text
    assert "broken.fit" in shown.text
    assert "profile.toml" not in shown.text
    link = shown.body.decode().split(f"{read.root}/person/0/session/")[1].split('"')[0]
    assert read.get(f"/person/0/session/{link}").status == 200
    assert read.get(f"/person/2/session/{'0' * 16}-0").status == 404


def test_a_person_of_whom_nothing_was_read_has_a_page_and_a_sheet_with_the_reason(read: Page) -> None:
    pypdf = pytest.importorskip("pypdf")
    sheet = pypdf.PdfReader(io.BytesIO(read.get("/person/1/sheet.pdf").body)).pages[0]
    assert "unknown key" in read.get("/person/1").text
    assert "unknown key" in sheet.extract_text()


@pytest.mark.parametrize("path", ["/person/0/sheet.pdf", "/people/sheets.pdf"])
def test_sheets_come_when_asked(read: Page, path: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    sheets = pypdf.PdfReader(io.BytesIO(read.get(path).body))
    text = " ".join(sheet.extract_text() for sheet in sheets.pages)
    assert "A. Beck" in text
    assert len(sheets.pages) == (1 if path.startswith("/person") else len(PEOPLE))


def test_each_history_lies_in_the_person_s_own_folder(read: Page, practice: Path) -> None:
    assert read.get("/people").status == 200
    beside = {path.name for path in (practice / "C. Diaz").iterdir()} - {"history.sqlite-wal", "history.sqlite-shm"}
    assert beside == {"history.sqlite", "walk_exceeded.fit", "walk_paced.fit"}
    assert sorted(path.name for path in practice.iterdir()) == [".hidden", *PEOPLE, "letter.txt"]
    assert not list(read.folder.rglob("*.sqlite"))


def test_what_is_exported_of_a_person_waits_where_the_page_keeps_such_things(practice: Path, tmp_path: Path) -> None:
    """The history lies in a folder of their own, in which nothing else may be made, not even for a moment."""
    own = Place(tmp_path / "history.sqlite", tmp_path / "profile.toml", "1")
    own.incoming.mkdir(parents=True)
    person = Place(practice / "C. Diaz" / "history.sqlite", practice / "profile.toml", "1", own.every_incoming)
    assert person.incoming == own.incoming
    _, packed = export(Job(person, "/x", {}, lambda _: None, lambda: False))
    assert "pacing-history/sessions" in str(zipfile.ZipFile(io.BytesIO(packed)).namelist())
    assert list(own.incoming.iterdir()) == []


def test_a_person_that_is_not_there_is_not_there(read: Page) -> None:
    assert read.get("/person/99").status == 404
    assert read.get("/person/-1").status == 404


def test_rows_stand_there_at_once_the_next_time(read: Page, start: Start, practice: Path) -> None:
    assert "11 May 2026" in read.get("/people").text
    again = start("--caseload", str(practice))
    assert "11 May 2026" in again.get("/people").text


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_people_is_said_in_one_sentence(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "pacing", "app", "--no-browser", "--caseload", str(tmp_path / folder)]
    command += ["--history", str(tmp_path / "data" / "history.sqlite"), "--profile", str(tmp_path / "p.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert folder in done.stderr
    assert "Traceback" not in done.stderr
