"""`pacing cohort` at the command line: exit codes, and what is said where something is missing or wrong."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import pacing.cli.commands.cohort as command
from pacing.cli.main import app
from pacing.cohort.tables import TABLES
from pacing.errors import UsageError
from tests.cohort.made import make_people


def _run(*words: str) -> Any:
    return CliRunner().invoke(app, ["cohort", *words])


def test_people_are_read_and_who_could_not_be_is_named(tmp_path: Path) -> None:
    people = make_people(tmp_path / "people", 2, 2)
    (people / "person0" / "profile.toml").write_text("[person]\nheight = 3\n")
    done = _run(str(people), "--out", str(tmp_path / "out"), "--jobs", "1", "--limit", "95")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[0].startswith("Not taken: person0: The profile has an unknown key")
    assert "In 3 files of 1 person, 2 sessions were read; 1 file was refused." in done.stderr
    assert (tmp_path / "out" / "summary.html").exists()
    assert _run(str(people), "--out", str(tmp_path / "out"), "--resume", "--jobs", "1", "--limit", "95").exit_code == 1


def test_without_arrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "NEEDED", "no_such_library")
    done = _run(str(tmp_path), "--out", str(tmp_path / "out"))
    assert isinstance(done.exception, UsageError)
    assert done.exception.hint == 'Install it with: pip install "hr-pacing[cohort]".'


def test_without_dask_own_processes_still_work_and_a_cluster_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_people(tmp_path / "people", 2, 1)
    real = importlib.util.find_spec
    monkeypatch.setattr("pacing.cohort.engine.find_spec", lambda name: None if name == "distributed" else real(name))
    done = _run(str(tmp_path / "people"), "--out", str(tmp_path / "out"), "--workers", "2")
    assert isinstance(done.exception, UsageError)
    assert done.exception.message == "Dask is not installed."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere",), "There is no folder and no manifest"),
        ((".", "--limit", "110", "--rule", "learnt"), "contradict each other"),
        ((".", "--timezone", "Mars/Olympus"), "Mars/Olympus"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = _run(*words, "--out", "out")
    assert isinstance(done.exception, UsageError)
    assert message in done.exception.message
    assert list(tmp_path.iterdir()) == []


def test_the_tables_can_be_asked_for_as_json() -> None:
    document = json.loads(CliRunner().invoke(app, ["schema", "--cohort"]).stdout)
    assert [table["name"] for table in document["tables"]] == list(TABLES)
    assert document["tables"][0]["columns"][0]["required"] is True
