"""`pacing app` is read without the command line where it is typed plainly: both must read the same."""

import subprocess
import sys
from pathlib import Path

import pytest

import pacing.cli.commands.app
import pacing.cli.page
from pacing.cli.page import plain_page
from tests.contracts.conftest import Runner

PLAIN = (
    "",
    "--no-browser",
    "--browser --port 8080",
    "--no-browser --browser",
    "--history a/h.sqlite --profile b/p.toml",
    "--caseload people --port 0 --no-browser",
)
LEFT_TO_THE_COMMAND_LINE = ("--port=8080", "--port 70000", "--port x", "--port", "--history --browser", "-h", "there")
DEFAULTS = {"caseload": None, "port": 0, "browser": True, "history": None, "profile": None}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the page would be served with, of every way to it."""
    served: list[dict[str, object]] = []
    for module in (pacing.cli.page, pacing.cli.commands.app):
        monkeypatch.setattr(module, "serve_page", lambda **options: served.append({**DEFAULTS, **options}))
    return served


@pytest.mark.parametrize("words", PLAIN)
def test_what_is_typed_plainly_is_read_as_the_command_line_reads_it(
    pacing: Runner, served: list[dict[str, object]], words: str
) -> None:
    page = plain_page(words.split())
    assert page is not None
    with pytest.raises(SystemExit) as ended:
        page()
    assert (ended.value.code, pacing("app", *words.split()).code) == (0, 0)
    assert served[0] == served[1]


@pytest.mark.parametrize("words", LEFT_TO_THE_COMMAND_LINE)
def test_what_is_not_typed_plainly_is_left_to_the_command_line(words: str) -> None:
    assert plain_page(words.split()) is None


def test_the_page_loads_no_command_line(tmp_path: Path) -> None:
    code = "import sys, pacing.__main__ as m; m._loaded(['app']); import pacing.cli.frame, pacing.app.start"
    code += "; print([name for name in ('pacing.cli.main', 'rich', 'numpy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"
