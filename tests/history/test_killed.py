"""Killed at any of its steps, whatever writes a history or an export leaves it whole, and can be done again."""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pacing.history.diary import add_entries, add_note
from pacing.history.duplicates import link_duplicates
from pacing.history.export import export_to, import_from
from pacing.history.migrations import APPLICATION_ID, MIGRATIONS
from pacing.history.store import History
from pacing.keeping.again import judge_again
from pacing.model.longitudinal import SymptomScore
from pacing.model.person import LimitSetting, Person
from pacing.pipeline import Request
from tests.history.test_store import made_session

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
START = datetime(2026, 5, 1, 10, tzinfo=UTC)
MOMENTS, MOMENTS_LONG = 5, 11
"""Moments tried of each of the five operations, spread over all its steps: in the long run over fifty kills."""
Operation = Callable[[Path], None]


def _sha(number: int) -> str:
    return f"{number:064x}"[::-1]


def _add(folder: Path) -> None:
    with History(folder / "h.sqlite") as history:
        for number in range(3):
            history.add(_sha(number), f"{number}.fit", [made_session(_sha(number), start=START)])
        add_note(history, START.date(), "dose", "half")
        add_entries(history, [SymptomScore(START.date(), "pain", 3.0)], "told")
        link_duplicates(history)
        history.remove(made_session(_sha(0)).session_id)


def _export(folder: Path) -> None:
    with History(folder / "h.sqlite", read_only=True) as history:
        export_to(history, folder / "out")


def _import(folder: Path) -> None:
    with History(folder / "restored.sqlite") as history:
        import_from(history, folder / "exported")


def _upgrade(folder: Path) -> None:
    with History(folder / "old.sqlite") as history:
        add_note(history, START.date(), "travel", "far")


def _remeasure(folder: Path) -> None:
    request = Request(Person(limits=(LimitSetting("fixed", bpm=91),)))
    with History(folder / "h.sqlite") as history:
        judge_again(history, request, all_of_it=True)


OPERATIONS: dict[str, Operation] = {
    "add": _add,
    "export": _export,
    "import": _import,
    "upgrade": _upgrade,
    "remeasure": _remeasure,
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history, an export of it, and a history of the first schema."""
    folder = tmp_path_factory.mktemp("before")
    with History(folder / "h.sqlite") as history:
        for number in range(10, 16):
            history.add(_sha(number), f"{number}.fit", [made_session(_sha(number), place=p) for p in range(2)])
        export_to(history, folder / "exported")
    with closing(sqlite3.connect(folder / "old.sqlite")) as connection:
        connection.executescript(MIGRATIONS[0])
        connection.execute("INSERT INTO note (day, kind, text) VALUES ('2026-05-01', 'dose', 'half')")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.commit()
    return folder


def _steps(operation: Operation, folder: Path, kill_at: int | None) -> int | None:
    """Do an operation in a process of its own, killed at one of its steps; gives how many it took, None where killed.

    A step is a statement to the database, or a file or folder that is opened, made, moved or removed.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - its own process
        try:
            os.close(reading)
            count = _counting(kill_at)
            operation(folder)
            os.write(writing, str(count()).encode())
            os._exit(0)
        except BaseException:  # noqa: BLE001 - whatever it is, this process goes no further
            os._exit(3)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    assert os.waitstatus_to_exitcode(status) == 0
    return int(said)


def _counting(kill_at: int | None) -> Callable[[], int]:
    """Count the steps of this process from now on, and kill it at one of them."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, _: object) -> None:
        if event in {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.chmod"}:
            step()

    connect = sqlite3.connect

    def connected(*given: object, **named: object) -> sqlite3.Connection:
        connection = connect(*given, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(lambda _: step())
        return connection  # type: ignore[no-any-return]

    sqlite3.connect = connected  # type: ignore[assignment]
    sys.addaudithook(heard)
    return lambda: count


def _is_whole(folder: Path) -> None:
    for name in ("h.sqlite", "restored.sqlite", "old.sqlite"):
        with History(folder / name, read_only=True) as history:
            assert history.check() == []
            for sha256, count in history.rows("SELECT sha256, count(*) FROM session GROUP BY sha256"):
                assert count == (1 if sha256 in map(_sha, range(3)) else 2)
    if (folder / "out").exists():
        assert sorted(p.name for p in (folder / "out").iterdir()) == sorted(
            p.name for p in (folder / "exported").iterdir()
        )
        with History(folder / "again.sqlite") as again:
            import_from(again, folder / "out")
            assert again.check() == []


@pytest.mark.parametrize("moments", [MOMENTS, pytest.param(MOMENTS_LONG, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_any_step_leaves_all_whole_and_the_next_try_completes_it(
    before: Path, tmp_path: Path, name: str, moments: int
) -> None:
    operation = OPERATIONS[name]
    shutil.copytree(before, tmp_path / "dry")
    steps = _steps(operation, tmp_path / "dry", None)
    assert steps is not None
    assert steps >= moments
    for number in range(moments):
        folder = tmp_path / str(number)
        shutil.copytree(before, folder)
        kill_at = 1 + number * (steps - 1) // (moments - 1)
        assert _steps(operation, folder, kill_at) is None
        _is_whole(folder)
        assert _steps(operation, folder, None) is not None
        _is_whole(folder)
        left = [p.name for p in folder.iterdir() if p.name.startswith(".") and "unfinished" in p.name]
        assert left == []
