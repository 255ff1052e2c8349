"""Find the program's design constants, and move one as if its source said another number.

A constant is named by its module and name without the package: `judge.exceedance.KNOWN_SHARE`. One number of a
published table is named by its way in: `reference.PREDICTED_MAXIMA.fox.constant`.
"""

import ast
import contextlib
import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

import numpy as np

import pacing

ROOT = Path(pacing.__file__).parent
MARK = "design"


def is_number(value: object) -> bool:
    """Whether a value is a number of its own; a truth is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def holds_numbers(value: object) -> bool:
    """Whether a value is a number, or an array, mapping or row of values of which one is."""
    if isinstance(value, np.ndarray):
        return True
    if isinstance(value, Mapping):
        return any(holds_numbers(part) for part in value.values())
    if isinstance(value, tuple | list):
        return any(holds_numbers(part) for part in value)
    return is_number(value)


def moved(value: Any, factor: float) -> Any:
    """The value with all its numbers times `factor`; whole numbers stay whole and move by one at least.

    Examples
    --------
    >>> moved(3, 1.2), moved((10.0, "s"), 0.5), moved({"a": 10}, 0.8)
    (4, (5.0, 's'), {'a': 8})
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        step = max(1, round(abs(value) * abs(factor - 1.0)))
        return value + step if factor > 1.0 else value - step
    if isinstance(value, float | np.ndarray):
        return value * factor
    if isinstance(value, Mapping):
        inside = {key: moved(part, factor) for key, part in value.items()}
        return MappingProxyType(inside) if isinstance(value, MappingProxyType) else inside
    if isinstance(value, tuple):
        return tuple(moved(part, factor) for part in value)
    return value


# --- finding them ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Assignment:
    names: tuple[str, ...]
    value: ast.expr
    marked: bool


@cache
def _source(name: str) -> str:
    path = getattr(sys.modules.get(name), "__file__", None)
    return Path(path).read_text(encoding="utf-8") if path else ""


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse(_source(name))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _source(name)))


@cache
def _assignments(name: str) -> tuple[_Assignment, ...]:
    lines, body = _source(name).splitlines(), _tree(name).body
    found = []
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        else:
            continue
        assert node.value is not None
        names = tuple(part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))
        own = "\n".join(lines[node.lineno - 1 : node.end_lineno]).partition("#")[2]
        above = node.lineno - 2
        while above >= 0 and lines[above].startswith("#"):
            own += lines[above]
            above -= 1
        text = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
        found.append(_Assignment(names, node.value, MARK in own or (isinstance(text, str) and MARK in text)))
    return tuple(found)


def modules_of(stage: str) -> list[str]:
    """The names of a stage's modules, all of them imported."""
    top = importlib.import_module(f"pacing.{stage}")
    inside = pkgutil.walk_packages(getattr(top, "__path__", []), f"pacing.{stage}.")
    return [importlib.import_module(name).__name__ for name in (f"pacing.{stage}", *(m.name for m in inside))]


def design_constants(stage: str) -> set[str]:
    """The module-level numbers of a stage that a comment or docstring calls a design choice."""
    return {
        f"{module.removeprefix('pacing.')}.{name}"
        for module in modules_of(stage)
        for assignment in _assignments(module)
        if assignment.marked
        for name in assignment.names
        if holds_numbers(getattr(sys.modules[module], name))
    }


def published_numbers() -> set[str]:
    """Every number of the reference: single quantities, and each number in its tables that is not nought."""
    reference = importlib.import_module("pacing.reference")
    return {
        f"reference.{name}{way}"
        for name, value in vars(reference).items()
        if name.isupper() and name != "SOURCES"
        for way in _ways(value)
    }


def _ways(value: object) -> Iterator[str]:
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if holds_numbers(getattr(value, field.name))]
        yield from ("" if names == ["value"] else f".{name}" for name in names if np.any(getattr(value, name)))
    elif isinstance(value, Mapping):
        yield from (f".{key}{way}" for key, part in value.items() for way in _ways(part))
    elif isinstance(value, tuple):
        yield from (f".{part.id}{way}" for part in value if hasattr(part, "id") for way in _ways(part))


# --- moving one -----------------------------------------------------------------------------------------------------


def _split(constant: str) -> tuple[ModuleType, str, list[str]]:
    """The module, the name in it, and the way from there."""
    parts = constant.split(".")
    module = importlib.import_module("pacing")
    while (Path(module.__file__ or "").parent / parts[0]).is_dir() or (
        Path(module.__file__ or "").parent / f"{parts[0]}.py"
    ).is_file():
        module = importlib.import_module(f"{module.__name__}.{parts.pop(0)}")
    return _definer(module, parts[0]), parts[0], parts[1:]


def _definer(module: ModuleType, constant: str) -> ModuleType:
    """The module that assigns the constant, where the package that is named only gives it on."""
    inside = [module, *(sys.modules[name] for name in sorted(_loaded()) if name.startswith(f"{module.__name__}."))]
    return next(one for one in inside if any(constant in assignment.names for assignment in _assignments(one.__name__)))


