"""The command line as the tests of its promises run it, with a data folder of nobody."""

from pathlib import Path

import pytest

from tests.contracts.conftest import pacing

__all__ = ["pacing"]


@pytest.fixture(autouse=True)
def data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder
