"""How much of the program's logic its tests hold: small random mistakes, one at a time, and who notices.

Run with `python tests/performance/mutants.py --count 60 --seed 1 --executed FILE`. Each mutant is one comparison turned
round or given another end, one `+ - * /` swapped, or one `and` / `or`, at a random place of a random module, in a copy
of the project. The tests that run the changed line are asked, in a few runs of pytest with more time each
(`SECONDS`): quick tests near the module that run little else first, then those farther away. The first to fail, where
it passes without the mutant, killed it. Which tests run a line is written by

    pytest -n 0 -p tests.performance.executed --executed FILE

(several FILEs, of parts of the suite, may be named). Printed: every mutant with its place and its fate, and the share
killed. Mutants that can change nothing are listed in `EQUIVALENT` with the reason; they do not count.
"""

import argparse
import ast
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("synthetic", "read/dialects", "__main__.py", "_version.py")  # made-up data, tables, and no logic
SECONDS = (5.0, 20.0, 60.0)  # of processor, of the tests that are asked: in the first run, the second, the last
MOST_TESTS = 400  # in one run
FURTHER = (
    1.0,
    2.0,
    4.0,
    8.0,
    16.0,
)  # how much dearer a test counts: the module's own, its folder's, its stage's, golden, others
LEAST_S = 0.002  # what asking any test costs
LONGEST_S = 300.0  # by the clock, for what never ends
ALIKE = 5.0  # so many tests of one function before it double what a test counts
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
        (
            "pacing/measure/hrv/nonlinear.py",
            "if levels.size * _words(values.size) * 8 > MOST_SET_BYTES:",
            "> -> <=",
        ): "the other way to the counts gives the same",
        (
            "pacing/measure/hrv/nonlinear.py",
            "if levels.size * _words(values.size) * 8 > MOST_SET_BYTES:",
            "* -> /",
        ): "the other way to the counts gives the same",
        (
            "pacing/measure/hrv/nonlinear.py",
            "if templates < FEW_TEMPLATES:",
            "< -> >=",
        ): "whether equal templates are counted once or each by itself gives the same",
        (
            "pacing/measure/hrv/window.py",
            "if beats is None or state is None or not beats.time_s.size:",
            "or -> and",
        ): "beats have states or neither is there, as Cleaned holds",
        (
            "pacing/measure/response/orthostatic.py",
            "if beats is None or state is None or not beats.rr_ms.size:",
            "or -> and",
        ): "beats have states or neither is there, as Cleaned holds",
        (
            "pacing/clean/rr_artefacts.py",
            "least_ms = np.minimum(LEAST_THRESHOLD_MS, EVEN_SHARE * middle_ms)",
            "* -> /",
        ): "the bar is the same wherever the median interval is 50 ms and more",
        (
            "pacing/read/assembly/series.py",
            "if span_s <= FARTHEST_S:",
            "<= -> <",
        ): "where all lies within a year of each other no hole is longer",
        (
            "pacing/read/fit/clock.py",
            "forward: npt.NDArray[np.bool_] = times >= np.maximum.accumulate(times)",
            ">= -> >",
        ): "more rows are weighed against each other, with the same result",
        (
            "pacing/read/fit/clock.py",
            "forward &= times <= np.minimum.accumulate(times[::-1])[::-1]",
            "<= -> <",
        ): "more rows are weighed against each other, with the same result",
        (
            "pacing/history/traces.py",
            "reach_s = (1.0 - OVERLAP_SHARE) * max(np.ptp(one.time_s), np.ptp(other.time_s)) + QUARTER_S",
            "- -> +",
        ): "more shifts are tried, and none of the others can overlap enough",
        (
            "pacing/history/traces.py",
            "same = np.abs(bpm[mine] - other_bpm[theirs]) <= EQUAL_BPM",
            "<= -> <",
        ): "no two heart rates of devices lie just so far apart",
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
    statement: range  # the lines of the statement it stands in
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
        statement, source = _statement_around(ast.parse(text), self.line), text.splitlines()[self.line - 1].strip()
        return Mutant(self.module.relative_to(ROOT), self.line, f"{old} -> {new}", changed, statement, source)


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


def _statement_around(tree: ast.AST, line: int) -> range:
    """The lines of the shortest statement with this line; of one with a block, as `if` and `for`, only its head."""
    around = []
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0):
            block = getattr(node, "body", None)
            last = max(node.lineno, block[0].lineno - 1) if isinstance(block, list) else node.end_lineno or 0
            around.append(range(node.lineno, last + 1))
    return min((lines for lines in around if line in lines), key=len, default=range(line, line + 1))


def chosen(count: int, seed: int, within: tuple[str, ...] = ("",)) -> list[Mutant]:
    """So many mutants, from as many modules as there are (within some folders of `pacing`), larger ones more often."""
    modules = sorted(path for path in (ROOT / "pacing").rglob("*.py") if path.name != "__init__.py")
    modules = [
        m
        for m in modules
        if not (inside := m.relative_to(ROOT / "pacing").as_posix()).startswith(LEFT_OUT) and inside.startswith(within)
    ]
    every = [spot for module in modules for spot in spots_of(module)]
    made = (spot.mutant() for spot in random.Random(seed).sample(every, len(every)))
    return list(islice((mutant for mutant in made if mutant), count))


