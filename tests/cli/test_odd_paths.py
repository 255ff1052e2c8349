"""Pipes, devices and folders where a file is meant are one sentence each; nothing waits for what never ends."""

import os
from pathlib import Path

import pytest

from tests.contracts.conftest import Runner

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
COMMANDS = [
    ("diary", "import"),
    ("report", "a.fit", "--profile"),
    ("limit", "--profile"),
    ("report",),
    ("inspect",),
    ("add",),
    ("history", "check", "--history"),
    ("history", "list", "--history"),
    ("history", "import"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_ordinary_file_is_refused(
    pacing: Runner, tmp_path: Path, command: tuple[str, ...], kind: str
) -> None:
    path = Path("/dev/zero")
    if kind == "pipe":
        path = tmp_path / "pipe"
        os.mkfifo(path)
    done = pacing(*command, path)
    assert done.code in (2, 3)
    assert "ordinary file" in done.err or "no exported history" in done.err
    assert len(done.err.splitlines()) <= 3
