"""Workers and the coordinator are killed at random moments; the dataset is that of an undisturbed run.

`PACING_KILLS=20` kills as often; the usual run kills once. Workers are killed in the long run only: in the usual one a
file kills each that reads it (`test_dask`).
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cohort.made import content, make_people

psutil = pytest.importorskip("psutil", reason="comes with the extra cohort")
pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX"),
    pytest.mark.slow,
]
KILLS = int(os.environ.get("PACING_KILLS", "1"))
MOST_S = 300


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """People with enough files for a few seconds of work."""
    return make_people(tmp_path_factory.mktemp("killed") / "people", 4, 12)


def _begin(people: Path, out: Path, *options: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "pacing", "cohort", str(people), "--out", str(out), "--jobs", "2", *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def _workers(run: "subprocess.Popen[bytes]") -> list[int]:
    """The processes that work: children of the clean process that the coordinator begins them from."""
    try:
        servers = psutil.Process(run.pid).children()
        return [worker.pid for server in servers for worker in server.children()]
    except psutil.NoSuchProcess:
        return []


def _parts(out: Path) -> int:
    return len(list(out.glob("parts/*/record.json")))


def _ended(run: "subprocess.Popen[bytes]") -> str:
    _, said = run.communicate(timeout=MOST_S)
    return said.decode()


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    run = _begin(many, out)
    assert "48 sessions were read" in _ended(run)
    return content(out)


@pytest.mark.long
def test_workers_killed_at_random_moments_cost_nothing(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    dice, killed, runs = random.Random(18), 0, 0
    while killed < KILLS:
        out = tmp_path / f"out{runs}"
        run = _begin(many, out)
        while run.poll() is None and killed < KILLS:
            time.sleep(dice.uniform(0.5, 3.0))  # what is killed before it has begun three times in a row is given up
            workers = _workers(run)
            if workers and not (out / "dataset.json").exists():
                os.kill(dice.choice(workers), 9)
                killed += 1
        said = _ended(run)
        assert run.returncode == 1, said  # the letter among the recordings
        assert content(out) == undisturbed
        runs += 1


@pytest.mark.long
def test_a_coordinator_killed_at_random_moments_is_gone_on_with(
    many: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    dice, killed, out = random.Random(81), 0, tmp_path / "out0"
    while killed < KILLS:
        before = _parts(out)
        run = _begin(many, out, "--resume")
        while run.poll() is None and _parts(out) <= before:
            time.sleep(0.02)
        time.sleep(dice.uniform(0.0, 0.3))
        if run.poll() is None:
            orphans = _workers(run)
            run.kill()
            killed += 1
            _ended(run)
            _require_gone(orphans)
        else:
            said = _ended(run)
            assert run.returncode == 1, said
            assert content(out) == undisturbed
            out = tmp_path / f"out{killed}"
    run = _begin(many, out, "--resume")
    said = _ended(run)
    assert run.returncode == 1, said
    assert content(out) == undisturbed


def _require_gone(pids: list[int]) -> None:
    """No worker outlives who began it."""
    end_s = time.monotonic() + MOST_S
    while any(psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie" for pid in pids):
        assert time.monotonic() < end_s, pids
        time.sleep(0.05)
