"""The pictures of the page in README and docs: `python tests/app/pictures.py docs/pages/pictures` makes them anew."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.app.running import SAMPLES, Page, started

WALKS = ("walk_exceeded.fit", "walk_paced.fit", "walk_stopped_early.fit", "strap_rest_and_walk.fit", "stand_test.fit")
SCORES = ((8, "4"), (9, "3"), (10, "3"), (11, "5"), (12, "8"), (13, "7"), (14, "4"), (15, "4"))
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
WIDTH, HEIGHT = 620, 860


def filled(folder: Path) -> tuple[Page, str]:
    """A page with some weeks in it, and where the session to show is."""
    page = started(folder)
    page.post("/you", {"birth_year": "1980", "resting_bpm": "65"})
    where = page.drop_and_wait("walk_exceeded.fit")
    page.post(f"{where}/limit", {"bpm": "104"})
    page.drop_and_wait(*WALKS[1:])
    for day, score in SCORES:
        fields = {"day": f"2026-05-{day:02d}", "name0": "fatigue", "score0": score, "name1": "pain", "score1": "4"}
        page.post("/diary", fields)
    page.get("/")
    return page, where


def main(folder: Path) -> None:
    """All five."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as engine:
        page, where = filled(Path(name) / "data")
        empty = started(Path(name) / "empty")
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        shown = {
            "first": (empty, "/"),
            "session": (page, where),
            "week": (page, "/week?to=2026-05-15"),
            "diary": (page, "/diary?to=2026-05-12"),
            "season": (page, "/season"),
        }
        for picture, (one, path) in shown.items():
            tab.goto(f"http://{one.host}{one.root}{path}")
            tab.screenshot(path=folder / f"page_{picture}.png")
        browser.close()
        page.stop()
        empty.stop()


if __name__ == "__main__":
    assert (SAMPLES / WALKS[0]).exists()
    main(Path(sys.argv[1]))
