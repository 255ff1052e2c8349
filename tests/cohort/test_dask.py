"""A Dask cluster gives the same bytes as own processes, and what goes wrong with it is one sentence."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pacing.cohort.engine import engine_of
from pacing.cohort.people import people_at
from pacing.cohort.pseudonyms import Naming
from pacing.cohort.run import run_cohort
from pacing.errors import CohortError, UsageError
from pacing.settings import Settings
from tests.cohort.made import content, make_people

pytestmark = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")


def _cohort(people: Path, out: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pacing", "cohort", str(people), "--out", str(out), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [("--jobs", "2"), *(pytest.param(("--workers", count), marks=pytest.mark.long) for count in "12")],
    ids=["own", "dask", "dask of two"],
)
def test_own_processes_and_a_dask_cluster_give_the_same_bytes(
    people: Path, dataset: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    done = _cohort(people, tmp_path / "out", *options)
    assert done.stderr.startswith("In 19 files of 3 people, 18 sessions were read; 1 file was refused."), done.stderr
    assert done.returncode == 1
    assert content(tmp_path / "out") == content(dataset)


def test_a_cluster_that_runs_already_gives_the_same_bytes(people: Path, dataset: Path, tmp_path: Path) -> None:
    """Its worker is a thread of this process, reached over a socket: beginning processes takes seconds (long run)."""
    from distributed import LocalCluster

    cluster = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    )
    with cluster, engine_of(1, scheduler=cluster.scheduler_address) as engine:
        run_cohort(people_at(people, Settings()), tmp_path / "out", Naming(), engine, resume=False)
        assert engine.has_workers()
    assert content(tmp_path / "out") == content(dataset)


POISON = """
import os, signal, sys
import pacing.cohort.batch as batch
from pacing.read.archive import sources_of_listed

def sources(path, name, spending):
    if name == "day002.csv" and "person1" in str(path):
        os.kill(os.getpid(), signal.SIGKILL)
    return sources_of_listed(path, name, spending)

batch.sources_of_listed = sources
"""


@pytest.mark.long  # Dask takes its time to begin workers anew
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("options", [("--jobs", "2"), ("--workers", "2")], ids=["own", "dask"])
def test_a_file_that_kills_every_worker_is_refused_by_its_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, str]
) -> None:
    (tmp_path / "poison").mkdir()
    (tmp_path / "poison" / "sitecustomize.py").write_text(POISON)
    people = make_people(tmp_path / "people", 2, 4)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path / "poison"), os.environ.get("PYTHONPATH", ""))))
    done = _cohort(people, tmp_path / "out", *options)
    assert done.stderr.startswith("In 9 files of 2 people, 7 sessions were read; 2 files were refused."), done.stderr


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacing.cohort.engine.CONNECT_S", 0.2)
    with (
        pytest.raises(CohortError, match=r"No scheduler of Dask answers at tcp://127\.0\.0\.1:9"),
        engine_of(1, scheduler="tcp://127.0.0.1:9"),
    ):
        pass


def test_two_clusters_at_once_make_no_sense() -> None:
    with (
        pytest.raises(UsageError, match="--workers begins a cluster"),
        engine_of(1, workers=2, scheduler="tcp://127.0.0.1:9"),
    ):
        pass