@dataclass(frozen=True)
class Test:
    """A test as it was watched: its name, its time [s of processor], and how many lines of the program it runs."""

    name: str
    seconds: float
    lines: int

    @property
    def file(self) -> str:
        """The file of tests it stands in."""
        return self.name.partition("::")[0]


class Executed:
    """Which tests run which lines."""

    def __init__(self, paths: list[Path]) -> None:
        self.lines: dict[tuple[str, int], list[Test]] = {}
        for path in paths:
            part = json.loads(path.read_text(encoding="utf-8"))
            run = Counter(test for lines in part["lines"].values() for tests in lines.values() for test in tests)
            tests = {
                index: Test(name, seconds, run[index])
                for index, (name, seconds, passed) in enumerate(part["tests"])
                if passed
            }
            for module, lines in part["lines"].items():
                for line, indices in lines.items():
                    here = self.lines.setdefault((module, int(line)), [])
                    here += [tests[index] for index in indices if index in tests]

    def tests(self, mutant: Mutant) -> list[Test]:
        """The tests to ask, in turn.

        Those that run the line (or, where no line of its own was seen, its statement), the cheapest first. One counts
        the dearer the farther it stands from the module, the more of the program it runs beside the line, and the more
        tests with other parameters of the same function come before it.
        """
        inside = mutant.module.relative_to("pacing")
        own, folder = f"test_{inside.stem}", (Path("tests") / inside.parent).as_posix()

        def price(test: Test) -> float:
            file = Path(test.file)
            nearest = (
                file == mutant.module or file.name.startswith(own),
                file.parent.as_posix() == folder,
                test.file.startswith(f"tests/{inside.parts[0]}/"),
                test.file.startswith(GOLDEN),
                True,
            ).index(True)
            return (test.seconds + LEAST_S) * FURTHER[nearest] * math.sqrt(test.lines)

        name = mutant.module.as_posix()
        running = self.lines.get((name, mutant.line)) or [
            test for line in mutant.statement for test in self.lines.get((name, line), [])
        ]
        priced, before = list[tuple[float, Test]](), Counter[str]()
        for test in sorted(dict.fromkeys(running), key=price):
            function = test.name.partition("[")[0]
            priced.append((price(test) * (1.0 + before[function] / ALIKE), test))
            before[function] += 1
        return [test for _, test in sorted(priced, key=lambda one: one[0])]

    def steps(self, mutant: Mutant) -> Iterator[list[str]]:
        """The same in a few runs, so that most mutants die in a short one; the tests of a file together."""
        waiting = self.tests(mutant)
        for most_s in SECONDS:
            spent, taken, rest = 0.0, list[Test](), list[Test]()
            for test in waiting:
                asked = len(taken) < MOST_TESTS and (spent + test.seconds <= most_s or not taken)
                (taken if asked else rest).append(test)
                spent += test.seconds if asked else 0.0
            files = list(dict.fromkeys(test.file for test in taken))
            if taken:
                yield [test.name for test in sorted(taken, key=lambda test: files.index(test.file))]
            waiting = rest


def failing(step: list[str], copy: Path) -> list[str]:
    """The first of these tests that fails, or all where they never end or are not collected; none: all pass."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-x", "-rfE", "-p", "no:cacheprovider", *step]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(copy)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        done = subprocess.run(
            command, cwd=copy, env=env, capture_output=True, check=False, timeout=LONGEST_S, text=True
        )
    except subprocess.TimeoutExpired:
        return step
    if done.returncode in (0, NO_TESTS):
        return []
    line = next((line for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))), "")
    named = [test for test in step if f"{line} ".partition(" ")[2].startswith(f"{test} ")]
    return named or step


class Copy:
    """A copy of the project, in which one module at a time is another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changes = 0
        self.sound: dict[tuple[str, ...], bool] = {}
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
            asked = step
            while asked:
                self.write(mutant.module, mutant.text)
                blamed = failing(asked, self.folder)
                self.write(mutant.module, whole)
                if not blamed:
                    break
                if (key := tuple(blamed)) not in self.sound:
                    self.sound[key] = not failing(blamed, self.folder)
                if self.sound[key]:
                    return " ".join(blamed)
                asked = [test for test in asked if test not in blamed]
        return None


def main() -> None:
    """Make the mutants, run the tests, print who survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--executed", type=Path, nargs="+", required=True)
    parser.add_argument("--within", nargs="+", default=[""], help="folders or modules of pacing, as `read` or `api.py`")
    parser.add_argument("--only", help="so many of how many, as 2/3: for several runs beside each other", default="1/1")
    asked = parser.parse_args()
    part, parts = map(int, asked.only.split("/"))
    executed, killed, counted = Executed(asked.executed), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "project").mkdir()
        copy = Copy(Path(folder) / "project")
        for number, mutant in enumerate(chosen(asked.count, asked.seed, tuple(asked.within)), 1):
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
