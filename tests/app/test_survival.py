"""kill -9 of a worker or of the server at any moment: nothing kept is lost, and what was under way is named."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pacing.history.store import History
from tests.app.running import SAMPLES, Page, Start, files_below, progress_of

NAMES = ("walk_exceeded.fit", "walk_paced.fit", "walk_stopped_early.fit", "stand_test.fit", "strap_rest_and_walk.fit")

pytestmark = pytest.mark.slow


def workers(page: Page) -> list[int]:
    """Processes the server started."""
    children = Path(f"/proc/{page.process.pid}/task/{page.process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not tell which processes a process started")
    return [int(pid) for pid in children.read_text(encoding="ascii").split()]


def many(count: int) -> list[tuple[str, bytes]]:
    """Files that differ, each a walk of its own: a comment after the table makes each another file."""
    table = (SAMPLES / "pedal_intervals.csv").read_bytes()
    return [(f"ride {number}.csv", table + f"\n# {number}\n".encode()) for number in range(count)]


def checked(page: Page) -> int:
    """How many sessions the history holds; it is whole."""
    with History(page.folder / "history.sqlite") as kept:
        assert kept.check() == []
        return len(kept.sessions())


def moments(count: int) -> Iterator[int]:
    """After how many files to strike, the same in every run."""
    chance = random.Random(17)
    yield from (chance.randrange(1, 6) for _ in range(count))


def test_a_killed_worker_costs_one_file_at_most_and_it_is_named(walk: tuple[Page, str]) -> None:
    page, _ = walk
    reply = page.drop(*((name, (SAMPLES / name).read_bytes()) for name in NAMES[1:]))
    for pid in workers(page):
        os.kill(pid, signal.SIGKILL)
    page.settled(reply)
    shown = page.get("/")
    missing = [name for name in NAMES if name in shown.text]
    assert len(missing) <= 1
    assert checked(page) + len(missing) == len(NAMES)
    assert shown.status == 200


def test_a_page_is_drawn_again_after_its_worker_was_killed(walk: tuple[Page, str]) -> None:
    page, where = walk
    page.post(f"{where}/limit", {"bpm": "104"})
    for pid in workers(page):
        os.kill(pid, signal.SIGKILL)
    assert page.get(where).status == 200
    assert page.get(f"{where}/sheet.pdf").status == 200


@pytest.mark.long
@pytest.mark.parametrize("count", [5])
def test_a_killed_server_leaves_no_worker_no_file_and_a_whole_history(start: Start, tmp_path: Path, count: int) -> None:
    folder = tmp_path / "data"
    kept = 0
    for after in moments(count):
        page = start(folder=folder)
        page.drop_and_wait("walk_paced.fit")
        left = workers(page)
        page.drop(*many(8 + after))
        while int(str(progress_of(page)["done"])) < after and progress_of(page)["running"]:
            pass
        page.process.kill()
        page.process.wait(60)
        now = checked(page)
        assert now >= kept
        kept = now
        for pid in left:
            assert ended(pid)
    again = start(folder=folder)
    assert again.get("/").status == 200
    assert files_below(folder / "history.sqlite.incoming") == []
    shutil.rmtree(folder / "history.sqlite.incoming")


def ended(pid: int) -> bool:
    """Whether a process ends by itself."""
    while True:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat")
        if state.exists() and state.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
            return True


def test_adding_from_the_command_line_at_the_same_time_loses_nothing(walk: tuple[Page, str]) -> None:
    page, _ = walk
    reply = page.drop(*((name, (SAMPLES / name).read_bytes()) for name in NAMES))
    command = [sys.executable, "-m", "pacing", "add", "--history", str(page.folder / "history.sqlite")]
    others = ("pedal_intervals.csv", "walk_exceeded.fit", "stand_test.fit")
    done = subprocess.run([*command, *(str(SAMPLES / name) for name in others)], capture_output=True, check=False)
    page.settled(reply)
    assert done.returncode == 0, done.stderr
    assert checked(page) == len(NAMES) + 1
