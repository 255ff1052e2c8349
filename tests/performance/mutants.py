"""How much of the program's logic its tests hold: small random mistakes, one at a time, and who notices.

Run with `python tests/performance/mutants.py --count 60 --seed 1 --executed FILE`. Each mutant is one comparison turned
round or given another end, one `+ - * /` swapped, or one `and` / `or`, at a random place of a random module, in a copy
of the project. Every file of tests that runs the changed function is asked, the module's own first, then those that
hold all numbers, and then the cheapest, as far as `MOST_S` of processor go; the first to fail killed it. Which files
run a function is written by

    pytest -p tests.performance.executed --executed FILE

(several FILEs, of parts of the suite, may be named). Printed: every mutant with its place and its fate, and the share
killed. Mutants that can change nothing are listed in `EQUIVALENT` with the reason; they do not count.
"""

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("synthetic", "read/dialects", "__main__.py", "_version.py")  # made-up data, tables, and no logic
MOST_S, AT_FIRST_S = 75.0, 12.0  # of processor, of the files of tests that are asked; the first of them, alone
LONGEST_S = 300.0  # by the clock, for what never ends
GOLDEN = "tests/golden/"  # what holds most, and quickly
NO_TESTS = 5  # how pytest ends where nothing was to be run
COPIED = ("pacing", "tests", "pyproject.toml", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "README.md")
LINKED = ("sample_data", "docs", "notebooks")
SWAPS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lt: ("<", ">="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", "<="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}


EQUIVALENT: Mapping[tuple[str, str, str], str] = MappingProxyType(
    {
        (
            "pacing/clean/artefacts.py",
            "return np.flatnonzero(np.maximum(around.max(axis=1) - middle, middle - around.min(axis=1)) > SPIKE_BPM)",
            "- -> +",
        ): "more samples are looked at closely, and the same are found",
        (
            "pacing/clean/artefacts.py",
            "still = channel.value[inside] < STILL_BELOW[channel.name]",
            "< -> >=",
        ): "moving and standing still have to last equally long, so it does not matter which is which",
        (
            "pacing/clean/optical.py",
            "followed = np.where(stepping, rate * multiple, np.nan)",
            "* -> /",
        ): "of the step rate, its half and its double, the last two change places",
        (
            "pacing/clean/rr_artefacts.py",
            "may_be_far = np.abs(off_ms) > MEDIAN_LIMIT * least_ms",
            "* -> /",
        ): "a lower bar only looks closer at more beats, and finds the same",
        (
            "pacing/read/text/rows.py",
            "if (grid[:, 0] >= start).all() and (grid[:, -1] < stop).all():  # the same number in every line",
            "< -> >=",
        ): "the other way to read the lines gives the same",
        (
            "pacing/read/text/rows.py",
            "figure = byte - np.uint8(48)",
            "- -> +",
        ): "the other way to read the cells gives the same",
        (
            "pacing/read/text/rows.py",
            "is_digit = figure <= 9",
            "<= -> <",
        ): "the other way to read the cells gives the same",
        (
            "pacing/read/text/rows.py",
            "is_mark = byte == ord(decimal)",
            "== -> !=",
        ): "the other way to read the cells gives the same",
        (
            "pacing/read/text/rows.py",
            "inside = figure <= 9",
            "<= -> <",
        ): "the other way to read the cells gives the same",
        (
            "pacing/read/text/timestamps.py",
            "if plan.hour is None or plan.minute is None:",
            "or -> and",
        ): "a time of day has both or neither",
        (
            "pacing/model/cleaned.py",
            "if self.beats is not None and self.beat_state is not None:",
            "and -> or",
        ): "both are given or neither, which was asked just before",
        (
            "pacing/segment/change_point.py",
            "if others.size > SPARSE_SHARE * times.size:",
            "> -> <=",
        ): "the other way to the curves gives the same",
        (
            "pacing/segment/phases.py",
            "if moving is not None and known is not None and (moving & known).any():",
            "and -> or",
        ): "where nobody is known to have moved no minute has a step anyway",
        (
            "pacing/read/text/rows.py",
            "if not (inside if index < least else inside | (cells.length <= index)).all():",
            "<= -> <",
        ): "the other way to read the cells gives the same",
        (
            "pacing/read/text/rows.py",
            "if not (inside if index < least else inside | (cells.length <= index)).all():",
            "< -> >=",
        ): "the other way to read the cells gives the same",
        (
            "pacing/read/fit/wire/walk.py",
            "if definition.kind == FIELD_DESCRIPTION:",
            "== -> !=",
        ): "a layout that is defined again stands by itself more often, with the same messages",
        (
            "pacing/read/text/rows.py",
            "if grid is not None and column <= grid.shape[1]:",
            "<= -> <",
        ): "the other way to the cells of the last column gives the same",
        (
            "pacing/read/database/recordings.py",
            "return numbered[:1] if (numbered == numbered[0]).all() else np.unique(numbered)",
            "== -> !=",
        ): "the first is never another than itself, so all are sorted, which gives the same",
        (
            "pacing/read/fit/wire/file_parts.py",
            "while (magic_at := data.find(MAGIC, position + MAGIC_AT)) >= 0:",
            ">= -> >",
        ): "nothing is looked for at the very beginning, so it is never found there",
        (
            "pacing/judge/cautions.py",
            "low, high = interval_under_all(np.array([mean + sd * normal_scores() for mean, sd in published]))",
            "+ -> -",
        ): "normal scores lie as far below nothing as above it",
        (
            "pacing/judge/exceedance.py",
            'ends = np.searchsorted(line.start_s, line.ends_s(edges[1::2] - 1) + window_s, side="left")',
            "- -> +",
        ): "a wider neighbourhood only has more windows without a moment above",
        (
            "pacing/judge/excursions.py",
            "if shorter_s is None or not hovering.size:",
            "or -> and",
        ): "where nothing hovers, shorter holds change nothing",
        (
            "pacing/judge/limits/learnt.py",
            "index = max(int((outside <= 1.0 - CONFIDENCE).sum()) - 1, 0)",
            "<= -> <",
        ): "of no number of sessions the chance is just one in twenty",
        (
            "pacing/measure/hrv/nonlinear.py",
            "key = key * levels + code[lag : templates + lag]",
            "* -> /",
        ): "each distinct template has a number of its own either way",
        (
            "pacing/history/trend.py",
            "chance = (1 + (unchanged >= observed[0]).sum()) / (1 + unchanged.size)",
            ">= -> >",
        ): "no simulated season has a step of just the same size",
    }
)
"""Of a module, a line and a change: why nothing can be seen of it."""


@dataclass(frozen=True)
class Mutant:
    """One changed operator: its module, line, and the module's text with it."""

    module: Path
    line: int
    change: str
    text: str
    functions: tuple[int, ...]  # the first lines of those it stands in, the innermost first
    source: str  # its line as it stands


def operators(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.expr, ast.expr]]:
    """Every operator inside a function, with what stands before and after it."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in {id(part): part for function in functions for part in ast.walk(function)}.values():
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield node.ops[0], node.left, node.comparators[0]
        elif isinstance(node, ast.BinOp):
            yield node.op, node.left, node.right
        elif isinstance(node, ast.BoolOp):
            yield node.op, node.values[0], node.values[1]


@dataclass(frozen=True)
class Spot:
    """An operator that can be another: its module, where it stands between its two sides, and the two texts."""

    module: Path
    line: int
    first: int
    last: int
    change: tuple[str, str]

    def mutant(self) -> Mutant | None:
        """The module with the other operator; None where that is no Python."""
        text, (old, new) = self.module.read_text(encoding="utf-8"), self.change
        changed = text[: self.first] + text[self.first : self.last].replace(old, new) + text[self.last :]
        try:
            ast.parse(changed)
        except SyntaxError:
            return None
        functions, source = _functions_around(ast.parse(text), self.line), text.splitlines()[self.line - 1].strip()
        return Mutant(self.module.relative_to(ROOT), self.line, f"{old} -> {new}", changed, functions, source)


def spots_of(module: Path) -> Iterator[Spot]:
    """All operators of one module."""
    text = module.read_text(encoding="utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for operator, left, right in operators(ast.parse(text)):
        if type(operator) not in SWAPS or left.end_lineno is None or left.end_col_offset is None:
            continue
        if isinstance(operator, ast.Mult | ast.Div) and "SECOND_S" in (
            getattr(left, "id", ""),
            getattr(right, "id", ""),
        ):
            continue  # it is 1: multiplied by it or divided, a length is the same
        change = SWAPS[type(operator)]
        first, last = starts[left.end_lineno - 1] + left.end_col_offset, starts[right.lineno - 1] + right.col_offset
        between = text[first:last]
        if between.count(change[0]) == 1 and (text.isascii() or "#" not in between):
            yield Spot(module, left.end_lineno, first, last, change)


def _functions_around(tree: ast.AST, line: int) -> tuple[int, ...]:
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return tuple(min([node.lineno, *(one.lineno for one in node.decorator_list)]) for node in reversed(around))


def chosen(count: int, seed: int) -> list[Mutant]:
    """So many mutants, from as many modules as there are, larger ones more often."""
    modules = sorted(path for path in (ROOT / "pacing").rglob("*.py") if path.name != "__init__.py")
    modules = [m for m in modules if not m.relative_to(ROOT / "pacing").as_posix().startswith(LEFT_OUT)]
    every = [spot for module in modules for spot in spots_of(module)]
    made = (spot.mutant() for spot in random.Random(seed).sample(every, len(every)))
    return list(islice((mutant for mutant in made if mutant), count))


@dataclass(frozen=True)
class Executed:
    """Which files of tests run which functions, and how long each takes [s of processor]."""

    functions: dict[str, set[str]]
    seconds: dict[str, float]

    @classmethod
    def read(cls, paths: list[Path]) -> "Executed":
        """What the plug-in wrote, of all parts of the suite together."""
        functions, seconds = dict[str, set[str]](), dict[str, float]()
        for path in paths:
            part = json.loads(path.read_text(encoding="utf-8"))
            seconds |= part["seconds"]
            for name, files in part["functions"].items():
                functions.setdefault(name, set()).update(files)
        return cls(functions, seconds)

    def files(self, mutant: Mutant) -> list[str]:
        """The files of tests to ask, in turn: those of the function, or of the module if nothing is known of it."""
        inside = mutant.module.relative_to("pacing")
        folder = ROOT / "tests" / inside.parts[0]
        own = {str(path.relative_to(ROOT)) for path in folder.rglob(f"test_{inside.stem}*.py")}
        known = [self.functions.get(f"{mutant.module}:{line}", set()) for line in mutant.functions]
        asked = next((files for files in known if files), set())
        if not asked:
            every = (files for name, files in self.functions.items() if name.startswith(f"{mutant.module}:"))
            asked = set().union(*every) or {str(path.relative_to(ROOT)) for path in folder.rglob("test_*.py")}
        ordered = sorted(
            asked | own, key=lambda file: (file not in own, not file.startswith(GOLDEN), self.seconds.get(file, 1.0))
        )
        spent, taken = 0.0, list[str]()
        for file in ordered:
            spent += self.seconds.get(file, 1.0)
            if spent <= MOST_S or not taken:
                taken.append(file)
        return taken

    def steps(self, mutant: Mutant) -> list[list[str]]:
        """The same in two runs, so that most mutants die in a short one."""
        files, spent, at_first = self.files(mutant), 0.0, 0
        while at_first < len(files) and (spent := spent + self.seconds.get(files[at_first], 1.0)) <= AT_FIRST_S:
            at_first += 1
        return [step for step in (files[: max(1, at_first)], files[max(1, at_first) :]) if step]


def failing(step: list[str], copy: Path) -> str | None:
    """The first of these tests that fails, or the whole step where it never ends; None: all pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-rf", "-p", "no:cacheprovider", *step]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(copy)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        done = subprocess.run(
            command, cwd=copy, env=env, capture_output=True, check=False, timeout=LONGEST_S, text=True
        )
    except subprocess.TimeoutExpired:
        return " ".join(step)
    if done.returncode in (0, NO_TESTS):
        return None
    named = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
    return named[1] if named else " ".join(step)


