"""The history survives being killed at any moment, and two processes at once."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pacing.history.store import History

WRITER = """
import sys
from pathlib import Path
from pacing.history.store import History
sys.path.insert(0, "tests/history")
from test_store import made_session
history = History(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    sha256 = f"{number:064x}"[::-1]
    print("writing", flush=True)
    history.add(sha256, f"{number}.fit", [made_session(sha256), made_session(sha256, place=1)])
"""
PROJECT = Path(__file__).resolve().parents[2]


def _start(path: Path, first: int, last: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(first), str(last)], cwd=PROJECT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"ready"
    return process


def _end(process: subprocess.Popen[bytes], *, kill: bool) -> int:
    if kill:
        process.send_signal(signal.SIGKILL)
    code = process.wait(timeout=600)
    assert process.stdout is not None
    process.stdout.close()
    return code


def _is_whole(path: Path) -> int:
    """The number of files kept, each with both its sessions."""
    with History(path) as history:
        assert history.check() == []
        files = history.rows("SELECT count(*) FROM file")[0][0]
        assert history.rows("SELECT count(*) FROM session")[0][0] == 2 * files
        assert history.rows("SELECT count(*) FROM series")[0][0] == 2 * files
    return int(files)


@pytest.mark.slow
@pytest.mark.parametrize(("kills", "files"), [(2, 60), pytest.param(5, 200, marks=pytest.mark.long)])
def test_a_killed_writer_leaves_whole_files_and_the_next_one_completes_them(
    tmp_path: Path, kills: int, files: int
) -> None:
    rng = random.Random(1)
    path = tmp_path / "history.sqlite"
    kept = 0
    for _ in range(kills):
        process = _start(path, 0, files)
        assert process.stdout is not None
        for _ in range(rng.randint(1, 12)):
            assert process.stdout.readline() == b"writing\n"
        _end(process, kill=True)
        now = _is_whole(path)
        assert now >= kept
        kept = now
    assert _end(_start(path, 0, files), kill=False) == 0
    assert _is_whole(path) == files


@pytest.mark.slow
def test_two_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    writers = [_start(path, 0, 120), _start(path, 60, 180)]
    assert [_end(writer, kill=False) for writer in writers] == [0, 0]
    assert _is_whole(path) == 180


OPENER = """
import sys
from pathlib import Path
from pacing.history.store import History
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[2])):
    with History(Path(sys.argv[1]) / f"{number}.sqlite") as history:
        assert history.check() == []
"""


@pytest.mark.slow
def test_programs_that_make_a_history_at_the_same_moment_wait_for_each_other(tmp_path: Path) -> None:
    count = 25
    both = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(tmp_path), str(count)],
            cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip
    for program in both:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == b"ready"
    for program in both:
        assert program.stdin is not None
        program.stdin.write(b"go\n")
        program.stdin.flush()
    errors = [program.communicate(timeout=600)[1].decode() for program in both]
    assert [program.returncode for program in both] == [0, 0, 0], errors
    assert len(list(tmp_path.glob("*.sqlite"))) == count
