"""Two builds of the program side by side: one command makes both, and prints ratios with what each of them found.

Run from the project's top folder (about a quarter of an hour on a quiet machine of two processors; tasks of tens of
seconds have one round; the corpus beside the project adds the tasks that need it, all other inputs are made)::

    python -m tests.performance.builds [--base dc78d97] [--rounds 3] [--only WORD ...] [--clean]

The base is checked out of git into a folder of its own, and so is the commit that stands here (uncommitted changes are
not measured). Without `--clean` both run with the libraries of the Python that runs this, compiled beforehand; with it
each gets an environment of its own, into which pip installs it. Tasks take turns, base and new, round by round; seconds
are of the processor (user and system, with all children), or by the clock where the task says so; the ratio is the
median over rounds of base / new, the peak that of the process. `same`: the numbers that the task gave agree to 1e-9. At
the end stands what a second process gains within the new build. `tests.performance.peers` compares with other programs.
"""

import argparse
import json
import math
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.performance.build_tasks import ONCE, WITH_TWO, made_inputs, possible_tasks

HERE = Path(__file__).resolve().parents[2]
BASE = "dc78d97"
TOLERANCE = 1e-9
KIB_A_MIB = 1024.0


@dataclass(frozen=True)
class Build:
    """A checked-out commit and the Python that runs it."""

    title: str
    folder: Path
    python: Path

    def run(self, task: str, inputs: Path) -> "Run":
        """One task in a process of its own."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        words = [str(self.python), str(HERE / "tests" / "performance" / "build_tasks.py"), task, str(inputs)]
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        given = {**kept, "PYTHONPATH": str(self.folder), "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(words, cwd=inputs, env=given, check=False, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            return Run(math.nan, math.nan, done.stderr.strip().splitlines()[-1:])
        told = json.loads(done.stdout.splitlines()[-1])
        whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Run(told["seconds"] or whole, told["peak_mib"], told["values"])


@dataclass(frozen=True)
class Run:
    """What one run took and gave."""

    seconds: float
    peak_mib: float
    values: Any


@contextmanager
def built(commit: str, title: str, *, clean: bool) -> Iterator[Build]:
    """The commit in a folder of its own, ready to run, and gone afterwards."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "tree"
        _call("git", "-C", str(HERE), "worktree", "add", "--quiet", "--detach", str(folder), commit)
        try:
            python = Path(sys.executable)
            if clean:
                _call(sys.executable, "-m", "venv", str(folder / ".venv"))
                python = folder / ".venv" / "bin" / "python"
                _call(str(python), "-m", "pip", "install", "--quiet", str(folder))
            _call(str(python), "-m", "compileall", "-q", str(folder / "pacing"))
            yield Build(title, folder, python)
        finally:
            _call("git", "-C", str(HERE), "worktree", "remove", "--force", str(folder))


def _call(*words: str) -> None:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(words, check=True, env=kept)


def agree(one: Any, other: Any) -> bool:
    """Whether two values, or all within them, are the same to 1e-9.

    Examples
    --------
    >>> agree([1.0, "a"], [1.0 + 1e-12, "a"]), agree([1.0], [1.1])
    (True, False)
    """
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(one == other)


def _compared(base: Any, new: Any) -> str:
    """In a few words whether two builds gave the same; of named numbers, which of those that both give differ."""
    if isinstance(base, dict) and isinstance(new, dict):
        shared = base.keys() & new.keys()
        other = sorted(key for key in shared if not agree(base[key], new[key]))
        return f"{len(shared) - len(other)} of {len(shared)} the same{': not ' if other else ''}{', '.join(other)}"
    return "same" if agree(base, new) else f"{json.dumps(base)[:60]} -> {json.dumps(new)[:60]}"


def _line(task: str, base: list[Run], new: list[Run]) -> str:
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(base, new, strict=True))
    times = "  ".join(
        f"{statistics.median(run.seconds for run in runs) * 1e3:9.1f} ms {max(run.peak_mib for run in runs):6.0f} MiB"
        for runs in (base, new)
    )
    return f"{task:44s} {len(new)} {times}  {ratio:6.2f}x  {_compared(base[0].values, new[0].values)}"


def _make_elsewhere(folder: Path, chosen: list[str]) -> None:
    """Make the inputs in a process of its own: on Linux the peak of a child begins at what its parent takes."""
    making = multiprocessing.get_context("spawn").Process(target=made_inputs, args=(folder, chosen))
    making.start()
    making.join()
    if making.exitcode:
        raise SystemExit("the inputs could not be made")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default=BASE, metavar="COMMIT")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD", help="only tasks with one of these words")
    parser.add_argument("--clean", action="store_true", help="environments of their own, by pip")
    options = parser.parse_args()
    chosen = [task for task in possible_tasks() if not options.only or any(word in task for word in options.only)]
    with (
        tempfile.TemporaryDirectory() as inputs,
        built(options.base, "base", clean=options.clean) as base,
        built("HEAD", "new", clean=options.clean) as new,
    ):
        _make_elsewhere(Path(inputs), chosen)
        print(f"{'task, rounds':46s} {options.base:>12s} {'peak':>9s}  {'HEAD':>12s} {'peak':>9s}  base/new")
        of_new: dict[str, list[Run]] = {}
        for task in chosen:
            rounds = 1 if task in ONCE else options.rounds
            runs = [(base.run(task, Path(inputs)), new.run(task, Path(inputs))) for _ in range(rounds)]
            of_new[task] = [pair[1] for pair in runs]
            print(_line(task, [pair[0] for pair in runs], of_new[task]), flush=True)
        for task, with_two in WITH_TWO.items():
            if task in of_new and with_two in of_new:
                pairs = zip(of_new[task], of_new[with_two], strict=True)
                gained = statistics.median(one.seconds / two.seconds for one, two in pairs)
                print(f"{task}: {gained:.2f}x by two processes")


if __name__ == "__main__":
    main()