class Copy:
    """A copy of the project, in which one module at a time is another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changes = 0
        self.sound: dict[str, bool] = {}
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, folder / name)
        for name in LINKED:
            if (ROOT / name).exists():
                (folder / name).symlink_to(ROOT / name)
        if (ROOT.parent / "shared").exists() and not (folder.parent / "shared").exists():
            (folder.parent / "shared").symlink_to((ROOT.parent / "shared").resolve())

    def write(self, module: Path, text: str) -> None:
        """Put a text into a module, at a time of its own, so that no compiled one is taken for it."""
        path = self.folder / module
        path.write_text(text, encoding="utf-8")
        self.changes += 1
        os.utime(path, (1e9 + 10 * self.changes, 1e9 + 10 * self.changes))

    def killer(self, mutant: Mutant, executed: Executed) -> str | None:
        """The test that notices a mutant and passes without it, or None."""
        whole = (self.folder / mutant.module).read_text(encoding="utf-8")
        for step in executed.steps(mutant):
            self.write(mutant.module, mutant.text)
            test = failing(step, self.folder)
            self.write(mutant.module, whole)
            if test is not None:
                if test not in self.sound:
                    self.sound[test] = failing(test.split(" "), self.folder) is None
                if self.sound[test]:
                    return test
        return None


def main() -> None:
    """Make the mutants, run the tests, print who survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--executed", type=Path, nargs="+", required=True)
    parser.add_argument("--only", help="so many of how many, as 2/3: for several runs beside each other", default="1/1")
    asked = parser.parse_args()
    part, parts = map(int, asked.only.split("/"))
    executed, killed, counted = Executed.read(asked.executed), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "project").mkdir()
        copy = Copy(Path(folder) / "project")
        for number, mutant in enumerate(chosen(asked.count, asked.seed), 1):
            if number % parts != part % parts:
                continue
            reason = EQUIVALENT.get((mutant.module.as_posix(), mutant.source, mutant.change))
            what = f"left out, {reason}"
            if reason is None:
                by = copy.killer(mutant, executed)
                counted += 1
                killed += by is not None
                what = f"killed by {by}" if by else "SURVIVED"
            print(f"{number} {mutant.module}:{mutant.line} {mutant.change}: {what}", flush=True)
            print(f"   killed so far: {killed} of {counted} ({killed / max(1, counted):.0%})", flush=True)


if __name__ == "__main__":
    main()
