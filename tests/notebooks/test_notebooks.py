"""Every notebook runs from top to bottom as it stands; those that take longest only in the long run.

In the usual run whatever they import of the program is at least there.
"""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
LONGEST = ("cohort_questions", "ends_of_exercise", "hrv_agreement", "nights_after_exertion", "season_and_payback")
STUDIED = "8"  # sessions of each study; the committed outputs are of hundreds and thousands


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all: loading the libraries costs more than running most of the notebooks."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STUDY_SESSIONS", STUDIED)
        environment.setenv("OPENBLAS_NUM_THREADS", "1")
        manager = KernelManager(kernel_name="python3")
        manager.start_kernel(cwd=str(NOTEBOOKS))
    yield manager
    manager.shutdown_kernel(now=True)


def code_of(path: Path) -> list[str]:
    """The source of its cells of code."""
    cells = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]
    return [cell.source for cell in cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_a_notebook_imports_of_the_program_is_there(path: Path) -> None:
    nodes = [node for source in code_of(path) for node in ast.walk(ast.parse(source))]
    named = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    own = [node for node in named if str(node.module).partition(".")[0] in ("pacing", "tests")]
    missing = [
        f"{node.module}.{alias.name}"
        for node in own
        for alias in node.names
        if not hasattr(importlib.import_module(str(node.module)), alias.name)
    ]
    assert missing == []
    assert own or any(isinstance(node, ast.Import) and node.names[0].name == "pacing" for node in nodes)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[pytest.mark.long] if path.stem in LONGEST else []) for path in PATHS],
    ids=lambda path: path.stem,
)
def test_a_notebook_runs_and_its_outputs_are_small(path: Path, kernel: KernelManager) -> None:
    assert path.stat().st_size < 300_000
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    forget = nbformat.v4.new_code_cell("%reset -f")  # type: ignore[no-untyped-call]
    notebook.cells.insert(0, forget)  # it may use no name of the notebook before
    client = NotebookClient(notebook, timeout=300, km=kernel)
    try:
        client.execute()
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
