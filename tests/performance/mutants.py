"""How much of the program's logic its tests hold: small random mistakes, one at a time, and who notices.

Run with `python tests/performance/mutants.py --count 60 --seed 1`. Each mutant is one comparison turned round or given
another end, one `+ - * /` swapped, or one `and` / `or`, at a random place of a random module, in a copy of the project.
The module's own tests run first, then its folder's, then the pinned cases of constants; the first to fail killed it.
Printed: every survivor with its place, and the share killed. It takes about ten seconds a mutant.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("synthetic", "read/dialects", "__main__.py", "_version.py")  # made-up data, tables, and no logic
LONGEST_S = 600.0
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


@dataclass(frozen=True)
class Mutant:
    """One changed operator: its module, line, and the module's text with it."""

    module: Path
    line: int
    change: str
    text: str


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


def mutants_of(module: Path) -> list[Mutant]:
    """All mutants of one module."""
    text = module.read_text(encoding="utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for operator, left, right in operators(ast.parse(text)):
        if type(operator) not in SWAPS or left.end_lineno is None or left.end_col_offset is None:
            continue
        old, new = SWAPS[type(operator)]
        first, last = starts[left.end_lineno - 1] + left.end_col_offset, starts[right.lineno - 1] + right.col_offset
        between = text[first:last]
        if between.count(old) != 1 or (not text.isascii() and "#" in between):
            continue
        changed = text[:first] + between.replace(old, new) + text[last:]
        found.append(Mutant(module.relative_to(ROOT), left.end_lineno, f"{old} -> {new}", changed))
    return [mutant for mutant in found if _parses(mutant.text)]


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def chosen(count: int, seed: int) -> list[Mutant]:
    """So many mutants, from as many modules as there are, larger ones more often."""
    modules = sorted(path for path in (ROOT / "pacing").rglob("*.py") if path.name != "__init__.py")
    modules = [m for m in modules if not m.relative_to(ROOT / "pacing").as_posix().startswith(LEFT_OUT)]
    every = [mutant for module in modules for mutant in mutants_of(module)]
    return random.Random(seed).sample(every, count)


def tests_of(module: Path) -> list[list[str]]:
    """What is run for a module, in turn: its own test files, its folder's, the tables of constants."""
    inside = module.relative_to("pacing")
    folder = Path("tests") / inside.parent
    while not (ROOT / folder).is_dir() or folder == Path("tests"):
        folder = folder.parent
        if folder == Path():
            folder = Path("tests") / "contracts"
            break
    own = [str(path.relative_to(ROOT)) for path in (ROOT / "tests" / inside.parts[0]).rglob(f"test_{inside.stem}*.py")]
    pinned = ["tests/constants/test_boundaries.py"]
    if inside.parts[0] not in ("cli", "report", "read", "codec"):
        pinned += [
            "tests/constants/test_constants.py",
            "-k",
            "pinned or boundaries",
        ]  # no constant is moved for a mutant
    samples = [["tests/read/test_samples.py"]] if inside.parts[0] == "read" else []  # what each must read as
    return [[*own, str(module)], *samples, [str(folder)], pinned]


def fails(step: list[str], copy: Path) -> bool:
    """Whether a test of these fails, or they take far too long."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *step]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, check=False, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode not in (0, NO_TESTS)


def killer(mutant: Mutant, copy: Path, sound: dict[str, bool]) -> str | None:
    """The tests that noticed a mutant, or None; `sound`: which of them pass without one, as far as is known."""
    place = copy / mutant.module
    whole = place.read_text(encoding="utf-8")
    for step in tests_of(mutant.module):
        place.write_text(mutant.text, encoding="utf-8")
        noticed = fails(step, copy)
        place.write_text(whole, encoding="utf-8")
        if noticed:
            if step[0] not in sound:
                sound[step[0]] = not fails(step, copy)
            if sound[step[0]]:
                return step[0]
    return None


def main() -> None:
    """Make the mutants, run the tests, print who survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    killed, sound = 0, dict[str, bool]()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, copy / name)
        for name in LINKED:
            if (ROOT / name).exists():
                (copy / name).symlink_to(ROOT / name)
        for number, mutant in enumerate(chosen(asked.count, asked.seed), 1):
            by = killer(mutant, copy, sound)
            killed += by is not None
            what = f"killed by {by}" if by else "SURVIVED"
            print(f"{number} {mutant.module}:{mutant.line} {mutant.change}: {what}", flush=True)
            print(f"   killed so far: {killed} of {number} ({killed / number:.0%})", flush=True)


if __name__ == "__main__":
    main()