def _moved_inside(value: Any, way: list[str], factor: float) -> Any:
    if not way and not is_dataclass(value):
        return moved(value, factor)
    if isinstance(value, Mapping):
        inside = {**value, way[0]: _moved_inside(value[way[0]], way[1:], factor)}
        return MappingProxyType(inside) if isinstance(value, MappingProxyType) else inside
    if is_dataclass(value) and not isinstance(value, type):
        name = way[0] if way else "value"
        return replace(value, **{name: moved(getattr(value, name), factor)})
    return tuple(_moved_inside(part, way[1:], factor) if part.id == way[0] else part for part in value)


def _loaded() -> tuple[str, ...]:
    return _loaded_of(len(sys.modules))


@cache
def _loaded_of(_count: int) -> tuple[str, ...]:
    """The program's modules, looked up anew when there are more."""
    return tuple(name for name in sys.modules if name.startswith("pacing.") or name == "pacing")


def _homes(module: str) -> set[str]:
    """A module, and the package that gives on all that is in it."""
    package = module.rpartition(".")[0]
    gives_on = any(
        isinstance(node, ast.ImportFrom) and node.module == module and node.names[0].name == "*"
        for node in _tree(package).body
    )
    return {module, package} if gives_on else {module}


def _aliases(name: str, homes: set[str], constant: str) -> tuple[set[str], set[str]]:
    """Under which names a module knows the constant itself, and the modules it lives in."""
    own, houses = ({constant} if name in homes else set()), set()
    for node in _tree(name).body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if node.module in homes and alias.name == constant:
                    own.add(alias.asname or alias.name)
                elif f"{node.module}.{alias.name}" in homes:
                    houses.add(alias.asname or alias.name)
    return own, houses


@cache
def _names_in(tree: ast.AST) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The names in an expression, and of each `name.attribute` both."""
    names, pairs = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            pairs.add((node.value.id, node.attr))
    return frozenset(names), frozenset(pairs)


def _mentions(tree: ast.AST, own: set[str], houses: set[str], constant: str) -> bool:
    names, pairs = _names_in(tree)
    return not names.isdisjoint(own) or any((house, constant) in pairs for house in houses)


def _set_everywhere(home: str, constant: str, value: object, put: Callable[[object, str, object], None]) -> None:
    """Give a constant a new value wherever it is known, and work out anew what was made from it at import."""
    put(sys.modules[home], constant, value)
    homes = _homes(home)
    for name in _loaded():
        if constant not in _words(name) and name not in homes:
            continue
        module = sys.modules[name]
        own, houses = _aliases(name, homes, constant)
        for alias in own:
            put(module, alias, value)
        if own or houses:
            _work_out_anew(module, own, houses, constant, put)


def _work_out_anew(
    module: ModuleType, own: set[str], houses: set[str], constant: str, put: Callable[[object, str, object], None]
) -> None:
    name = module.__name__

    def again(expression: ast.expr) -> object:
        return eval(compile(ast.Expression(expression), name, "eval"), vars(module))

    for assignment in _assignments(name):
        if len(assignment.names) == 1 and _mentions(assignment.value, own, houses, constant):
            _set_everywhere(name, assignment.names[0], again(assignment.value), put)
    for node in _tree(name).body:
        if isinstance(node, ast.FunctionDef) and any(_mentions(d, own, houses, constant) for d in node.args.defaults):
            function = getattr(module, node.name)
            put(getattr(function, "__wrapped__", function), "__defaults__", tuple(map(again, node.args.defaults)))
        elif isinstance(node, ast.FunctionDef) and any(
            default and _mentions(default, own, houses, constant) for default in node.args.kw_defaults
        ):
            function = getattr(module, node.name)
            names = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            put(function, "__kwdefaults__", {name.arg: again(default) for name, default in names if default})
        elif isinstance(node, ast.ClassDef):
            kept = {
                ast.unparse(line.target): line.value
                for line in node.body
                if isinstance(line, ast.AnnAssign) and line.value
            }
            if any(_mentions(default, own, houses, constant) for default in kept.values()):
                made_of = getattr(module, node.name)
                put(made_of.__init__, "__defaults__", tuple(map(again, kept.values())))
                _set_everywhere(name, node.name, made_of, put)


@cache
def _memories(name: str) -> tuple[Callable[[], None], ...]:
    """How to empty each function of a module that keeps something for its next call."""
    functions = [one for one in vars(sys.modules[name]).values() if getattr(one, "__module__", "") == name]
    return tuple(clear for one in functions if callable(clear := getattr(one, "cache_clear", None)))


def _forget() -> None:
    """Empty what functions of the program have kept for the next call."""
    for name in _loaded():
        for clear in _memories(name):
            clear()


def forget_sources() -> None:
    """Let go of the trees of the program's sources, a million nodes, once no constant is moved any more."""
    for known in (_source, _tree, _words, _assignments, _names_in):
        known.cache_clear()


@contextlib.contextmanager
def moved_by(constant: str, factor: float) -> Iterator[None]:
    """The program with one constant moved, in every module that has bound it; all is put back at the end."""
    module, name, way = _split(constant)
    before: list[tuple[object, str, object]] = []

    def put(place: object, attribute: str, value: object) -> None:
        before.append((place, attribute, getattr(place, attribute)))
        setattr(place, attribute, value)

    _forget()
    try:
        _set_everywhere(module.__name__, name, _moved_inside(getattr(module, name), way, factor), put)
        yield
    finally:
        for place, attribute, value in reversed(before):
            setattr(place, attribute, value)
        _forget()
