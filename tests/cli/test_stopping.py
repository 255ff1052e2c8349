"""Stopped at any moment, the program says one word, leaves nothing behind, and its exit code tells why."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"]
SLOW_READING = """
import os, time
import pacing.pipeline

def read(source, options):
    os.write(1, b"reading\\n")
    time.sleep(600)

os.cpu_count = lambda: 2
pacing.pipeline.read_source = read
from pacing.__main__ import start
start()
"""
STOPPED_WHILE_LOADING = """
import os, signal, sys

class Stops:
    def find_spec(self, name, *_):
        if name == "click":
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Stops())
from pacing.__main__ import start
start()
"""
LOST_IN_AN_END = """
import os, signal, time
from pacing.__main__ import start
import pacing.cli.main

class Ends:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)

def run():
    Ends()
    time.sleep(600)

pacing.cli.main.run = run
start()
"""


@pytest.mark.parametrize(
    ("jobs", "name"),
    [
        *((1, name) for name in SIGNALS),
        (2, "SIGTERM"),  # Ctrl-C among many files: test_main
        *(pytest.param(2, name, marks=pytest.mark.long) for name in ("SIGINT", "SIGHUP")),
    ],
)
def test_a_run_over_files_ends_with_all_its_processes(samples: Path, tmp_path: Path, jobs: int, name: str) -> None:
    for number in range(6):
        shutil.copy(samples / "walk_paced.fit", tmp_path / f"{number}.fit")
    program = subprocess.Popen(
        [sys.executable, "-c", SLOW_READING, "report", ".", "--jobs", str(jobs)],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert program.stdout is not None
    assert [program.stdout.readline() for _ in range(jobs)] == [b"reading\n"] * jobs
    program.send_signal(getattr(signal, name))
    out, err = program.communicate(timeout=600)  # ends only when nobody holds the streams any more
    assert (program.returncode, out, err) == (128 + getattr(signal, name), b"", b"Stopped.\n")
    assert not [p.name for p in tmp_path.iterdir() if p.suffix != ".fit"]


@pytest.mark.parametrize("name", SIGNALS)
def test_it_can_be_stopped_while_it_is_still_loading(name: str) -> None:
    code = STOPPED_WHILE_LOADING.format(number=int(getattr(signal, name)))
    done = subprocess.run([sys.executable, "-c", code, "formats"], capture_output=True, check=False, timeout=600)
    assert (done.returncode, done.stdout, done.stderr) == (128 + getattr(signal, name), b"", b"Stopped.\n")


def test_a_stop_that_arrives_while_an_object_is_let_go_is_not_lost() -> None:
    done = subprocess.run([sys.executable, "-c", LOST_IN_AN_END], capture_output=True, check=False, timeout=600)
    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, b"Stopped.\n")


def test_a_signal_that_is_ignored_stays_so() -> None:
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from pacing.__main__ import start; start()"
    ignoring = f"{code}\n".replace("start()", "import pacing.cli.main as m; m.run = lambda: print(signal.getsignal("
                                   "signal.SIGHUP) is signal.SIG_IGN); start()", 1)  # fmt: skip
    done = subprocess.run([sys.executable, "-c", ignoring], capture_output=True, check=False, timeout=600, text=True)
    assert done.stdout.strip() == "True"


def test_the_command_and_the_module_are_one(project: Path) -> None:
    assert 'pacing = "pacing.__main__:start"' in (project / "pyproject.toml").read_text(encoding="utf-8")
