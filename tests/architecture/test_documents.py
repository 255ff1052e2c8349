"""What the papers say about the code is true."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pacing.cli.output import ExitCode

PROJECT = Path(__file__).resolve().parents[2]
ROOM = re.compile(r"`((?:[a-z_]+/)+)`")


def test_the_rooms_in_the_architecture_paper_are_those_of_the_code() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = text[text.index("## The rooms") : text.index("## The values between the stages")]
    named = {name.rstrip("/") for line in rooms.splitlines() if line.startswith("| `") for name in ROOM.findall(line)}
    package = PROJECT / "pacing"
    there = {str(path.parent.relative_to(package)) for path in package.rglob("__init__.py")} - {"."}
    assert named == there


def test_the_readme_shows_the_commands_as_the_program_does() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    shown = subprocess.run(
        [sys.executable, "-m", "pacing", "--help"], capture_output=True, text=True, check=True, cwd=PROJECT
    ).stdout
    commands = re.findall(r"^  ([a-z]+)  ", shown, re.MULTILINE)
    assert len(commands) >= 5
    assert [c for c in commands if f"`pacing {c}" not in readme] == []


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "DECISIONS.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_between_the_papers_lead_somewhere(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]
    assert [t for t in targets if not (PROJECT / t).exists()] == []


def test_the_continuous_integration_calls_the_test_command_of_the_readme() -> None:
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script


def test_what_the_readme_shows_to_scripts_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    (shell,) = re.findall(r"```sh\n\.venv/bin/pacing (report .*) > sessions\.json\n```", readme)
    words = [
        name for word in shell.split() for name in (sorted(map(str, PROJECT.glob(word))) if "*" in word else [word])
    ]
    done = subprocess.run([sys.executable, "-m", "pacing", *words], capture_output=True, check=False, cwd=PROJECT)
    document = json.loads(done.stdout)
    verdicts = {session["exceedance"]["verdict"] for session in document["sessions"]}
    assert (done.returncode, "sustained" in verdicts, done.stderr) == (4, True, b"")
    codes = {int(code) for code in re.findall(r"(\d) (?:all|some|wrong|nothing|`--fail-on`)", readme)}
    assert codes == {code.value for code in ExitCode} - {ExitCode.INTERRUPTED}
    (python,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    *lines, last = python.strip().splitlines()
    monkeypatch.chdir(PROJECT)
    script: dict[str, Any] = {}
    exec("\n".join(lines), script)
    shown = str(eval(last, script))
    assert "within" in shown
    assert "unavailable" in shown
