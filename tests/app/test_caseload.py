"""A caseload: a calm row for everybody, in the order of names, also for whoever could not be read."""

import io
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

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
def read(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The caseload, read."""
    page = started(tmp_path_factory.mktemp("data") / "data", "--caseload", str(practice))
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
    assert "1 of 2" in shown
    assert "1 not read" in shown
    assert "unknown key" in shown
    assert "no limit" in shown


def test_a_persons_page_names_the_files_that_were_not_read(read: Page) -> None:
    shown = read.get("/person/0")
    assert "A. Beck" in shown.text
    assert "broken.fit" in shown.text
    assert "profile.toml" not in shown.text
    link = shown.body.decode().split(f"{read.root}/person/0/session/")[1].split('"')[0]
    assert read.get(f"/person/0/session/{link}").status == 200
    assert read.get(f"/person/2/session/{'0' * 16}-0").status == 404


@pytest.mark.parametrize("path", ["/person/0/sheet.pdf", "/people/sheets.pdf"])
def test_sheets_come_when_asked(read: Page, path: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    sheets = pypdf.PdfReader(io.BytesIO(read.get(path).body))
    text = " ".join(sheet.extract_text() for sheet in sheets.pages)
    assert "A. Beck" in text
    assert len(sheets.pages) == (1 if path.startswith("/person") else len(PEOPLE))


def test_nothing_is_written_into_the_folders_of_the_people(read: Page, practice: Path) -> None:
    assert read.get("/people").status == 200
    assert sorted(path.name for path in (practice / "C. Diaz").iterdir()) == ["walk_exceeded.fit", "walk_paced.fit"]
    assert sorted(path.name for path in practice.iterdir()) == [".hidden", *PEOPLE, "letter.txt"]


def test_a_person_that_is_not_there_is_not_there(read: Page) -> None:
    assert read.get("/person/99").status == 404
    assert read.get("/person/-1").status == 404


def test_rows_stand_there_at_once_the_next_time(start: Start, practice: Path) -> None:
    first = start("--caseload", str(practice))
    until = threading.Event()
    while progress_of(first)["running"]:
        until.wait(PAUSE_S)
    first.stop()
    again = start("--caseload", str(practice), folder=first.folder)
    assert "1 of 2" in again.get("/people").text


@pytest.mark.parametrize("folder", ["nowhere", "empty"])
def test_a_folder_without_people_is_said_in_one_sentence(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "pacing", "app", "--no-browser", "--caseload", str(tmp_path / folder)]
    command += ["--history", str(tmp_path / "data" / "history.sqlite"), "--profile", str(tmp_path / "p.toml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert folder in done.stderr
    assert "Traceback" not in done.stderr
