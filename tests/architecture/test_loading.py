"""What a command does not need, it does not load: most of a first page is the loading of libraries."""

import os
import subprocess
import sys
from pathlib import Path

WITHOUT = """
import sys
from pacing.__main__ import start
try:
    start()
except SystemExit as ended:
    assert ended.code == 0
print(sorted({names} & set(sys.modules)))
"""
A_PAGE_NEEDS_NO = {
    "scipy", "pandas", "pydantic", "rich", "multiprocessing", "sqlite3", "pacing.codec", "pacing.read.formats.csv",
    "pacing.longitudinal.comparable", "pacing.cli.commands.history", "pacing.read.text.rows",
}  # fmt: skip


def _loaded(tmp_path: Path, names: set[str], *words: str) -> str:
    """Those of `names` that a command loads in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(names=names), *words],
        capture_output=True, text=True, check=True, cwd=tmp_path, env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
    )  # fmt: skip
    return done.stdout.splitlines()[-1]


def test_a_page_of_one_session_loads_only_what_draws_it(samples: Path, tmp_path: Path) -> None:
    told = ("--limit", "110", "--age", "45", "--resting", "65")
    words = ("report", str(samples / "walk_paced.fit"), *told, "--out", "page.html")
    needed = {"matplotlib", "pacing.cli.commands.report", "pacing.read.formats.fit"}
    assert _loaded(tmp_path, A_PAGE_NEEDS_NO | needed, *words) == str(sorted(needed))
    assert (tmp_path / "page.html").exists()


def test_data_need_nothing_that_draws_or_fills_a_page(samples: Path, tmp_path: Path) -> None:
    names = {"jinja2", "matplotlib", "typst", "scipy", "pacing.report.formats.html"}
    words = ("report", str(samples / "walk_paced.fit"), "--limit", "110", "--out", "page.json")
    assert _loaded(tmp_path, names, *words) == "['pacing.report.formats.html']"


def test_a_command_loads_no_other_and_help_loads_no_library(tmp_path: Path) -> None:
    names = {f"pacing.cli.commands.{name}" for name in ("formats", "report", "history")}
    assert _loaded(tmp_path, names, "formats") == "['pacing.cli.commands.formats']"
    assert _loaded(tmp_path, {"numpy", "rich", "jinja2", "platformdirs", "pacing.settings", *names}, "--help") == "[]"
