"""Plug-ins are found by their module's name, and a module that keeps not to its promise is said."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import pacing.judge.limits
from pacing.judge.rule import Rule
from pacing.registry import collect, load, plugin_names


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A package of one good plug-in, one of the wrong type, one without the constant, and a private module."""
    folder = tmp_path / "some_plugins"
    folder.mkdir()
    texts = {"__init__": "", "good": "WORD = 'x'", "wrong": "WORD = 3", "without": "", "_private": "raise Exception"}
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import some_plugins  # type: ignore[import-not-found]

    yield some_plugins
    for name in [name for name in sys.modules if name.startswith("some_plugins")]:
        del sys.modules[name]


def test_names_are_those_of_the_modules_that_are_not_private(package: ModuleType) -> None:
    assert plugin_names(package) == ("good", "without", "wrong")
    assert load(package, "good", "WORD", str) == "x"


@pytest.mark.parametrize("name", ["wrong", "without"])
def test_a_module_that_does_not_define_its_constant_is_a_mistake(package: ModuleType, name: str) -> None:
    with pytest.raises(TypeError, match=f"some_plugins.{name} must define WORD as a str"):
        load(package, name, "WORD", str)


def test_a_name_that_is_none_is_a_key_error_and_imports_nothing(package: ModuleType) -> None:
    for name in ("nothing", "_private", "../x", "good.x"):
        with pytest.raises(KeyError):
            load(package, name, "WORD", str)


def test_everything_collected_is_in_order_and_cannot_be_changed() -> None:
    rules = collect(pacing.judge.limits, "RULE", Rule)
    assert list(rules) == sorted(rules)
    with pytest.raises(TypeError):
        rules["mine"] = rules["fixed"]  # type: ignore[index]
