"""Pages for every test of the local page; without its web server they are skipped."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import pacing
from pacing.history.store import History
from tests.app.running import Page, Start, started

pytest.importorskip("starlette", reason="the page's web server is not installed")
pytest.importorskip("uvicorn", reason="the page's web server is not installed")


@pytest.fixture(scope="session")
def without_samples(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """An installation without the samples: its workers have nothing to warm up with, which takes each two seconds.

    None where links cannot be made; there pages are slower.
    """
    folder = tmp_path_factory.mktemp("installed")
    try:
        (folder / "pacing").symlink_to(Path(pacing.__file__).parent, target_is_directory=True)
    except OSError:
        return None
    return folder


@pytest.fixture
def start(tmp_path: Path, without_samples: Path | None) -> Iterator[Start]:
    """Start pages; all are ended after the test."""
    pages: list[Page] = []

    def one(*arguments: str, folder: Path | None = None) -> Page:
        pages.append(started(folder or tmp_path / "data", *arguments, installed=without_samples))
        return pages[-1]

    yield one
    for page in pages:
        page.stop()


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory, without_samples: Path | None) -> Iterator[Page]:
    """One page for all tests that need none of their own, with a walk in it."""
    running = started(tmp_path_factory.mktemp("page") / "data", installed=without_samples)
    assert running.drop_and_wait("walk_exceeded.fit").startswith("/session/")
    yield running
    running.stop()


@pytest.fixture
def emptied(page: Page) -> Page:
    """The page with nothing kept; its workers stay warm from test to test."""
    _empty(page)
    return page


@pytest.fixture(scope="session")
def walk_kept(page: Page, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of a history with nothing but one walk, and where its session is."""
    _empty(page)
    where, copy = page.drop_and_wait("walk_exceeded.fit"), tmp_path_factory.mktemp("kept") / "history.sqlite"
    _copied(page.folder / "history.sqlite", copy)
    return copy, where


@pytest.fixture
def walk(walk_kept: tuple[Path, str], emptied: Page) -> tuple[Page, str]:
    """The page with nothing kept but one walk, and where its session is; it was read once, for all tests."""
    copy, where = walk_kept
    _copied(copy, emptied.folder / "history.sqlite")
    return emptied, where


def _empty(page: Page) -> None:
    (page.folder / "profile.toml").unlink(missing_ok=True)
    with History(page.folder / "history.sqlite") as kept, kept.change() as connection:
        for table in ("file", "note", "symptom", "refusal"):
            connection.execute(f"DELETE FROM {table}")
    page.post("/seen")


def _copied(history: Path, other: Path) -> None:
    """Copy a history over another, in which programs may be reading."""
    with closing(sqlite3.connect(history)) as one, closing(sqlite3.connect(other)) as two:
        one.backup(two)
