"""What the system or the program itself does wrong is one sentence too."""

import contextlib
import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pacing import __version__
from pacing.cli.output import progress
from pacing.pipeline import FileResult
from tests.contracts.conftest import Runner


def _failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fails(*_: object) -> object:
        raise error

    monkeypatch.setattr("pacing.read.read.readers", fails)


def test_a_mistake_of_the_program_is_said_as_such_and_shown_when_asked(
    pacing: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing(monkeypatch, ZeroDivisionError("x"))
    done = pacing("formats")
    assert done.code == 3
    assert "a mistake of its own (ZeroDivisionError)" in done.err
    assert "PACING_DEBUG=1" in done.err
    monkeypatch.setenv("PACING_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        pacing("formats")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied", "/some/place"), "Permission denied (/some/place)."),
        (OSError("odd"), "odd."),
    ],
)
def test_what_the_system_refuses_is_one_sentence_with_the_place(
    pacing: Runner, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    _failing(monkeypatch, error)
    done = pacing("formats")
    assert done.code == 2
    assert words in done.err
    assert "None" not in done.err


def test_ctrl_c_stops_with_a_word_and_its_own_code(pacing: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    _failing(monkeypatch, KeyboardInterrupt())
    done = pacing("formats")
    assert done.code == 130
    assert done.err.strip().endswith("Stopped.")


READS_TEN_FILES_AND_WAITS = """
import os, time
import pacing.pipeline

read_source = pacing.pipeline.read_source

def read(source, options):
    if int(source.name.partition(".")[0]) >= 10:
        os.write(1, b"waits\\n")
        time.sleep(3600)
    return read_source(source, options)

pacing.pipeline.read_source = read
from pacing.__main__ import start
start()
"""


def test_ctrl_c_while_many_files_are_read_at_once_leaves_no_process_and_no_file(samples: Path, tmp_path: Path) -> None:
    for number in range(60):
        shutil.copy(samples / "strap_rest_and_walk.fit", tmp_path / f"{number:02}.fit")
    program = subprocess.Popen(
        [sys.executable, "-c", READS_TEN_FILES_AND_WAITS, "report", ".", "--jobs", "2"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert program.stdout is not None
    assert [program.stdout.readline() for _ in range(2)] == [b"waits\n"] * 2
    os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=600)
    assert program.returncode == 130
    assert b"Traceback" not in err
    assert b"Stopped." in err
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)
    assert not [p.name for p in tmp_path.iterdir() if p.suffix != ".fit"]


def test_a_name_with_brackets_does_not_upset_the_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with progress("Reading") as tell:
            assert tell is not None
            tell(FileResult("walk [/red]x[bold].fit", (), None))
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while part := os.read(ours, 10_000):
            shown += part
    os.close(ours)
    assert b"walk [/red]x[bold].fit" in shown


def test_words_of_libraries_do_not_reach_the_person(samples: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pacing", "report", str(samples / "walk_stopped_early.fit"), "--limit", "110"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "HOME": "/dev/null/none", "MPLCONFIGDIR": "/dev/null/none", "XDG_CACHE_HOME": "/dev/null/x"},
    )  # fmt: skip
    assert done.stderr.strip() == "The report is in pacing-report.html"


@pytest.mark.parametrize(
    ("closed", "out", "least_bytes"),
    [
        (">&-", "r.txt", 500),
        (">&- 2>&- <&-", "r.html", 10_000),
        *(pytest.param(one, "r.txt", 500, marks=pytest.mark.long) for one in ("2>&-", "<&-")),
    ],
)
def test_a_stream_that_is_closed_takes_anything(
    samples: Path, tmp_path: Path, closed: str, out: str, least_bytes: int
) -> None:
    program = f"{sys.executable} -m pacing report {samples / 'walk_stopped_early.fit'} --out {out} {closed}"
    assert subprocess.run(["sh", "-c", program], cwd=tmp_path, check=False, timeout=600).returncode == 0
    assert (tmp_path / out).stat().st_size > least_bytes


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "pacing", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"pacing {__version__}\n"
