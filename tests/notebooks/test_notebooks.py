"""Every notebook runs from top to bottom as it stands."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
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


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
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
