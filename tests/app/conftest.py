"""Pages for every test of the local page; without its web server they are skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pacing.history.store import History
from tests.app.running import Page, Start, started

pytest.importorskip("starlette", reason="the page's web server is not installed")
pytest.importorskip("uvicorn", reason="the page's web server is not installed")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start pages; all are ended after the test."""
    pages: list[Page] = []

    def one(*arguments: str, folder: Path | None = None) -> Page:
        pages.append(started(folder or tmp_path / "data", *arguments))
        return pages[-1]

    yield one
    for page in pages:
        page.stop()


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One page for all tests that need none of their own, with a walk in it."""
    running = started(tmp_path_factory.mktemp("page") / "data")
    assert running.drop_and_wait("walk_exceeded.fit").startswith("/session/")
    yield running
    running.stop()


@pytest.fixture
def walk(page: Page) -> tuple[Page, str]:
    """The page with nothing kept but one walk, and where its session is; its workers stay warm from test to test."""
    (page.folder / "profile.toml").unlink(missing_ok=True)
    with History(page.folder / "history.sqlite") as kept, kept.change() as connection:
        for table in ("file", "note", "symptom", "refusal"):
            connection.execute(f"DELETE FROM {table}")
    page.post("/seen")
    return page, page.drop_and_wait("walk_exceeded.fit")
