"""The shape of the code is a test, not a picture: sizes, names, docstrings, and where numbers may stand."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "pacing"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST, SHORTEST, SHORT_ONES = 450, 40, 15
PLUG_INS = {"dialects", "formats", "limits", "figures", "indices", "commands"}
VAGUE = re.compile(r"^(utils?|helpers?|common|core|base|misc|manager|tools?)\.py$")
STAGES = ("clean", "segment", "measure", "judge")
UNIT_CONVERSIONS = {60, 100, 1000, 1e6, 60_000, 3600, 86_400, 24}
SMALL = {0, 1, 2, 3, 4, 5, 8, 10, 0.5, 0.25, 1e-9, 1e-12}


@pytest.fixture(scope="module", autouse=True)
def _trees_are_let_go() -> Iterator[None]:
    """A million nodes that stayed would be looked through for garbage in every later module."""
    yield
    _tree.cache_clear()
    _nodes.cache_clear()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 11))


@cache
def _nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _bare_numbers(tree: ast.Module) -> Iterator[tuple[int, float]]:
    for function in (node for node in _nodes(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)):
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                yield node.lineno, float(node.value)


def test_a_module_is_one_subject_says_it_and_has_a_name_that_means_something() -> None:
    lines = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in MODULES}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}, "give each subject its own module"
    silent = [_name(path) for path in MODULES if not ast.get_docstring(_tree(path))]
    assert silent == [], "a module says its subject in its docstring"
    vague = [_name(path) for path in MODULES if VAGUE.match(path.name)]
    assert vague == [], "a module's name says its subject"


def test_subjects_are_not_cut_into_slivers() -> None:
    subjects = [p for p in MODULES if not p.name.startswith("__") and p.parent.name not in PLUG_INS]
    short = [_name(path) for path in subjects if path.read_text(encoding="utf-8").count("\n") < SHORTEST]
    assert len(short) <= SHORT_ONES, short


def test_stages_hold_no_bare_numbers() -> None:
    known = UNIT_CONVERSIONS | SMALL
    found = [
        f"{_name(path)}:{line}: {number:g}"
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] in STAGES
        for line, number in _bare_numbers(_tree(path))
        if number not in known
    ]
    assert not found, f"name them in the module's constants, or in reference/ with their source: {found}"


def test_recovery_and_reserve_are_never_both_called_by_the_same_three_letters() -> None:
    banned = re.compile(r"\bhrr\d*\b|\b_?hrr_|_hrr\b", re.IGNORECASE)
    found = [
        f"{_name(path)}:{node.lineno}"
        for path in MODULES
        for node in _nodes(_tree(path))
        if isinstance(node, ast.Name | ast.FunctionDef | ast.arg)
        and banned.search(
            node.id if isinstance(node, ast.Name) else node.name if isinstance(node, ast.FunctionDef) else node.arg
        )
    ]
    assert not found


def test_nothing_in_a_package_is_named_like_one_of_its_modules() -> None:
    hidden = [
        f"{_name(path)}: {node.id}"
        for path in MODULES
        if path.name == "__init__.py"
        for node in _bound(_tree(path))
        if (path.parent / f"{node.id}.py").exists() or (path.parent / node.id / "__init__.py").exists()
    ]
    assert not hidden


def _bound(tree: ast.Module) -> Iterator[ast.Name]:
    """Every name a package binds itself: by assigning, defining or importing from elsewhere."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield ast.Name(node.name)
        elif isinstance(node, ast.ImportFrom):
            yield from (ast.Name(alias.asname or alias.name) for alias in node.names)
        elif isinstance(node, ast.Assign):
            yield from (target for target in node.targets if isinstance(target, ast.Name))


DESCRIBED = ("clean", "segment", "measure", "judge", "read")


def test_public_functions_that_take_data_say_what_they_take() -> None:
    described, bare = 0, []
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] not in DESCRIBED:
            continue
        for node in _tree(path).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if not (node.args.posonlyargs or node.args.args or node.args.kwonlyargs):
                continue
            if "Parameters\n----------" in (ast.get_docstring(node) or ""):
                described += 1
            else:
                bare.append(f"{_name(path)}: {node.name}")
    assert described >= 0.95 * (described + len(bare)), bare


def test_the_package_says_which_python_it_needs_and_uses_nothing_newer() -> None:
    assert all(isinstance(_tree(path), ast.Module) for path in MODULES)


def test_what_a_person_gave_is_called_given_in_names_and_docstrings() -> None:
    """The word told stays as a value of the published data alone, where other programs read it."""
    said = []
    for path in MODULES:
        for node in _nodes(_tree(path)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                words = re.sub(r'"told[^"]*"', "", ast.get_docstring(node) or "")
                said += [f"{_name(path)}: docstring"] if re.search(r"\btold\b", words) else []
            name = getattr(node, "id", None) or getattr(node, "arg", None) or getattr(node, "name", None) or ""
            said += [f"{_name(path)}: {name}"] if re.search(r"(?<![a-z])told(?![a-z])", name.lower()) else []
    assert not said
