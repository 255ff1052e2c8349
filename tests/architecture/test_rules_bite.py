"""Every rule of the architecture is broken once, in a copy, and must be caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

BROKEN_LAYERS = {
    "a stage imports another stage": ("pacing/clean/artefacts.py", "import pacing.measure.index\n"),
    "a stage imports the pipeline": ("pacing/measure/levels.py", "import pacing.pipeline\n"),
    "the model imports a stage": ("pacing/model/person.py", "import pacing.judge.rule\n"),
    "the page imports the command line": ("pacing/app/start.py", "import pacing.cli.main\n"),
    "an index imports another index": (
        "pacing/measure/indices/heart_rate.py",
        "import pacing.measure.indices.response\n",
    ),
    "a rule imports another rule": ("pacing/judge/limits/fixed.py", "import pacing.judge.limits.resting_plus_15\n"),
    "the decoding of FIT knows tables": ("pacing/read/fit/clock.py", "import pacing.read.table.dialect\n"),
    "what formats share knows a format": ("pacing/read/assembly/series.py", "import pacing.read.formats.gpx\n"),
    "a new module stands in no layer": ("pacing/somewhere.py", '"""New."""\n'),
}
BROKEN_CONFINEMENTS = {
    "fitparse outside its module": ("pacing/clean/artefacts.py", "import fitparse\n"),
    "fitparse above the bytes of FIT": ("pacing/read/fit/recordings.py", "import fitparse\n"),
    "pandas in the reading": ("pacing/read/table/row_values.py", "import pandas\n"),
    "matplotlib outside the figures": ("pacing/report/compose.py", "import matplotlib\n"),
    "pyplot in a figure": ("pacing/report/figures/timeline.py", "import matplotlib.pyplot\n"),
    "pandas in a measure": ("pacing/measure/levels.py", "import pandas\n"),
    "sqlite3 outside the history": ("pacing/pipeline.py", "import sqlite3\n"),
    "a web server outside the page": ("pacing/cli/main.py", "import starlette\n"),
    "print outside the command line": ("pacing/judge/exceedance.py", 'print("x")\n'),
}


def _copied(folder: Path, broken: dict[str, tuple[str, str]]) -> Path:
    """A copy of the program in which these rules are broken, each in a file of its own."""
    shutil.copytree(PROJECT / "pacing", folder / "pacing", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    files = [file for file, _ in broken.values()]
    assert len(files) == len(set(files)), "each rule is broken in a file of its own, so that one run tells them apart"
    for file, line in broken.values():
        path = folder / file
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{old}\n{line}", encoding="utf-8")
    return folder


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture(scope="module")
def said_of_layers(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter of imports says of a copy in which every layer is broken, on one line."""
    done = _lint_imports(_copied(tmp_path_factory.mktemp("layers"), BROKEN_LAYERS))
    assert done.returncode != 0
    return " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def said_of_confinements(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What ruff says of a copy in which every outside library stands where it may not, by lines."""
    folder = _copied(tmp_path_factory.mktemp("confinements"), BROKEN_CONFINEMENTS)
    files = [file for file, _ in BROKEN_CONFINEMENTS.values()]
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", *files]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout.splitlines()


def test_the_code_as_it_stands_keeps_every_contract(tmp_path: Path) -> None:
    done = _lint_imports(_copied(tmp_path, {}))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("rule", BROKEN_LAYERS)
def test_a_broken_layer_is_caught(said_of_layers: str, rule: str) -> None:
    file, line = BROKEN_LAYERS[rule]
    importer = file.removesuffix(".py").replace("/", ".")
    caught = f"- {importer} -> {line.split()[1]} (l." if line.startswith("import") else importer.rpartition(".")[2]
    assert caught in said_of_layers, f"{rule}: {said_of_layers}"


@pytest.mark.parametrize("rule", BROKEN_CONFINEMENTS)
def test_a_broken_confinement_is_caught(said_of_confinements: list[str], rule: str) -> None:
    file, _ = BROKEN_CONFINEMENTS[rule]
    said = [line for line in said_of_confinements if line.startswith(f"{file}:")]
    assert any("TID251" in line or "T201" in line for line in said), f"{rule}: {said}"
